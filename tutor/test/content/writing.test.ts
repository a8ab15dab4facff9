import { describe, expect, test } from 'vitest';
import { readChapter } from '../../src/chapter/chapter.ts';
import { readBlocks, readLesson } from '../../src/chapter/lesson.ts';
import { filesAfter, readSolutions } from '../../src/chapter/solutions.ts';
import type { LessonBlock } from '../../src/core/lesson.ts';
import { contentFiles } from './on-disk.ts';

const read = readChapter(contentFiles, 'tutor/steps');
if ('faults' in read) throw new Error('the chapter cannot be read: see chapter.test.ts');
const laid = readSolutions(contentFiles, read.folders, read.chapter);
if ('faults' in laid) throw new Error('the solutions cannot be read: see chapter.test.ts');
const { chapter, lessons } = read;

const TEXT_WIDTH = 76;
const LANGUAGES = ['yaml', 'dockerfile', 'python', 'bash', 'text'];
const BANNED = /\b(simply|just|invalid|oops|obviously|of course|easy|easily|trivial|wrongly)\b/i;

/** Everything a learner reads in this step. */
const prose = chapter.steps.map((step) => ({
  id: step.id,
  lines: [
    step.title,
    step.asks,
    step.achieved,
    ...step.checks.map(({ asserts }) => asserts),
    ...step.hints.flatMap((hint) => hint.split('\n')),
    ...(lessons[step.id] ?? '').split('\n'),
  ],
}));

type Code = Extract<LessonBlock, { kind: 'code' }>;

/** Code blocks, also those inside lists and callouts. */
function codesOf(blocks: readonly LessonBlock[]): readonly Code[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [block];
    if (block.kind === 'list') return block.items.flatMap(codesOf);
    return block.kind === 'callout' || block.kind === 'quote' ? codesOf(block.blocks) : [];
  });
}

const linesOf = (code: Code) => code.lines.map((line) => line.map(({ text }) => text).join(''));

describe.each(chapter.steps.map((step) => [step.id, step] as const))('%s', (id, step) => {
  const lesson = readLesson(lessons[id] ?? '');
  const tones = lesson.blocks.flatMap((block) => (block.kind === 'callout' ? [block.tone] : []));

  test('has a lesson of one sitting, with what can go wrong and a tip', () => {
    const length = (lessons[id] ?? '').trimEnd().split('\n').length;
    expect({ title: lesson.title !== '', short: length <= 62, long: length >= 25 }).toEqual({
      title: true,
      short: true,
      long: true,
    });
    expect(tones).toContain('wrong');
    expect(tones).toContain('tip');
    expect(lesson.blocks.filter(({ kind }) => kind === 'quote')).toEqual([]);
  });

  test('fits the width that text is shown at', () => {
    const shown = [lessons[id] ?? '', ...step.hints].flatMap((text) => text.split('\n'));
    expect(shown.filter((line) => line.length > TEXT_WIDTH)).toEqual([]);
  });

  test('has hints that end in the very text to write', () => {
    const codes = step.hints.flatMap((hint) => codesOf(readBlocks(hint)));
    expect(codesOf(readBlocks(step.hints.at(-1) ?? ''))).not.toEqual([]);
    expect(codesOf(readBlocks(step.hints[0] ?? ''))).toEqual([]);
    const solved = filesAfter(chapter, laid.solutions, id);
    const known = new Set(step.files.flatMap((path) => (solved[path] ?? '').split('\n')).map(withoutComment));
    const strange = codes
      .filter(({ caption }) => caption !== '')
      .flatMap((code) => joinContinued(linesOf(code)).map(withoutComment))
      .filter((line) => !known.has(line));
    expect(strange).toEqual([]);
  });

  test('names a language for every piece of code, and the file it belongs to', () => {
    const codes = [...codesOf(lesson.blocks), ...step.hints.flatMap((hint) => codesOf(readBlocks(hint)))];
    expect(codes.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
    const files = codes.filter(({ language }) => !['bash', 'text'].includes(language));
    expect(files.filter(({ caption }) => !step.files.includes(caption))).toEqual([]);
  });
});

test('nobody is talked down to', () => {
  expect(
    prose.flatMap(({ id, lines }) => lines.filter((line) => BANNED.test(line)).map((line) => `${id}: ${line}`)),
  ).toEqual([]);
});

test('every character takes one cell of a terminal', () => {
  const wide =
    /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
  expect(prose.flatMap(({ lines }) => lines.filter((line) => wide.test(line)))).toEqual([]);
});

test('titles begin with a capital, sentences for lists and verdicts with a small letter, and only what is achieved ends in a full stop', () => {
  const shape = (text: string) => `${/^[A-Z]/.test(text) ? 'A' : 'a'}${text.endsWith('.') ? '.' : ''}`;
  expect(chapter.steps.map((step) => [shape(step.title), shape(step.achieved)].join(' '))).toEqual(
    chapter.steps.map(() => 'A a.'),
  );
  const sentences = chapter.steps.flatMap((step) => [step.asks, ...step.checks.map(({ asserts }) => asserts)]);
  const odd = sentences.filter((text) => text.endsWith('.') || /^[A-Z](?![A-Z]|ostgreSQL|ompose)/.test(text));
  expect(odd).toEqual([]);
});

/** A line without its indentation's end, its comment and its trailing space. */
function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, '').trimEnd();
}

/** Lines of a Dockerfile that a backslash and a long indentation continue, as the one line they are; others stay. */
function joinContinued(lines: readonly string[]): readonly string[] {
  return lines
    .join('\n')
    .replace(/ \\\n {12,}/g, ' ')
    .split('\n');
}

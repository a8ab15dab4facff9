import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import type { Chapter, Step, StepCheck } from '../core/step.ts';
import { join, type ProjectFiles } from '../project/files.ts';
import type { ChapterFault } from './fault.ts';
import { type ChapterFile, chapterFile, type StepFile, stepFile } from './schema.ts';
import type { KnownWord } from './words.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

/** A chapter that was read, and where the rest of it lies. */
export type ChapterRead = {
  readonly chapter: Chapter;
  /** Step id to the Markdown of its lesson. */
  readonly lessons: Readonly<Record<string, string>>;
  /** Folders, as paths of the port that was read through. */
  readonly folders: { readonly starter: string; readonly solutions: string };
};

/**
 * Reads and validates a folder of steps: `chapter.yaml`, and `step.yaml` with `lesson.md` for each step it lists.
 * Every fault points at the author's text, to the column.
 * @param folder path of the chapter's folder in `files`; `''` is its top
 * @param words the check words there are; undefined: none is known yet, and any is taken
 */
export function readChapter(
  files: ProjectFiles,
  folder: string,
  words?: readonly KnownWord[],
): ChapterRead | { readonly faults: readonly ChapterFault[] } {
  const file = join(folder, 'chapter.yaml');
  const text = textOf(files, file);
  if (text === undefined) {
    return { faults: [{ at: { file, start: 0, end: 0 }, message: 'the chapter has no chapter.yaml' }] };
  }
  const opened = readYamlFile(file, text, chapterFile);
  if ('faults' in opened) return opened;

  const source = opened.read;
  const faults: ChapterFault[] = [...orderFaults(source)];
  const steps: Step[] = [];
  const lessons: Record<string, string> = {};
  for (const [at, name] of source.value.steps.entries()) {
    const listed = source.valueAt(['steps', at]);
    const earlier = source.value.steps.slice(0, at).map((other) => nameParts(other).id);
    const read = readStep(files, join(folder, name), name, listed, earlier, words);
    faults.push(...read.faults);
    if (read.step) steps.push(read.step);
    if (read.step && read.lesson !== undefined) lessons[read.step.id] = read.lesson;
  }
  if (faults.length > 0) return { faults };
  const { id, title, about, roles, closing, starter, solutions } = source.value;
  return {
    chapter: { id, title, about, steps, roles, closing },
    lessons,
    folders: { starter: join(folder, starter), solutions: join(folder, solutions) },
  };
}

/** Two folders of one number or one id cannot both be meant, and the list is the order that is walked. */
function orderFaults(source: YamlFile<ChapterFile>): readonly ChapterFault[] {
  const faults: ChapterFault[] = [];
  const seen = new Set<string>();
  let before = 0;
  for (const [at, name] of source.value.steps.entries()) {
    const { id, number } = nameParts(name);
    const span = source.valueAt(['steps', at]);
    if (seen.has(id)) faults.push({ at: span, message: `a step called \`${id}\` is listed already` });
    else if (number <= before) {
      faults.push({ at: span, message: `its number does not follow on ${before}`, help: 'list the steps in order' });
    }
    seen.add(id);
    before = Math.max(before, number);
  }
  return faults;
}

type StepRead = { readonly step?: Step; readonly lesson?: string; readonly faults: readonly ChapterFault[] };

function readStep(
  files: ProjectFiles,
  folder: string,
  name: string,
  listed: Span,
  earlier: readonly string[],
  words: readonly KnownWord[] | undefined,
): StepRead {
  const file = join(folder, 'step.yaml');
  const text = textOf(files, file);
  if (text === undefined) return { faults: [{ at: listed, message: `there is no file ${file}`, help: 'write it' }] };
  const opened = readYamlFile(file, text, stepFile);
  if ('faults' in opened) return opened;

  const lesson = textOf(files, join(folder, 'lesson.md'));
  const source = opened.read;
  const { id, number } = nameParts(name);
  const step: Step = { id, number, ...source.value };
  const faults = [
    ...lessonFaults(join(folder, 'lesson.md'), lesson, listed),
    ...needFaults(source, id, earlier),
    ...checkFaults(source, words),
  ];
  return { step, faults, ...(lesson === undefined ? {} : { lesson }) };
}

function lessonFaults(file: string, text: string | undefined, listed: Span): readonly ChapterFault[] {
  if (text === undefined) return [{ at: listed, message: `there is no file ${file}`, help: 'write the lesson' }];
  if (/^# \S/.test(text)) return [];
  return [
    { at: { file, start: 0, end: 0 }, message: 'the lesson has no title', help: 'begin it with `# ` and a title' },
  ];
}

function needFaults(source: YamlFile<StepFile>, own: string, earlier: readonly string[]): readonly ChapterFault[] {
  return source.value.needs.flatMap((need, at) => {
    if (earlier.includes(need)) return [];
    return [unknownNeed(need, own, earlier, source.valueAt(['needs', at]), 'step')];
  });
}

function checkFaults(source: YamlFile<StepFile>, words: readonly KnownWord[] | undefined): readonly ChapterFault[] {
  const faults: ChapterFault[] = [];
  const earlier: string[] = [];
  for (const [at, check] of source.value.checks.entries()) {
    const path = ['checks', at];
    if (earlier.includes(check.id)) {
      faults.push({
        at: source.valueAt([...path, 'id']),
        message: `a check of this step is called \`${check.id}\` already`,
      });
    }
    for (const [needAt, need] of check.needs.entries()) {
      if (earlier.includes(need)) continue;
      faults.push(unknownNeed(need, check.id, earlier, source.valueAt([...path, 'needs', needAt]), 'check'));
    }
    if (words) faults.push(...wordFaults(source, at, check, words));
    earlier.push(check.id);
  }
  return faults;
}

function wordFaults(
  source: YamlFile<StepFile>,
  at: number,
  check: StepCheck,
  words: readonly KnownWord[],
): readonly ChapterFault[] {
  const span = source.valueAt(['checks', at, 'word']);
  const known = words.find(({ word }) => word === check.word);
  if (!known) {
    const close = nearest(
      check.word,
      words.map(({ word }) => word),
    );
    const message = `no check word is called "${check.word}"`;
    return [{ at: span, message, help: close ? `write "${close}"` : 'add its file under tutor/src/checks' }];
  }
  return known.faults(check.with).map(({ path, says, help }) => ({
    at: Object.keys(check.with).length === 0 ? span : source.valueAt(['checks', at, 'with', ...path]),
    message: `\`with${path.map((part) => `.${part}`).join('')}\` ${says}`,
    ...(help === undefined ? {} : { help }),
  }));
}

function unknownNeed(
  need: string,
  own: string,
  earlier: readonly string[],
  at: Span,
  kind: 'step' | 'check',
): ChapterFault {
  if (need === own) return { at, message: `this ${kind} needs itself`, help: 'remove it' };
  const close = nearest(need, earlier);
  return {
    at,
    message: `no earlier ${kind} is called \`${need}\``,
    help: close ? `write "${close}"` : `name a ${kind} that comes before this one`,
  };
}

/** `04-web` is step number 4, with the id `web`. */
function nameParts(name: string): { readonly id: string; readonly number: number } {
  return { number: Number.parseInt(name, 10), id: name.slice(name.indexOf('-') + 1) };
}

function textOf(files: ProjectFiles, path: string): string | undefined {
  const read = files.read(path);
  return read.kind === 'text' ? read.text : undefined;
}

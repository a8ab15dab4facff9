import { describe, expect, test } from 'vitest';
import { readChapter } from '../../src/chapter/chapter.ts';
import { faultLine } from '../../src/chapter/fault.ts';
import { knownWord } from '../../src/chapter/words.ts';
import { filesFromTable } from '../../src/project/files.ts';

const CHAPTER = `id: small
title: A small chapter
about: Two steps.
steps:
  - 01-first
  - 02-second
`;

const FIRST = `title: Do the first thing
asks: the first thing
achieved: the first thing is done.
judgedFrom: files
files: [a.txt]
checks:
  - id: there
    asserts: a.txt is there
    word: file-there
    with:
      path: a.txt
  - id: full
    asserts: a.txt holds something
    word: file-full
    needs: [there]
hints:
  - Look at a.txt.
  - It holds one word.
  - Write "yes".
`;

const SECOND = FIRST.replace('judgedFrom', 'needs: [first]\npoints: 2\njudgedFrom')
  .replaceAll('first', 'second')
  .replace('needs: [second]', 'needs: [first]');

const whole = {
  'chapter.yaml': CHAPTER,
  '01-first/step.yaml': FIRST,
  '01-first/lesson.md': '# First\n\nText.\n',
  '02-second/step.yaml': SECOND,
  '02-second/lesson.md': '# Second\n',
};

const words = [knownWord('file-there', (zod) => zod.strictObject({ path: zod.string() })), knownWord('file-full')];

/** Every fault of the small chapter with some of its files changed; `undefined` takes a file away. */
function faultsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  const table: Record<string, string> = {};
  for (const [path, text] of Object.entries({ ...whole, ...changes })) if (text !== undefined) table[path] = text;
  const files = filesFromTable(table);
  const read = readChapter(files, '', words);
  return 'faults' in read ? read.faults.map((fault) => faultLine(fault, files)) : [];
}

describe('a chapter that is in order', () => {
  const read = readChapter(filesFromTable(whole), '', words);

  test('is read whole, with what was left out filled in', () => {
    if ('faults' in read) throw new Error('it was refused');
    expect(read.chapter.steps.map(({ id, number, needs, points }) => ({ id, number, needs, points }))).toEqual([
      { id: 'first', number: 1, needs: [], points: 1 },
      { id: 'second', number: 2, needs: ['first'], points: 2 },
    ]);
    expect(read.chapter.steps[0]?.checks).toEqual([
      {
        id: 'there',
        asserts: 'a.txt is there',
        word: 'file-there',
        with: { path: 'a.txt' },
        needs: [],
        when: 'always',
      },
      { id: 'full', asserts: 'a.txt holds something', word: 'file-full', with: {}, needs: ['there'], when: 'always' },
    ]);
    expect(read.lessons).toEqual({ first: '# First\n\nText.\n', second: '# Second\n' });
    expect(read.folders).toEqual({ starter: 'starter', solutions: 'solutions' });
  });

  test('finds starter and solutions where chapter.yaml says', () => {
    const moved = { 'tutor/steps/chapter.yaml': `${CHAPTER}starter: ../../starter\nsolutions: ../../solved\n` };
    const below = Object.fromEntries(Object.entries(whole).map(([path, text]) => [`tutor/steps/${path}`, text]));
    const read = readChapter(filesFromTable({ ...below, ...moved }), 'tutor/steps', words);
    expect('faults' in read ? read.faults : read.folders).toEqual({ starter: 'starter', solutions: 'solved' });
  });
});

describe('a fault points at the text to change', () => {
  const table: readonly (readonly [string, Readonly<Record<string, string | undefined>>, readonly string[]])[] = [
    ['no chapter.yaml', { 'chapter.yaml': undefined }, ['chapter.yaml:1:1 the chapter has no chapter.yaml']],
    [
      'YAML that cannot be read',
      { '01-first/step.yaml': FIRST.replace('files: [a.txt]', 'files: [a.txt') },
      ['01-first/step.yaml:6:1 YAML: flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    [
      'a folder that is not there',
      { '02-second/step.yaml': undefined, '02-second/lesson.md': undefined },
      ['chapter.yaml:6:5 there is no file 02-second/step.yaml; write it'],
    ],
    [
      'a lesson that is not there',
      { '02-second/lesson.md': undefined },
      ['chapter.yaml:6:5 there is no file 02-second/lesson.md; write the lesson'],
    ],
    [
      'a lesson without a title',
      { '02-second/lesson.md': 'Text.\n' },
      ['02-second/lesson.md:1:1 the lesson has no title; begin it with `# ` and a title'],
    ],
    [
      'a misspelt key',
      { '01-first/step.yaml': FIRST.replace('judgedFrom:', 'judgedfrom:') },
      [
        '01-first/step.yaml:1:1 `judgedFrom` is missing; write one of files, stack',
        '01-first/step.yaml:4:1 no key is called `judgedfrom` here; write `judgedFrom`',
      ],
    ],
    [
      'a misspelt key of a check',
      { '01-first/step.yaml': FIRST.replace('    word: file-full\n    needs', '    word: file-full\n    need') },
      ['01-first/step.yaml:15:5 no key is called `need` here; write `needs`'],
    ],
    [
      'a value that is none of the known',
      { '01-first/step.yaml': FIRST.replace('judgedFrom: files', 'judgedFrom: file') },
      ['01-first/step.yaml:4:13 `judgedFrom` is "file"; write "files"'],
    ],
    [
      'a value of another kind',
      { '02-second/step.yaml': SECOND.replace('points: 2', 'points: two') },
      ['02-second/step.yaml:5:9 `points` is a text; a number is wanted'],
    ],
    [
      'points below nothing',
      { '02-second/step.yaml': SECOND.replace('points: 2', 'points: -1') },
      ['02-second/step.yaml:5:9 `points` is not above 0'],
    ],
    [
      'a ladder that is too short',
      { '01-first/step.yaml': FIRST.replace('  - Write "yes".\n', '') },
      ['01-first/step.yaml:16:1 `hints` has fewer than 3 rungs'],
    ],
    [
      'a file outside the project',
      { '01-first/step.yaml': FIRST.replace('[a.txt]', '[../a.txt]') },
      ['01-first/step.yaml:5:9 `files[0]` is a path inside the project, with `/` and without `..`'],
    ],
    [
      'a word that is not there',
      { '01-first/step.yaml': FIRST.replace('word: file-full', 'word: file-ful') },
      ['01-first/step.yaml:14:11 no check word is called "file-ful"; write "file-full"'],
    ],
    [
      'a word like no other',
      { '01-first/step.yaml': FIRST.replace('word: file-full', 'word: teapot') },
      ['01-first/step.yaml:14:11 no check word is called "teapot"; add its file under tutor/src/checks'],
    ],
    [
      'a parameter of another kind',
      { '01-first/step.yaml': FIRST.replace('path: a.txt', 'path: 7') },
      ['01-first/step.yaml:11:13 `with.path` is a number; a text is wanted'],
    ],
    [
      'a parameter that is not there',
      { '01-first/step.yaml': FIRST.replace('    with:\n      path: a.txt\n', '') },
      ['01-first/step.yaml:9:11 `with.path` is missing'],
    ],
    [
      'a parameter that the word does not take',
      { '01-first/step.yaml': FIRST.replace('path: a.txt', 'path: a.txt\n      line: 3') },
      ['01-first/step.yaml:12:13 `with.line` is no parameter of `file-there`'],
    ],
    [
      'parameters for a word that takes none',
      { '01-first/step.yaml': FIRST.replace('word: file-full', 'word: file-full\n    with: { often: true }') },
      ['01-first/step.yaml:15:20 `with.often` is no parameter of `file-full`'],
    ],
    [
      'two checks of one name',
      { '01-first/step.yaml': FIRST.replace('id: full', 'id: there') },
      ['01-first/step.yaml:12:9 a check of this step is called `there` already'],
    ],
    [
      'a check that needs one that comes later',
      {
        '01-first/step.yaml': FIRST.replace('    with:\n', '    needs: [ful]\n    with:\n'),
      },
      ['01-first/step.yaml:10:13 no earlier check is called `ful`; name a check that comes before this one'],
    ],
    [
      'a step that needs one that is not there',
      { '02-second/step.yaml': SECOND.replace('[first]', '[frist]') },
      ['02-second/step.yaml:4:9 no earlier step is called `frist`; write "first"'],
    ],
    [
      'a step that needs itself',
      { '02-second/step.yaml': SECOND.replace('[first]', '[second]') },
      ['02-second/step.yaml:4:9 this step needs itself; remove it'],
    ],
    [
      'a step listed twice',
      { 'chapter.yaml': `${CHAPTER}  - 03-first\n`, '03-first/step.yaml': FIRST, '03-first/lesson.md': '# T\n' },
      ['chapter.yaml:7:5 a step called `first` is listed already'],
    ],
    [
      'steps out of order',
      { 'chapter.yaml': CHAPTER.replace('  - 01-first\n  - 02-second', '  - 02-second\n  - 01-first') },
      [
        'chapter.yaml:6:5 its number does not follow on 2; list the steps in order',
        '02-second/step.yaml:4:9 no earlier step is called `first`; name a step that comes before this one',
      ],
    ],
    [
      'a folder of another shape',
      { 'chapter.yaml': CHAPTER.replace('01-first', 'first') },
      ['chapter.yaml:5:5 `steps[0]` is the name of a folder: two digits, a hyphen and the id of the step'],
    ],
  ];

  test.each(table)('%s', (_, changes, expected) => {
    expect(faultsOf(changes)).toEqual(expected);
  });
});

describe('a file that is half written', () => {
  test.each([
    ['chapter.yaml', CHAPTER],
    ['01-first/step.yaml', FIRST],
  ])('%s cut off anywhere is a fault with a place, and never an exception', (path, text) => {
    const without = Array.from({ length: text.length - 2 }, (_, at) => faultsOf({ [path]: text.slice(0, at) }));
    expect(without.flat().filter((line) => !/^[\w./-]+:\d+:\d+ \S/.test(line))).toEqual([]);
    expect(without.slice(0, 40).every((faults) => faults.length > 0)).toBe(true);
  });

  test.each([
    ['an alias to nothing', 'title: *nowhere\n', /^01-first\/step.yaml:\d+:\d+ YAML: unresolved alias/],
    [
      'aliases that multiply',
      `a: &a [x]\n${Array.from({ length: 12 }, (_, at) => `b${at}: &b${at} [${Array(9).fill(at === 0 ? '*a' : `*b${at - 1}`)}]\n`).join('')}`,
      /^01-first\/step.yaml:1:1 YAML: excessive alias count/,
    ],
    ['a list where a mapping is wanted', '- a\n', /^01-first\/step.yaml:1:\d the file is a list; a mapping is wanted$/],
    ['nothing', '', /^01-first\/step.yaml:1:1 `title` is missing$/],
  ])('%s', (_, text, expected) => {
    expect(faultsOf({ '01-first/step.yaml': text })[0]).toMatch(expected);
  });
});

test('faults of several files are found in one go', () => {
  const faults = faultsOf({
    '01-first/step.yaml': FIRST.replace('word: file-full', 'word: file-ful'),
    '02-second/lesson.md': undefined,
  });
  expect(faults).toHaveLength(2);
});

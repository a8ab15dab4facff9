import { describe, expect, test } from 'vitest';
import { faultLine } from '../../src/chapter/fault.ts';
import { filesAfter, filesBefore, filesOf, readSolutions } from '../../src/chapter/solutions.ts';
import { filesFromTable } from '../../src/project/files.ts';
import { chapterOf, stepOf } from './small-chapter.ts';

const chapter = chapterOf([
  stepOf(1, 'first', { files: ['a.txt'] }),
  stepOf(2, 'second', { files: ['web/b.txt'] }),
  stepOf(3, 'last', { judgedFrom: 'stack' }),
]);

const whole = {
  'starter/a.txt': 'begin a',
  'starter/web/b.txt': 'begin b',
  'solutions/01-first/a.txt': 'done a',
  'solutions/02-second/web/b.txt': 'done b',
};

const read = (table: Readonly<Record<string, string>>) => {
  const files = filesFromTable(table);
  const laid = readSolutions(files, { starter: 'starter', solutions: 'solutions' }, chapter);
  return 'faults' in laid ? laid.faults.map((fault) => faultLine(fault, files)) : laid.solutions;
};

describe('starter and solutions', () => {
  test('lie one over the other', () => {
    const solutions = read(whole);
    if (Array.isArray(solutions) || !('starter' in solutions)) throw new Error('they were refused');
    expect(filesBefore(chapter, solutions, 'first')).toEqual({ 'a.txt': 'begin a', 'web/b.txt': 'begin b' });
    expect(filesBefore(chapter, solutions, 'second')).toEqual({ 'a.txt': 'done a', 'web/b.txt': 'begin b' });
    expect(filesAfter(chapter, solutions, 'second')).toEqual({ 'a.txt': 'done a', 'web/b.txt': 'done b' });
    expect(filesOf(solutions, 'second')).toEqual({ 'web/b.txt': 'done b' });
    expect(filesOf(solutions, 'last')).toEqual({});
  });

  test.each([
    [
      'a file that its step does not name',
      { ...whole, 'solutions/01-first/c.txt': '' },
      'solutions/01-first/c.txt:1:1 the step `first` does not name this file in `files`',
    ],
    [
      'a named file that the solution lacks',
      { 'starter/a.txt': '', 'starter/web/b.txt': '', 'solutions/01-first/a.txt': '' },
      'solutions/02-second/web/b.txt:1:1 the solution of `second` lacks this file',
    ],
    [
      'a named file that the starter lacks',
      { 'starter/a.txt': '', 'solutions/01-first/a.txt': '', 'solutions/02-second/web/b.txt': '' },
      'solutions/02-second/web/b.txt:1:1 the starter lacks this file',
    ],
  ])('are refused for %s', (_, table, expected) => {
    expect(read(table)).toEqual([expected]);
  });
});

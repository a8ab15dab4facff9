import { describe, expect, it } from 'vitest';
import { fatalLines } from '../../src/core/fatal-lines.ts';
import { editDistance, nearest } from '../../src/core/nearest.ts';
import { cut, list, stripControls } from '../../src/core/text.ts';

describe('the nearest word', () => {
  it.each([
    ['imgae', ['image', 'build'], 'image'],
    ['netwroks', ['networks', 'volumes'], 'networks'],
    ['port', ['ports', 'expose'], 'ports'],
    ['xyzzy', ['image', 'build'], undefined],
    ['image', ['image'], undefined],
  ] as const)('of %s among %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
  it('counts a swap of neighbours as one slip', () => {
    expect(editDistance('imgae', 'image')).toBe(1);
  });
});

describe('what a program printed', () => {
  it.each([
    ['\x1b[31mred\x1b[0m', 'red'],
    ['\x1b]0;title\x07after', 'after'],
    ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
    ['a\x1b[2Kb', 'ab'],
    ['bell\x07', 'bell'],
    ['\u202eevil', 'evil'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['over\rwritten', 'over\nwritten'],
    ['dos\r\nline', 'dos\nline'],
  ])('%j is shown as %j', (raw, shown) => {
    expect(stripControls(raw)).toBe(shown);
  });
  it('is cut with a mark where it is long', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
  });
  it('lists words as people do', () => {
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('fatal lines of a log', () => {
  it('are those that say why something does not work', () => {
    const lines = [
      'LOG:  ready',
      'FATAL:  password authentication failed for user "user"',
      "ModuleNotFoundError: No module named 'flask'",
      '/bin/sh: 1: flask: not found',
    ];
    expect(fatalLines(lines)).toEqual(lines.slice(1));
  });
  it('are not the harmless ones', () => {
    expect(
      fatalLines([
        'FATAL:  the database system is starting up',
        'FATAL:  role "root" does not exist',
        'background worker "logical replication launcher" exited',
      ]),
    ).toEqual([]);
  });
});

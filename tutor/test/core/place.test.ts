import { describe, expect, it } from 'vitest';
import { LineIndex, toPlace } from '../../src/core/place.ts';

describe('a place', () => {
  it('counts lines and columns from 1, in UTF-16 units', () => {
    const index = new LineIndex('a\nbé𝄞c\r\nd');
    expect(index.point(0)).toEqual({ line: 1, column: 1 });
    expect(index.point(6)).toEqual({ line: 2, column: 5 });
    expect(index.point(9)).toEqual({ line: 3, column: 1 });
    expect(index.line(2)).toBe('bé𝄞c');
  });
  it('goes back to the offset it came from', () => {
    const text = 'services:\r\n  web:\n    build: .\n';
    const index = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) expect(index.offset(index.point(offset))).toBe(offset);
  });
  it('carries the marked text and two lines around', () => {
    const place = toPlace({ file: 'f', start: 8, end: 9 }, 'here', '1\n2\n3\n4\nX\n6\n7\n8');
    expect(place).toEqual({
      file: 'f',
      start: { line: 5, column: 1 },
      end: { line: 5, column: 2 },
      text: 'X',
      message: 'here',
      source: [3, 4, 5, 6, 7].map((line) => ({ line, text: line === 5 ? 'X' : String(line) })),
    });
  });
  it('of a file that is gone is its first line', () => {
    expect(toPlace({ file: 'f', start: 40, end: 50 }, '', '').start).toEqual({ line: 1, column: 1 });
  });
});

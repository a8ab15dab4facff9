import fastStringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';
import { codeFrames, type FrameOptions } from '../../src/core/frame.ts';
import { type Place, toPlace } from '../../src/core/place.ts';

const OPTIONS: FrameOptions = {
  columns: 60,
  cells: fastStringWidth,
  context: 1,
  ellipsis: '…',
  indentation: 'kept',
};

/** The place between `«` and `»` of a text, with the two taken out. */
function marked(text: string, message = 'here', file = 'a.yaml'): Place {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  return toPlace({ file, start, end }, message, text.replace('«', '').replace('»', ''));
}

function drawn(primary: Place | undefined, labels: readonly Place[] = [], options: Partial<FrameOptions> = {}): string {
  return codeFrames(primary, labels, { ...OPTIONS, ...options })
    .map((frame) => {
      const rows = frame.lines.map((line) => {
        if (line.kind === 'gap') return '…';
        const edge = `${(line.kind === 'source' ? String(line.number) : '').padStart(frame.digits)} │ `;
        if (line.kind === 'source') return (edge + line.text).trimEnd();
        return edge + (line.kind === 'mark' ? `${line.underline} ${line.message}`.trimEnd() : line.text);
      });
      return [`${frame.file}:${frame.at.line}:${frame.at.column}`, ...rows].join('\n');
    })
    .join('\n');
}

describe('a code frame', () => {
  test('marks the primary with carets between a line of context on each side', () => {
    expect(drawn(marked('services:\n  web:\n    image: «x»\n    ports: []\n'))).toBe(
      ['a.yaml:3:12', '2 │   web:', '3 │     image: x', '  │            ^ here', '4 │     ports: []'].join('\n'),
    );
  });

  test('leaves blank context out', () => {
    expect(drawn(marked('a:\n\n«b»: 1\n\n'))).toBe(['a.yaml:3:1', '3 │ b: 1', '  │ ^ here'].join('\n'));
  });

  test('shows both ends of a contradiction, with a sign where lines are left out', () => {
    const text = 'one: 1\ntwo: 2\nthree: 3\nfour: 4\nfive: 5\nsix: 6\n';
    const place = (needle: string, message: string): Place => {
      const start = text.indexOf(needle);
      return toPlace({ file: 'a.yaml', start, end: start + needle.length }, message, text);
    };
    expect(drawn(place('six', 'this'), [place('one', 'that'), place('four', 'and that')])).toBe(
      [
        'a.yaml:6:1',
        '1 │ one: 1',
        '  │ --- that',
        '…',
        '4 │ four: 4',
        '  │ ---- and that',
        '5 │ five: 5',
        '6 │ six: 6',
        '  │ ^^^ this',
      ].join('\n'),
    );
  });

  test('gives each other file a frame of its own', () => {
    expect(drawn(marked('x: «1»', 'this'), [marked('Y=«2»', 'that', '.env')])).toBe(
      ['a.yaml:1:4', '1 │ x: 1', '  │    ^ this', '.env:1:3', '1 │ Y=2', '  │   - that'].join('\n'),
    );
  });

  test('puts two marks of one line on rows of their own, from left to right', () => {
    expect(drawn(marked('u: user@«db»:5432', 'host'), [marked('u: «user»@db:5432', 'name')])).toBe(
      ['a.yaml:1:9', '1 │ u: user@db:5432', '  │    ---- name', '  │         ^^ host'].join('\n'),
    );
  });

  test('cuts a long line around its mark', () => {
    const line = `url: ${'a'.repeat(60)}«WRONG»${'b'.repeat(60)}`;
    const rows = drawn(marked(line), [], { columns: 44 }).split('\n');
    expect(rows[1]).toBe(`1 │ …${'a'.repeat(22)}WRONG${'b'.repeat(11)}…`);
    expect(rows[2]).toBe(`  │ ${' '.repeat(23)}^^^^^ here`);
  });

  test('shows a line again where a second mark is too far to be seen beside the first', () => {
    const text = `«FIRST»${'-'.repeat(90)}LAST`;
    const last = toPlace({ file: 'a.yaml', start: 95, end: 99 }, 'that', text.replace(/[«»]/g, ''));
    const rows = drawn(marked(text, 'this'), [last], { columns: 34 }).split('\n');
    expect(rows.filter((row) => row.startsWith('1 │'))).toHaveLength(2);
    const message = rows.slice(rows.findIndex((row) => row.endsWith('LAST')) + 1);
    expect(message).toEqual([`  │ ${' '.repeat(25)}----`, `  │ ${' '.repeat(25)}that`]);
  });

  test('puts a message below its mark where there is no room beside it, and wraps it', () => {
    expect(drawn(marked(`${'x'.repeat(20)}«yyyy»`, 'a message of several words'), [], { columns: 30 })).toBe(
      ['a.yaml:1:21', `1 │ ${'x'.repeat(20)}yyyy`, `  │ ${' '.repeat(20)}^^^^`, '  │ a message of several words'].join(
        '\n',
      ),
    );
    const narrow = drawn(marked('«y»', 'a message of several words'), [], { columns: 24 });
    expect(narrow.split('\n').slice(2)).toEqual(['  │ ^', '  │ a message of several', '  │ words']);
  });

  test('counts cells and not units: wide letters, joined emoji, accents', () => {
    expect(drawn(marked('名前: «値»'))).toContain('  │       ^^ here');
    expect(drawn(marked('👩‍👩‍👧: «v»'))).toContain('  │     ^ here');
    expect(drawn(marked('cafe\u0301: «v»'))).toContain('  │       ^ here');
  });

  test('shows a marked tab as an arrow, others as blanks', () => {
    expect(drawn(marked('«\t»image: x'))).toBe(['a.yaml:1:1', '1 │ →   image: x', '  │ ^^^^ here'].join('\n'));
    expect(drawn(marked('a:\t«x»'))).toBe(['a.yaml:1:4', '1 │ a:  x', '  │     ^ here'].join('\n'));
  });

  test('never lets a control character of a file reach the screen, and keeps columns right', () => {
    const row = drawn(marked('\x1b[31m«x» \u202e\x07', 'a \x1b[2Jmessage'));
    expect(row).toBe(['a.yaml:1:6', '1 │ \ufffd[31mx \ufffd\ufffd', '  │      ^ a message'].join('\n'));
  });

  test('marks one cell where a span is empty, also behind the end of a line', () => {
    expect(drawn(marked('ports:«»'))).toBe(['a.yaml:1:7', '1 │ ports:', '  │       ^ here'].join('\n'));
  });

  test('marks a span of several lines on its first', () => {
    expect(drawn(marked('a:\n«  b: 1\n  c: 2»\nd: 3\n'), [], { context: 0 })).toBe(
      ['a.yaml:2:1', '2 │   b: 1', '  │ ^^^^^^ here'].join('\n'),
    );
  });

  test('leaves out the indentation that all lines share, where asked', () => {
    expect(drawn(marked('a:\n    b:\n      «c»: 1\n'), [], { indentation: 'shifted' })).toBe(
      ['a.yaml:3:7', '2 │ b:', '3 │   c: 1', '  │   ^ here'].join('\n'),
    );
  });

  test('has nothing to draw where there is no place', () => {
    expect(codeFrames(undefined, [], OPTIONS)).toEqual([]);
  });
});

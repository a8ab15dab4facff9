import { describe, expect, test } from 'vitest';
import { cells } from '../../src/reporters/cells.ts';
import { pretty } from '../../src/reporters/pretty.ts';
import { hostile } from './hostile.ts';
import { allPassed, blocked, diagnosis, filesPassed, plain, starter, unknownCause, wrongPassword } from './samples.ts';

const samples = { wrongPassword, filesPassed, allPassed, blocked, unknownCause, starter };

describe('pretty', () => {
  for (const [name, sample] of Object.entries(samples)) {
    for (const width of [80, 40]) {
      test(`tells ${name} at ${width} columns`, async () => {
        await expect(pretty.render(sample, plain(width))).toMatchFileSnapshot(`golden/pretty-${name}-${width}.txt`);
      });
    }
  }

  test('stays within the screen at every width', () => {
    const wide = Object.values(samples).flatMap((sample) =>
      [24, 30, 40, 59, 60, 80, 120].flatMap((width) =>
        pretty
          .render(sample, plain(width))
          .split('\n')
          .filter((row) => cells(row) > width)
          .map((row) => `${width}: ${row}`),
      ),
    );
    expect(wide).toEqual([]);
  });

  test('writes no escape without colour, and the same words with it', () => {
    const bare = pretty.render(wrongPassword, plain(80));
    expect(bare).not.toContain('\x1b');
    for (const colour of ['16', '256'] as const) {
      const coloured = pretty.render(wrongPassword, { ...plain(80), colour });
      expect(coloured).toContain('\x1b[');
      expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(bare);
    }
  });

  test('needs no Unicode for its own signs', () => {
    const ascii = pretty.render(
      { ...wrongPassword, diagnoses: wrongPassword.diagnoses },
      { ...plain(80), unicode: false },
    );
    expect(ascii).toMatch(/^[\x0a\x20-\x7e]*$/);
    expect(ascii).toContain(' x failed ');
  });

  test('lets no control sequence of a learner through', () => {
    for (const width of [40, 80])
      expect(pretty.render(hostile, plain(width))).not.toMatch(
        /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/,
      );
  });

  test('says of a machine that it is not about the work', () => {
    const text = pretty.render(blocked, plain(80));
    expect(text).toContain('this is about the machine, not about your work');
    expect(text).not.toContain('✗');
  });

  test('never shows a forecast beside what was seen', () => {
    const seen = { ...allPassed, ...(filesPassed.forecast === undefined ? {} : { forecast: filesPassed.forecast }) };
    expect(pretty.render(seen, plain(80))).not.toContain('forecast');
  });

  test('names a check once above two causes of its failing', () => {
    const twice = {
      ...wrongPassword,
      diagnoses: [
        diagnosis({ rule: 'database-url-wrong-user', title: 'one thing' }),
        diagnosis({ rule: 'database-url-wrong-password', title: 'another thing' }),
      ],
    };
    const rows = pretty.render(twice, plain(80)).split('\n');
    expect(rows.filter((row) => row === ' ✗ failed   web  the page can reach the database')).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import type { Difference } from '../../src/diff/difference.ts';
import { renderDifferences } from '../../src/diff/render-differences.ts';
import { renderTextDiff } from '../../src/diff/render-text-diff.ts';
import { filesFromTable } from '../../src/project/files.ts';

const yours = filesFromTable({ 'compose.yaml': 'services:\n  web:\n    image: a\n', 'a.txt': 'one\r\ntwo\n' });
const differences: readonly Difference[] = [
  {
    file: 'compose.yaml',
    path: 'services.web.environment.DATABASE_URL',
    kind: 'different',
    theirs: 'postgresql://user:password@db:5432/mydatabase',
    yours: 'postgresql://user:passw0rd@db:5432/mydatabase?application_name=the_web_service_of_mine',
    span: { file: 'compose.yaml', start: 19, end: 20 },
  },
  { file: 'compose.yaml', path: 'services.web.ports', kind: 'missing', theirs: '8000:8000' },
  { file: 'compose.yaml', path: 'services.web.restart', kind: 'extra', yours: 'always' },
  { file: 'web/app.py', path: '', kind: 'missing' },
];
const options = { width: 80, colour: 'none', unicode: true, against: 'the solution', files: yours } as const;

describe('differences for people', () => {
  for (const width of [80, 40]) {
    test(`are told file by file at ${width} columns`, async () => {
      await expect(renderDifferences(differences, { ...options, width })).toMatchFileSnapshot(
        `golden/differences-${width}.txt`,
      );
    });
  }

  test('say so where there is none', () => {
    expect(renderDifferences([], options)).toBe(' Your files mean the same as the solution.\n');
  });

  test('need neither Unicode nor colour, and have the same words with them', () => {
    expect(renderDifferences(differences, { ...options, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
    const coloured = renderDifferences(differences, { ...options, colour: '16' });
    expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(renderDifferences(differences, options));
  });

  test('let no control sequence through', () => {
    const hostile = differences.map((one) => ({ ...one, file: 'a\x1b[2Jb', path: 'x\x07\ny', yours: '\x1b]0;t\x07v' }));
    expect(renderDifferences(hostile, options)).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });
});

describe('a plain diff', () => {
  const theirs = filesFromTable({ 'a.txt': 'one\n2\n', 'b.txt': 'new\n' });

  test('goes from the learner’s files to the solution’s', () => {
    expect(
      renderTextDiff(yours, theirs, [
        { yours: 'a.txt', theirs: 'a.txt' },
        { yours: 'b.txt', theirs: 'b.txt' },
      ]),
    ).toBe(
      [
        '--- yours/a.txt',
        '+++ solution/a.txt',
        '@@ -1,2 +1,2 @@',
        ' one',
        '-two',
        '+2',
        '--- /dev/null',
        '+++ solution/b.txt',
        '@@ -0,0 +1,1 @@',
        '+new',
        '',
      ].join('\n'),
    );
  });

  test('is empty where the files are equal', () => {
    expect(renderTextDiff(theirs, theirs, [{ yours: 'a.txt', theirs: 'a.txt' }])).toBe('');
  });

  test('says what cannot be compared', () => {
    const folder = filesFromTable({ 'a.txt/x': '' });
    expect(renderTextDiff(folder, theirs, [{ yours: 'a.txt', theirs: 'a.txt' }])).toBe(
      'Your a.txt is no text that can be compared.\n',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { github } from '../../src/reporters/github.ts';
import { summary } from '../../src/reporters/github-summary.ts';
import { json } from '../../src/reporters/json.ts';
import { junit } from '../../src/reporters/junit.ts';
import { unix } from '../../src/reporters/unix.ts';
import { hostile } from './hostile.ts';
import { blocked, diagnosis, plain, starter, unknownCause, wrongPassword } from './samples.ts';
import { parseXml } from './xml.ts';

const OPTIONS = plain(80);

describe('json', () => {
  test('is the result, indented once and on a line each while watching', () => {
    const once = json.render(wrongPassword, OPTIONS);
    expect(JSON.parse(once)).toEqual(wrongPassword);
    expect(once).toContain('\n  "schema": "compose-tutor/result/v1"');
    const round = json.render(wrongPassword, { ...OPTIONS, run: 'watch' });
    expect(JSON.parse(round)).toEqual(wrongPassword);
    expect(round.trimEnd()).not.toContain('\n');
  });

  test('writes signs that drive or fool a terminal as escapes that mean the same', () => {
    const text = json.render(hostile, OPTIONS);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]/);
    expect(JSON.parse(text)).toEqual(hostile);
  });
});

describe('github', () => {
  test('annotates the line of each trouble', () => {
    expect(github.render(wrongPassword, { ...OPTIONS, folder: 'your-project' }).split('\n')).toEqual([
      '::error file=your-project/compose.yaml,line=9,endLine=9,col=39,endColumn=47,title=web%3A database-url-wrong-password::`web` signs in with a password that `db` was not given%0Ahere: the page signs in with this%0Athere: compose.yaml:19:26 the database was made with this%0Ahelp: use the same password in both places',
      '::error title=could not be judged%3A deploy%3A docker-daemon-unreachable::no Docker engine answers at unix:///var/run/docker.sock%0Ahelp: start Docker Desktop, or run `sudo systemctl start docker`',
      '::warning file=your-project/compose.yaml,line=15,endLine=15,col=9,endColumn=20,title=db%3A db-port-published::`db` can be reached from outside%0Ahere: opens the database to everyone who can reach this machine%0Ahelp: leave out `ports` of `db`: `web` reaches it without',
      '::notice file=your-project/compose.yaml,line=19,endLine=19,col=26,endColumn=34,title=db%3A hardcoded-credentials::the password stands in a file that is shared%0Ahere: everyone with the repository can read it%0Ahelp: put it into `.env` before the project is shared',
      '',
    ]);
  });

  test('annotates a finding that no rule explains', () => {
    expect(github.render(unknownCause, OPTIONS)).toBe(
      '::error title=deploy%3A deploy/page::the page answered 418%0Ahelp: run `docker compose logs web`, which shows more\n',
    );
  });

  const escapes = [
    ['100 %', '100 %25'],
    ['%0A', '%250A'],
    ['a, b: c', 'a, b: c'],
    ['a\r\nb', 'a b'],
    ['::error::x', '::error::x'],
    ['a\u2028::error::x', 'a ::error::x'],
    ['\x1b[31mred\x1b[0m', 'red'],
  ] as const;
  for (const [title, message] of escapes) {
    test(`writes ${JSON.stringify(title)} as ${JSON.stringify(message)}`, () => {
      const one = { ...starter, diagnoses: [diagnosis({ rule: 'x', step: 'app', check: 'files', title, help: 'do' })] };
      expect(github.render(one, OPTIONS)).toBe(`::error title=app%3A x::${message}%0Ahelp: do\n`);
    });
  }

  test('lets nothing of a learner begin a line or a property', () => {
    const lines = github
      .render(hostile, OPTIONS)
      .trimEnd()
      .split(/[\r\n\u0085\u2028\u2029]/);
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const parts = /^::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*,?)+)::(.*)$/.exec(line);
      expect(parts?.[2]?.replace(/=[^,]*/g, '')).toMatch(/^(file,line,endLine,(col,endColumn,)?)?title$/);
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    }
  });
});

describe('the job summary', () => {
  test('tells steps, causes and the forecast in Markdown', async () => {
    await expect(summary(wrongPassword)).toMatchFileSnapshot('golden/summary-wrongPassword.md.txt');
    await expect(summary(unknownCause)).toMatchFileSnapshot('golden/summary-unknownCause.md.txt');
  });

  test('keeps tables whole and lets no markup of a learner through', () => {
    const text = summary(hostile);
    const rows = text.split('\n').filter((row) => row.startsWith('|'));
    for (const row of rows) expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(7);
    const outsideCode = text.replace(/(`{3,})text\n[\s\S]*?\n\1/g, '').replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/<[a-z/]/i);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
  });
});

describe('junit', () => {
  test('tells the whole result', async () => {
    await expect(junit.render(wrongPassword, OPTIONS)).toMatchFileSnapshot('golden/junit-wrongPassword.xml');
  });

  test('keeps failed, blocked and waiting apart', () => {
    const of = (result: typeof blocked): readonly string[] =>
      parseXml(junit.render(result, OPTIONS))
        .children.flatMap((suite) => suite.children)
        .flatMap((testcase) => testcase.children)
        .map(({ name }) => name)
        .filter((name) => name !== 'property');
    expect(of(blocked)).toEqual(['error', 'error', 'skipped']);
    expect(of(wrongPassword)).toEqual(['failure', 'skipped', 'skipped', 'skipped', 'skipped']);
  });

  test('counts what it holds', () => {
    for (const sample of [wrongPassword, blocked, unknownCause, starter, hostile]) {
      const suites = parseXml(junit.render(sample, OPTIONS));
      for (const suite of suites.children) {
        const cases = suite.children.filter(({ name }) => name === 'testcase');
        const count = (kind: string): string =>
          String(cases.filter((one) => one.children.some(({ name }) => name === kind)).length);
        expect(suite.attributes).toMatchObject({
          tests: String(cases.length),
          failures: count('failure'),
          errors: count('error'),
          skipped: count('skipped'),
        });
      }
    }
  });

  test('puts the diagnosis into the body, and what fails nothing beside it', () => {
    const suites = parseXml(junit.render(wrongPassword, { ...OPTIONS, folder: 'your-project' }));
    const failure = suites.children.flatMap((suite) => suite.children).flatMap((one) => one.children);
    const body = failure.find(({ name }) => name === 'failure')?.text ?? '';
    expect(body.split('\n')[0]).toBe('your-project/compose.yaml:9:39');
    expect(body).toContain('help: use the same password in both places');
    const asides = suites.children.flatMap((suite) => suite.children).filter(({ name }) => name === 'system-out');
    expect(asides.map(({ text }) => text.match(/tutor explain (\S+)/)?.[1])).toEqual([
      'db-port-published',
      'docker-daemon-unreachable',
    ]);
  });

  test('is well-formed whatever a learner printed', () => {
    expect(() => parseXml(junit.render(hostile, OPTIONS))).not.toThrow();
  });
});

describe('unix', () => {
  test('writes a line a trouble', () => {
    expect(unix.render(wrongPassword, OPTIONS).split('\n')).toEqual([
      'compose.yaml:9:39: error: `web` signs in with a password that `db` was not given; use the same password in both places [database-url-wrong-password]',
      'tutor: error: the machine could not answer: no Docker engine answers at unix:///var/run/docker.sock; start Docker Desktop, or run `sudo systemctl start docker` [docker-daemon-unreachable]',
      'compose.yaml:15:9: warning: `db` can be reached from outside; leave out `ports` of `db`: `web` reaches it without [db-port-published]',
      'compose.yaml:19:26: note: the password stands in a file that is shared; put it into `.env` before the project is shared [hardcoded-credentials]',
      '',
    ]);
  });

  test('keeps each trouble on its line', () => {
    expect(
      unix
        .render(hostile, OPTIONS)
        .trimEnd()
        .split(/[\r\n\u2028]/),
    ).toHaveLength(4);
  });

  test('says nothing where nothing is wrong', () => {
    expect(unix.render({ ...wrongPassword, diagnoses: [], steps: [] }, OPTIONS)).toBe('');
  });
});

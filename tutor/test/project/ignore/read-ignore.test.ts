import { describe, expect, it } from 'vitest';
import { ignoredBy, readIgnore } from '../../../src/project/ignore/read-ignore.ts';
import { marked } from '../marked.ts';
import dockerCases from './cases/docker.json' with { type: 'json' };

describe('a .dockerignore', () => {
  it.each<[string, string[], string[]]>([
    ['*.md\n!README.md', ['a.md'], ['README.md', 'docs/a.md']],
    ['**/*.pyc', ['a.pyc', 'a/b/c.pyc'], ['a.py']],
    ['node_modules/', ['node_modules', 'node_modules/a/b'], ['web/node_modules']],
    ['/app.py', ['app.py'], ['web/app.py']],
    ['.env*', ['.env', '.env.local'], ['web/.env']],
    ['**', ['a', 'a/b'], []],
    ['*\n!web\n!web/app.py', ['app.py'], ['web/app.py', 'web/x']],
    ['*\n!web/app.py', ['web/x', 'a'], ['web/app.py']],
    ['a/**/z', ['a/z', 'a/b/c/z', 'a/z/x'], ['a', 'z', 'b/a/z']],
    ['# a\n\n  b  \n', ['b'], ['a', '# a']],
    ['te?t\n[ab].py\n[^ab].txt', ['test', 'a.py', 'c.txt'], ['tet', 'c.py', 'a.txt']],
    ['venv', ['venv', 'venv/bin/python'], ['venvs', 'my/venv']],
    ['./data', ['data', 'data/x'], []],
    ['a/*/b', ['a/x/b'], ['a/b', 'a/x/y/b']],
    ['!a\na', ['a'], []],
    ['**foo', ['foo', 'a/b/foo'], ['afoo']],
    ['[', [], ['[']],
    ['.', [], ['a']],
  ])('%j', (text, left, kept) => {
    const reading = readIgnore('.dockerignore', text);
    expect(left.filter((path) => ignoredBy(reading, path) === undefined)).toEqual([]);
    expect(kept.filter((path) => ignoredBy(reading, path) !== undefined)).toEqual([]);
  });

  it('says which pattern leaves a path out, with its place', () => {
    const text = '# secrets\n*.pem\r\n  .env  \n!keep.pem\n';
    const reading = readIgnore('.dockerignore', text);
    expect(marked(text, ignoredBy(reading, '.env')?.span)).toBe('.env');
    expect(marked(text, ignoredBy(reading, 'a.pem')?.span)).toBe('*.pem');
    expect(ignoredBy(reading, 'keep.pem')).toBeUndefined();
    expect(ignoredBy(undefined, 'a')).toBeUndefined();
  });

  it("agrees with a port of Docker's own code on patterns made at random", () => {
    const disagree = dockerCases.filter(([patterns, path, ignored]) => {
      const by = ignoredBy(readIgnore('.dockerignore', String(patterns)), String(path));
      return (by !== undefined) !== ignored;
    });
    expect(disagree).toEqual([]);
    expect(dockerCases.length).toBe(400);
  });
});

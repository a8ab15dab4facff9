import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { digestOf, openState, projectKey } from '../../src/adapters/state.ts';

let folder = '';
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
  said = [];
});
const open = () => openState(folder, '/home/me/project', (line) => said.push(line));
const file = () => join(folder, 'projects', `${projectKey('/home/me/project')}.json`);
const anew = { project: '/home/me/project', rungs: {}, attempts: {}, spentMs: 0 };

describe('progress', () => {
  it('starts empty and is there again the next time', () => {
    expect(open().read()).toEqual(anew);
    open().update((before) => ({
      ...before,
      rungs: { web: 2 },
      deploy: { passedAt: '2026-01-01T00:00:00Z', digest: 'd' },
    }));
    expect(open().read()).toEqual({
      ...anew,
      rungs: { web: 2 },
      deploy: { passedAt: '2026-01-01T00:00:00Z', digest: 'd' },
    });
    expect(said).toEqual([]);
  });

  it('keeps what a newer version wrote beside', () => {
    mkdirSync(join(folder, 'projects'), { recursive: true });
    writeFileSync(file(), JSON.stringify({ rungs: { web: 1 }, badges: ['first'] }));
    open().update((before) => ({ ...before, spentMs: 5 }));
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({
      badges: ['first'],
      rungs: { web: 1 },
      spentMs: 5,
    });
  });

  it('forgets what is taken away', () => {
    open().update((before) => ({ ...before, current: 'web' }));
    open().update(({ current: _gone, ...rest }) => rest);
    expect(open().read()).toEqual(anew);
  });

  it('two tutors change different fields', () => {
    const one = open();
    const other = open();
    one.update((before) => ({ ...before, rungs: { web: 1 } }));
    other.update((before) => ({ ...before, attempts: { db: 3 } }));
    expect(open().read()).toEqual({ ...anew, rungs: { web: 1 }, attempts: { db: 3 } });
  });

  it('that was cut in half is set aside whole, with one line, and starts anew', () => {
    mkdirSync(join(folder, 'projects'), { recursive: true });
    writeFileSync(file(), '{"rungs": {"we');
    expect(open().read()).toEqual(anew);
    expect(said).toEqual([expect.stringMatching(/^the progress file was not whole; it is kept as .*unreadable-\d+/)]);
    const [aside] = readdirSync(join(folder, 'projects'));
    expect(readFileSync(join(folder, 'projects', aside ?? ''), 'utf8')).toBe('{"rungs": {"we');
  });

  it('of other shapes is taken as far as it can be read', () => {
    mkdirSync(join(folder, 'projects'), { recursive: true });
    writeFileSync(file(), JSON.stringify({ rungs: { web: 'two', db: 2 }, attempts: 7, spentMs: -1, deploy: 'yes' }));
    expect(open().read()).toEqual({ ...anew, rungs: { db: 2 } });
  });

  it('that cannot be written is kept until the run ends, with one line', () => {
    writeFileSync(join(folder, 'projects'), 'a file stands where the folder should be');
    const store = open();
    store.update((before) => ({ ...before, rungs: { web: 1 } }));
    store.update((before) => ({ ...before, attempts: { web: 1 } }));
    expect(store.read()).toEqual({ ...anew, rungs: { web: 1 }, attempts: { web: 1 } });
    expect(said.filter((line) => line.includes('cannot be written'))).toHaveLength(1);
  });
});

describe('a digest of files', () => {
  it('changes with any path or text, and not with their order', () => {
    const a = digestOf(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    expect(
      digestOf(
        new Map([
          ['b', '2'],
          ['a', '1'],
        ]),
      ),
    ).toBe(a);
    expect(
      digestOf(
        new Map([
          ['a', '1b'],
          ['', '2'],
        ]),
      ),
    ).not.toBe(a);
    expect(digestOf(new Map([['a', '1']]))).not.toBe(a);
  });
});

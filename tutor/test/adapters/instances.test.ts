import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enterInstance } from '../../src/adapters/instances.ts';

/** Two processes that are there for as long as this test: itself and the one that started it. */
const ME = process.pid;
const PARENT = process.ppid;

describe('tutors open on one project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-instances-'));
  afterEach(() => rmSync(join(folder, 'open'), { recursive: true, force: true }));

  it('see each other, and no longer when one is closed', () => {
    const first = enterInstance(folder, 'shop', PARENT);
    expect(first.others).toEqual([]);
    const second = enterInstance(folder, 'shop', ME);
    expect(second.others).toEqual([PARENT]);
    first.close();
    second.close();
    expect(enterInstance(folder, 'shop', ME).others).toEqual([]);
  });

  it('are told apart from those of another project', () => {
    enterInstance(folder, 'shop', PARENT);
    expect(enterInstance(folder, 'blog', ME).others).toEqual([]);
  });

  it('do not see one that was killed, nor one that has not shown itself for long', () => {
    enterInstance(folder, 'shop', ME).close();
    writeFileSync(join(folder, 'open', 'shop', '999999999'), '');
    const old = join(folder, 'open', 'shop', String(PARENT));
    writeFileSync(old, '');
    utimesSync(old, 0, 0);
    expect(enterInstance(folder, 'shop', ME).others).toEqual([]);
    expect(readdirSync(join(folder, 'open', 'shop'))).toEqual([String(ME)]);
  });

  it('run as well where nothing can be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(enterInstance(join(file, 'state'), 'shop', ME).others).toEqual([]);
  });
});

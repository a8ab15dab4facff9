import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFiles } from '../../src/adapters/watch.ts';

let folder = '';
let stop = new AbortController();
let changes: (readonly string[])[] = [];
let modes: string[] = [];
const compose = () => join(folder, 'compose.yaml');
const app = () => join(folder, 'web/app.py');
const events = {
  onChange: (paths: readonly string[]) => changes.push(paths),
  onMode: (mode: string) => modes.push(mode),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  writeFileSync(compose(), 'a: 1\n');
  stop = new AbortController();
  changes = [];
  modes = [];
});
afterEach(() => stop.abort());

async function until(count: number): Promise<void> {
  for (let tries = 0; tries < 200 && changes.length < count; tries++) await wait(10);
  // Anything more would come now.
  await wait(80);
}

describe('a save', () => {
  it('in place is told once', async () => {
    watchFiles([compose()], events, stop.signal);
    writeFileSync(compose(), 'a: 2\n');
    await until(1);
    expect(changes).toEqual([[compose()]]);
  });

  it('by writing beside and renaming is told, again and again', async () => {
    watchFiles([compose()], events, stop.signal);
    for (let save = 1; save <= 5; save++) {
      writeFileSync(join(folder, '.compose.yaml.swp'), `a: ${'x'.repeat(save)}\n`);
      renameSync(join(folder, '.compose.yaml.swp'), compose());
      await until(save);
    }
    expect(changes).toEqual(Array.from({ length: 5 }, () => [compose()]));
  });

  it('by moving away and writing anew passes through no file at all: told once, when it is back', async () => {
    watchFiles([compose()], events, stop.signal);
    renameSync(compose(), `${compose()}~`);
    await wait(60);
    expect(changes).toEqual([]);
    writeFileSync(compose(), 'a: 22\n');
    await until(1);
    expect(changes).toEqual([[compose()]]);
  });

  it('through an empty file is told with what follows', async () => {
    watchFiles([compose()], events, stop.signal);
    writeFileSync(compose(), '');
    await wait(50);
    expect(changes).toEqual([]);
    writeFileSync(compose(), 'a: 333\n');
    await until(1);
    expect(changes).toEqual([[compose()]]);
  });

  it('of a file that is not of the project is not told', async () => {
    watchFiles([compose()], events, stop.signal);
    writeFileSync(join(folder, '4913'), 'x');
    await wait(150);
    expect(changes).toEqual([]);
  });
});

describe('a file', () => {
  it('that is taken away is told', async () => {
    watchFiles([compose()], events, stop.signal);
    rmSync(compose());
    await until(1);
    expect(changes).toEqual([[compose()]]);
  });

  it('in a folder that is not there yet is told when both come, still by events', async () => {
    watchFiles([compose(), app()], events, stop.signal);
    mkdirSync(join(folder, 'web'));
    writeFileSync(app(), 'print(1)\n');
    await until(1);
    expect([changes, modes]).toEqual([[[app()]], []]);
    writeFileSync(app(), 'print(22)\n');
    await until(2);
    expect(changes).toEqual([[app()], [app()]]);
  });

  it('that is followed later is told from then on', async () => {
    const watch = watchFiles([compose()], events, stop.signal);
    mkdirSync(join(folder, 'web'));
    writeFileSync(app(), 'print(1)\n');
    watch.follow([compose(), app()]);
    writeFileSync(app(), 'print(22)\n');
    await until(1);
    expect(changes).toEqual([[app()]]);
  });
});

it('nothing is told once it is stopped', async () => {
  watchFiles([compose()], events, stop.signal);
  stop.abort();
  writeFileSync(compose(), 'a: 4444\n');
  await wait(150);
  expect(changes).toEqual([]);
});

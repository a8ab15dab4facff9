import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openPipe, runProgram } from '../../src/adapters/process.ts';

const environment = { PATH: process.env.PATH ?? '' };
const base = { environment, timeoutMs: 10_000 };
const node = (script: string): [string, ...string[]] => [process.execPath, '-e', script];

describe('a program', () => {
  it('is a value with its exit code and both streams', async () => {
    const argv = node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(await runProgram({ ...base, argv })).toEqual({
      argv,
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      ended: 'by-itself',
      shortened: false,
    });
  });

  it('that is not there is a value too, told apart from a folder that is not there', async () => {
    const missing = await runProgram({ ...base, argv: ['no-such-program-here'] });
    expect(missing).toMatchObject({ ended: 'not-started', startError: 'ENOENT', exitCode: null });
    const folder = await runProgram({ ...base, argv: node('0'), folder: '/no/such/folder' });
    expect(folder).toMatchObject({ ended: 'not-started', startError: 'FOLDER' });
  });

  it('gets the environment that is given and nothing else', async () => {
    const ran = await runProgram({ ...base, argv: node('console.log(Object.keys(process.env).sort().join())') });
    expect(ran.stdout.trim()).toBe('PATH');
  });

  it('tells its lines as they come, without control sequences', async () => {
    const lines: string[] = [];
    const script = 'process.stdout.write("\\x1b[2Kone\\r\\n\\x1b[31mtwo\\x1b[0m\\nla"); process.stdout.write("st")';
    await runProgram({ ...base, argv: node(script), onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['one', 'two', 'last']);
  });

  it('may say more than is kept: the asked end of it stays', async () => {
    const script = 'for (let i = 0; i < 20000; i++) console.log("line " + i)';
    const start = await runProgram({ ...base, argv: node(script), outputBytes: 1_000 });
    expect([start.stdout.length, start.shortened, start.stdout.startsWith('line 0\n')]).toEqual([1_000, true, true]);
    const end = await runProgram({ ...base, argv: node(script), outputBytes: 1_000, keep: 'end' });
    expect([end.shortened, end.stdout.endsWith('line 19999\n')]).toEqual([true, true]);
  });

  it('is killed with all it started when its time is over, even where it ignores being asked', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'group-')), 'pid');
    const child = `process.on('SIGTERM', () => {}); require('fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const parent = `process.on('SIGTERM', () => {}); require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
    const ran = await runProgram({ ...base, argv: node(parent), timeoutMs: 1_000 });
    expect([ran.ended, ran.exitCode]).toEqual(['timeout', null]);
    await wait(50);
    expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  it('does not hold the tutor up by a grandchild that keeps its streams open', async () => {
    const script =
      'require("child_process").spawn("sleep", ["30"], { stdio: "inherit" }).unref(); console.log("done"); process.exit(0)';
    const before = Date.now();
    const ran = await runProgram({ ...base, argv: node(script) });
    expect([ran.exitCode, ran.stdout]).toEqual([0, 'done\n']);
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  it('may run beside many others under one signal, and Node does not complain', async () => {
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.name);
    process.on('warning', hear);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 12 }, () => runProgram({ ...base, argv: ['true'], signal })));
    await wait(20);
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });

  it('ends when cancelled, and is never started when cancelled before', async () => {
    const stop = new AbortController();
    const run = runProgram({ ...base, argv: node('setInterval(() => {}, 1000)'), signal: stop.signal });
    setTimeout(() => stop.abort(), 150);
    expect((await run).ended).toBe('cancelled');
    const file = join(mkdtempSync(join(tmpdir(), 'never-')), 'ran');
    writeFileSync(file, 'no');
    const argv = node(`require('fs').writeFileSync(${JSON.stringify(file)}, 'yes')`);
    expect((await runProgram({ ...base, argv, signal: stop.signal })).ended).toBe('cancelled');
    expect(readFileSync(file, 'utf8')).toBe('no');
  });
});

describe('a pipe', () => {
  it('carries bytes both ways and tells how the program ended', async () => {
    const pipe = await openPipe({ ...base, argv: ['cat'] });
    const seen: string[] = [];
    pipe.stream.on('data', (chunk) => seen.push(String(chunk)));
    pipe.stream.write('hello');
    pipe.stream.end();
    expect((await pipe.ended).exitCode).toBe(0);
    expect(seen.join('')).toBe('hello');
  });

  it('survives a program that ends before it has read what is written', async () => {
    const pipe = await openPipe({ ...base, argv: node('console.error("no"); process.exit(92)') });
    pipe.stream.on('data', () => undefined);
    for (let i = 0; i < 50; i++) pipe.stream.write('x'.repeat(100_000));
    expect(await pipe.ended).toMatchObject({ exitCode: 92, stderr: 'no\n' });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie is dead, whoever has still to notice.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT')) return false;
    throw error;
  }
}

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { folderWith, tutor } from './tutor.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const FILE_STEPS = chapter.steps.filter((step) => step.judgedFrom === 'files');

describe('a learner who walks the chapter without an engine', () => {
  const folder = folderWith({}, 'your-project');
  const check = async (...words: readonly string[]): Promise<Result> =>
    JSON.parse((await tutor(['check', '--dir', folder, '--format', 'json', ...words])).stdout) as Result;
  const passed = (result: Result) => result.steps.filter((step) => step.state === 'passed').map((step) => step.id);
  const first = (result: Result) => result.diagnoses.find((diagnosis) => diagnosis.severity === 'error');

  it('begins with the starter, which passes nothing, and is told what to do first', async () => {
    const { stdout, code } = await tutor(['init', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('wrote   web/app.py');
    const result = await check();
    expect(passed(result)).toEqual([]);
    expect(first(result)).toMatchObject({ step: 'app', severity: 'error' });
    expect(first(result)?.help.length).toBeGreaterThan(20);
  });

  for (const [at, step] of FILE_STEPS.entries()) {
    it(`lays the solution of ${step.id} over it, and exactly that step moves to passed`, async () => {
      cpSync(join(ROOT, 'solutions', `${String(step.number).padStart(2, '0')}-${step.id}`), folder, {
        recursive: true,
      });
      const result = await check('--engine', 'off');
      expect(passed(result)).toEqual(FILE_STEPS.slice(0, at + 1).map((one) => one.id));
      const next = FILE_STEPS[at + 1];
      // What is not begun is told of one step at a time: the next one.
      const told = result.diagnoses
        .filter((diagnosis) => diagnosis.severity === 'error')
        .map((diagnosis) => diagnosis.step);
      expect([...new Set(told)]).toEqual(next === undefined ? [] : [next.id]);
    });
  }

  it('is told by the finished project what Docker would have to show, with exit 2 and the forecast beside', async () => {
    const { stdout, code } = await tutor(['check', '--dir', folder, '--format', 'json']);
    const result = JSON.parse(stdout) as Result;
    expect(code).toBe(2);
    expect(result.state).toBe('blocked');
    expect(result.engine).toEqual({ mode: 'absent' });
    expect(result.score).toEqual({ points: 7, max: 9 });
    expect(result.forecast).toMatchObject({
      page: { status: 200, url: 'http://localhost:8000' },
      services: { web: 'running', db: 'running' },
    });
    expect(first(result)).toMatchObject({ rule: 'docker-daemon-unreachable', step: 'deploy' });
  });

  it('is told in plain ASCII where the terminal has no more', async () => {
    const { stdout } = await tutor(['check', '--dir', folder, '--engine', 'off'], {
      environment: { TERM: 'linux', LANG: 'C' },
    });
    expect(stdout).toContain('+ passed   app');
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('with --engine off is judged by files alone, and has passed', async () => {
    const { stdout, code } = await tutor(['check', '--dir', folder, '--engine', 'off', '--format', 'json']);
    const result = JSON.parse(stdout) as Result;
    expect({ code, state: result.state, score: result.score }).toEqual({
      code: 0,
      state: 'passed',
      score: { points: 7, max: 7 },
    });
  });

  it('sees no difference from the solution, and a difference after a change of meaning', async () => {
    expect((await tutor(['diff', '--dir', folder])).code).toBe(0);
    const file = join(folder, 'compose.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"8000:8000"', "'8000:8000'").replace('services:', '# mine\nservices:'));
    expect((await tutor(['diff', '--dir', folder])).code).toBe(0);
    writeFileSync(file, text.replace('8000:8000', '8080:8000'));
    const { stdout, code } = await tutor(['diff', '--dir', folder]);
    expect(code).toBe(1);
    expect(stdout).toContain('8080');
    writeFileSync(file, text);
  });

  it('reads hints one rung at a time, and the last stays', async () => {
    const rung = async () =>
      /hint (\d) of (\d)/.exec((await tutor(['hint', 'network', '--dir', folder])).stdout)?.slice(1, 3);
    expect(await rung()).toEqual(['1', expect.any(String)]);
    expect((await rung())?.[0]).toBe('2');
  });

  it('goes back to where a step begins, and finds a copy of what was replaced', async () => {
    const { stdout, code } = await tutor(['reset', 'volume', '--yes', '--dir', folder]);
    expect(code).toBe(0);
    const kept = /kept as (.+)$/m.exec(stdout)?.[1] ?? '';
    expect(readFileSync(kept, 'utf8')).toContain('db_data');
    expect(passed(await check('--engine', 'off'))).toEqual(FILE_STEPS.slice(0, -1).map((step) => step.id));
  });
});

import { afterAll, expect, it } from 'vitest';
import { filesAfter } from '../../src/chapter/solutions.ts';
import type { Result } from '../../src/core/result.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { describeWithEngine } from './engine.ts';
import { docker, folderWith, tutor } from './program.ts';

const FINISHED = filesAfter(chapter, solutions, 'volume');
/** Its own name, so that nothing of the learner on this machine is touched; the port is the chapter's. */
const NAME = `tutor-chapter-${process.pid}`;

describeWithEngine('the chapter on a real engine', () => {
  const folder = folderWith(FINISHED, NAME);
  const check = async (...words: readonly string[]): Promise<Result & { readonly code: number | null }> => {
    const { stdout, code } = await tutor(['check', '--dir', folder, '--format', 'json', ...words]);
    return { ...(JSON.parse(stdout) as Result), code };
  };
  const states = (result: Result) => Object.fromEntries(result.steps.map((step) => [step.id, step.state]));

  afterAll(async () => {
    await docker(['compose', '-p', NAME, 'down', '--volumes', '--rmi', 'local', '-t', '2'], folder);
  });

  it('is not deployed before it is brought up, and the one error says so', async () => {
    const result = await check();
    expect(states(result)).toMatchObject({ volume: 'passed', deploy: 'failed', teardown: 'skipped' });
    expect(result.diagnoses.filter((one) => one.severity === 'error').map((one) => one.rule)).toEqual([
      'stack-not-running',
    ]);
  });

  it('is built from the chapter’s own files, comes up, and the page says that it reached the database', async () => {
    const result = await check('deploy', '--up');
    expect(result.code).toBe(0);
    expect(states(result)).toMatchObject({ deploy: 'passed' });
    expect(result.engine).toMatchObject({ mode: 'observed' });
    const page = await fetch('http://127.0.0.1:8000/');
    expect([page.status, await page.text()]).toEqual([200, 'Hello from Flask! Connected to database successfully!']);
  });

  it('has one thing left to do while it runs: to be taken down', async () => {
    const result = await check();
    expect(result.code).toBe(1);
    expect(states(result)).toMatchObject({ deploy: 'passed', teardown: 'failed' });
    expect(result.diagnoses.filter((one) => one.severity === 'error').map((one) => one.rule)).toEqual([
      'stack-still-running',
    ]);
  });

  it('keeps a row over down and up, when the proof is asked for', async () => {
    const result = await check('volume', '--prove');
    expect(
      result.steps.find((step) => step.id === 'volume')?.checks.find((one) => one.id === 'data-survives')?.state,
    ).toBe('passed');
  });

  it('passes teardown after docker compose down, with the volume kept and deploy remembered', async () => {
    await docker(['compose', '-p', NAME, 'down', '-t', '2'], folder);
    const result = await check();
    expect(result.code).toBe(0);
    expect(states(result)).toMatchObject({ deploy: 'passed', teardown: 'passed' });
    expect((await docker(['volume', 'ls', '-q', '--filter', `name=${NAME}_db_data`], folder)).trim()).toBe(
      `${NAME}_db_data`,
    );
  });

  it('is not remembered where CI grades', async () => {
    const { stdout } = await tutor(['check', '--dir', folder, '--format', 'json'], { environment: { CI: 'true' } });
    expect(states(JSON.parse(stdout) as Result)).toMatchObject({ deploy: 'failed' });
  });

  it('goes up and down in one command, and both last steps pass', async () => {
    const { stdout, code } = await tutor(['check', '--up', '--down', '--dir', folder, '--format', 'json'], {
      environment: { CI: 'true' },
    });
    expect(states(JSON.parse(stdout) as Result)).toMatchObject({ deploy: 'passed', teardown: 'passed' });
    expect(code).toBe(0);
    expect((await docker(['ps', '-aq', '--filter', `label=com.docker.compose.project=${NAME}`], folder)).trim()).toBe(
      '',
    );
  });

  it('warns when the volume went too', async () => {
    await check('--up');
    await docker(['compose', '-p', NAME, 'down', '--volumes', '-t', '2'], folder);
    const result = await check();
    expect(states(result)).toMatchObject({ teardown: 'passed' });
    expect(result.diagnoses.map((one) => one.rule)).toContain('volume-removed');
  });
});

describeWithEngine('the demo', () => {
  it('plays the whole chapter, and leaves nothing behind', async () => {
    const { stdout, code } = await tutor(['demo', '--fast']);
    expect(code).toBe(0);
    expect(stdout.match(/✓ mended, and passed/g)).toHaveLength(chapter.steps.length + 1);
    expect(stdout).toContain('Connected to database successfully!');
    expect(await docker(['ps', '-aq', '--filter', 'name=compose-tutor-demo'], '/')).toBe('');
    expect(await docker(['volume', 'ls', '-q', '--filter', 'name=compose-tutor-demo'], '/')).toBe('');
  });
});

import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const ANSWERS_WITHIN_MS = 5_000;

/** Whether a Docker engine with Compose answers here, or why its tests are skipped. */
export const engine: { readonly state: 'there' } | { readonly state: 'absent'; readonly why: string } = look();

/** A block of tests that needs the engine; without one it is skipped, by name. */
export const describeWithEngine = describe.skipIf(engine.state === 'absent');

function look(): typeof engine {
  for (const words of [
    ['version', '--format', '{{.Server.Version}}'],
    ['compose', 'version', '--short'],
  ]) {
    const ran = spawnSync('docker', words, { timeout: ANSWERS_WITHIN_MS, encoding: 'utf8', killSignal: 'SIGKILL' });
    if (ran.status !== 0) return { state: 'absent', why: `docker ${words[0]} did not answer` };
  }
  return { state: 'there' };
}

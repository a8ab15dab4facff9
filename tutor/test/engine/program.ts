import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { tutor as run, type Spoken, type Transcript } from '../transcripts/tutor.ts';

export { folderWith } from '../transcripts/tutor.ts';

const LONGEST_MS = 300_000;

/** The variables by which Docker is reached on this machine. */
function engineVariables(): Readonly<Record<string, string>> {
  const names = ['DOCKER_HOST', 'DOCKER_CONFIG', 'DOCKER_CONTEXT', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** The real program, with the engine of this machine. */
export function tutor(words: readonly string[], spoken: Spoken = {}): Promise<Transcript> {
  return run(words, {
    timeoutMs: LONGEST_MS,
    ...spoken,
    environment: { ...engineVariables(), ...spoken.environment },
    engine: 'real',
  });
}

/** The real Docker; answers its stdout, throws with what it said. */
export async function docker(words: readonly string[], folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', [...words], { cwd: folder, timeout: LONGEST_MS });
  return stdout;
}

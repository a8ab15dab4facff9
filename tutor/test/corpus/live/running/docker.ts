import { execFile } from 'node:child_process';
import type { Ran } from '../stack.ts';

const LONGEST_MS = 300_000;
const OUTPUT_MOST_BYTES = 32 * 1024 * 1024;
const REACHES_DOCKER = [
  'PATH',
  'HOME',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
];

/** The variables of this shell by which programs and Docker are found, and nothing else of it. */
export function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    REACHES_DOCKER.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Runs a program in a folder. A command that fails is an answer too. */
export function run(words: readonly string[], folder: string, withinMs: number = LONGEST_MS): Promise<Ran> {
  const [program = '', ...args] = words;
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      {
        cwd: folder,
        env: { ...plainEnvironment(), NO_COLOR: '1', BUILDKIT_PROGRESS: 'plain' },
        timeout: withinMs,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_MOST_BYTES,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else if (error?.killed === true) resolve({ code: 'endless', stdout, stderr });
        else reject(error);
      },
    );
  });
}

/** The words of a command as a shell reads them: quotes hold words together, and nothing else has a meaning. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
}

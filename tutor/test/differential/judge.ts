import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentOf, type Project } from './projects.ts';

/** What Compose made of a project: its model, or the message with which it refused. `config` is missing where Compose takes the project and fails to print it as JSON. */
export type Judgement =
  | { readonly verdict: 'accepted'; readonly config?: unknown }
  | { readonly verdict: 'refused'; readonly message: string };

/** A Compose program. */
export type Judge = { readonly version: string; readonly program: string };

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'compose-tutor-differential');
/** A home that is nobody's, so that nothing of this machine is read. */
export const HOME = '/home/nobody-in-particular';
/** Stands for the project's folder in what is kept. */
const FOLDER = '<<folder>>';
/** Alias bombs keep Compose busy for minutes. */
const TIMEOUT_MS = 30_000;
/** Faults of Compose's own JSON printer, which its YAML printer has not: `build.ssh: [a=b]`, a number that is `.nan`. */
const UNPRINTABLE = /^json: (?:error calling MarshalJSON|unsupported value)/m;
/** Refusals of later Compose name the folder in long messages; more is of no use. */
const OUTPUT_BYTES = 32 * 1024 * 1024;

/**
 * The Compose program of a version: one that the lab has made before, or makes now where `TUTOR_LAB=1` allows it. Undefined where there is none.
 */
export function findJudge(version: string): Judge | undefined {
  const lab =
    process.env.TUTOR_LAB_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'compose-tutor-lab');
  const made = join(lab, 'compose', version, 'docker-compose');
  if (existsSync(made)) return { version, program: made };
  if (process.env.TUTOR_LAB !== '1') return undefined;
  const ran = spawnSync(join(ROOT, 'tutor', 'test', 'lab', 'compose'), [version], { encoding: 'utf8' });
  return ran.status === 0 ? { version, program: ran.stdout.trim() } : undefined;
}

/** Compose's judgement of a project, remembered by version and content. */
export async function judge({ version, program }: Judge, project: Project): Promise<Judgement> {
  const kept = join(CACHE, version, `${keyOf(project)}.json`);
  if (existsSync(kept))
    return JSON.parse(readFileSync(kept, 'utf8').replaceAll(FOLDER, inJson(project.folder))) as Judgement;
  const judgement = await run(program, project);
  mkdirSync(join(CACHE, version), { recursive: true });
  writeFileSync(kept, JSON.stringify(judgement).replaceAll(inJson(project.folder), FOLDER));
  return judgement;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function keyOf(project: Project): string {
  const hash = createHash('sha256').update(JSON.stringify([project.id, project.environment]));
  for (const [path, bytes] of contentOf(project)) hash.update(`\0${path}\0`).update(bytes);
  return hash.digest('hex');
}

function run(program: string, project: Project): Promise<Judgement> {
  const started = spawn(program, ['config', '--format', 'json'], {
    cwd: project.cwd,
    env: { PATH: process.env.PATH ?? '', HOME, ...project.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    started[name].setEncoding('utf8').on('data', (chunk: string) => {
      if (output[name].length < OUTPUT_BYTES) output[name] += chunk;
    });
  }
  const group = started.pid;
  const timer = setTimeout(() => group !== undefined && process.kill(-group, 'SIGKILL'), TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    started.on('error', reject);
    started.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve({ verdict: 'accepted', config: JSON.parse(output.stdout) });
      else if (UNPRINTABLE.test(output.stderr)) resolve({ verdict: 'accepted' });
      else resolve({ verdict: 'refused', message: output.stderr.trim() });
    });
  });
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../rules/project.ts';
import { freePort } from './free-port.ts';
import type { Answer } from './page.ts';
import { run } from './program.ts';
import { type Settled, settle } from './settle.ts';
import type { Ran } from './stack.ts';

/** What an engine made of a project: all that `docker compose up` led to. */
export type Live = {
  /**
   * Exit code of `docker compose build` and `docker compose up --detach`; `refused`: Compose does not take the files;
   * `endless`: it waits for what never comes.
   */
  readonly up: number | 'refused' | 'endless';
  /** The end of what a command said that did not succeed. */
  readonly said?: string;
  /** State of every service once the page had answered, as `docker compose ps` puts it. */
  readonly services: Readonly<Record<string, string>>;
  readonly pages: readonly LivePage[];
  /** Where what runs takes connections. Not kept of stacks that work. */
  readonly listens?: Readonly<Record<string, readonly string[]>>;
  /** The end of the log of what does not run. */
  readonly logs?: Readonly<Record<string, string>>;
};

/** A published TCP port, by the number that the files give it (`""` where the engine chooses), and what answered there. */
export type LivePage = {
  readonly service: string;
  readonly target: number;
  readonly published: string;
  readonly answer: Answer;
};

export type RealRun<Seen> = {
  /** Name of the Compose project; nothing else on the machine has it. */
  readonly name: string;
  readonly files: Files;
  readonly environment: Readonly<Record<string, string>>;
  /** Files that may be run as programs; the others may not. */
  readonly executable?: readonly string[];
  /** Whether a body that came with status 200 is the one waited for. */
  readonly settled: (body: string) => boolean;
  /** Looks at the running stack in its folder; left out where the folder does not hold all that was started. */
  readonly whileUp?: (folder: string) => Promise<Seen>;
};

type Resolved = { readonly services: Readonly<Record<string, ResolvedService>> };
type ResolvedService = {
  readonly image?: string;
  readonly build?: unknown;
  readonly ports?: readonly ResolvedPort[];
};
type ResolvedPort = { readonly target: number; readonly published?: string; readonly protocol?: string };

const LONGEST_MS = 600_000;
/** What keeps Compose busy for so long is a bomb. */
const READ_WITHIN_MS = 30_000;
/** Three failed tries of a healthcheck with the times that Docker takes where none are given. */
const UP_WITHIN_MS = 110_000;
const SAID_MOST = 600;
const LOG_MOST = 400;

/**
 * Builds and starts a project in a folder and under a name of its own, on host ports that are free, asks every published
 * port, and takes all of it away again.
 */
export async function runForReal<Seen>(run: RealRun<Seen>): Promise<{ readonly live: Live; readonly seen?: Seen }> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tutor-corpus-')));
  const folder = join(scratch, run.name);
  lay(folder, run.files, run.executable ?? []);
  const compose = (words: readonly string[], withinMs?: number): Promise<Ran> =>
    docker(['compose', '--project-name', run.name, ...words], folder, run.environment, withinMs);
  const config = await compose(['config', '--format', 'json'], READ_WITHIN_MS);
  if (config.code !== 0) {
    rmSync(scratch, { recursive: true, force: true });
    const up = config.code === 'endless' ? 'endless' : 'refused';
    return { live: { up, said: ending(config, scratch), services: {}, pages: [] } };
  }
  const resolved = JSON.parse(config.stdout) as Resolved;
  const freed = await onFreePorts(folder, run.files, resolved);
  await sweep(run.name, scratch);
  const started: Compose = (words, withinMs) => compose([...freed.words, ...words], withinMs);
  try {
    const live = await startAndAsk(started, resolved, run, scratch);
    if (freed.kind === 'elsewhere' || run.whileUp === undefined) return { live };
    return { live, seen: await run.whileUp(folder) };
  } finally {
    await started(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '0']);
    const named = Object.values(resolved.services).filter((one) => one.build !== undefined && one.image !== undefined);
    for (const { image } of named) await docker(['image', 'rm', image ?? ''], scratch, {});
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A run that was killed leaves its stack behind: the next one begins without it. */
async function sweep(name: string, folder: string): Promise<void> {
  const left = ['--filter', `label=com.docker.compose.project=${name}`, '--quiet'];
  const there = await Promise.all(
    [
      ['ps', '--all'],
      ['volume', 'ls'],
      ['network', 'ls'],
    ].map((words) => docker([...words, ...left], folder, {})),
  );
  if (there.some(({ stdout }) => stdout.trim() !== ''))
    await docker(
      ['compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0'],
      folder,
      {},
    );
}

const PROGRAM = 0o755;
const PLAIN = 0o644;

function lay(folder: string, files: Files, executable: readonly string[]): void {
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: executable.includes(path) ? PROGRAM : PLAIN });
  }
}

/**
 * Puts free host ports in the place of the written ones, so that many projects run side by side: by an override file that
 * Compose finds by itself, so that the folder is a project still; where the files leave no room for one, by the resolved
 * project in a file elsewhere. (A port that the engine chooses would change when a container starts again.)
 */
async function onFreePorts(
  folder: string,
  files: Files,
  { services, ...rest }: Resolved,
): Promise<{ readonly kind: 'in-folder' | 'elsewhere'; readonly words: readonly string[] }> {
  const moved: (readonly [string, readonly ResolvedPort[]])[] = [];
  // What the files publish twice is published twice here too.
  const taken = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    const ports: ResolvedPort[] = [];
    for (const port of service.ports ?? []) {
      // What is no port stays as it is: it is the fault.
      if (!isPort(port.published)) {
        ports.push(port);
        continue;
      }
      const wanted = `${port.published ?? `${name} ${ports.length}`}/${port.protocol ?? ''}`;
      const given = taken.get(wanted) ?? String(await freePort(PORTS));
      taken.set(wanted, given);
      ports.push({ ...port, published: given });
    }
    if (ports.length > 0) moved.push([name, ports]);
  }
  if (moved.length === 0) return { kind: 'in-folder', words: [] };
  if (leavesRoom(files)) {
    const lines = moved.map(
      ([name, ports]) => `  ${JSON.stringify(name)}:\n    ports: !override ${JSON.stringify(ports)}\n`,
    );
    writeFileSync(join(folder, 'compose.override.yaml'), `services:\n${lines.join('')}`);
    return { kind: 'in-folder', words: [] };
  }
  const whole = { ...services };
  for (const [name, ports] of moved) whole[name] = { ...whole[name], ports };
  const file = join(folder, '..', 'resolved.json');
  writeFileSync(file, JSON.stringify({ ...rest, services: whole }));
  return { kind: 'elsewhere', words: ['--project-directory', folder, '--file', file] };
}

function isPort(published: string | undefined): boolean {
  if (published === undefined || published === '') return true;
  return published.split('-').every((one) => /^\d+$/.test(one) && Number(one) <= HIGHEST_OF_ALL);
}

const HIGHEST_OF_ALL = 65_535;
/** Below the range from which systems and engines choose by themselves. */
const PORTS = { lowest: 20_000, highest: 32_000 } as const;

function leavesRoom(files: Files): boolean {
  const names = Object.keys(files);
  const taken = names.some((name) => /^(docker-)?compose\.override\.ya?ml$/.test(name));
  const told = /^\s*(export\s+)?COMPOSE_FILE\s*=/m.test(files['.env'] ?? '');
  // An override file cannot name a service that an included file brings.
  const includes = names.some((name) => /^[^/]+\.ya?ml$/.test(name) && /^include:/m.test(files[name] ?? ''));
  return !taken && !told && !includes;
}

type Compose = (words: readonly string[], withinMs?: number) => Promise<Ran>;

async function startAndAsk(
  compose: Compose,
  resolved: Resolved,
  { settled: isWished, environment }: Pick<RealRun<unknown>, 'settled' | 'environment'>,
  scratch: string,
): Promise<Live> {
  const built = await compose(['build']);
  if (built.code !== 0) return { up: built.code, said: ending(built, scratch), services: {}, pages: [] };
  const up = await compose(['up', '--detach', '--quiet-pull'], UP_WITHIN_MS);
  const ids = (await compose(['ps', '--all', '--quiet'])).stdout.split('\n').filter((id) => id !== '');
  const ask = (words: readonly string[]): Promise<Ran> => docker(words, scratch, environment);
  const isWell = (answer: Answer): boolean => 'status' in answer && answer.status === 200 && isWished(answer.body);
  const settled = await settle(ask, ids, isWell);
  const pages = pagesOf(settled, resolved);
  const live = {
    up: up.code,
    ...(up.code === 0 ? {} : { said: ending(up, scratch) }),
    services: statesOf(settled),
    pages,
  };
  if (pages.some((page) => isWell(page.answer))) return live;
  return { ...live, listens: settled.listens, logs: await logsOf(ask, settled) };
}

/** Of several containers of a service one that runs counts. */
function statesOf({ containers }: Settled): Readonly<Record<string, string>> {
  const states: Record<string, string> = {};
  for (const { service, state } of containers) if (states[service] !== 'running') states[service] = state;
  return states;
}

async function logsOf(
  docker: (words: readonly string[]) => Promise<Ran>,
  { containers }: Settled,
): Promise<Readonly<Record<string, string>>> {
  const logs: Record<string, string> = {};
  for (const { id, service, state } of containers) {
    if (state === 'running' || state === 'created') continue;
    const { stdout, stderr } = await docker(['logs', '--tail', '8', id]);
    logs[service] = `${stdout}${stderr}`.trim().slice(-LOG_MOST);
  }
  return logs;
}

/** What answered, by the numbers that the files give. */
function pagesOf({ doors }: Settled, { services }: Resolved): readonly LivePage[] {
  return doors.flatMap(({ service, target, answer }) => {
    const named = (services[service]?.ports ?? []).filter((port) => port.target === target);
    const numbers = named.length === 0 ? [''] : named.map((port) => port.published ?? '');
    return numbers.map((published) => ({ service, target, published, answer }));
  });
}

const NO_ENGINE = /cannot connect to the docker daemon|unknown command: docker compose|unknown shorthand flag/i;

function ending({ stderr }: Ran, scratch: string): string {
  // No answer of an engine, and none to keep.
  if (NO_ENGINE.test(stderr)) throw new Error(stderr.trim());
  return stderr.replaceAll(scratch, '…').trim().slice(-SAID_MOST);
}

/** Docker with the variables of the entry. */
function docker(
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
  withinMs: number = LONGEST_MS,
): Promise<Ran> {
  return run(['docker', ...words], folder, { environment, withinMs });
}

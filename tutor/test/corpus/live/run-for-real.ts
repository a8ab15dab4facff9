import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../rules/project.ts';
import { givePlaces, type Resolved } from './free-places.ts';
import { holding, machineWideNames } from './machine-wide.ts';
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
  /** Services on the network of the machine itself, of which no port is published. */
  readonly onMachine?: readonly string[];
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
  return holding(machineWideNames(run.name, resolved), () => stackInTurn({ run, scratch, folder, resolved, compose }));
}

type Laid<Seen> = {
  readonly run: RealRun<Seen>;
  readonly scratch: string;
  readonly folder: string;
  readonly resolved: Resolved;
  readonly compose: Compose;
};

/** From the first build to the take-down. */
async function stackInTurn<Seen>({
  run,
  scratch,
  folder,
  resolved,
  compose,
}: Laid<Seen>): Promise<{ readonly live: Live; readonly seen?: Seen }> {
  await sweep(run.name, scratch);
  const others = await imagesOfOthers(resolved, scratch);
  const freed = await givePlaces({ folder, files: run.files, project: run.name, resolved, others });
  const started: Compose = (words, withinMs) => compose([...freed.words, ...words], withinMs);
  try {
    const live = await startAndAsk(started, resolved, run, scratch);
    if (freed.kind === 'elsewhere' || run.whileUp === undefined) return { live };
    return { live, seen: await run.whileUp(folder) };
  } finally {
    await started(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '0']);
    const made = [...builtImages(resolved).filter((image) => !others.includes(image)), ...freed.images];
    if (made.length > 0) await docker(['image', 'rm', ...made], scratch, {});
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Images that the project builds under a name that it gives them. */
function builtImages({ services }: Resolved): readonly string[] {
  const named = Object.values(services).flatMap(({ build, image }) =>
    build === undefined || image === undefined ? [] : [image],
  );
  return [...new Set(named)];
}

/** Those of them that are there already: they are others', and stay what they are. */
async function imagesOfOthers(resolved: Resolved, folder: string): Promise<readonly string[]> {
  const there: string[] = [];
  for (const image of builtImages(resolved))
    if ((await docker(['image', 'inspect', image], folder, {})).code === 0) there.push(image);
  return there;
}

/** A run that was killed leaves its stack behind: the next one begins without it. */
async function sweep(name: string, folder: string): Promise<void> {
  leftBehind ??= projectsThere(folder);
  if (!(await leftBehind).has(name)) return;
  const words = ['compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0'];
  await docker(words, folder, {});
}

/** Projects that were there when the first of this run began: asking before each costs more than all else that is asked. */
let leftBehind: Promise<ReadonlySet<string>> | undefined;

async function projectsThere(folder: string): Promise<ReadonlySet<string>> {
  const label = 'com.docker.compose.project';
  const told = await Promise.all(
    [
      ['ps', '--all'],
      ['volume', 'ls'],
      ['network', 'ls'],
    ].map((words) => docker([...words, '--filter', `label=${label}`, '--format', `{{.Label "${label}"}}`], folder, {})),
  );
  return new Set(told.flatMap(({ stdout }) => stdout.split('\n')));
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
  const onMachine = Object.keys(resolved.services).filter((name) => resolved.services[name]?.network_mode === 'host');
  const live = {
    up: up.code,
    ...(up.code === 0 ? {} : { said: ending(up, scratch) }),
    services: statesOf(settled),
    pages,
    ...(onMachine.length === 0 ? {} : { onMachine }),
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

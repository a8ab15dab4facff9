import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../rules/project.ts';
import { type Answer, askUntil } from './page.ts';

/** What an engine made of a project: all that `docker compose up` led to. */
export type Live = {
  /** Exit code of `docker compose up --build --detach`; `refused`: Compose does not take the files. */
  readonly up: number | 'refused';
  /** The end of what a command said that did not succeed. */
  readonly said?: string;
  /** State of every service once the page had answered, as `docker compose ps` puts it. */
  readonly services: Readonly<Record<string, string>>;
  readonly pages: readonly LivePage[];
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
type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const LONGEST_MS = 600_000;
const PAGE_WITHIN_MS = 30_000;
const OTHER_PORT_WITHIN_MS = 0;
const SAID_MOST = 600;
const OUTPUT_MOST_BYTES = 32 * 1024 * 1024;

/**
 * Builds and starts a project in a folder and under a name of its own, on host ports that are free, asks every published
 * port, and takes all of it away again.
 */
export async function runForReal<Seen>(run: RealRun<Seen>): Promise<{ readonly live: Live; readonly seen?: Seen }> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tutor-corpus-')));
  const folder = join(scratch, run.name);
  lay(folder, run.files);
  const compose = (words: readonly string[]): Promise<Ran> =>
    docker(['compose', '--project-name', run.name, ...words], folder, run.environment);
  const config = await compose(['config', '--format', 'json']);
  if (config.code !== 0) {
    rmSync(scratch, { recursive: true, force: true });
    return { live: { up: 'refused', said: ending(config, scratch), services: {}, pages: [] } };
  }
  const resolved = JSON.parse(config.stdout) as Resolved;
  const freed = await onFreePorts(folder, run.files, resolved);
  const started = (words: readonly string[]): Promise<Ran> => compose([...freed.words, ...words]);
  try {
    const live = await startAndAsk(started, resolved, run.settled, scratch);
    if (freed.kind === 'elsewhere' || run.whileUp === undefined) return { live };
    return { live, seen: await run.whileUp(folder) };
  } finally {
    await started(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '0']);
    const named = Object.values(resolved.services).filter((one) => one.build !== undefined && one.image !== undefined);
    for (const { image } of named) await docker(['image', 'rm', image ?? ''], scratch, {});
    rmSync(scratch, { recursive: true, force: true });
  }
}

function lay(folder: string, files: Files): void {
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
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
  for (const [name, service] of Object.entries(services)) {
    const ports: ResolvedPort[] = [];
    for (const port of service.ports ?? []) ports.push({ ...port, published: String(await freePort()) });
    if (ports.length > 0) moved.push([name, ports]);
  }
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

/** Below the range from which systems and engines choose by themselves. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;

async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    const isFree = await new Promise<boolean>((done) => {
      const server = createServer();
      server.once('error', () => done(false));
      server.listen(port, '0.0.0.0', () => server.close(() => done(true)));
    });
    if (isFree) return port;
  }
}

function leavesRoom(files: Files): boolean {
  const names = Object.keys(files);
  const taken = names.some((name) => /^(docker-)?compose\.override\.ya?ml$/.test(name));
  const told = /^\s*(export\s+)?COMPOSE_FILE\s*=/m.test(files['.env'] ?? '');
  // An override file cannot name a service that an included file brings.
  const includes = names.some((name) => /^[^/]+\.ya?ml$/.test(name) && /^include:/m.test(files[name] ?? ''));
  return !taken && !told && !includes;
}

async function startAndAsk(
  compose: (words: readonly string[]) => Promise<Ran>,
  resolved: Resolved,
  settled: (body: string) => boolean,
  scratch: string,
): Promise<Live> {
  const up = await compose(['up', '--build', '--detach', '--quiet-pull']);
  const pages = up.code === 0 ? await askPages(await listed(compose), resolved, settled) : [];
  const states = (await listed(compose)).map((one) => [one.Service, one.State]);
  return {
    up: up.code,
    ...(up.code === 0 ? {} : { said: ending(up, scratch) }),
    services: Object.fromEntries(states),
    pages,
  };
}

type Listed = {
  readonly Service: string;
  readonly State: string;
  readonly Publishers: readonly Publisher[] | null;
};
type Publisher = {
  readonly URL: string;
  readonly TargetPort: number;
  readonly PublishedPort: number;
  readonly Protocol: string;
};

async function listed(compose: (words: readonly string[]) => Promise<Ran>): Promise<readonly Listed[]> {
  const { stdout } = await compose(['ps', '--all', '--format', 'json']);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Listed);
}

async function askPages(
  listed: readonly Listed[],
  { services }: Resolved,
  settled: (body: string) => boolean,
): Promise<readonly LivePage[]> {
  const pages: LivePage[] = [];
  const found = new Set<string>();
  const doors = listed.flatMap(({ Service: service, Publishers }) =>
    (Publishers ?? [])
      .filter((one) => one.PublishedPort > 0 && one.Protocol === 'tcp')
      .map((one) => ({ service, one })),
  );
  for (const { service, one } of doors) {
    const key = `${service} ${one.TargetPort}`;
    if (found.has(key)) continue;
    found.add(key);
    const answer = await askUntil(urlOf(one), settled, isWell(pages, settled) ? OTHER_PORT_WITHIN_MS : PAGE_WITHIN_MS);
    const named = (services[service]?.ports ?? []).filter((port) => port.target === one.TargetPort);
    const numbers = named.length === 0 ? [''] : named.map((port) => port.published ?? '');
    pages.push(...numbers.map((published) => ({ service, target: one.TargetPort, published, answer })));
  }
  return pages;
}

function isWell(pages: readonly LivePage[], settled: (body: string) => boolean): boolean {
  return pages.some(({ answer }) => 'status' in answer && answer.status === 200 && settled(answer.body));
}

function urlOf({ URL: address, PublishedPort: port }: Publisher): string {
  if (address === '0.0.0.0' || address === '' || address === '::') return `http://127.0.0.1:${port}/`;
  return address.includes(':') ? `http://[${address}]:${port}/` : `http://${address}:${port}/`;
}

function ending({ stderr }: Ran, scratch: string): string {
  return stderr.replaceAll(scratch, '…').trim().slice(-SAID_MOST);
}

/** Docker with the variables that reach it and those of the entry, and nothing else of this shell. */
function docker(words: readonly string[], folder: string, environment: Readonly<Record<string, string>>): Promise<Ran> {
  const names = [
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'DOCKER_CONFIG',
    'DOCKER_CONTEXT',
    'DOCKER_CERT_PATH',
    'DOCKER_TLS_VERIFY',
  ];
  const own = Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return new Promise((resolve, reject) => {
    execFile(
      'docker',
      [...words],
      {
        cwd: folder,
        env: { ...environment, ...own, NO_COLOR: '1', BUILDKIT_PROGRESS: 'plain' },
        timeout: LONGEST_MS,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_MOST_BYTES,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else reject(error);
      },
    );
  });
}

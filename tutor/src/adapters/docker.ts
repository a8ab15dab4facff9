import { Blocked, type Lack } from '../core/lack.ts';
import type { CommandSeen } from '../core/observation.ts';
import { stripControls } from '../core/text.ts';
import type { CommandOptions, CommandOutcome, Docker, StackFound, StackTarget } from '../observe/ports.ts';
import { fileInArchive } from './archive.ts';
import {
  FOUND_TEMPLATE,
  PUBLISHER_TEMPLATE,
  readComposeVersion,
  readContainers,
  readEndpoint,
  readFound,
  readHashes,
  readImage,
  readNetworks,
  readPs,
  readPublishers,
  readVersion,
  readVolumes,
} from './docker-answers.ts';
import {
  type CallerFacts,
  composeMissing,
  composeOutdated,
  lackOf,
  muteDaemon,
  said,
  unreadable,
} from './docker-lack.ts';
import { listeningSockets } from './listeners.ts';
import { type BytePipe, openPipe, type Ran, runProgram } from './process.ts';

/** What the Docker CLI is run with: the caller's variables without those of Compose. */
export type DockerOptions = {
  readonly environment: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  /** How long Docker may take for a question that it answers at once where it answers at all. Default 10 s. */
  readonly questionMs?: number;
};

/** The Docker CLI, with what other adapters ask of it. */
export interface DockerCli extends Docker {
  /** Runs a program inside a container, its stdin and stdout as one byte stream. */
  pipe(container: string, argv: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<BytePipe>;
  /** Whose running containers publish a TCP port of the host. */
  publishers(
    port: number,
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly project: string; readonly service: string }[]>;
  /** Tells the lines of all logs as `docker compose logs --follow` does, `web-1  | …`, until aborted or nothing is left to follow. */
  followLogs(
    target: StackTarget,
    lines: number,
    onLine: (line: string) => void,
    signal: AbortSignal,
  ): Promise<CommandSeen>;
}

const QUESTION_MS = 10_000;
/** `ps --format json` came with 2.0; 1.x is another program. */
const OLDEST_COMPOSE_MAJOR = 2;
/** Longer than any stack is waited for. */
const EVENTS_MS = 15 * 60_000;
const LOG_BYTES = 512 * 1024;
const OUTPUT_BYTES = 256 * 1024;
/** A file of the learner's own code; more of it is not compared. */
const FILE_BYTES = 256 * 1024;
/** What changes the state of a container; an `exec` of the tutor's own does not. */
const STATE_EVENTS = [
  'create',
  'start',
  'die',
  'stop',
  'pause',
  'unpause',
  'restart',
  'destroy',
  'oom',
  'health_status',
];

/** Docker as the command line gives it. Nothing is started before the first question. */
export function dockerCli(options: DockerOptions): DockerCli {
  const environment = {
    ...options.environment,
    // Lines that can be read one after another, and no advertising between them.
    BUILDKIT_PROGRESS: 'plain',
    DOCKER_CLI_HINTS: 'false',
    NO_COLOR: '1',
  };
  const caller: CallerFacts = {
    platform: options.platform,
    dockerHost: given(options.environment.DOCKER_HOST),
    dockerContext: given(options.environment.DOCKER_CONTEXT),
  };

  type Asking = {
    readonly timeoutMs?: number;
    readonly folder?: string;
    readonly outputBytes?: number;
    readonly input?: string;
  };

  /** Asks a question: an answer within the time, or `Blocked`. What Docker refuses is the caller's to judge. */
  async function ask(words: readonly string[], signal: AbortSignal, asking: Asking = {}): Promise<Ran> {
    const timeoutMs = asking.timeoutMs ?? options.questionMs ?? QUESTION_MS;
    const ran = await runProgram({
      argv: ['docker', ...words],
      environment: environmentIn(asking.folder),
      timeoutMs,
      signal,
      ...(asking.folder === undefined ? {} : { folder: asking.folder }),
      ...(asking.input === undefined ? {} : { input: asking.input }),
      ...(asking.outputBytes === undefined ? {} : { outputBytes: asking.outputBytes, keep: 'end' as const }),
    });
    signal.throwIfAborted();
    if (ran.ended === 'timeout') throw new Blocked(lackOf(ran, caller) ?? muteDaemon(ran, timeoutMs));
    const lack = ran.exitCode === 0 ? undefined : lackOf(ran, caller);
    if (lack !== undefined) throw new Blocked(lack);
    return ran;
  }

  /** A shell in the project folder would have PWD there, and `${PWD}` in a Compose file means that. */
  function environmentIn(folder: string | undefined): Readonly<Record<string, string>> {
    return folder === undefined ? environment : { ...environment, PWD: folder };
  }

  async function command(
    target: StackTarget,
    words: readonly string[],
    { timeoutMs, signal, giveUp, onLine }: CommandOptions,
  ): Promise<CommandOutcome> {
    const ran = await runProgram({
      argv: ['docker', ...composeWords(target), ...words],
      environment: environmentIn(target.folder),
      folder: target.folder,
      timeoutMs,
      signal: giveUp === undefined ? signal : AbortSignal.any([signal, giveUp]),
      onLine,
      outputBytes: OUTPUT_BYTES,
      keep: 'end',
    });
    signal.throwIfAborted();
    const seen = commandSeen(target, words, ran.ended === 'cancelled' ? { ...ran, ended: 'timeout' } : ran);
    const lack = lackOf({ ...ran, argv: seen.command }, caller);
    return lack === undefined ? { seen } : { seen, lack };
  }

  return {
    async engine(signal) {
      // Asked side by side: a mute daemon costs one waiting time, not three.
      const asked = new AbortController();
      const either = AbortSignal.any([signal, asked.signal]);
      const words = ['version', '--format', '{{json .}}'];
      // Docker ends well and has said nothing: seen on a machine with too much to do, and no verdict on its engine.
      const version = ask(words, either)
        .then((ran) => (ran.exitCode === 0 && ran.stdout.trim() === '' ? ask(words, either) : ran))
        .then((ran) => engineVersion(ran, caller));
      const compose = ask(['compose', 'version', '--short'], either);
      const endpoint = ask(['context', 'inspect', '--format', '{{json .Endpoints.docker.Host}}'], either);
      // Together, so that one that fails while another is waited for is not a failure that nobody hears.
      const all = Promise.allSettled([version, compose, endpoint]);
      try {
        const docker = await version;
        return {
          docker,
          compose: await composeVersion(compose, environment, either),
          publishedAt: await hostOf(endpoint),
        };
      } finally {
        asked.abort();
        await all;
      }
    },

    async stacks(signal) {
      const words = ['ps', '--all', '--no-trunc', '--filter', 'label=com.docker.compose.project'];
      const ran = await ask([...words, '--format', FOUND_TEMPLATE], signal);
      const rows = expected(ifItAnswered(ran, readFound), ran);
      const found = new Map<string, StackFound>();
      for (const row of rows) {
        if (row.oneOff.toLowerCase() === 'true') continue;
        const key = JSON.stringify([row.project, row.folder]);
        const before = found.get(key) ?? {
          name: row.project,
          folder: row.folder,
          running: 0,
          containers: 0,
          services: [],
        };
        const running = before.running + (row.state === 'running' ? 1 : 0);
        const services = [...new Set([...before.services, row.service])];
        found.set(key, { ...before, running, containers: before.containers + 1, services });
      }
      return [...found.values()];
    },

    async containers(target, signal) {
      // By name alone: whether the files can be read has nothing to do with what runs.
      const words = ['ps', '--all', '--format', 'json'];
      const ran = await ask(['compose', '--project-name', target.name, ...words], signal);
      if (ran.exitCode !== 0 && /unknown (?:shorthand )?flag|unknown command/.test(ran.stderr)) {
        throw new Blocked(composeOutdated('here', ran));
      }
      const ids = expected(ran.exitCode === 0 ? readPs(ran.stdout) : undefined, ran);
      return { ps: commandSeen(target, words, ran), containers: await inspect(ids, signal) };
    },

    inspect,

    async networks(project, signal) {
      const listed = await ask(
        ['network', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project}`],
        signal,
      );
      const ids = wordsOf(expected(ifItAnswered(listed, itself), listed));
      if (ids.length === 0) return [];
      const ran = await ask(['network', 'inspect', ...ids], signal);
      return byName(expected(readNetworks(ran.stdout), ran));
    },

    async volumes(project, named, signal) {
      const listed = await ask(
        ['volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project}`],
        signal,
      );
      const names = [...new Set([...wordsOf(expected(ifItAnswered(listed, itself), listed)), ...named])];
      if (names.length === 0) return [];
      // A name that is not there makes the command fail and leaves the others in its answer.
      const ran = await ask(['volume', 'inspect', ...names], signal);
      return byName(expected(readVolumes(ran.stdout), ran));
    },

    async configHashes(target, signal) {
      // Since 2.26 `config --hash` counts the name of an env file and `up` what it holds: resolved first, both count the same.
      const { folder } = target;
      const resolved = await ask([...composeWords(target), 'config'], signal, { folder });
      if (resolved.exitCode !== 0) return undefined;
      const words = [...composeWords({ ...target, files: ['-'] }), 'config', '--hash', '*'];
      const ran = await ask(words, signal, { folder, input: resolved.stdout });
      return ran.exitCode === 0 ? readHashes(ran.stdout) : undefined;
    },

    async logs(id, lines, signal) {
      const ran = await ask(['logs', '--timestamps', '--tail', String(lines), id], signal, { outputBytes: LOG_BYTES });
      // A container that is gone, or a driver that keeps no log: then there are no lines.
      return ran.exitCode === 0 ? inOrderOfTime([ran.stdout, ran.stderr]) : [];
    },

    async image(id, signal) {
      const ran = await ask(['image', 'inspect', id], signal);
      return ran.exitCode === 0 ? expected(readImage(ran.stdout), ran) : undefined;
    },

    async fileIn(id, path, signal) {
      const ran = await ask(['cp', `${id}:${path}`, '-'], signal, { outputBytes: FILE_BYTES });
      if (ran.exitCode !== 0)
        return /Could not find the file|no such file or directory/i.test(ran.stderr) ? null : undefined;
      return ran.shortened ? undefined : fileInArchive(ran.stdout);
    },

    async listening(id, signal) {
      const ran = await ask(['exec', id, 'cat', '/proc/net/tcp', '/proc/net/tcp6'], signal);
      // Without IPv6 the second file is missing: `cat` fails, and what it read of the first still counts.
      if (!ran.stdout.includes('local_address')) return undefined;
      return listeningSockets(ran.stdout).map(({ address, port }) => ({ address, port }));
    },

    up: (target, how, commandOptions) =>
      command(target, how === 'build' ? ['up', '--detach', '--build'] : ['up', '--detach'], commandOptions),

    down: (target, commandOptions) => command(target, ['down'], commandOptions),

    restart: (target, services, commandOptions) => command(target, ['restart', ...services], commandOptions),

    async events(project, onChange, signal) {
      await runProgram({
        argv: [
          'docker',
          'events',
          // An end of its own: were this process killed outright, nobody would be left to end it.
          '--until',
          String(Math.ceil((Date.now() + EVENTS_MS) / 1000)),
          '--filter',
          `label=com.docker.compose.project=${project}`,
          ...STATE_EVENTS.flatMap((event) => ['--filter', `event=${event}`]),
          '--format',
          '{{.Action}}',
        ],
        environment,
        timeoutMs: EVENTS_MS,
        signal,
        onLine: onChange,
        outputBytes: 1_024,
      });
    },

    pipe: (container, argv, timeoutMs, signal) =>
      openPipe({ argv: ['docker', 'exec', '--interactive', container, ...argv], environment, timeoutMs, signal }),

    async followLogs(target, lines, onLine, signal) {
      const words = ['logs', '--no-color', '--follow', '--tail', String(lines)];
      const ran = await runProgram({
        argv: ['docker', 'compose', '--project-name', target.name, ...words],
        environment,
        timeoutMs: LONGEST_TIMER_MS,
        signal,
        onLine,
        outputBytes: 4_096,
        keep: 'end',
      });
      const lack = signal.aborted ? undefined : lackOf(ran, caller);
      if (lack !== undefined) throw new Blocked(lack);
      return commandSeen(target, words, ran);
    },

    async publishers(port, signal) {
      const ran = await ask(['ps', '--filter', `publish=${port}/tcp`, '--format', PUBLISHER_TEMPLATE], signal);
      return expected(ifItAnswered(ran, readPublishers), ran);
    },
  };

  async function inspect(ids: readonly string[], signal: AbortSignal) {
    if (ids.length === 0) return [];
    // A container that is gone makes the command fail and leaves the others in its answer.
    const ran = await ask(['inspect', '--type', 'container', ...ids], signal);
    return expected(readContainers(ran.stdout), ran);
  }
}

/** The longest time that Node's timers can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function engineVersion(ran: Ran, caller: CallerFacts): string {
  const version = readVersion(ran.stdout);
  if (version !== undefined && version !== null) return stripControls(version);
  throw new Blocked(lackOf({ ...ran, exitCode: ran.exitCode === 0 ? 1 : ran.exitCode }, caller) ?? unreadable(ran));
}

async function composeVersion(
  asked: Promise<Ran>,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const ran = await asked;
  const version = ran.exitCode === 0 ? readComposeVersion(ran.stdout) : undefined;
  if (version === undefined) {
    if (ran.exitCode === 0) throw new Blocked(unreadable(ran));
    throw new Blocked(composeMissing(ran, await standaloneVersion(environment, signal)));
  }
  if (Number.parseInt(version, 10) < OLDEST_COMPOSE_MAJOR) throw new Blocked(composeOutdated(version, ran));
  return version;
}

/** What a separate `docker-compose` on PATH says of itself: `1.29.2`. */
async function standaloneVersion(
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ran = await runProgram({
    argv: ['docker-compose', '--version'],
    environment,
    timeoutMs: QUESTION_MS,
    signal,
    outputBytes: 4_096,
  });
  return ran.exitCode === 0 ? /\bv?(\d+\.\d+\.\d+)/.exec(ran.stdout)?.[1] : undefined;
}

/** Ports that are published on all addresses of a far engine are reached at that engine's host. */
async function hostOf(asked: Promise<Ran>): Promise<string> {
  const endpoint = readEndpoint((await asked).stdout.trim());
  const far = endpoint === undefined ? null : /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(endpoint);
  return far?.[1] ?? '127.0.0.1';
}

function composeWords(target: StackTarget): readonly string[] {
  return [
    'compose',
    '--ansi',
    'never',
    '--project-name',
    target.name,
    '--project-directory',
    target.folder,
    ...target.files.flatMap((file) => ['--file', file]),
  ];
}

/** A command as the learner would type it in that folder: the very same thing happens. */
function commandSeen(target: StackTarget, words: readonly string[], ran: Ran): CommandSeen {
  return {
    command: ['docker', 'compose', ...(target.naming === 'own' ? [] : ['-p', target.name]), ...words],
    exitCode: ran.exitCode,
    output: said(ran).trimEnd(),
    ended: ran.ended === 'not-started' ? 'by-itself' : ran.ended,
  };
}

/** What a list says; a command that failed says nothing, not that nothing is there. */
function ifItAnswered<Answer>(ran: Ran, read: (text: string) => Answer | undefined): Answer | undefined {
  return ran.exitCode === 0 ? read(ran.stdout) : undefined;
}

function itself(text: string): string {
  return text;
}

function expected<Answer>(answer: Answer | undefined, ran: Ran): Answer {
  if (answer === undefined) throw new Blocked(unreadable(ran) satisfies Lack);
  return answer;
}

/** Lines that begin with the engine's RFC 3339 time, from both streams, oldest first, without that time. */
function inOrderOfTime(streams: readonly string[]): readonly string[] {
  return streams
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      return { time: line.slice(0, space), text: stripControls(line.slice(space + 1)).trimEnd() };
    })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map((line) => line.text);
}

function byName<Named extends { readonly name: string }>(things: readonly Named[]): readonly Named[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

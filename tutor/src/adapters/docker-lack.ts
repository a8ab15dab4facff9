import type { Evidence } from '../core/evidence.ts';
import { EVIDENCE_UNITS } from '../core/evidence.ts';
import type { Lack, LackRule } from '../core/lack.ts';
import { cut, stripControls } from '../core/text.ts';
import type { Ran } from './process.ts';

/** What is known of the caller's side when Docker fails: it decides what to advise. */
export type CallerFacts = {
  readonly platform: NodeJS.Platform;
  readonly dockerHost?: string | undefined;
  readonly dockerContext?: string | undefined;
};

/** What the machine lacks, as the way a Docker command failed tells; undefined where the failure is not the machine's. */
export function lackOf(ran: Ran, caller: CallerFacts): Lack | undefined {
  if (ran.ended === 'not-started') return ran.startError === 'FOLDER' ? undefined : cliMissing(ran);
  // What a build printed on its way to success is the learner's text.
  if (ran.exitCode === 0) return undefined;
  const text = said(ran);
  const rule = ENGINE_TEXTS.find(([, pattern]) => pattern.test(text))?.[0];
  if (rule !== undefined) return engineLack(rule, caller, ran);
  return ran.ended === 'by-itself' ? materialLack(text, ran) : undefined;
}

/** The lack of a daemon that took the connection and did not answer in time. */
export function muteDaemon(ran: Ran, afterMs: number): Lack {
  return {
    rule: 'docker-timeout',
    title: `the Docker engine accepts connections and does not answer within ${Math.round(afterMs / 1000)} s`,
    help: 'restart Docker, then run this again',
    evidence: [evidenceOf(ran)],
  };
}

/** The lack of an engine whose answer is no answer of Docker's. */
export function unreadable(ran: Ran): Lack {
  return {
    rule: 'docker-daemon-unreachable',
    title: `\`${spoken(ran.argv)}\` answered something that cannot be read`,
    help: 'run `docker version` to see what answers in the place of a Docker engine',
    evidence: [evidenceOf(ran)],
  };
}

/** Compose is not there as a plugin; `standalone` is what an old `docker-compose` on PATH calls itself. */
export function composeMissing(ran: Ran, standalone: string | undefined): Lack {
  return {
    rule: 'compose-plugin-missing',
    title:
      standalone === undefined
        ? '`docker` has no `compose` command: the Compose plugin is not installed'
        : `\`docker\` has no \`compose\` command; the separate \`docker-compose\` ${standalone} does not take its place`,
    help: 'install the package docker-compose-plugin, or Docker Desktop, which brings it',
    evidence: [evidenceOf(ran)],
  };
}

/** Compose is older than the tutor can ask. */
export function composeOutdated(version: string, ran: Ran): Lack {
  return {
    rule: 'compose-outdated',
    title: `Compose ${version} is too old: it cannot list containers as JSON`,
    help: 'update Compose to version 2.20 or later',
    evidence: [evidenceOf(ran)],
  };
}

/** What was run and what it said, bounded and safe to show. */
export function evidenceOf(ran: Ran): Evidence {
  return { kind: 'command', command: ran.argv, exitCode: ran.exitCode, output: cut(said(ran).trim(), EVIDENCE_UNITS) };
}

/** What a command said, errors last, control sequences stripped. */
export function said(ran: Ran): string {
  return stripControls([ran.stdout, ran.stderr].filter((text) => text.trim() !== '').join('\n'));
}

type EngineLack = Extract<
  LackRule,
  'docker-context-unknown' | 'docker-host-invalid' | 'docker-permission-denied' | 'docker-daemon-unreachable'
>;

/** Texts of Docker CLI 20.10 and 28, most special first. */
const ENGINE_TEXTS: readonly (readonly [EngineLack, RegExp])[] = [
  [
    'docker-context-unknown',
    /context "[^"]*"(?: does not exist|: context not found)|current context "[^"]*" is not found/,
  ],
  [
    'docker-host-invalid',
    /unable to parse docker host|invalid bind address format|unable to resolve docker endpoint: parse /,
  ],
  ['docker-host-invalid', /error during connect: .*(?:lookup \S+.*: no such host|Could not resolve hostname)/s],
  ['docker-host-invalid', /no connection helper|protocol not available|unable to resolve docker endpoint: invalid/],
  [
    'docker-permission-denied',
    /permission denied while trying to connect to the Docker|dial unix \S+: connect: permission denied/i,
  ],
  ['docker-daemon-unreachable', /Cannot connect to the Docker daemon|Is the docker daemon running/i],
  ['docker-daemon-unreachable', /error during connect: /],
  [
    'docker-daemon-unreachable',
    /request returned [\w ]+ for API route and version|malformed HTTP (?:response|status code|version)/,
  ],
  [
    'docker-daemon-unreachable',
    /docker daemon is not running|dockerDesktopLinuxEngine|dial unix \S+: connect: (?:no such file|connection refused)/,
  ],
];

function engineLack(rule: EngineLack, caller: CallerFacts, ran: Ran): Lack {
  return { rule, ...engineWords(rule, caller, said(ran)), evidence: [evidenceOf(ran)] };
}

function engineWords(rule: EngineLack, caller: CallerFacts, text: string): Pick<Lack, 'title' | 'help'> {
  switch (rule) {
    case 'docker-context-unknown': {
      const name = /context "([^"]*)"/.exec(text)?.[1] ?? caller.dockerContext ?? '';
      return {
        title: `Docker is told to use the context \`${name}\`, which does not exist`,
        help:
          caller.dockerContext === undefined
            ? 'run `docker context use default`'
            : 'take the variable DOCKER_CONTEXT away, or set it to a name that `docker context ls` shows',
      };
    }
    case 'docker-host-invalid':
      return {
        title:
          caller.dockerHost === undefined
            ? "the address of Docker's engine leads nowhere"
            : `DOCKER_HOST is \`${caller.dockerHost}\`, which leads to no Docker engine`,
        help:
          caller.dockerHost === undefined
            ? 'run `docker context ls` and choose an address that exists'
            : 'take the variable DOCKER_HOST away, or set it to an address such as unix:///var/run/docker.sock',
      };
    case 'docker-permission-denied':
      return {
        title: 'this account may not use the Docker engine',
        help: 'run `sudo usermod -aG docker $USER`, then log out and in again',
      };
    case 'docker-daemon-unreachable':
      return { title: unreachableTitle(text, caller), help: unreachableHelp(caller) };
  }
}

function unreachableTitle(text: string, caller: CallerFacts): string {
  if (/malformed HTTP|request returned/.test(text))
    return "what answers at Docker's address is no working Docker engine";
  return caller.dockerHost === undefined
    ? 'Docker is installed, and its engine does not run'
    : `no Docker engine answers at \`${caller.dockerHost}\`, where DOCKER_HOST points`;
}

function unreachableHelp(caller: CallerFacts): string {
  if (caller.dockerHost !== undefined) return 'start that engine, or take the variable DOCKER_HOST away';
  return caller.platform === 'linux'
    ? 'start Docker Desktop, or run `sudo systemctl start docker`'
    : 'start Docker Desktop and wait until it says that the engine runs';
}

function cliMissing(ran: Ran): Lack {
  return {
    rule: 'docker-cli-missing',
    title:
      ran.startError === 'EACCES'
        ? '`docker` is on PATH and may not be run'
        : '`docker` is not installed, or not on PATH',
    help: 'install Docker Desktop or Docker Engine, then open a new terminal',
    evidence: [evidenceOf(ran)],
  };
}

/** Host names of Docker Hub: where one of these does not answer, no image name of the learner's is to blame. */
const HUB = /(?:registry-1|auth|index|production\.cloudflare|registry)\.docker\.(?:io|com)|docker-images-prod/;
const NO_WAY =
  /dial tcp|no such host|i\/o timeout|TLS handshake timeout|network is unreachable|connection refused|connection reset|server misbehaving|Client\.Timeout exceeded|context deadline exceeded/;

/** Disk and registry: what `up` needs of the machine beside the engine. */
function materialLack(text: string, ran: Ran): Lack | undefined {
  if (/no space left on device/i.test(text)) {
    return {
      rule: 'disk-full',
      title: 'the disk that Docker keeps its images and volumes on is full',
      help: 'see what takes the room with `docker system df`, then free some with `docker system prune`',
      evidence: [evidenceOf(ran)],
    };
  }
  if (/toomanyrequests|You have reached your (?:unauthenticated )?pull rate limit|429 Too Many Requests/i.test(text)) {
    return {
      rule: 'registry-rate-limited',
      title: 'Docker Hub gives no more images to this address for now',
      help: 'run `docker login`, or wait until the limit is over',
      evidence: [evidenceOf(ran)],
    };
  }
  const line = text.split('\n').find((one) => HUB.test(one) && NO_WAY.test(one));
  if (line === undefined) return undefined;
  return {
    rule: 'registry-unreachable',
    title: 'Docker Hub cannot be reached from this machine',
    help: 'check the network connection and the proxy that Docker uses, then run this again',
    evidence: [
      { kind: 'command', command: ran.argv, exitCode: ran.exitCode, output: cut(line.trim(), EVIDENCE_UNITS) },
    ],
  };
}

function spoken(argv: readonly string[]): string {
  return cut(argv.slice(0, 3).join(' '), 60);
}

import { Blocked, type Lack } from '../core/lack.ts';
import type { CommandSeen, ContainerSeen, Observation, PortHolder, StackLeft, StackSeen } from '../core/observation.ts';
import { askDatabase } from './ask-database.ts';
import { guardAgainstEndlessUp } from './endless-up.ts';
import type { CommandOptions, CommandOutcome, EngineVersions, ObservePorts, StackTarget } from './ports.ts';
import { prove } from './prove.ts';
import { type ObserveRequest, UP_WITHIN_MS, type Wish } from './request.ts';
import { takenPorts } from './taken-ports.ts';
import { type Waited, waitUntilReady } from './wait-until-ready.ts';
import { webImageOf } from './web-image.ts';
import { type StackChoice, whichStack } from './which-stack.ts';

const LOG_LINES = 200;
const DOWN_WITHIN_MS = 120_000;

/**
 * Looks at the learner's stack once: which it is, what runs, what the page and the database say; before that `up`, after
 * that the proof and `down`, where they are wished for. What the machine could not answer is part of the observation.
 * Rejects with the signal's reason when aborted; nothing that it started runs then.
 */
export async function observe(ports: ObservePorts, request: ObserveRequest): Promise<Observation> {
  try {
    const versions = await ports.docker.engine(request.signal);
    return await observeWith(ports, request, versions);
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof Blocked) return { engine: 'absent', lack: error.lack };
    throw error;
  }
}

async function observeWith(
  ports: ObservePorts,
  request: ObserveRequest,
  versions: EngineVersions,
): Promise<Observation> {
  const choice = whichStack(await ports.docker.stacks(request.signal), request);
  const up = wishes(request, 'up') ? await bringUp(ports, request, choice.target) : undefined;
  const isThere = choice.foundBy !== 'nothing' || up !== undefined;
  const seen = isThere
    ? await lookAt(ports, request, versions, choice, up)
    : await nothingThere(ports, request, choice);
  const proof =
    wishes(request, 'prove') && seen.containers.length > 0
      ? await prove(ports, request, choice.target, seen.containers)
      : undefined;
  const down = wishes(request, 'down') ? await takeDown(ports, request, choice.target) : undefined;
  const stack: StackSeen = {
    ...seen,
    ...(proof === undefined ? {} : { proof }),
    ...(down === undefined ? {} : { down }),
  };
  const { docker, compose } = versions;
  if (down === undefined) return { engine: 'observed', docker, compose, stack };
  return { engine: 'observed', docker, compose, stack, afterDown: await whatIsLeft(ports, request, choice.target) };
}

function wishes(request: ObserveRequest, wish: Wish): boolean {
  return request.wishes.includes(wish);
}

/** Nothing of the project runs, and few questions tell so. */
async function nothingThere(ports: ObservePorts, request: ObserveRequest, choice: StackChoice): Promise<StackSeen> {
  const { name } = choice.target;
  const [networks, volumes] = await Promise.all([
    ports.docker.networks(name, request.signal),
    ports.docker.volumes(name, externalVolumes(request), request.signal),
  ]);
  return { project: name, foundBy: 'nothing', containers: [], networks, volumes, logs: {}, portHolders: [] };
}

async function bringUp(ports: ObservePorts, request: ObserveRequest, target: StackTarget): Promise<CommandOutcome> {
  request.onProgress?.('building and starting the stack');
  const guard = guardAgainstEndlessUp(ports, request, target);
  const options = commandOptions(request, request.upWithinMs ?? UP_WITHIN_MS);
  try {
    const outcome = await ports.docker.up(target, 'build', { ...options, giveUp: guard.giveUp });
    if (outcome.lack !== undefined && isOfEngine(outcome.lack)) throw new Blocked(outcome.lack);
    return outcome;
  } finally {
    await guard.dismiss();
  }
}

/** Without an engine nothing can be looked at; a full disk or a silent registry leaves a stack to look at. */
function isOfEngine(lack: Lack): boolean {
  return lack.rule !== 'disk-full' && lack.rule !== 'registry-unreachable' && lack.rule !== 'registry-rate-limited';
}

async function lookAt(
  ports: ObservePorts,
  request: ObserveRequest,
  versions: EngineVersions,
  choice: StackChoice,
  up: CommandOutcome | undefined,
): Promise<StackSeen> {
  const { docker } = ports;
  const { target } = choice;
  const { signal } = request;
  const before = await docker.containers(target, signal);
  const hasFailed = up !== undefined && up.seen.exitCode !== 0;
  const waited = await waitUntilReady(ports, request, {
    target,
    containers: before.containers,
    publishedAt: versions.publishedAt,
    patience: hasFailed ? 'one look' : 'until ready',
  });
  const [listed, networks, volumes, hashes] = await Promise.all([
    docker.containers(target, signal),
    docker.networks(target.name, signal),
    docker.volumes(target.name, externalVolumes(request), signal),
    docker.configHashes(target, signal),
  ]);
  const containers = leftOversMarked(listed.containers, request).map((one) => withListeners(one, waited));
  const [logs, database, portHolders, webImage] = await Promise.all([
    logsOf(ports, request, containers),
    askDatabase(ports, request, containers),
    holdersOf(ports, request, containers, up?.seen),
    // What `up` has just built holds what the files say.
    up?.seen.exitCode === 0 ? undefined : webImageOf(ports, request, containers),
  ]);
  return {
    project: target.name,
    foundBy: containers.length === 0 ? 'nothing' : choice.foundBy === 'nothing' ? 'name' : choice.foundBy,
    containers,
    networks,
    volumes,
    ps: listed.ps,
    ...(up === undefined ? {} : { up: up.seen }),
    ...(up?.lack === undefined ? {} : { lack: up.lack }),
    waited: waited.waited,
    ...(hashes === undefined ? {} : { configHashes: hashes }),
    ...(webImage === undefined ? {} : { webImage }),
    logs,
    ...(waited.page === undefined ? {} : { page: waited.page }),
    ...(request.pageText === undefined ? {} : { pageText: request.pageText }),
    ...(database === undefined ? {} : { database }),
    portHolders,
  };
}

function withListeners(container: ContainerSeen, waited: Waited): ContainerSeen {
  const listens = waited.listens.get(container.service);
  return listens === undefined || container.oneOff ? container : { ...container, listens };
}

/** Compose knows a container by its label, though the service has been taken out of the file since. */
function leftOversMarked(containers: readonly ContainerSeen[], { project }: ObserveRequest): readonly ContainerSeen[] {
  if (project === undefined) return containers;
  const services = new Set(project.services.map((service) => service.name));
  return containers.map((one) => (one.oneOff || services.has(one.service) ? one : { ...one, leftOver: true }));
}

async function logsOf(
  ports: ObservePorts,
  request: ObserveRequest,
  containers: readonly ContainerSeen[],
): Promise<StackSeen['logs']> {
  // A container that was never started has said nothing.
  const started = containers.filter((one) => !one.oneOff && one.state !== 'created');
  const texts = await Promise.all(started.map((one) => ports.docker.logs(one.id, LOG_LINES, request.signal)));
  const logs: Record<string, string[]> = {};
  for (const [at, one] of started.entries()) {
    const lines = logs[one.service] ?? [];
    lines.push(...(texts[at] ?? []));
    logs[one.service] = lines;
  }
  return logs;
}

/** Whoever holds a port that could not be taken: looked for now, since it may be free again. */
async function holdersOf(
  ports: ObservePorts,
  request: ObserveRequest,
  containers: readonly ContainerSeen[],
  up: CommandSeen | undefined,
): Promise<readonly PortHolder[]> {
  const stopped = containers.filter((one) => one.state !== 'running').map((one) => one.error);
  const taken = takenPorts([...stopped, up === undefined || up.exitCode === 0 ? '' : up.output]);
  return Promise.all(taken.map(async (port) => ({ port, holder: await ports.holders.holder(port, request.signal) })));
}

async function takeDown(ports: ObservePorts, request: ObserveRequest, target: StackTarget): Promise<CommandSeen> {
  request.onProgress?.('taking the stack down');
  const options = commandOptions(request, DOWN_WITHIN_MS);
  let outcome = await ports.docker.down(target, options);
  // Files that Compose refuses must not keep a stack running: by its name alone it can be taken down too.
  if (outcome.seen.exitCode !== 0 && outcome.lack === undefined && target.files.length > 0) {
    outcome = await ports.docker.down({ ...target, naming: 'other', files: [] }, options);
  }
  if (outcome.lack !== undefined) throw new Blocked(outcome.lack);
  return outcome.seen;
}

async function whatIsLeft(ports: ObservePorts, request: ObserveRequest, target: StackTarget): Promise<StackLeft> {
  const { docker } = ports;
  const [listed, networks, volumes] = await Promise.all([
    docker.containers(target, request.signal),
    docker.networks(target.name, request.signal),
    docker.volumes(target.name, externalVolumes(request), request.signal),
  ]);
  return { project: target.name, containers: leftOversMarked(listed.containers, request), networks, volumes };
}

/** Volumes that Compose did not make and that therefore carry no label of the project. */
function externalVolumes(request: ObserveRequest): readonly string[] {
  const names: string[] = [];
  for (const volume of request.project?.volumes ?? []) {
    if (!volume.external) continue;
    const real = volume.realName?.value;
    names.push(typeof real === 'string' ? real : volume.name);
  }
  return names;
}

function commandOptions(request: ObserveRequest, timeoutMs: number): CommandOptions {
  return { timeoutMs, signal: request.signal, onLine: request.onOutput ?? ignoreLine };
}

function ignoreLine(): void {
  return;
}

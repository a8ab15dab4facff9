import { livePorts } from '../adapters/live-ports.ts';
import { Blocked } from '../core/lack.ts';
import type { Observation } from '../core/observation.ts';
import type { StackPicture } from '../core/result.ts';
import { factsOf } from '../forecast/facts.ts';
import { pictureOf } from '../forecast/picture.ts';
import { bell } from '../observe/bell.ts';
import type { StackTarget } from '../observe/ports.ts';
import { whichStack } from '../observe/which-stack.ts';
import type { Project } from '../project/project.ts';
import type { World } from './command.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Docker tells of one container's start in several events. */
const SETTLE_MS = 80;
/** A stream of events ends by itself at times; where the engine went away it is asked for again this often. */
const AGAIN_MS = 5_000;
/** As long as no event stream is waited for. */
const REST_MS = 2 ** 30;

/** What is seen of the stack: its picture, or that nobody can be asked. */
export type StackNews = { readonly kind: 'seen'; readonly picture: StackPicture } | { readonly kind: 'gone' };

/** Tells how the learner's stack stands, at once and whenever Docker says that a container changed, until aborted. */
export async function followStack(
  read: () => Project,
  folder: ProjectFolder,
  world: World,
  onNews: (news: StackNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const { docker, clock } = livePorts(world.host);

  const targetOf = async (project: Project): Promise<StackTarget> => {
    const { name, files } = project.compose;
    const request = { name, folder: folder.path, alsoKnownAs: [folder.realPath], files };
    const stacks = await docker.stacks(signal);
    return whichStack(stacks, { ...request, roles: {}, wishes: [], signal }).target;
  };

  const picture = async (): Promise<StackPicture> => {
    const project = read();
    const target = await targetOf(project);
    const [listed, networks, volumes] = await Promise.all([
      docker.containers(target, signal),
      docker.networks(target.name, signal),
      docker.volumes(target.name, [], signal),
    ]);
    const { containers } = listed;
    const stack = { project: target.name, containers, networks, volumes, logs: {}, portHolders: [] };
    const observed: Observation = { engine: 'observed', docker: '', compose: '', stack };
    return pictureOf(project, factsOf(project), observed);
  };

  const followOnce = async (): Promise<void> => {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    const rung = bell(clock, both);
    const target = await targetOf(read());
    const stream = docker.events(target.name, () => rung.ring(), both).finally(() => ended.abort());
    try {
      while (!both.aborted) {
        onNews({ kind: 'seen', picture: await picture() });
        await rung.rest(REST_MS);
        await clock.sleep(SETTLE_MS, both);
      }
    } finally {
      ended.abort();
      await stream;
    }
  };

  while (!signal.aborted) {
    try {
      await followOnce();
      // The stream ended: by its own time, or with the engine.
      if (!signal.aborted) await docker.engine(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Blocked)) throw error;
      onNews({ kind: 'gone' });
      await clock.sleep(AGAIN_MS, signal);
    }
  }
}

import { systemClock } from '../adapters/clock.ts';
import { saySetAside } from '../adapters/host.ts';
import { livePorts } from '../adapters/live-ports.ts';
import { digestOf } from '../adapters/state.ts';
import type { RunEvent } from '../core/events.ts';
import type { Observation, StackSeen } from '../core/observation.ts';
import { ownContainers } from '../core/observed-stack.ts';
import type { Chapter } from '../core/step.ts';
import { askableSignIn } from '../forecast/askable.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';
import { isOutOfDate } from '../forecast/seen/out-of-date.ts';
import { watchedFiles } from '../forecast/watched.ts';
import { webFiles } from '../forecast/web-files.ts';
import { observe } from '../observe/observe.ts';
import type { Wish } from '../observe/request.ts';
import { CannotTell, type World } from './command.ts';
import { memoryOf } from './memory.ts';
import type { ProjectFolder } from './project-folder.ts';

/** How the stack is to be observed. */
export type Observing = {
  readonly folder: ProjectFolder;
  readonly chapter: Chapter;
  readonly wishes: { readonly up: boolean; readonly down: boolean; readonly prove: boolean };
  readonly timeoutMs: number;
  readonly engine: 'auto' | 'required';
  /** `none`: what `deploy` sees is not remembered. Default `project`. */
  readonly memory?: 'project' | 'none';
  readonly world: World;
};

/** Wires the adapters to the observer, and remembers what `deploy` saw. */
export function observing(how: Observing): (context: Context, emit: (event: RunEvent) => void) => Promise<Observation> {
  return async (context, emit) => {
    const { world, folder } = how;
    const aside = saySetAside(world.host.setAside);
    if (aside !== undefined) world.err(`${aside}\n`);
    const observed = await observe(livePorts(world.host), requestOf(how, context, emit));
    if (observed.engine === 'absent' && how.engine === 'required')
      throw new CannotTell(`${sentence(observed.lack.title)}.`, `${sentence(observed.lack.help)}.`);
    return observed.engine === 'observed' ? remembering(observed, context, how, folder) : observed;
  };
}

function requestOf(how: Observing, context: Context, emit: (event: RunEvent) => void): Parameters<typeof observe>[1] {
  const { folder, wishes, world } = how;
  const { project, facts } = context;
  const web = serviceOf(facts.roles.web)?.name;
  const db = serviceOf(facts.roles.db)?.name;
  const signIn = askableSignIn(facts.signIn);
  const wanted: readonly Wish[] = (['up', 'prove', 'down'] as const).filter((wish) => wishes[wish]);
  return {
    name: project.compose.name,
    folder: folder.path,
    alsoKnownAs: [folder.realPath],
    files: project.compose.files,
    ...(project.compose.refused ? {} : { project: project.view }),
    roles: { ...(web === undefined ? {} : { web }), ...(db === undefined ? {} : { db }) },
    ...(signIn === undefined ? {} : { signIn }),
    webFiles: webFiles(facts),
    pageText: pageText(how.chapter),
    // What Compose refuses cannot be brought up: the files say why, better than its message would.
    wishes: project.compose.refused ? wanted.filter((wish) => wish === 'down') : wanted,
    readyWithinMs: how.timeoutMs,
    onProgress: (message, service) =>
      emit({ kind: 'progress', message, ...(service === undefined ? {} : { service }) }),
    onOutput: (line) => emit({ kind: 'output', line }),
    signal: world.signal,
  };
}

/** The words that the chapter's page says when all is well, from its own step. */
function pageText(chapter: Chapter): string {
  const wanted = chapter.steps.flatMap((step) => step.checks).find((check) => check.word === 'page-answers')
    ?.with.contains;
  return typeof wanted === 'string' ? wanted : '';
}

/** Adds what `deploy` saw earlier for these very files; remembers it when it passes now. `CI` neither reads nor writes it. */
function remembering(
  observed: Extract<Observation, { engine: 'observed' }>,
  context: Context,
  how: Observing,
  folder: ProjectFolder,
): Observation {
  if (how.world.host.terminal.ci === 'yes' || how.memory === 'none') return observed;
  const memory = memoryOf(folder, how.world);
  const digest = digestOfFiles(context);
  if (isWell(observed.stack, how.chapter) && !isOutOfDate({ ...context, observed }, observed.stack)) {
    const passedAt = new Date(systemClock.now()).toISOString();
    memory.update((before) => ({ ...before, deploy: { passedAt, digest } }));
    return { ...observed, stack: { ...observed.stack, remembered: { deployPassedAt: passedAt } } };
  }
  const { deploy } = memory.read();
  if (deploy?.digest !== digest) return observed;
  return { ...observed, stack: { ...observed.stack, remembered: { deployPassedAt: deploy.passedAt } } };
}

function isWell(stack: StackSeen, chapter: Chapter): boolean {
  const { page } = stack;
  return (
    ownContainers(stack).length > 0 &&
    page?.outcome === 'answered' &&
    page.status === 200 &&
    page.ofProject &&
    (page.body ?? '').includes(pageText(chapter))
  );
}

function digestOfFiles(context: Context): string {
  const texts = watchedFiles(context).flatMap((path): readonly (readonly [string, string])[] => {
    const read = context.project.files.read(path);
    return read.kind === 'text' ? [[path, read.text]] : [];
  });
  return digestOf(new Map(texts));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

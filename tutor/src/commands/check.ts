import { relative } from 'node:path';
import type { RunEvent } from '../core/events.ts';
import type { Result } from '../core/result.ts';
import type { Chapter } from '../core/step.ts';
import { CHAPTER_OPTION, chosenChapter, stepNamed } from './chapter-option.ts';
import { type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { ENGINE_OPTIONS, type EngineWish, engineWish, timeoutMs } from './engine-options.ts';
import { type AskedFormat, askedFormats, tell } from './formats.ts';
import { type Look, lookAt, readFolder } from './look.ts';
import { DIR_OPTION, type ProjectFolder, projectFolder } from './project-folder.ts';
import { watchAndCheck } from './watch.ts';

export const command: Command = {
  name: 'check',
  order: 2,
  summary: 'check the steps, and say what to mend first',
  arguments: '[STEP…]',
  takes: { least: 0, most: 20 },
  about: `Judges the named steps and the file steps that they need; without a name, all of them.
Steps up to \`volume\` are judged from the files alone. \`deploy\` and \`teardown\` are judged by
asking Docker Compose, the page and the database; nothing is started unless you say --up.
With --watch and --format unix each round stands between the lines \`compose-tutor: checking\` and
\`compose-tutor: checked\`, for an editor: the starter brings a task for VS Code that reads them.`,
  options: {
    ...DIR_OPTION,
    ...ENGINE_OPTIONS,
    up: { type: 'boolean', says: 'build and start the stack first' },
    down: { type: 'boolean', says: 'take the stack down after (volumes stay)' },
    prove: { type: 'boolean', says: 'prove that data survives: write a row, down, up, read it' },
    watch: { type: 'boolean', says: 'check again whenever a file is saved' },
    format: {
      type: 'string',
      multiple: true,
      value: 'NAME[:FILE]',
      says: 'pretty (default), json, junit, github, unix; repeatable',
    },
    ...CHAPTER_OPTION,
  },
  run: check,
};

async function check(invocation: Invocation): Promise<number> {
  const { options, world } = invocation;
  const chapter = await chosenChapter(options, world);
  const asked: Asked = {
    chapter,
    steps: invocation.positionals.map((id) => stepNamed(chapter, id).id),
    folder: projectFolder(options, world),
    engine: engineWish(options),
    up: options.flag('up'),
    down: options.flag('down'),
    prove: options.flag('prove'),
    timeoutMs: timeoutMs(options),
    formats: askedFormats(options.texts('format')),
  };
  if (asked.engine === 'off' && (asked.up || asked.down || asked.prove)) {
    throw new UsageError(
      '`--engine off` asks nobody, and --up, --down and --prove need the engine.',
      'Leave one of them out.',
    );
  }
  if (options.flag('watch')) {
    const isForEditor = asked.formats.some(({ name, file }) => name === 'unix' && file === undefined);
    return watchAndCheck(
      asked.folder,
      world,
      (signal) => once(asked, { ...invocation, world: { ...world, signal } }, 'watch'),
      isForEditor ? 'marked' : 'unmarked',
    );
  }
  return exitCode(await once(asked, invocation, 'once'));
}

type Asked = {
  readonly chapter: Chapter;
  readonly steps: readonly string[];
  readonly folder: ProjectFolder;
  readonly engine: EngineWish;
  readonly up: boolean;
  readonly down: boolean;
  readonly prove: boolean;
  readonly timeoutMs: number;
  readonly formats: readonly AskedFormat[];
};

async function once(asked: Asked, { world }: Invocation, round: 'once' | 'watch'): Promise<Result> {
  const look: Look = {
    chapter: asked.chapter,
    steps: asked.steps,
    proof: asked.prove ? 'asked' : 'not-asked',
    ...(asked.engine === 'off' ? {} : { observe: await observer(asked, world) }),
  };
  const emit = (event: RunEvent): void => {
    if (event.kind === 'progress') world.err(`${event.message}\n`);
    if (event.kind === 'output') world.err(`  ${event.line}\n`);
  };
  const result = await lookAt(() => readFolder(asked.folder, world.host, asked.chapter), look, emit);
  tell(result, asked.formats, world, { run: round, ...seenFrom(world.host.folder, asked.folder.path) });
  return result;
}

/** Annotations and editors read paths from where the command was run: `your-project/compose.yaml`. */
function seenFrom(here: string, folder: string): { readonly folder?: string } {
  const path = relative(here, folder).replaceAll('\\', '/');
  return path === '' || path.startsWith('..') ? {} : { folder: path };
}

async function observer(asked: Asked, world: Invocation['world']): Promise<NonNullable<Look['observe']>> {
  const { observing } = await import('./engine.ts');
  return observing({
    folder: asked.folder,
    chapter: asked.chapter,
    wishes: { up: asked.up, down: asked.down, prove: asked.prove },
    timeoutMs: asked.timeoutMs,
    engine: asked.engine === 'required' ? 'required' : 'auto',
    world,
  });
}

/** Work to do outranks not knowing. */
export function exitCode(result: Result): number {
  switch (result.state) {
    case 'passed':
      return EXIT.passed;
    case 'failed':
      return EXIT.work;
    case 'blocked':
      return EXIT.unknown;
  }
}

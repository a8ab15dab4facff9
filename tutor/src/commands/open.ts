import { chapter } from '../generated/chapter.ts';
import { exitCode } from './check.ts';
import type { Command, Invocation } from './command.ts';
import { tell } from './formats.ts';
import { lookAt, readFolder } from './look.ts';
import { DIR_OPTION, type ProjectFolder, projectFolder } from './project-folder.ts';

export const command: Command = {
  name: 'open',
  order: 0,
  summary: 'open the tutor on a folder',
  arguments: '',
  takes: { least: 0, most: 0 },
  about:
    'Opens the terminal app. With no terminal it prints what `tutor check` prints and the next action, and exits as `tutor check` does.',
  options: { ...DIR_OPTION },
  run: open,
};

const DEFAULT_TIMEOUT_MS = 60_000;

async function open(invocation: Invocation): Promise<number> {
  const { options, world } = invocation;
  const { host } = world;
  const folder = projectFolder(options, world);
  if (host.terminal.stdin === 'terminal' && host.terminal.stdout === 'terminal') {
    const { openApp } = await import('./open-app.ts');
    return openApp(folder, world);
  }
  return report(folder, invocation);
}

/** What a pipe or a log gets: the check, and one next action. */
async function report(folder: ProjectFolder, { world }: Invocation): Promise<number> {
  const { observing } = await import('./engine.ts');
  const observe = observing({
    folder,
    chapter,
    wishes: { up: false, down: false, prove: false },
    timeoutMs: DEFAULT_TIMEOUT_MS,
    engine: 'auto',
    world,
  });
  const result = await lookAt(
    () => readFolder(folder, world.host),
    { chapter, steps: [], proof: 'not-asked', observe },
    () => undefined,
  );
  tell(result, [{ name: 'pretty', file: undefined }], world, {});
  return exitCode(result);
}

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesAfter } from '../chapter/solutions.ts';
import type { DiagnosisResult } from '../core/result.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import { diagnosisBlock } from '../reporters/diagnosis-block.ts';
import { sheetFor } from '../reporters/sheet.ts';
import { type Command, EXIT, type Invocation, type World } from './command.ts';
import { DEMO_MISTAKES, type DemoMistake } from './demo-script.ts';
import { lay, mistaken, type Stage, sayPassed } from './demo-stage.ts';
import { lookAt, readFolder } from './look.ts';
import { openFolder, type ProjectFolder } from './project-folder.ts';
import { renderOptions } from './render-options.ts';

export const command: Command = {
  name: 'demo',
  order: 11,
  summary: 'watch the whole chapter in under a minute',
  arguments: '',
  takes: { least: 0, most: 0 },
  about: `Walks the chapter in a folder of its own: for each step a typical mistake, what the tutor says,
the mend and the pass; then the stack on the real engine, where there is one. Everything it
made is removed afterwards.`,
  options: {
    fast: { type: 'boolean', says: 'without pauses between the scenes' },
    engine: { type: 'string', value: 'WHO', says: 'auto (default) or off' },
  },
  run: demo,
};

/** Long enough to read a scene; a pipe gets none. */
const SCENE_MS = 1_500;

async function demo({ options, world }: Invocation): Promise<number> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'compose-tutor-demo-')));
  const folder = openFolder(path);
  const { terminal } = world.host;
  try {
    if (terminal.stdin === 'terminal' && terminal.stdout === 'terminal' && terminal.reader === 'screen') {
      const { playInApp } = await import('./demo-play.ts');
      const engine = options.text('engine') === 'off' ? 'off' : 'auto';
      const code = await playInApp(folder, world, { pace: options.flag('fast') ? 0 : 1, engine });
      world.out(`${REMOVED}\n`);
      return code;
    }
    return await tellChapter(stageIn(folder, world, options.flag('fast')), path, options.text('engine'));
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

const REMOVED =
  'Everything the demo made is removed. Your turn: `tutor init your-project`, then `tutor --dir your-project`.';

/** For a pipe or a screen reader: the same chapter as text. */
async function tellChapter(stage: Stage, path: string, engine: string | undefined): Promise<number> {
  const { world } = stage;
  stage.say(chapter.title, `in ${path}, which is removed at the end`, '');
  for (const mistake of DEMO_MISTAKES) {
    if (world.signal.aborted) break;
    await playMistake(stage, mistake);
  }
  if (engine !== 'off' && !world.signal.aborted) await (await import('./engine.ts')).demoStack(stage);
  stage.say(REMOVED);
  return EXIT.passed;
}

function stageIn(folder: ProjectFolder, world: World, fast: boolean): Stage {
  const sheet = sheetFor(renderOptions(world));
  const still = fast || world.host.terminal.stdout !== 'terminal';
  return {
    folder,
    world,
    say: (...lines) => world.out(`${lines.join('\n')}\n`),
    pause: async () => {
      if (!still) await sleep(SCENE_MS, undefined, { signal: world.signal }).catch(() => undefined);
    },
    judge: (steps, observe, emit) =>
      lookAt(
        () => readFolder(folder, world.host),
        { chapter, steps, proof: 'not-asked', ...(observe === undefined ? {} : { observe }) },
        emit ?? (() => undefined),
      ),
    showFirst(result) {
      const first: DiagnosisResult | undefined = result.diagnoses[0];
      world.out(
        first === undefined
          ? '\n'
          : `\n${diagnosisBlock(first, first.severity === 'error' ? 'failed' : first.severity, sheet).join('\n')}\n\n`,
      );
    },
  };
}

async function playMistake(stage: Stage, mistake: DemoMistake): Promise<void> {
  const step = chapter.steps.find((candidate) => candidate.id === mistake.step);
  if (step === undefined) return;
  const solved = filesAfter(chapter, solutions, step.id);
  stage.say(
    `── ${step.number}  ${step.title} ${'─'.repeat(Math.max(0, 70 - step.title.length))}`,
    `   a typical mistake: ${mistake.says}`,
  );
  lay(stage.folder, { ...solved, [mistake.file]: mistaken(solved, mistake) });
  stage.showFirst(await stage.judge([step.id]));
  await stage.pause();
  lay(stage.folder, solved);
  stage.say(sayPassed(step, await stage.judge([step.id])), '');
  await stage.pause();
}

import { nearest } from '../core/nearest.ts';
import type { DiagnosisResult, Result } from '../core/result.ts';
import { chapter } from '../generated/chapter.ts';
import { pages } from '../generated/pages.ts';
import { CannotTell, type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { lookAt, readFolder } from './look.ts';
import { applyFix, type Fix, patchOf } from './mending.ts';
import { DIR_OPTION, projectFolder } from './project-folder.ts';

export const command: Command = {
  name: 'fix',
  order: 6,
  summary: 'show the mend of what is wrong as a patch; --apply writes it',
  arguments: '[RULE]',
  takes: { least: 0, most: 1 },
  about: `Shows how the first diagnosis, or that of the named rule, would be mended: a patch of your own
files, and nothing is changed. With --apply the patch is written, and a copy of every file that it
changes is kept outside your project. What only you can decide is shown and never written.`,
  options: { ...DIR_OPTION, apply: { type: 'boolean', says: 'write the patch, keeping copies' } },
  run: fix,
};

async function fix({ positionals, options, world }: Invocation): Promise<number> {
  const [rule] = positionals;
  if (rule !== undefined) refuseUnknown(rule);
  const folder = projectFolder(options, world);
  const result = await lookAt(
    () => readFolder(folder, world.host),
    { chapter, steps: [], proof: 'not-asked' },
    () => undefined,
  );
  const diagnosis = wanted(result, rule);
  if (diagnosis === undefined) {
    world.out(
      rule === undefined
        ? 'Nothing to mend: the files show no fault.\n'
        : `Nothing to mend: ${rule} is not found here.\n`,
    );
    return EXIT.passed;
  }
  const mend = mendOf(diagnosis);
  const patch = patchOf(mend, folder);
  if (!options.flag('apply')) {
    world.out(patch);
    world.err(`${diagnosis.title}: ${mend.title}\n${sayHow(mend, rule)}\n`);
    return EXIT.work;
  }
  if (mend.confidence === 'template')
    throw new CannotTell(
      `The mend of ${diagnosis.rule} needs values that only you know.`,
      `Write them yourself: ${diagnosis.help}.`,
    );
  for (const line of applyFix(mend, folder, world)) world.out(`${line}\n`);
  return EXIT.passed;
}

function refuseUnknown(rule: string): void {
  const names = Object.keys(pages);
  if (names.includes(rule)) return;
  const near = nearest(rule, names);
  throw new UsageError(
    `There is no rule \`${rule}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
    'See `tutor check` for the names of what was found.',
  );
}

/** The named rule's diagnosis; without a name the first that can be mended, else the first of all. */
function wanted(result: Result, rule: string | undefined): DiagnosisResult | undefined {
  const found = result.diagnoses.filter((one) => (rule === undefined ? one.severity === 'error' : one.rule === rule));
  return found.find((one) => one.fix !== undefined) ?? found[0];
}

function mendOf(diagnosis: DiagnosisResult): Fix {
  if (diagnosis.fix !== undefined) return diagnosis.fix;
  throw new CannotTell(
    `${diagnosis.rule} has no mend that could be written for you.`,
    `Mend it yourself: ${diagnosis.help}.`,
  );
}

function sayHow(mend: Fix, rule: string | undefined): string {
  const again = ['tutor fix', ...(rule === undefined ? [] : [rule]), '--apply'].join(' ');
  return mend.confidence === 'template'
    ? 'It needs values that only you know, so it is only shown.'
    : `\`${again}\` writes it, and keeps a copy.`;
}

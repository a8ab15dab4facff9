import type { Diagnosis, Fix, Label } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { startedOf } from '../../forecast/lacking-effect.ts';
import type { LackingWhy } from '../../forecast/packages.ts';
import { pythonVersions } from '../../forecast/python-versions.ts';
import { causesOfLack, lastFrom, ownInstructions, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { isProgramCopied } from '../../forecast/start-program.ts';
import { wrongTarget } from '../../forecast/wrong-target.ts';
import type { ArrivedInstall } from '../../project/dockerfile/packages.ts';
import type { CopyInstruction } from '../../project/dockerfile/reading.ts';

/** The packages are installed in one stage, and the stage that runs has none of them where Python looks. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-dependencies-not-copied',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    const { packages } = context.facts.source;
    if (recipe === undefined || packages.kind !== 'lacking' || pythonVersions(recipe) !== undefined) return [];
    const title = `${list(packages.modules)} ${packages.modules.length === 1 ? 'is' : 'are'} not in the stage that runs`;
    const followsFrom = [
      ...causesOfLack(recipe, 'COPY', 'ADD', 'FROM'),
      ...unknownStage(recipe),
      ...(wrongTarget(context) === undefined ? [] : ['dockerfile-command-missing']),
    ];
    const foretells = effectOfLeaving(context, recipe, packages.modules);
    switch (packages.why.kind) {
      case 'not-copied':
        return [{ title, followsFrom, foretells, ...leftBehind(context, recipe, packages.why.install) }];
      case 'not-searched':
        return [
          { title: notFound(packages.modules), followsFrom, foretells, ...astray(context, recipe, packages.why) },
        ];
      default:
        return [];
    }
  },
};

/** The server's program stays behind with its package, where no COPY brings the folder of programs. */
function effectOfLeaving(context: Context, recipe: Recipe, modules: readonly string[]): Effect {
  const program = startedOf(context.facts, modules);
  return program === undefined || isProgramCopied(context, recipe, program) ? 'web-exits' : 'web-not-started';
}

function notFound(modules: readonly string[]): string {
  return `${list(modules)} ${modules.length === 1 ? 'lies' : 'lie'} where Python does not look`;
}

function unknownStage({ reading }: Recipe): readonly string[] {
  const isUnknown = reading.faults.some(({ kind }) => kind === 'unknown-stage' || kind === 'stage-later');
  return isUnknown ? ['dockerfile-unknown-stage'] : [];
}

function leftBehind(
  { project }: Context,
  recipe: Recipe,
  install: ArrivedInstall,
): Pick<Diagnosis, 'primary' | 'labels' | 'notes' | 'help' | 'fix' | 'foretells'> {
  const installed: Label = { span: install.install.at, message: 'installs them in a stage that is left behind' };
  const wrong = wrongSource(recipe);
  const folder = install.sitePackages;
  if (wrong !== undefined && folder !== undefined)
    return {
      primary: { span: wrong.span, message: 'is no folder that pip installs into' },
      labels: [installed],
      help: `write \`${folder}\``,
      ...(isOfPython(recipe, wrong.raw, install.stage) ? {} : { foretells: 'web-not-built' as const }),
      fix: { title: `write \`${folder}\``, confidence: 'likely', edits: [{ span: wrong.span, text: folder }] },
    };
  const from = recipe.reading.stages[install.stage];
  const name = from?.name ?? String(install.stage);
  const line = folder === undefined ? undefined : `COPY --from=${name} ${folder} ${folder}`;
  return {
    primary: { span: lastFrom(recipe), message: 'this stage begins with its image alone' },
    labels: [installed],
    help:
      line === undefined
        ? 'copy the installed packages into this stage with `COPY --from`'
        : `bring them over: \`${line}\``,
    ...(line === undefined || folder?.includes('*') === true || install.environment !== undefined
      ? {}
      : { fix: addedLine(project, recipe, line) }),
  };
}

function addedLine(project: Context['project'], recipe: Recipe, line: string): Fix {
  return { title: 'bring the packages over', confidence: 'likely', edits: addedInstruction(project, recipe, line) };
}

/** A COPY from another stage that was meant to bring the packages, and names a folder in which there are none. */
function wrongSource(recipe: Recipe): CopyInstruction['sources'][number] | undefined {
  return ownInstructions(recipe, 'COPY')
    .filter((copy) => copy.from?.target.kind === 'stage')
    .flatMap((copy) => copy.sources)
    .find(
      ({ raw }) =>
        /(?:site|dist)-packages\/?$/.test(raw) ||
        nearest(raw.replace(/\/$/, '').replace(/^.*\//, ''), ['site-packages']) !== undefined,
    );
}

/** The folder of Python's own packages, which is there whatever pip installs. */
function isOfPython({ reading }: Recipe, folder: string, stage: number): boolean {
  const minor = reading.stages[stage]?.image.python?.minor;
  return minor !== undefined && folder.replace(/\/$/, '') === `/usr/local/lib/python${minor}/site-packages`;
}

function astray(
  { project }: Context,
  recipe: Recipe,
  { install, by }: Extract<LackingWhy, { kind: 'not-searched' }>,
): Pick<Diagnosis, 'primary' | 'labels' | 'notes' | 'help' | 'fix'> {
  const span = by?.destination?.span ?? lastFrom(recipe);
  const installed: Label = { span: install.install.at, message: 'installs them' };
  const { environment } = install;
  if (environment !== undefined) {
    const line = `ENV PATH="${environment}/bin:$PATH"`;
    return {
      primary: { span, message: 'a virtual environment, which this stage does not use' },
      labels: [installed],
      notes: ["`python` is the one that comes first on PATH: the image's own, which sees no virtual environment"],
      help: `put it first on PATH: \`${line}\``,
      fix: { title: 'put it first on PATH', confidence: 'likely', edits: addedInstruction(project, recipe, line) },
    };
  }
  const minor = recipe.image.python?.minor ?? '3.11';
  const wanted = `/usr/local/lib/python${minor}/site-packages`;
  const intoPrefix = install.install.into.kind === 'prefix' && install.sitePackages?.startsWith('/usr/local') !== true;
  return {
    primary: { span, message: 'Python does not look for packages here' },
    labels: [installed],
    notes: [`Python of this image looks in \`${wanted}\``],
    help: intoPrefix ? 'copy the folder to `/usr/local`' : `copy them to \`${wanted}\``,
    ...(by?.destination === undefined
      ? {}
      : {
          fix: {
            title: intoPrefix ? 'copy it to `/usr/local`' : `copy them to \`${wanted}\``,
            confidence: 'likely' as const,
            edits: [{ span: by.destination.span, text: intoPrefix ? '/usr/local' : wanted }],
          },
        }),
  };
}

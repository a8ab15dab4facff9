import type { Cause, Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { causesOfLack, lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { wrongTarget } from '../../forecast/wrong-target.ts';
import type { CopyInstruction } from '../../project/dockerfile/reading.ts';
import { ignoredBy } from '../../project/ignore/read-ignore.ts';

/** The app's own file is not in the image that runs. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-app-not-copied',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-copies-app',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    const { app, folder } = context.facts.source;
    if (recipe === undefined || app.read.kind !== 'text' || recipe.contents.app(app.path) !== 'absent') return [];
    const file = folder === '' || !app.path.startsWith(`${folder}/`) ? app.path : app.path.slice(folder.length + 1);
    return [{ followsFrom: causes(context, recipe), ...told(context, recipe, file) }];
  },
};

/** A COPY of the stage that runs which does not find its file, or could not be read, was most likely meant for the app. */
function causes(context: Context, recipe: Recipe): readonly Cause[] {
  const own = recipe.contents.missingSources.some(
    ({ copy, path }) => recipe.image.chain.includes(copy.stage) && !/requirements|\.txt$/.test(path),
  );
  return [
    ...(own ? ['dockerfile-copy-source-missing'] : []),
    ...causesOfLack(recipe, 'COPY', 'ADD'),
    ...(wrongTarget(context) === undefined ? [] : ['dockerfile-command-missing']),
    'bind-mount-hides-app',
  ];
}

function told(context: Context, recipe: Recipe, file: string): Diagnosis {
  const title = `${file} is not in the image that runs`;
  const pattern = ignoredBy(recipe.contents.context.ignore, file);
  if (pattern !== undefined)
    return {
      title: `\`.dockerignore\` keeps ${file} out of the image`,
      primary: { span: pattern.span, message: `leaves ${file} out of every \`COPY\`` },
      help: `take \`${pattern.text}\` out of \`.dockerignore\``,
    };
  const earlier = copyElsewhere(recipe, file);
  const line = `COPY ${file} ${file.includes('/') ? file : '.'}`;
  return {
    title,
    primary: { span: lastFrom(recipe), message: 'no `COPY` of this stage brings it' },
    labels:
      earlier === undefined ? [] : [{ span: earlier.span, message: 'brings it into a stage that is left behind' }],
    help: `write \`${line}\` in this stage`,
    fix: {
      title: `copy ${file}`,
      confidence: 'likely',
      edits: addedInstruction(context.project, recipe, line),
    },
  };
}

/** A COPY of another stage that takes the app. */
function copyElsewhere({ reading, image }: Recipe, file: string): CopyInstruction | undefined {
  return reading.stages
    .filter((stage) => !image.chain.includes(stage.number))
    .flatMap((stage) => stage.instructions)
    .find(
      (one): one is CopyInstruction =>
        one.keyword === 'COPY' && one.from === undefined && one.sources.some(({ raw }) => takes(raw, file)),
    );
}

function takes(source: string, file: string): boolean {
  const clean = source.replace(/^\.\//, '').replace(/\/$/, '');
  return clean === '.' || clean === '' || clean === file || file.startsWith(`${clean}/`);
}

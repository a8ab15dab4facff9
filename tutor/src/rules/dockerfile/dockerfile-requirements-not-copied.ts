import type { Cause, Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { linesAbove } from '../../forecast/dockerfile-edits.ts';
import type { LackingRequirements } from '../../forecast/image-contents.ts';
import { causesOfLack, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import type { Project } from '../../project/project.ts';

/** pip is told to install from a file that is not in its stage when it looks. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-requirements-not-copied',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  foretells: 'web-not-built',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    return recipe.contents.lackingRequirements.map((lacking) => ({
      followsFrom: causes(recipe, lacking),
      ...told(context.project, recipe, lacking),
    }));
  },
};

/** A COPY that does not find the file, or that could not be read, is the cause. */
function causes(recipe: Recipe, { file }: LackingRequirements): readonly Cause[] {
  const name = nameOf(file.text);
  const isMissing = recipe.contents.missingSources.some(
    ({ path }) => nameOf(path) === name || nearest(nameOf(path), [name]) !== undefined,
  );
  return [...(isMissing ? ['dockerfile-copy-source-missing'] : []), ...causesOfLack(recipe, 'COPY', 'ADD', 'WORKDIR')];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function told(project: Project, recipe: Recipe, lacking: LackingRequirements): Diagnosis {
  const { file, run, later, elsewhere } = lacking;
  const title = `\`pip\` is to read \`${file.text}\`, and its stage does not hold that file`;
  if (later !== undefined)
    return {
      title: `\`pip\` reads \`${file.text}\` before it is copied`,
      primary: { span: file.at, message: 'is not there yet' },
      labels: [{ span: later.span, message: 'brings it, only now' }],
      notes: ['Docker works from top to bottom: an instruction sees what stands above it'],
      help: `move this \`${later.keyword}\` above the \`RUN\``,
      ...moved(project, run.span, later.span),
    };
  const [place] = elsewhere;
  if (place !== undefined)
    return {
      title,
      primary: { span: file.at, message: `means \`${file.path}\` here` },
      labels: lacking.stage.instructions.flatMap((copy) =>
        copy.keyword === 'COPY' && copy.resolved !== undefined && place.startsWith(copy.resolved.replace(/\/$/, ''))
          ? [{ span: copy.span, message: `puts it at \`${place}\`` }]
          : [],
      ),
      help: `write \`${place}\``,
      fix: { title: `write \`${place}\``, confidence: 'likely', edits: [{ span: file.at, text: place }] },
    };
  const there = recipe.contents.context.kind(nameOf(file.text)) === 'file';
  const near = there ? undefined : nearName(recipe, nameOf(file.text));
  if (near !== undefined && near !== nameOf(file.text))
    return {
      title,
      primary: { span: file.at, message: `the file is called \`${near}\`` },
      help: `write \`${near}\``,
      fix: { title: `write \`${near}\``, confidence: 'likely', edits: [{ span: file.at, text: near }] },
    };
  const copy = `COPY ${nameOf(file.text)} ${file.path?.slice(0, file.path.lastIndexOf('/') + 1) ?? './'}`;
  return {
    title,
    primary: { span: file.at, message: 'nothing above puts it there' },
    notes: ['a stage begins with its image alone: files of your project are there when `COPY` brings them'],
    help: `write \`${copy}\` above this \`RUN\``,
    ...(there && file.path !== undefined
      ? {
          fix: {
            title: `add \`${copy}\``,
            confidence: 'likely' as const,
            edits: linesAbove(project, run.span, [copy]),
          },
        }
      : {}),
  };
}

function nearName({ contents }: Recipe, name: string): string | undefined {
  const names = contents.context.list('').map((entry) => entry.name);
  return nearest(name, names) ?? names.find((one) => /^requirements.*\.txt$/.test(one));
}

/** The whole line of the COPY goes above the RUN. */
function moved(
  project: Project,
  run: LackingRequirements['run']['span'],
  copy: LackingRequirements['run']['span'],
): Pick<Diagnosis, 'fix'> {
  const read = project.files.read(copy.file);
  if (read.kind !== 'text' || copy.file !== run.file) return {};
  const line = read.text.slice(copy.start, copy.end);
  const before = read.text[copy.start - 1] === '\n' ? copy.start - 1 : copy.start;
  return {
    fix: {
      title: 'move it up',
      confidence: 'likely',
      edits: [...linesAbove(project, run, [line]), { span: { ...copy, start: before }, text: '' }],
    },
  };
}

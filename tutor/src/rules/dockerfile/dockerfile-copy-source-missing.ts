import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { type Recipe, recipeFaults, recipeOf } from '../../forecast/recipe.ts';
import { rowStart, textOfFile } from '../../forecast/rows.ts';
import type { MissingSource } from '../../project/dockerfile/contents.ts';
import { folderOf, join } from '../../project/files.ts';

/** COPY takes a file that the folder of the build does not hold, or that `.dockerignore` keeps away. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-copy-source-missing',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-copies-app',
  foretells: 'web-not-built',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    // A pattern that matches nothing copies nothing, and stops no build.
    const missingSources = recipe.contents.missingSources.filter(({ effect }) => effect === 'refused');
    const climbing = recipeFaults(context, 'source-outside').map(({ at }) => at.start);
    const outside = missingSources.filter(({ source }) => climbing.includes(source.span.start));
    const inside = missingSources.filter((one) => !outside.includes(one));
    return [...outside.map((one) => climbsOut(context, one)), ...grouped(context, recipe, inside)];
  },
};

/** `../x` means `x` to Docker. */
function climbsOut(context: Context, { source, copy }: MissingSource): Diagnosis {
  return {
    title: `\`${copy.keyword}\` takes \`${source.raw}\`, which lies outside the folder that is built`,
    primary: { span: source.span, message: 'cannot leave the folder of the build' },
    notes: [`the folder of the build is ${shown(context)}, and Docker sees nothing else of your machine`],
    help: 'move the file into that folder, or build from the folder above it',
  };
}

function shown({ facts }: Context): string {
  return facts.source.folder === '' ? 'the project folder' : facts.source.folder;
}

/** Several files that all lie one folder further down are one fault: the build starts one folder too high. */
function grouped(context: Context, recipe: Recipe, missing: readonly MissingSource[]): readonly Diagnosis[] {
  const [first, ...more] = missing;
  if (first === undefined) return [];
  const below = missing.map((one) => folderBelow(recipe, one.path));
  const [folder] = below;
  if (more.length === 0 || folder === undefined || below.some((one) => one !== folder))
    return missing.map((one) => lacking(context, recipe, one));
  const single = lacking(context, recipe, first);
  return [
    {
      ...single,
      labels: [
        ...(single.labels ?? []),
        ...more.map(({ source, path }): Label => ({ span: source.span, message: `lies at \`${folder}/${path}\` too` })),
      ],
    },
  ];
}

/** A folder of the context that holds the file. */
function folderBelow({ contents }: Recipe, path: string): string | undefined {
  return contents.context
    .list('')
    .find((entry) => entry.kind === 'folder' && contents.context.kind(`${entry.name}/${path}`) !== 'absent')?.name;
}

function lacking(context: Context, recipe: Recipe, missing: MissingSource): Diagnosis {
  const { source, path, copy, ignoredBy } = missing;
  const { facts } = context;
  const { app, requirements, folder } = facts.source;
  const file = join(folder, path);
  const isExpected =
    (app.read.kind === 'absent' && app.path === file) ||
    requirements.some((one) => one.read.kind === 'absent' && one.path === file);
  const followsFrom = isExpected ? ['app-file-missing', 'requirements-missing'] : [];
  if (ignoredBy !== undefined)
    return {
      title: `\`.dockerignore\` keeps \`${path}\` away from the build`,
      primary: { span: ignoredBy.span, message: `leaves \`${path}\` out` },
      labels: [{ span: source.span, message: 'takes it, and does not find it' }],
      help: `take \`${ignoredBy.text}\` out of \`.dockerignore\`, or write \`!${path}\` below it`,
      followsFrom,
    };
  const common = {
    title: `\`${copy.keyword}\` takes \`${source.raw}\`, and ${shown(context)} holds no such file`,
    followsFrom,
  };
  const below = folderBelow(recipe, path);
  if (below !== undefined)
    return {
      ...common,
      primary: { span: source.span, message: `lies at \`${below}/${path}\`` },
      notes: ['`COPY` looks in the folder of the build, wherever the Dockerfile itself lies'],
      help: `build from the folder \`${join(folder, below)}\`, or write \`${below}/${path}\``,
    };
  const near = nearName(recipe, path);
  return {
    ...common,
    primary: {
      span: source.span,
      message: near === undefined ? 'is not in the folder of the build' : `\`${near}\` is there`,
    },
    help: near === undefined ? `write the file, or take it out of \`${copy.keyword}\`` : `write \`${near}\``,
    ...(near === undefined || source.raw !== path ? {} : fixOf(context, missing, near)),
  };
}

/** Another instruction that names the file is mended with it; a program of another case keeps, in the image, the name it is started by. */
function fixOf({ project }: Context, { source, path, copy }: MissingSource, near: string): Pick<Diagnosis, 'fix'> {
  const { file } = source.span;
  const text = textOfFile(project, file) ?? '';
  const mention = (name: string): readonly Span[] =>
    [...text.matchAll(new RegExp(`(?<![\\w./-])${name.replace(/\W/g, '\\$&')}(?![\\w/-]|\\.\\w)`, 'g'))]
      .map(({ index }) => ({ file, start: index, end: index + name.length }))
      .filter(({ start }) => !/^\s*#/.test(text.slice(rowStart(text, start), start)));
  const title = `write \`${near}\``;
  const { destination } = copy;
  if (path.endsWith('.py') && path.toLowerCase() === near.toLowerCase() && mention(near).length === 0) {
    const isFolder = destination !== undefined && /(?:^|\/)\.?$/.test(destination.raw);
    if (!isFolder || copy.sources.length > 1) return {};
    const inside = `${destination.raw.replace(/\/?$/, '/')}${path.slice(path.lastIndexOf('/') + 1)}`;
    const edits = [
      { span: source.span, text: near },
      { span: destination.span, text: inside },
    ];
    return { fix: { title: `take \`${near}\`, and call it \`${path}\` in the image`, confidence: 'likely', edits } };
  }
  const others = mention(path).filter(({ start }) => start !== source.span.start);
  const edits = [source.span, ...others].map((span) => ({ span, text: near }));
  return { fix: { title, confidence: 'likely', edits } };
}

/** A file of nearly that name, or of another ending: `requirements.txt` for `requirement.txt`. */
function nearName({ contents }: Recipe, path: string): string | undefined {
  const folder = folderOf(path);
  const name = path.slice(folder === '' ? 0 : folder.length + 1);
  const names = contents.context.list(folder).map((entry) => entry.name);
  const near = nearest(name, names) ?? names.find((one) => one.toLowerCase() === name.toLowerCase());
  return near === undefined ? undefined : folder === '' ? near : `${folder}/${near}`;
}

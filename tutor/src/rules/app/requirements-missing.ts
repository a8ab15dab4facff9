import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import type { SourceFile } from '../../forecast/source-file.ts';
import { folderOf } from '../../project/files.ts';
import type { RequirementsReading } from '../../project/requirements/reading.ts';

/** There is no list of packages, or it lists none yet. */
export const rule: Rule<Context> = {
  rule: 'requirements-missing',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-exits',
  recognise(context) {
    const { requirements, dependencies } = context.facts.source;
    if (dependencies === 'elsewhere') return [];
    return requirements.flatMap((file, at): readonly Diagnosis[] => {
      if (file.read.kind === 'absent') return [at === 0 ? missing(context, file) : included(requirements, file)];
      return at === 0 && file.reading?.empty === true && file.read.kind === 'text' ? [empty(context, file)] : [];
    });
  },
};

/** Nothing installs the list yet. Which packages it is to hold, the page tells as soon as there is one. */
const NOT_BEGUN = { foretells: 'nothing', followsFrom: ['app-file-empty', 'app-file-missing'] } as const;

function empty({ facts }: Context, { path, read }: SourceFile<RequirementsReading>): Diagnosis {
  const end = read.kind === 'text' ? read.text.length : 0;
  return {
    title: `${path} lists no package yet`,
    primary: { span: { file: path, start: end, end }, message: 'the first package goes here' },
    notes: ['pip installs what stands here, one package a line'],
    help: 'list what the page imports: `Flask==2.3.3`, and `psycopg2-binary==2.9.9` below it',
    subject: 'absent',
    ...(facts.source.contents.installs.length > 0 ? {} : NOT_BEGUN),
  };
}

function missing(context: Context, { path }: SourceFile<RequirementsReading>): Diagnosis {
  const { project } = context;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const names = project.files.list(folderOf(path)).flatMap((entry) => (entry.kind === 'file' ? [entry.name] : []));
  const like = nearest(name, names) ?? names.find((one) => /^requirements?\b.*\.txt/i.test(one) && one !== name);
  const named = namedAt(context, name);
  return {
    title: like === undefined ? `there is no ${path} yet` : `there is no ${path}, and there is a file \`${like}\``,
    ...(named === undefined ? {} : { primary: { span: named, message: 'names a file that is not there' } }),
    help: like === undefined ? `list the packages of the page in a file ${path}` : `rename \`${like}\` to \`${name}\``,
    subject: named === undefined && like === undefined ? 'absent' : 'begun',
    ...(named === undefined ? NOT_BEGUN : { foretells: 'web-not-built' }),
  };
}

/** The text of the Dockerfile that names the list: the COPY that takes it. */
function namedAt(context: Context, name: string): Span | undefined {
  return recipeOf(context)?.contents.missingSources.find(({ path }) => path.slice(path.lastIndexOf('/') + 1) === name)
    ?.source.span;
}

/** `-r base.txt`, and no such file. */
function included(
  files: readonly SourceFile<RequirementsReading>[],
  { path }: SourceFile<RequirementsReading>,
): Diagnosis {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const naming = files
    .flatMap((file) => file.reading?.includes ?? [])
    .find((one) => one.path.slice(one.path.lastIndexOf('/') + 1) === name);
  return {
    title: `the list of packages includes ${path}, which is not there`,
    ...(naming === undefined ? {} : { primary: { span: naming.pathAt, message: 'names a file that is not there' } }),
    help: `write the file ${path}, or take the line away`,
    foretells: 'web-not-built',
  };
}

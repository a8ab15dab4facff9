import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { mayBeMade } from '../../forecast/made-module.ts';
import { misspeltImports } from '../../forecast/misspelt-import.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import { folderOf } from '../../project/files.ts';

/** There is no file with the app in it, or a module of its own that it imports is not there. */
export const rule: Rule<Context> = {
  rule: 'app-file-missing',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  recognise(context) {
    const { app, python } = context.facts.source;
    if (app.read.kind === 'absent') return [missing(context)];
    if (app.read.kind === 'folder')
      return [
        {
          title: `${app.path} is a folder, where the page is to be a file`,
          notes: ['Docker makes a folder of that name where a file that is to be mounted does not exist'],
          help: `remove the folder ${app.path}, and write the file`,
        },
      ];
    return [
      ...misspelt(context),
      ...python.importFaults.flatMap((fault) =>
        fault.kind === 'module-missing' && !mayBeMade(context.facts, fault.at.file, fault.module)
          ? [
              {
                title: `the app imports a module \`${fault.module}\` that its folder does not hold`,
                primary: { span: fault.at, message: 'no file of that name lies beside it' },
                help: `write the file ${fault.module.replaceAll('.', '/')}.py, or import the name that it has`,
              },
            ]
          : [],
      ),
    ];
  },
};

/** `import setings`, where settings.py lies beside it. */
function misspelt(context: Context): readonly Diagnosis[] {
  return misspeltImports(context)
    .filter(({ of }) => of === 'project')
    .map(({ lacking, meant }) => ({
      title: `there is no module \`${lacking.module}\`, and \`${meant}\` lies beside ${lacking.at.file}`,
      primary: { span: lacking.at, message: `\`${meant}\` is meant, most likely` },
      notes: ['Python stops with `ModuleNotFoundError` when the app starts'],
      help: `write \`${meant}\``,
      fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: lacking.at, text: meant }] },
    }));
}

function missing(context: Context): Diagnosis {
  const { project, facts } = context;
  const { path } = facts.source.app;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const names = project.files.list(folderOf(path)).flatMap((entry) => (entry.kind === 'file' ? [entry.name] : []));
  const like =
    names.find((one) => one.toLowerCase() === name.toLowerCase()) ??
    names.find((one) => one.startsWith(`${name}.`)) ??
    nearest(name, names);
  const named = namedAt(context, name);
  const folder = folderOf(path);
  if (like === undefined && folder !== '' && project.files.kind(name) === 'file')
    return {
      title: `there is no ${path}, and \`${name}\` lies in the project folder`,
      ...(named === undefined ? {} : { primary: { span: named, message: 'names a file that is not there' } }),
      // `COPY ../app.py`: the file was meant to lie there.
      ...(named !== undefined && textAt(project, named)?.startsWith('..') === true
        ? { followsFrom: ['dockerfile-copy-source-missing'] }
        : {}),
      help: `move \`${name}\` into the folder \`${folder}\``,
    };
  return {
    title: like === undefined ? `there is no ${path} yet` : `there is no ${path}, and there is a file \`${like}\``,
    ...(named === undefined ? {} : { primary: { span: named, message: 'names a file that is not there' } }),
    help: like === undefined ? `write the page in a file ${path}` : `rename \`${like}\` to \`${name}\``,
    subject: named === undefined && like === undefined ? 'absent' : 'begun',
  };
}

/** The text of the Dockerfile that names the app: the COPY that takes it, else the command that starts it. */
function namedAt(context: Context, name: string): Span | undefined {
  const recipe = recipeOf(context);
  const copied = recipe?.contents.missingSources.find(({ path }) => path.slice(path.lastIndexOf('/') + 1) === name);
  if (copied !== undefined) return copied.source.span;
  const { start } = context.facts.source;
  const named = start?.script ?? start?.application;
  return named?.text?.includes(name.replace(/\.py$/, '')) === true ? named.at : undefined;
}

import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { folderOf, join, normalise } from '../../project/files.ts';
import type { PythonImport } from '../../project/python/reading.ts';

/** The app imports a file of its own that is not in the image that runs. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-module-not-copied',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-copies-app',
  foretells: 'web-exits',
  followsFrom: ['dockerfile-app-not-copied', 'dockerfile-copy-source-missing'],
  recognise(context) {
    const recipe = recipeOf(context);
    const { app, modules, python, folder } = context.facts.source;
    if (recipe === undefined || recipe.contents.app(app.path) !== 'held') return [];
    const lacking = python.links.filter(({ from, to, at }) => {
      const written = modules.find((module) => module.file === from)?.imports.find((one) => isAt(one.span, at));
      const mayFail =
        written?.when === 'guarded' || written?.when === 'type-checking' || written?.when === 'conditional';
      if (mayFail) return false;
      return recipe.contents.app(to) === 'absent' || isAstray(context, recipe, to, written);
    });
    const [first] = lacking;
    if (first === undefined) return [];
    const files = [...new Set(lacking.map(({ to }) => (folder === '' ? to : to.slice(folder.length + 1))))];
    const line = `COPY ${files.filter((file) => !file.includes('/')).join(' ')} ./`;
    const imports = lacking.filter(({ at }, index) => lacking.findIndex((other) => isAt(other.at, at)) === index);
    return [
      {
        title: `the app imports ${list(files)}, which ${files.length === 1 ? 'is' : 'are'} not in the image that runs`,
        primary: { span: lastFrom(recipe), message: 'no `COPY` of this stage brings it' },
        labels: imports.map(({ at }) => ({ span: at, message: 'is imported here' })),
        help: files.some((file) => file.includes('/'))
          ? 'copy the whole folder: `COPY . .`'
          : `copy it too: \`${line}\``,
        ...(first.inFunction === 'in-function' ? { foretells: 'page-fails' as const } : {}),
        ...(files.some((file) => file.includes('/'))
          ? {}
          : {
              fix: {
                title: `copy ${list(files)}`,
                confidence: 'likely' as const,
                edits: addedInstruction(context.project, recipe, line),
              },
            }),
      },
    ];
  },
};

/** `from todo import …`, where the content of the folder was copied, and no folder of that name to where Python looks. */
function isAstray(context: Context, { contents }: Recipe, file: string, written: PythonImport | undefined): boolean {
  if (written === undefined || written.level > 0 || written.module.includes('.')) return false;
  const ending = [`${written.module}/__init__.py`, `${written.module}.py`].find(
    (one) => file === one || file.endsWith(`/${one}`),
  );
  const places = contents.placesOf(file);
  if (ending === undefined || places.length === 0) return false;
  const root = rootOf(context);
  return places.every((place) => (root === undefined ? !place.endsWith(`/${ending}`) : place !== join(root, ending)));
}

/** The one folder of the container in which Python looks for the project's modules, where nothing names another. */
function rootOf({ facts }: Context): string | undefined {
  const { start, contents } = facts.source;
  if (start?.workdir === undefined || start.environment.PYTHONPATH !== undefined) return undefined;
  if (contents.installs.some(({ install }) => install.others.length > 0)) return undefined;
  const script = start.kind === 'python-file' ? start.script?.text : undefined;
  if (script === undefined) return undefined;
  return folderOf(normalise(script.startsWith('/') ? script : `${start.workdir}/${script}`));
}

type Placed = { readonly file: string; readonly start: number; readonly end: number };

function isAt(a: Placed, b: Placed): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { lastFrom, recipeOf } from '../../forecast/recipe.ts';

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
      return !mayFail && recipe.contents.app(to) === 'absent';
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

type Placed = { readonly file: string; readonly start: number; readonly end: number };

function isAt(a: Placed, b: Placed): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

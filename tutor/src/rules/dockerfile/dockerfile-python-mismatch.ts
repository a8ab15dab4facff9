import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { pythonVersions, type VersionMark } from '../../forecast/python-versions.ts';
import { recipeOf } from '../../forecast/recipe.ts';

/** The stage that installs, the stage that runs and the folders between them belong to different versions of Python. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-python-mismatch',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    const { packages } = context.facts.source;
    if (recipe === undefined || packages.kind !== 'lacking') return [];
    const found = pythonVersions(recipe);
    if (found === undefined) return [];
    const [first, ...rest] = found.odd;
    const { common } = found;
    const all = [...rest, ...found.others];
    return [
      {
        title: `packages of Python ${common} do not reach Python ${first.minor}`,
        primary: { span: first.span, message: saysOf(first) },
        labels: all.map((mark): Label => ({ span: mark.span, message: saysOf(mark) })),
        notes: ['packages are installed for one version of Python, in a folder that has its number in its name'],
        help: `write \`${common}\` ${found.odd.length > 1 ? 'in all of these places' : 'here too'}`,
        // A folder that the first stage does not have stops the build.
        ...(isMissingSource(all, first) ? { foretells: 'web-not-built' as const } : {}),
        fix: {
          title: `write \`${common}\``,
          confidence: 'likely',
          edits: found.odd.map(({ span }) => ({ span, text: common })),
        },
      },
    ];
  },
};

function saysOf({ of, minor }: VersionMark): string {
  switch (of) {
    case 'image':
      return `this stage has Python ${minor}`;
    case 'source':
      return `takes the packages of Python ${minor}`;
    case 'target':
      return `puts them where Python ${minor} looks`;
  }
}

function isMissingSource(marks: readonly VersionMark[], first: VersionMark): boolean {
  const source = [first, ...marks].find(({ of }) => of === 'source');
  const image = [first, ...marks].filter(({ of }) => of === 'image').toSorted((a, b) => a.span.start - b.span.start)[0];
  return source !== undefined && image !== undefined && source.minor !== image.minor;
}

import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { recipeOf } from '../../forecast/recipe.ts';

/** Everything is built in the one image that also runs. It works; two stages leave the tools of the build behind. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-not-multistage',
  severity: 'advice',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  recognise(context) {
    const recipe = recipeOf(context);
    const [only, second] = recipe?.reading.stages ?? [];
    if (recipe === undefined || only === undefined || second !== undefined) return [];
    if (recipe.contents.installs.length === 0 || recipe.image.bottom === 'unknown') return [];
    return [
      {
        title: `${recipe.path} builds and runs in one stage`,
        primary: { span: only.from.span, message: 'the only stage' },
        notes: ['what is installed only for the build stays in the image, which is larger for it'],
        help: 'install the packages in a first stage, and copy them into a second one that runs',
      },
    ];
  },
};

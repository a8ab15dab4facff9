import type { Span } from '../core/span.ts';
import type { Context } from './context.ts';
import { recipeOf } from './recipe.ts';
import { serviceOf } from './roles.ts';

/** Compose asks for a stage in which nothing is started, and the last stage, which it passes by, starts something. */
export type WrongTarget = { readonly at: Span; readonly asked: string; readonly last: string | undefined };

/** Looks at `build.target` and the commands of both stages. */
export function wrongTarget(context: Context): WrongTarget | undefined {
  const web = serviceOf(context.facts.roles.web);
  const target = web?.build?.target;
  const recipe = recipeOf(context);
  const last = recipe?.reading.stages.at(-1);
  if (target === undefined || recipe === undefined || last === undefined || last.number === recipe.stage.number)
    return undefined;
  const starts = last.instructions.some((one) => one.keyword === 'CMD' || one.keyword === 'ENTRYPOINT');
  if (!starts || context.facts.source.command?.from !== 'base') return undefined;
  return { at: target.span, asked: String(target.value), last: last.name };
}

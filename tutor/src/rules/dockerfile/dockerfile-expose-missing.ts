import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { names, portDisagreement } from '../../forecast/port-disagreement.ts';
import { lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import type { ExposeInstruction } from '../../project/dockerfile/reading.ts';

/** The Dockerfile does not name the port that its server listens on. Nothing depends on it; whoever reads the image does. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-expose-missing',
  severity: 'warning',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  recognise(context) {
    const recipe = recipeOf(context);
    const { listening } = context.facts;
    if (recipe === undefined || listening.kind !== 'known' || recipe.image.bottom === 'unknown') return [];
    const { exposed } = recipe.image;
    if (exposed.some((one) => one.from === undefined)) return [];
    if (exposed.some((one) => listening.ports.some((port) => names(one, port)))) return [];
    if (exposed.length === 0) return [missing(context, recipe, listening.port.value)];
    // A published port that leads nowhere for it is an error of its own.
    return portDisagreement(context.facts) === undefined ? [another(context, recipe)] : [];
  },
};

function missing(context: Context, recipe: Recipe, port: string): Diagnosis {
  const earlier = exposedElsewhere(recipe);
  return {
    title: `${recipe.path} does not name the port that the page listens on`,
    primary: { span: lastFrom(recipe), message: 'this stage has no `EXPOSE`' },
    labels:
      earlier === undefined ? [] : [{ span: earlier.span, message: 'counts for its own stage, which does not run' }],
    notes: ['`EXPOSE` opens nothing: it says to people and tools which port to publish'],
    help: `write \`EXPOSE ${port}\``,
    fix: {
      title: `add \`EXPOSE ${port}\``,
      confidence: 'likely',
      edits: addedInstruction(context.project, recipe, `EXPOSE ${port}`),
    },
  };
}

function exposedElsewhere({ reading, image }: Recipe): ExposeInstruction | undefined {
  return reading.stages
    .filter((stage) => !image.chain.includes(stage.number))
    .flatMap((stage) => stage.instructions)
    .find((one): one is ExposeInstruction => one.keyword === 'EXPOSE');
}

function another({ facts }: Context, recipe: Recipe): Diagnosis {
  const { listening } = facts;
  const [word] = recipe.image.exposed;
  const port = listening.kind === 'known' ? listening.port : undefined;
  const value = port?.value ?? '';
  return {
    title: `\`EXPOSE\` names ${word?.value.raw}, and the server listens on ${value}`,
    ...(word === undefined ? {} : { primary: { span: word.value.span, message: 'nothing listens on this port' } }),
    labels: port === undefined ? [] : [{ span: port.source.span, message: `listens on ${value}` }],
    notes: ['`EXPOSE` opens nothing: it says to people and tools which port to publish'],
    help: `write the same port in both places`,
  };
}

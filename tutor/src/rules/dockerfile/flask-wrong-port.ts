import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type Listening, STARTED_OTHERWISE } from '../../forecast/listening.ts';
import { misspeltSetting } from '../../forecast/misspelt-setting.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { exposedBeforeCompose, type PortDisagreement, portDisagreement } from '../../forecast/port-disagreement.ts';
import { recipeOf } from '../../forecast/recipe.ts';

/** The server listens on another port than `EXPOSE` and the published port agree on; or on what is no port. */
export const rule: Rule<Context> = {
  rule: 'flask-wrong-port',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'page-reset',
  followsFrom: STARTED_OTHERWISE,
  recognise(context) {
    const { listening } = context.facts;
    if (listening.kind === 'malformed') return noPort(context, listening);
    const disagreement = portDisagreement(context.facts);
    if (disagreement?.side === 'server') return [told(context, disagreement)];
    const early = exposedBeforeCompose(context.facts, context.project.view.services.length);
    return early === undefined ? [] : [beforeCompose(context, early)];
  },
};

function told(context: Context, { mapping, listening, exposed }: PortDisagreement): Diagnosis {
  const { port } = listening;
  const wanted = String(mapping.target);
  const slip =
    port.given === 'default' && listening.server === 'flask-run'
      ? misspeltSetting(context.facts, 'FLASK_RUN_PORT', new RegExp(`^${wanted}$`))
      : undefined;
  const place = placeToChange(context.project, port.source);
  if (slip !== undefined)
    return {
      title: `the server listens on ${port.value}, and port ${wanted} is published`,
      primary: { span: slip.at, message: `Flask reads \`FLASK_RUN_PORT\`, and no \`${slip.name}\`` },
      labels: [{ span: place.at, message: `is told no port, and chooses ${port.value}` }],
      help: 'write `FLASK_RUN_PORT`',
      fix: {
        title: 'write `FLASK_RUN_PORT`',
        confidence: 'likely',
        edits: [{ span: slip.at, text: 'FLASK_RUN_PORT' }],
      },
    };
  return {
    title: `the server listens on ${port.value}, and port ${wanted} is published`,
    primary: {
      span: place.at,
      message: port.given === 'default' ? `is told no port, and chooses ${port.value}` : `listens on ${port.value}`,
    },
    labels: [
      ...place.labels,
      { span: mapping.targetAt, message: `leads to port ${wanted} of the container` },
      ...(exposed === undefined ? [] : [{ span: exposed.value.span, message: `names ${exposed.value.raw}` }]),
    ],
    help: helpFor(listening, wanted),
    ...fixFor(context, listening, wanted, place.at),
  };
}

/** The Dockerfile is at hand, and says two things of its port. */
function beforeCompose(
  context: Context,
  { listening, exposed }: NonNullable<ReturnType<typeof exposedBeforeCompose>>,
): Diagnosis {
  const { port } = listening;
  const wanted = exposed.value.raw.replace(/\/tcp$/i, '');
  const place = placeToChange(context.project, port.source);
  return {
    title: `the server listens on ${port.value}, and \`EXPOSE\` names ${wanted}`,
    primary: {
      span: place.at,
      message: port.given === 'default' ? `is told no port, and chooses ${port.value}` : `listens on ${port.value}`,
    },
    labels: [...place.labels, { span: exposed.value.span, message: `names ${exposed.value.raw}` }],
    help: helpFor(listening, wanted),
    ...fixFor(context, listening, wanted, place.at),
  };
}

function helpFor({ server, port }: Extract<Listening, { kind: 'known' }>, wanted: string): string {
  if (port.given === 'written') return `write \`${wanted}\``;
  switch (server) {
    case 'flask-run':
      return `tell it the port: \`--port=${wanted}\``;
    case 'gunicorn':
    case 'hypercorn':
      return `tell it the port: \`--bind=0.0.0.0:${wanted}\``;
    case 'flask':
    case 'werkzeug':
    case 'socketio':
      return `give it the port: \`port=${wanted}\``;
    default:
      return `tell it to listen on port ${wanted}`;
  }
}

function fixFor(
  context: Context,
  { server, port }: Extract<Listening, { kind: 'known' }>,
  wanted: string,
  span: Span,
): Pick<Diagnosis, 'fix'> {
  const { project } = context;
  if (port.given === 'written') {
    if (textAt(project, span) !== port.value) return {};
    return { fix: { title: `write \`${wanted}\``, confidence: 'likely', edits: [{ span, text: wanted }] } };
  }
  const recipe = recipeOf(context);
  if (server !== 'flask-run' || recipe === undefined) return {};
  const line = `ENV FLASK_RUN_PORT=${wanted}`;
  return {
    fix: {
      title: `tell Flask to listen on ${wanted}`,
      confidence: 'likely',
      edits: addedInstruction(project, recipe, line),
    },
  };
}

/** `--port=http`: gunicorn's own addresses have a rule of their own. */
function noPort(
  { facts, project }: Context,
  listening: Extract<Listening, { kind: 'malformed' }>,
): readonly Diagnosis[] {
  if (facts.source.start?.kind === 'gunicorn' || listening.text === '') return [];
  const place = placeToChange(project, listening.at);
  return [
    {
      title: `the server cannot listen on \`${listening.text}\``,
      primary: { span: place.at, message: 'is no number of a port' },
      labels: place.labels,
      help: 'write the number of the port, such as `8000`',
      foretells: 'web-exits',
    },
  ];
}

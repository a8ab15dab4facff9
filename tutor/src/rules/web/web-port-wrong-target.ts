import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfPort } from '../../forecast/place-of-port.ts';
import { portDisagreement } from '../../forecast/port-disagreement.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The published port leads to one of the container's ports where no server listens. */
export const rule: Rule<Context> = {
  rule: 'web-port-wrong-target',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'page-reset',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    const wrong = portDisagreement(facts);
    if (web === undefined || wrong?.side !== 'mapping') return [];
    const { mapping, listening, exposed } = wrong;
    const [listens = Number(listening.port.value)] = listening.ports;
    const server: Label = {
      span: listening.port.source.span,
      message:
        listening.port.given === 'default'
          ? `starts the server, on port ${listens} unless told otherwise`
          : 'the server listens here',
    };
    const { at, labels } = placeOfPort(project, mapping, 'target');
    const mended = mapping.published === undefined ? `${listens}` : `${mapping.published}:${listens}`;
    return [
      {
        title: `\`${web.name}\` publishes port ${mapping.target} of its container, and its server listens on ${listens}`,
        primary: { span: at, message: 'no server listens here' },
        labels: [
          server,
          ...(exposed === undefined ? [] : [{ span: exposed.value.span, message: 'the image announces this port' }]),
          ...labels,
        ],
        notes: ['the port of your machine stands first, the port of the container behind the colon'],
        help: `write \`${mended}\``,
        ...(textAt(project, at) === String(mapping.target)
          ? {
              fix: {
                title: `lead the port to ${listens}`,
                confidence: 'likely',
                edits: [{ span: at, text: String(listens) }],
              },
            }
          : {}),
      },
    ];
  },
};

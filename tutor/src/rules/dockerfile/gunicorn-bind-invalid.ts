import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';

/** gunicorn is given an address that it does not understand: most often a port alone. */
export const rule: Rule<Context> = {
  rule: 'gunicorn-bind-invalid',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  recognise({ facts, project }) {
    const { listening, source } = facts;
    if (listening.kind !== 'malformed' || source.start?.kind !== 'gunicorn') return [];
    const place = placeToChange(project, listening.at);
    const port = /^:?(\d{1,5})$/.exec(listening.text)?.[1];
    const wanted = port === undefined ? '0.0.0.0:8000' : `0.0.0.0:${port}`;
    const isPlain = textAt(project, place.at) === listening.text;
    return [
      {
        title: `gunicorn cannot listen on \`${listening.text}\``,
        primary: {
          span: place.at,
          message: port === undefined ? 'is no address and port' : 'a port alone is taken for the name of a machine',
        },
        labels: place.labels,
        notes: ['gunicorn takes an address, a colon and a port; it answers `Invalid address` to anything else'],
        help: `write \`${wanted}\``,
        ...(isPlain && port !== undefined
          ? {
              fix: {
                title: `write \`${wanted}\``,
                confidence: 'certain' as const,
                edits: [{ span: place.at, text: wanted }],
              },
            }
          : {}),
      },
    ];
  },
};

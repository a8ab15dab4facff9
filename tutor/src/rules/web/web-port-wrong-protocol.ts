import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfPort } from '../../forecast/place-of-port.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The port of the page is published for UDP or SCTP; a browser speaks TCP. */
export const rule: Rule<Context> = {
  rule: 'web-port-wrong-protocol',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'page-unpublished',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined || facts.published.page !== undefined) return [];
    const other = web.ports.filter((port) => ['udp', 'sctp'].includes(port.protocol.toLowerCase()));
    const listens = facts.listening.kind === 'known' ? facts.listening.ports : [];
    const port = other.find((one) => listens.includes(one.target)) ?? other[0];
    // A TCP port that leads elsewhere is what has to be mended then.
    if (port === undefined || web.ports.some((one) => one.protocol === 'tcp')) return [];
    const { at, labels } = placeOfPort(project, port, 'protocol');
    const edit = port.protocolText === undefined ? undefined : textAt(project, at);
    const mended = edit?.toLowerCase() === port.protocol;
    return [
      {
        title: `\`${web.name}\` publishes its port for ${port.protocol.toUpperCase()}, and a browser comes by TCP`,
        primary: { span: at, message: 'no browser comes this way' },
        labels,
        notes: ['without a protocol behind the port, TCP is meant'],
        help: `write \`tcp\`, or leave \`/${port.protocol}\` out`,
        ...(mended
          ? { fix: { title: 'publish it for TCP', confidence: 'certain', edits: [{ span: at, text: 'tcp' }] } }
          : {}),
      },
    ];
  },
};

import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { isForeign, wrongAnswer } from '../../forecast/seen/page.ts';

/** Something answers at the page's address, and it is not a container of the project. */
export const rule: Rule<Context> = {
  rule: 'http-foreign-answer',
  severity: 'error',
  step: 'deploy',
  explains: 'page-is-own',
  followsFrom: ['page-unpublished', 'network-mode-host', 'network-disconnected', 'port-conflict', ...OUT_OF_DATE],
  recognise(context) {
    const answered = wrongAnswer(context);
    if (answered === undefined || !isForeign(answered.page)) return [];
    const { page } = answered;
    const server = page.headers?.server;
    const port = Number(/:(\d+)\//.exec(page.url)?.[1]);
    const mapping = context.facts.published.mappings.find((one) => one.port.published === String(port))?.port;
    const isAirPlay = /AirTunes/i.test(server ?? '');
    return [
      {
        title: isAirPlay
          ? `${page.url} is answered by AirPlay Receiver of this Mac, not by your page`
          : `${page.url} is answered by something that is no container of this project`,
        ...(mapping === undefined
          ? {}
          : { primary: { span: mapping.publishedAt ?? mapping.at, message: 'somebody else answers at this port' } }),
        ...(server === undefined ? {} : { notes: [`it calls itself \`${server}\``] }),
        help: `publish another port here${Number.isInteger(port) ? `, such as ${port + 1}` : ''}, or stop what listens there`,
        basis: 'observed',
        evidence: [
          pageEvidence(page),
          ...(server === undefined
            ? []
            : [{ kind: 'state' as const, subject: page.url, says: `answered with Server: ${server}` }]),
        ],
      },
    ];
  },
};

import type { Diagnosis } from '../../core/diagnosis.ts';
import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE, SERVICE_DOWN } from '../../forecast/seen/causes.ts';
import { failedAnswer, runningWeb } from '../../forecast/seen/page.ts';
import { stateEvidence } from '../../forecast/seen/services.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';

/** `web` runs, and no port of this machine leads to it. */
export const rule: Rule<Context> = {
  rule: 'http-refused',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: [
    'page-unpublished',
    'web-exits',
    'network-mode-host',
    'network-disconnected',
    'port-conflict',
    ...SERVICE_DOWN,
    ...OUT_OF_DATE,
  ],
  recognise(context): readonly Diagnosis[] {
    const stack = troubledStack(context);
    const web = stack === undefined ? undefined : runningWeb(context, stack);
    if (stack === undefined || web === undefined) return [];
    const refused = failedAnswer(context, 'refused', 'unreachable');
    if (refused === undefined && stack.page !== undefined) return [];
    const [mapping] = context.facts.published.mappings;
    const at = mapping?.port.publishedAt ?? mapping?.port.at;
    return [
      {
        title:
          refused === undefined
            ? `no port of this machine leads to \`${web.service}\``
            : `nobody accepts a connection at ${refused.page.url}`,
        labels: at === undefined ? [] : [{ span: at, message: 'this port should lead to the page' }],
        notes: [
          web.published.length === 0
            ? `the engine publishes no port of \`${web.service}\``
            : `the engine publishes ${web.published.map((port) => `${port.hostPort} → ${port.containerPort}`).join(', ')}`,
        ],
        help: 'run `docker compose up -d --force-recreate`, then look at PORTS in `docker compose ps`',
        basis: 'observed',
        evidence: [...(refused === undefined ? [] : [pageEvidence(refused.page)]), stateEvidence({ container: web })],
      },
    ];
  },
};

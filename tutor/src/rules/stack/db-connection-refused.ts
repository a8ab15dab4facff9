import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { refusedConnection } from '../../forecast/seen/not-ready.ts';
import { runningOf } from '../../forecast/seen/stack.ts';

/** The database runs, and nobody listens at the address where the page asks. */
export const rule: Rule<Context> = {
  rule: 'db-connection-refused',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: [
    'database-url-localhost',
    'database-url-wrong-port',
    'database-url-unknown-host',
    'database-host-missing',
    'dotenv-overrides-environment',
    'network-mode-host',
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const refused = refusedConnection(context);
    if (refused?.why !== 'elsewhere') return [];
    const { db, stack, trouble } = refused;
    const { host, address, port } = trouble.named;
    const where = [address ?? host, port].filter((part) => part !== undefined).join(':');
    const listens = runningOf(stack, db)?.listens;
    return [
      {
        title: `the page asks ${where === '' ? 'an address' : `at ${where}`}, where no database listens`,
        notes:
          listens === undefined
            ? []
            : [
                listens.length === 0
                  ? `\`${db}\` listens nowhere`
                  : `\`${db}\` listens on ${list(listens.map((one) => `${one.address}:${one.port}`))}`,
              ],
        help: `let the page ask at \`${db}:${context.facts.db?.port ?? 5432}\``,
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};

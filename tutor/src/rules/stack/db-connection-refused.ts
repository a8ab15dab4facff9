import type { Listener } from '../../core/observation.ts';
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
        help: isDeaf(listens, port)
          ? `have PostgreSQL listen on every address: \`docker compose exec ${db} sh -c 'psql -U "$POSTGRES_USER" -c "ALTER SYSTEM RESET listen_addresses"'\`, then \`docker compose restart ${db}\``
          : `let the page ask at \`${db}:${context.facts.db?.port ?? 5432}\``,
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};

/** It listens at the very port, on addresses of its own container alone. */
function isDeaf(listens: readonly Listener[] | undefined, port: number | undefined): boolean {
  const there = listens?.filter((one) => one.port === port) ?? [];
  return there.length > 0 && there.every(({ address }) => /^(?:127\.|::1$)/.test(address));
}

import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { DATABASE_ENDS, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { logEvidence, logOf } from '../../forecast/seen/log.ts';
import { refusedConnection } from '../../forecast/seen/not-ready.ts';

/** The page asked its database before that accepted connections, or it still does not. */
export const rule: Rule<Context> = {
  rule: 'db-not-ready',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: [
    'service-paused',
    'healthcheck-socket-only',
    'web-exits',
    'page-fails',
    'disk-full',
    'service-out-of-memory',
    ...DATABASE_ENDS,
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const refused = refusedConnection(context);
    if (refused?.why !== 'early') return [];
    const { db, now, stack, trouble } = refused;
    const web = serviceOf(context.facts.roles.web)?.name ?? 'web';
    const at = waitPlace(context, db);
    return [
      {
        title:
          now === 'listens'
            ? `\`${web}\` asked \`${db}\` before it accepted connections`
            : `\`${db}\` runs and does not accept connections yet`,
        ...(at === undefined ? {} : { primary: at }),
        notes: [
          '`depends_on` alone waits until the container is started, not until PostgreSQL listens',
          'publishing port 5432 changes nothing here',
        ],
        help:
          now === 'listens'
            ? `give \`${db}\` a healthcheck and wait for \`service_healthy\`, or have the page try again`
            : `wait some seconds, and look at \`docker compose logs ${db}\``,
        basis: 'observed',
        evidence: [
          ...trouble.evidence,
          ...logEvidence(
            stack,
            db,
            logOf(stack, db)
              .filter((line) => /ready to accept connections|starting up/.test(line))
              .slice(-2),
          ),
        ],
      },
    ];
  },
};

function waitPlace({ facts }: Context, db: string): Label | undefined {
  const dependency = serviceOf(facts.roles.web)?.dependsOn.find((one) => one.service === db);
  if (dependency === undefined || dependency.condition === 'service_healthy') return undefined;
  return {
    span: dependency.conditionAt ?? dependency.at,
    message: 'waits until the container is started, and no longer',
  };
}

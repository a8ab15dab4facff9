import type { Diagnosis } from '../../core/diagnosis.ts';
import type { StackSeen } from '../../core/observation.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { logEvidence } from '../../forecast/seen/log.ts';
import { containersOf, runningOf, seenStack } from '../../forecast/seen/stack.ts';
import type { Dependency, Service } from '../../project/compose/project.ts';

/** A service waits until another one ends well: that one is a server and never ends, or it ended and not well. */
export const rule: Rule<Context> = {
  rule: 'dependency-never-satisfied',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['service-out-of-memory', ...OUT_OF_DATE],
  recognise(context) {
    const stack = seenStack(context);
    const { services } = context.project.view;
    return services.flatMap((service) =>
      service.dependsOn
        .filter((dependency) => dependency.condition === 'service_completed_successfully')
        .flatMap((dependency) => onServer(context, service, dependency) ?? onFailure(stack, service, dependency)),
    );
  },
};

/** The database is a server: the files alone tell that it does not end. */
function onServer(context: Context, service: Service, dependency: Dependency): readonly Diagnosis[] | undefined {
  const db = serviceOf(context.facts.roles.db);
  if (db?.name !== dependency.service || db.command !== undefined || db.entrypoint !== undefined) return undefined;
  const web = serviceOf(context.facts.roles.web);
  return [
    {
      title: `\`${service.name}\` waits for \`${db.name}\` to end, and a database does not end`,
      primary: {
        span: dependency.conditionAt ?? dependency.at,
        message: 'is met only once that service has ended with 0',
      },
      help: 'write `service_healthy` with a healthcheck, or `service_started`',
      ...(dependency.conditionAt === undefined
        ? {}
        : {
            fix: {
              title: 'write `service_started`',
              confidence: 'likely',
              edits: [{ span: dependency.conditionAt, text: 'service_started' }],
            },
          }),
      ...(service === web ? { step: 'web', explains: 'web-waits-for-db', foretells: 'web-not-started' as const } : {}),
    },
  ];
}

function onFailure(stack: StackSeen | undefined, service: Service, dependency: Dependency): readonly Diagnosis[] {
  if (stack === undefined || runningOf(stack, service.name) !== undefined) return [];
  const primary = {
    span: dependency.conditionAt ?? dependency.at,
    message: 'is met only once that service has ended with 0',
  };
  const [container] = containersOf(stack, dependency.service);
  const isMade = containersOf(stack, service.name).some((one) => one.state === 'created');
  if (container === undefined || !isMade) return [];
  if (container.state === 'exited' && container.exitCode !== 0) {
    return [
      {
        title: `\`${service.name}\` waits for \`${dependency.service}\`, which ended with ${container.exitCode}`,
        primary,
        help: `read \`docker compose logs ${dependency.service}\`, and mend what made it fail`,
        basis: 'observed',
        evidence: [
          { kind: 'state', subject: dependency.service, says: `exited with ${container.exitCode}` },
          ...logEvidence(stack, dependency.service),
        ],
      },
    ];
  }
  if (container.state !== 'running') return [];
  return [
    {
      title: `\`${service.name}\` waits until \`${dependency.service}\` has ended, and that still runs`,
      primary,
      help: 'write `service_started` or `service_healthy` here if it is a server, which never ends',
      basis: 'observed',
      evidence: [
        { kind: 'state', subject: dependency.service, says: 'runs' },
        { kind: 'state', subject: service.name, says: 'was made and not started' },
      ],
    },
  ];
}

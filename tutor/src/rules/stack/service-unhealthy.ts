import type { Label } from '../../core/diagnosis.ts';
import { fatalLines } from '../../core/fatal-lines.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_TROUBLE, NETWORK_CHANGED, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { logEvidence, wordsOf } from '../../forecast/seen/log.ts';
import { type ServiceSeen, servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { seenStack } from '../../forecast/seen/stack.ts';

/** A healthcheck fails. An error where another service waits for it and is therefore not started; else a warning. */
export const rule: Rule<Context> = {
  rule: 'service-unhealthy',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: [
    'healthcheck-command-form',
    'healthcheck-wrong-target',
    'web-not-started',
    'service-paused',
    ...NETWORK_CHANGED,
    ...DATABASE_TROUBLE,
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    const services = servicesSeen(context, stack);
    return services
      .filter(({ container }) => container.state === 'running' && container.health === 'unhealthy')
      .map((seen) => {
        const { name } = seen.service;
        const waiting = services.find((other) => other.fate !== 'at-work' && waitsForHealth(other, name));
        const test = testOf(seen);
        const { healthSays } = seen.container;
        return {
          title:
            waiting === undefined
              ? `\`${name}\` runs, and its healthcheck says that it is unhealthy`
              : `\`${name}\` does not become healthy, and \`${waiting.service.name}\` waits for that`,
          ...(test === undefined ? {} : { primary: test }),
          ...(healthSays === undefined ? {} : { notes: [`the healthcheck's last words: ${lastWords(healthSays)}`] }),
          help: `run the healthcheck's own command in the container with \`docker compose exec ${name}\`, and mend what it complains of`,
          severity: waiting === undefined ? 'warning' : 'error',
          basis: 'observed',
          evidence: [
            stateEvidence(seen),
            ...(healthSays === undefined
              ? []
              : [{ kind: 'state' as const, subject: `healthcheck of ${name}`, says: `says: ${healthSays}` }]),
            ...(healthSays === undefined ? logEvidence(stack, name) : []),
          ],
        };
      });
  },
};

/** The line of a traceback that says what is wrong is the last of its kind. */
function lastWords(healthSays: string): string {
  const lines = healthSays.split('\n').filter((line) => line.trim() !== '');
  return wordsOf(fatalLines(lines).at(-1) ?? lines.at(-1) ?? healthSays);
}

function waitsForHealth({ service }: ServiceSeen, name: string): boolean {
  return service.dependsOn.some(
    (dependency) => dependency.service === name && dependency.condition === 'service_healthy',
  );
}

function testOf({ service }: ServiceSeen): Label | undefined {
  const at = service.healthcheck?.test?.at;
  return at === undefined ? undefined : { span: at, message: 'this is run to see whether it is healthy' };
}

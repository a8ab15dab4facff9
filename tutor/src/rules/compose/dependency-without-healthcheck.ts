import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { addedHealthcheck } from '../../forecast/added-healthcheck.ts';
import type { Context } from '../../forecast/context.ts';
import { parseImage } from '../../forecast/image.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Dependency, Service } from '../../project/compose/project.ts';
import { child, entryOf } from '../../project/compose/tree.ts';

/** A service waits until another is healthy, and the other says nothing of its health: `up` stops. */
export const rule: Rule<Context> = {
  rule: 'dependency-without-healthcheck',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'web-not-started',
  recognise: (context) =>
    context.project.view.services.flatMap((service) =>
      service.dependsOn.flatMap((dependency) => {
        const target = context.project.view.services.find((one) => one.name === dependency.service);
        if (target === undefined || dependency.condition !== 'service_healthy') return [];
        return saysNothing(context, target) ? [diagnose(context, service, dependency, target)] : [];
      }),
    ),
};

/** An image of somebody's own may bring a healthcheck; of the official ones it is known that they bring none. */
function saysNothing({ project }: Context, target: Service): boolean {
  if (target.build !== undefined || isUnread(project, 'services', target.name, 'healthcheck')) return false;
  const image = parseImage(String(target.image?.value ?? '')).name;
  if (target.healthcheck?.disabled === true) return true;
  return (
    /^(docker\.io\/)?(library\/)?(postgres|mysql|mariadb|redis|mongo|nginx|python|node|alpine|busybox|debian|ubuntu|httpd|caddy|traefik|haproxy|memcached|rabbitmq|adminer)$/.test(
      image,
    ) && target.healthcheck?.test === undefined
  );
}

function diagnose({ project, facts }: Context, service: Service, dependency: Dependency, target: Service): Diagnosis {
  const condition = dependency.conditionAt ?? dependency.at;
  const waits: Label = { span: condition, message: 'waits until it says that it is healthy' };
  const { healthcheck } = target;
  const common = {
    title: `\`${service.name}\` waits until \`${target.name}\` is healthy, and \`${target.name}\` has no healthcheck`,
    labels: [waits],
    notes: ['`docker compose up` stops with `dependency failed to start: … has no healthcheck configured`'],
  };
  if (healthcheck?.disabled === true)
    return {
      ...common,
      title: `\`${service.name}\` waits until \`${target.name}\` is healthy, and the healthcheck of \`${target.name}\` is off`,
      primary: { span: switchOf(target) ?? healthcheck.at, message: 'switches it off' },
      help: `give \`${target.name}\` a test, or wait for \`service_started\` alone`,
    };
  const began = healthcheck === undefined ? undefined : target.keys.get('healthcheck');
  if (began !== undefined)
    return {
      ...common,
      title: `\`${service.name}\` waits until \`${target.name}\` is healthy, and the healthcheck of \`${target.name}\` has no test`,
      primary: { span: began, message: 'has no `test`' },
      help: `add a \`test\`, as \`test: ["CMD-SHELL", "pg_isready -h 127.0.0.1"]\``,
    };
  const given = asksDatabase(service) ? service.keys.get('healthcheck') : undefined;
  if (given !== undefined && facts.db?.service === target)
    return {
      ...common,
      primary: {
        span: given,
        message: `stands in \`${service.name}\`, and asks what only \`${target.name}\` can answer`,
      },
      labels: [{ span: target.key, message: 'has no `healthcheck`' }, waits],
      help: `move \`healthcheck\` to \`${target.name}\``,
    };
  const edits = addedHealthcheck({ project, facts }, target);
  return {
    ...common,
    primary: { span: target.key, message: 'has no `healthcheck`' },
    help: `give \`${target.name}\` a healthcheck, or wait for \`service_started\` alone`,
    ...(edits.length === 0
      ? {}
      : { fix: { title: `give \`${target.name}\` a healthcheck`, confidence: 'likely', edits } }),
  };
}

/** The text that switches a healthcheck off: `disable`, or the test `NONE`. */
function switchOf({ node, healthcheck }: Service): Span | undefined {
  return entryOf(child(node, 'healthcheck'), 'disable')?.keySpan ?? healthcheck?.test?.at;
}

/** A test that a database's container can run, and no other's. */
function asksDatabase({ healthcheck }: Service): boolean {
  return healthcheck?.test?.words.some((word) => /\b(?:pg_isready|psql)\b/.test(word)) === true;
}

import type { Prospect } from '../core/effect.ts';
import type { PageForecast } from '../core/result.ts';
import type { Service } from '../project/compose/project.ts';
import { child } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import type { Facts } from './facts.ts';
import { type DatabaseEnd, valueOfGiven } from './given.ts';
import { readsPostgresVariables } from './misnamed-variables.ts';
import { pageAnswer } from './page-answer.ts';
import { urlOf } from './published.ts';
import { effectOfRefusal } from './refused-effect.ts';
import { serviceOf } from './roles.ts';
import { isUnread } from './unread.ts';

/** What the files lead to where no rule says otherwise: every service runs, but those whose end is waited for, and the page answers as its route says. */
export function prospectOf(project: Project, facts: Facts): Prospect {
  const { services } = project.view;
  return {
    services: services.map((service) => service.name),
    ends: awaitedEnds(project),
    untold: withOwnCommand(project),
    startedAgain: services.filter(isStartedAgain).map((service) => service.name),
    waits: services.flatMap((service) =>
      service.dependsOn.map((one) => ({ service: service.name, on: one.service, until: one.condition })),
    ),
    fails: failuresOf(project, facts),
    web: serviceOf(facts.roles.web)?.name,
    db: serviceOf(facts.roles.db)?.name,
    page: pageOf(project, facts),
    refused: effectOfRefusal(facts.signIn.web) === 'web-exits' ? 'web-exits' : refusedPage(project, facts),
  };
}

function failuresOf(project: Project, { source, db }: Facts): Prospect['fails'] {
  return [
    ...(project.compose.refused ? (['compose-refuses'] as const) : []),
    ...(source.contents.missingSources.length > 0 ? (['web-not-built'] as const) : []),
    ...(db !== undefined && endsAtFirstStart(project, db) ? (['db-exits'] as const) : []),
  ];
}

/** PostgreSQL's image makes no database without a password, nor for a user with such a sign in its name (`initdb`). */
function endsAtFirstStart(project: Project, { service, starts, user }: DatabaseEnd): boolean {
  if (service.build !== undefined || !readsPostgresVariables(service)) return false;
  if (isUnread(project, 'services', service.name, 'environment')) return false;
  return starts === 'no-password' || /["'$\\]/.test(valueOfGiven(user) ?? '');
}

/** Services that others wait for until they have done their work. */
function awaitedEnds({ view }: Project): readonly string[] {
  const awaited = view.services.flatMap((service) =>
    service.dependsOn.filter((one) => one.condition === 'service_completed_successfully').map((one) => one.service),
  );
  return [...new Set(awaited)];
}

/** Services that run a command of their own, open no port and are not started again: a job may end, a worker runs on. */
function withOwnCommand({ view }: Project): readonly string[] {
  const jobs = view.services.filter(
    ({ command, entrypoint, ports, expose, restart }) =>
      (command !== undefined || entrypoint !== undefined) &&
      !SERVES.test([...(entrypoint?.words ?? []), ...(command?.words ?? [])].join(' ')) &&
      ports.length === 0 &&
      expose.length === 0 &&
      (restart === undefined || /^(?:no|on-failure)\b/.test(String(restart.value))),
  );
  return jobs.map((service) => service.name);
}

/** Programs that serve until they are stopped, and what keeps a container up. */
const SERVES =
  /^(?:\S*\/)?(?:redis-server|valkey-server|nginx|httpd|memcached|mysqld|mariadbd|mongod|rabbitmq-server|caddy|traefik|gunicorn|uvicorn|sleep infinity|tail -f)\b/;

/** Whether the engine starts it again when it fails. `deploy.restart_policy` is read by Compose too (compose-go, `restart`). */
function isStartedAgain({ restart, node }: Service): boolean {
  if (typeof restart?.value === 'string') return restart.value !== 'no' && restart.value !== '';
  const policy = child(child(child(node, 'deploy'), 'restart_policy'), 'condition');
  return policy?.kind === 'scalar' && policy.value !== 'none';
}

function pageOf(project: Project, facts: Facts): PageForecast {
  const at = addressOf(facts);
  const complete = facts.published.page !== undefined && facts.source.image !== undefined;
  if (!complete || facts.listening.kind !== 'known') return { ...at, fails: 'unknown' };
  const connects = facts.signIn.web.kind === 'parts';
  const answer = pageAnswer(project, facts, () => (connects ? { kind: 'works' } : { kind: 'unknown' }));
  if (answer.fails === undefined) return { ...at, ...answer };
  return connects ? { ...at, status: 200 } : { ...at, fails: 'unknown' };
}

/** What a learner opens: the port that leads to the server, else the one that was meant to. */
function addressOf({ published }: Facts): Pick<PageForecast, 'url'> {
  const meant = published.mappings.find((one) => one.port.protocol === 'tcp');
  const url = published.url ?? (published.page !== undefined || meant === undefined ? undefined : urlOf(meant.port));
  return url === undefined ? {} : { url };
}

/** What the page answers when the database refuses it, or is not there. */
function refusedPage(project: Project, facts: Facts): PageForecast {
  return { ...addressOf(facts), ...pageAnswer(project, facts, () => ({ kind: 'fails' })) };
}

import type { Prospect } from '../core/effect.ts';
import type { PageForecast } from '../core/result.ts';
import type { Project } from '../project/project.ts';
import type { Facts } from './facts.ts';
import { serviceOf } from './roles.ts';

/** What the files lead to where no rule says otherwise: every service runs, but those whose end is waited for, and the page answers as its route says. */
export function prospectOf(project: Project, facts: Facts): Prospect {
  return {
    services: project.view.services.map((service) => service.name),
    ends: awaitedEnds(project),
    untold: withOwnCommand(project),
    web: serviceOf(facts.roles.web)?.name,
    db: serviceOf(facts.roles.db)?.name,
    page: pageOf(facts),
  };
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
      ports.length === 0 &&
      expose.length === 0 &&
      (restart === undefined || restart.value === 'no'),
  );
  return jobs.map((service) => service.name);
}

function pageOf(facts: Facts): PageForecast {
  const { url } = facts.published;
  const at = url === undefined ? {} : { url };
  const complete =
    facts.published.page !== undefined && facts.signIn.web.kind === 'parts' && facts.source.image !== undefined;
  if (!complete || facts.listening.kind !== 'known') return { ...at, fails: 'unknown' };
  const body = facts.source.welcome;
  return { ...at, status: 200, ...(body === undefined ? {} : { body }) };
}

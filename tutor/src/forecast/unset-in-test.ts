import type { ComposeFault } from '../project/compose/fault.ts';
import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';

/**
 * The service whose healthcheck never succeeds because a variable in it became nothing: the name behind `-U` of pg_isready or psql,
 * which then lacks (tried, 16). Only where somebody waits for that service to be healthy, and once for a test.
 */
export function brokenTest(project: Project, fault: ComposeFault): Service | undefined {
  const { at } = fault;
  const read = at === undefined ? undefined : project.files.read(at.file);
  if (at === undefined || read?.kind !== 'text') return undefined;
  const before = read.text.slice(read.text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  if (!/\b(?:pg_isready|psql)\b[^|&;]*\s(?:-U|--username)[ =]$/.test(before)) return undefined;
  const { services } = project.view;
  return services.find(
    ({ name, healthcheck }) =>
      healthcheck?.test?.at.file === at.file &&
      healthcheck.test.at.start <= at.start &&
      at.end <= healthcheck.test.at.end &&
      services.some((other) =>
        other.dependsOn.some((one) => one.service === name && one.condition === 'service_healthy'),
      ),
  );
}

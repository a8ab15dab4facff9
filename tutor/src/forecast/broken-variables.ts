import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import type { ContainerEnvironment, ContainerVariable } from './container-environment.ts';

/**
 * The environment with every variable whose value Compose cannot work out (a `${…` left open, a required one that is missing)
 * as set and not known: that fault is told by itself, and what the broken text would come to is no fault of its own.
 */
export function withoutBroken(
  environment: ContainerEnvironment,
  project: Project,
  service: Service | undefined,
): ContainerEnvironment {
  const broken = project.compose.faults
    .filter((fault) => fault.kind === 'interpolation-invalid' || fault.kind === 'interpolation-required')
    .flatMap((fault) => (fault.at === undefined ? [] : [fault.at]));
  if (service === undefined || broken.length === 0) return environment;
  const isBroken = (one: ContainerVariable): boolean =>
    one.from === 'compose' &&
    broken.some(
      (at) =>
        at.file === one.variable.scalar.span.file &&
        at.start >= one.variable.scalar.span.start &&
        at.end <= one.variable.scalar.span.end,
    );
  return new Map(
    [...environment].map(([name, one]) => [
      name,
      isBroken(one) ? { name, value: undefined, from: 'image', image: { value: undefined } } : one,
    ]),
  );
}

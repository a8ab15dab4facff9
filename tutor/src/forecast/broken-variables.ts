import type { Span } from '../core/span.ts';
import type { Service, Variable } from '../project/compose/project.ts';
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
  const broken = brokenPlaces(project);
  if (service === undefined || broken.length === 0) return environment;
  const isUnknown = (one: ContainerVariable): boolean => one.from === 'compose' && holdsOne(one.variable, broken);
  return new Map(
    [...environment].map(([name, one]) => [
      name,
      isUnknown(one) ? { name, value: undefined, from: 'image', image: { value: undefined } } : one,
    ]),
  );
}

/** Whether Compose cannot work out what a variable is set to. */
export function isBroken(project: Project, variable: Variable): boolean {
  return holdsOne(variable, brokenPlaces(project));
}

function brokenPlaces(project: Project): readonly Span[] {
  return project.compose.faults
    .filter((fault) => fault.kind === 'interpolation-invalid' || fault.kind === 'interpolation-required')
    .flatMap((fault) => (fault.at === undefined ? [] : [fault.at]));
}

function holdsOne({ scalar: { span } }: Variable, broken: readonly Span[]): boolean {
  // In a list the value may be read from within the braces that are left open.
  return broken.some((at) => at.file === span.file && at.start < span.end && at.end > span.start);
}

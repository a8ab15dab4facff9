import type { Observation } from '../core/observation.ts';
import type { Project } from '../project/project.ts';
import type { Facts } from './facts.ts';

/** What checks and rules look at. Nothing in it is worked out by them: facts are derived once, here. */
export type Context = {
  readonly project: Project;
  readonly facts: Facts;
  readonly observed: Observation;
};

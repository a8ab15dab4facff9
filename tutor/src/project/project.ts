import type { RolesBySigns } from '../core/step.ts';
import type { ComposeProject } from './compose/project.ts';
import { readCompose } from './compose/read.ts';
import type { ComposeReading, ReadingRequest } from './compose/reading.ts';
import { viewOf } from './compose/view.ts';
import type { ProjectFiles } from './files.ts';

/** A learner's project, read once: every value knows where it came from. What a service is built from is read by {@link ../forecast/source.ts}. */
export type Project = {
  readonly files: ProjectFiles;
  readonly compose: ComposeReading;
  readonly view: ComposeProject;
  /** By which signs the chapter tells its two services. */
  readonly roles: RolesBySigns;
};

/** Reads a project. Never throws for what a learner wrote. */
export function readProject(request: ReadingRequest & { readonly roles: RolesBySigns }): Project {
  const compose = readCompose(request);
  return { files: request.files, compose, view: viewOf(compose), roles: request.roles };
}

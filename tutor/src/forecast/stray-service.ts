import { nearest } from '../core/nearest.ts';
import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';

/**
 * Whether another service of the files holds a key that a service lacks, and says neither where its image comes from:
 * a slip of the name, most often in an override file, took the key away from the service.
 */
export function isGivenToStray({ compose, view }: Project, { name }: Service, key: string): boolean {
  return compose.faults.some(({ kind, words }) => {
    const stray = view.services.find((one) => one.name === words?.service);
    return (
      kind === 'neither-image-nor-build' && stray?.keys.has(key) === true && nearest(stray.name, [name]) !== undefined
    );
  });
}

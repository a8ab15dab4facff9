import type { Service } from '../project/compose/project.ts';

/** Keys that say where a service's image comes from and how it is called, and nothing of its work. */
const OUTER = [
  'image',
  'build',
  'container_name',
  'hostname',
  'platform',
  'pull_policy',
  'restart',
  'init',
  'profiles',
  'labels',
];

/** Whether the learner has not begun to configure a service: it has an image or a build, and nothing else to speak of. */
export function isBare(service: Service): boolean {
  return [...service.keys.keys()].every((key) => OUTER.includes(key));
}

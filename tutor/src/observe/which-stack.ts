import type { StackFound, StackTarget } from './ports.ts';
import type { ObserveRequest } from './request.ts';

/** The stack to look at, and how it was found. */
export type StackChoice = { readonly target: StackTarget; readonly foundBy: 'name' | 'folder' | 'nothing' };

/**
 * Which stack is this project's (contract, *Which stack*): the one of Compose's own name if it has any container, else
 * the one that was started in this folder under another name; of several, the one with most running. What has none of the
 * project's services was started from another Compose file that lies here too.
 */
export function whichStack(stacks: readonly StackFound[], request: ObserveRequest): StackChoice {
  const { name, folder, files } = request;
  const own: StackTarget = { name, naming: 'own', folder, files };
  if (stacks.some((stack) => stack.name === name)) return { target: own, foundBy: 'name' };
  const folders = new Set([folder, ...(request.alsoKnownAs ?? [])].map(withoutEnd));
  const ours = request.project?.services.map((service) => service.name);
  const [here] = stacks
    .filter((stack) => folders.has(withoutEnd(stack.folder)))
    .filter(({ services }) => ours === undefined || services.some((service) => ours.includes(service)))
    .sort((a, b) => b.running - a.running || (a.name < b.name ? -1 : 1));
  if (here === undefined) return { target: own, foundBy: 'nothing' };
  return { target: { ...own, name: here.name, naming: 'other' }, foundBy: 'folder' };
}

function withoutEnd(folder: string): string {
  return folder.length > 1 ? folder.replace(/[/\\]+$/, '') : folder;
}

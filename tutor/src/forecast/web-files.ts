import type { Facts } from './facts.ts';

/** The most files that are compared with the image: the app's own, before what it imports. */
const MOST_FILES = 8;

/** A file of the project and the absolute path under which the web's image holds it. */
export type HeldFile = { readonly file: string; readonly path: string };

/** Modules of the app that the Dockerfile copies into the image that runs, with their place there. */
export function heldFiles({ source }: Pick<Facts, 'source'>): readonly HeldFile[] {
  const workdir = source.image?.workdir;
  if (workdir === undefined) return [];
  const folder = source.folder === '' ? '' : `${source.folder}/`;
  return source.modules
    .filter(({ file }) => file.startsWith(folder))
    .map(({ file }) => ({ file, path: `${workdir === '/' ? '' : workdir}/${file.slice(folder.length)}` }))
    .filter(({ file, path }) => source.contents.fileAt(path) === file)
    .slice(0, MOST_FILES);
}

/** The paths alone: what to look for in the container. */
export function webFiles(facts: Pick<Facts, 'source'>): readonly string[] {
  return heldFiles(facts).map((one) => one.path);
}

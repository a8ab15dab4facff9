import type { Facts } from './facts.ts';

/** The most files that are compared with the image: the app's own, before what it imports. */
const MOST_FILES = 8;

/** A file of the project and the absolute path under which the web's image holds it. */
export type HeldFile = { readonly file: string; readonly path: string };

/** Modules of the app that the web's container holds, with their places there. */
export function heldFiles({ source }: Pick<Facts, 'source'>): readonly HeldFile[] {
  return source.modules
    .flatMap(({ file }) => source.contents.placesOf(file).map((path) => ({ file, path })))
    .slice(0, MOST_FILES);
}

/** The paths alone: what to look for in the container. */
export function webFiles(facts: Pick<Facts, 'source'>): readonly string[] {
  return heldFiles(facts).map((one) => one.path);
}

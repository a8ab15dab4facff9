import type { Files } from '../../../rules/project.ts';
import { freePort } from '../free-port.ts';

/** What stands for `$NAME`, `$PORT`, `$DB_PORT` and `$HUB` in an entry: other values in each run. */
export type Places = {
  /** The Compose project, its folder, and what the names of all that is started beside it begin with. */
  readonly NAME: string;
  /** Takes the place of 8000 on this machine; four digits, so that no column changes. */
  readonly PORT: string;
  /** Takes the place of 5432 on this machine. */
  readonly DB_PORT: string;
  /** A registry that refuses, where `start: hub` has started one. */
  readonly HUB: string;
};

/** Places of one run. */
export async function choosePlaces(name: string): Promise<Places> {
  const [PORT, DB_PORT, hub] = [await freePort(PORTS), await freePort(PORTS), await freePort(PORTS)];
  return { NAME: name, PORT: String(PORT), DB_PORT: String(DB_PORT), HUB: `127.0.0.1:${hub}` };
}

/** A text with the names of places replaced by the places of a run. */
export function placed(text: string, places: Readonly<Record<string, string>>): string {
  return text.replace(/\$(DB_PORT|PORT|NAME|HUB|PROGRAMS|REAL_PATH)/g, (whole, name: string) => places[name] ?? whole);
}

/** The files with the places of a run: published ports too, wherever `8000:` or `5432:` stands before a container's port. */
export function placedFiles(files: Files, places: Places): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, placedFile(path, text, places)]));
}

/** One file with the places of a run. */
export function placedFile(path: string, text: string, places: Places): string {
  const named = text.replace(/\$(HUB|NAME|PORT|DB_PORT)/g, (whole, name: keyof Places) => places[name] ?? whole);
  if (!/\.ya?ml$|^\.env$/.test(path)) return named;
  return named
    .replace(/\b8000:(?=\d)/g, `${places.PORT}:`)
    .replace(/\b5432:(?=\d)/g, `${places.DB_PORT}:`)
    .replace(/(published: *["']?|WEB_PORT=)8000\b/g, `$1${places.PORT}`);
}

/** Of four digits, as those of the chapter: no column moves. */
const PORTS = { lowest: 2_100, highest: 9_900 } as const;

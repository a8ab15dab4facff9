import { createHash } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './disk.ts';

/** What the tutor remembers of one project between runs. Fields that a newer version wrote are kept. */
export type Remembered = {
  /** The project's real path. */
  readonly project: string;
  /** Id of the step that the learner was at. */
  readonly current?: string;
  /** How many rungs of a step's ladder of hints were shown. */
  readonly rungs: Readonly<Record<string, number>>;
  /** How often a step was checked without passing. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Time spent in the terminal app, in milliseconds. */
  readonly spentMs: number;
  /** What `deploy` saw when it last passed (contract, *deploy and teardown*). */
  readonly deploy?: RememberedDeploy;
};

/** `digest` is over the files that `deploy` was judged for; `passedAt` is RFC 3339. */
export type RememberedDeploy = { readonly passedAt: string; readonly digest: string };

export interface StateStore {
  read(): Remembered;
  /** Reads, changes and writes; what another tutor wrote meanwhile to other fields stays. */
  update(change: (before: Remembered) => Remembered): Remembered;
}

/** A key for a project: of its real path, so that a renamed link finds the same memory. */
export function projectKey(realPath: string): string {
  return createHash('sha256').update(realPath).digest('hex').slice(0, 16);
}

/** One digest of many files: the same for the same paths and texts, whatever their order. */
export function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const text = files.get(path) ?? '';
    hash.update(`${path.length}:${path}${text.length}:${text}`);
  }
  return hash.digest('hex');
}

/**
 * The memory of a project, a JSON file in the state folder. Nothing here ever fails a run: a file that cannot be read is
 * set aside under another name, one that cannot be written is kept in memory; `say` gets one line about either.
 */
export function openState(stateFolder: string, realPath: string, say: (line: string) => void): StateStore {
  const file = join(stateFolder, 'projects', `${projectKey(realPath)}.json`);
  let memory: Fields | undefined;
  const load = (): Fields => memory ?? readFields(file, say) ?? {};
  return {
    read: () => fromFields(load(), realPath),
    update(change) {
      const before = load();
      const after = change(fromFields(before, realPath));
      const fields: Fields = { ...before, schema: SCHEMA, ...after };
      // A field that was taken away must not come back from before.
      for (const name of ['current', 'deploy'] as const) if (after[name] === undefined) delete fields[name];
      if (memory !== undefined) memory = fields;
      else if (!wrote(file, fields, say)) memory = fields;
      return after;
    },
  };
}

type Fields = Record<string, unknown>;

const SCHEMA = 'compose-tutor/progress/v1';

function wrote(file: string, fields: Fields, say: (line: string) => void): boolean {
  try {
    replaceFile(file, `${JSON.stringify(fields, null, 2)}\n`);
    return true;
  } catch (error) {
    say(`progress cannot be written to ${file} (${reasonOf(error)}); it is kept until this run ends`);
    return false;
  }
}

function readFields(file: string, say: (line: string) => void): Fields | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'ENOENT') say(`progress cannot be read from ${file} (${reason}); it starts anew`);
    return undefined;
  }
  const fields = parsed(text);
  if (fields === undefined) setAside(file, say);
  return fields;
}

/** JSON cut in half, or something else than an object, is undefined. */
function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function setAside(file: string, say: (line: string) => void): void {
  const aside = `${file}.unreadable-${Date.now()}`;
  try {
    renameSync(file, aside);
    say(`the progress file was not whole; it is kept as ${aside}, and progress starts anew`);
  } catch (error) {
    say(`the progress file ${file} is not whole and cannot be moved (${reasonOf(error)}); progress starts anew`);
  }
}

/** The known fields, each only where it has the shape it should: written by hand, so that no schema library is loaded to start. */
function fromFields(fields: Fields, project: string): Remembered {
  const { current, deploy, spentMs } = fields;
  return {
    project,
    ...(typeof current === 'string' ? { current } : {}),
    rungs: counts(fields.rungs),
    attempts: counts(fields.attempts),
    spentMs: isCount(spentMs) ? spentMs : 0,
    ...(isDeploy(deploy) ? { deploy: { passedAt: deploy.passedAt, digest: deploy.digest } } : {}),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function counts(value: unknown): Readonly<Record<string, number>> {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => isCount(entry[1])));
}

function isDeploy(value: unknown): value is RememberedDeploy {
  return isFields(value) && typeof value.passedAt === 'string' && typeof value.digest === 'string';
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

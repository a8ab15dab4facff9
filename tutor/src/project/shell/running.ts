import type { PlacedWord } from './placed.ts';
import type { Setting, StartSurroundings } from './start.ts';
import type { Variables } from './word.ts';

/** What is known while a command is followed: environment, working folder, what was run before. */
export type Running = {
  readonly surroundings: StartSurroundings;
  /** What programs get: the container's environment and what was exported. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Variables of the shell alone. */
  readonly own: ReadonlyMap<string, string | undefined>;
  readonly workdir: string | undefined;
  readonly before: readonly { readonly words: readonly string[]; readonly span: PlacedWord['span'] }[];
  readonly scripts: readonly string[];
  /** How many scripts and shells lie around. */
  readonly depth: number;
  /** Programs that may still be followed. */
  readonly steps: { left: number };
};

/** How many shells and scripts may lead to each other. */
export const MAX_DEPTH = 8;
/** How many programs are followed in all. */
const MAX_STEPS = 400;

/** The state in which a container's command starts. */
export function startRunning(surroundings: StartSurroundings): Running {
  const environment = new Map<string, string | undefined>(Object.entries(surroundings.environment));
  for (const name of surroundings.unknownVariables ?? []) environment.set(name, undefined);
  return {
    surroundings,
    environment,
    own: new Map(),
    workdir: surroundings.workdir,
    before: [],
    scripts: [],
    depth: 0,
    steps: { left: MAX_STEPS },
  };
}

/** A variable of the environment as a setting; undefined where it is not set. */
export function variableSetting(running: Running, name: string): Setting | undefined {
  if (!running.environment.has(name)) return undefined;
  return { text: running.environment.get(name), from: { kind: 'variable', name } };
}

/** How a shell looks variables up: its own, then the environment, then the words the script was given. */
export function shellVariables(running: Running, words: readonly PlacedWord[] | undefined): Variables {
  return (name) => {
    if (/^\d+$/.test(name)) return words === undefined ? undefined : (words[Number(name) - 1]?.text ?? null);
    if (name === '#') return words === undefined ? undefined : String(words.length);
    if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
    if (running.own.has(name)) return running.own.get(name);
    return running.environment.has(name) ? running.environment.get(name) : null;
  };
}

/** The environment's known values, as a plain table. */
export function knownEnvironment(running: Running): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const [name, value] of running.environment) if (value !== undefined) known[name] = value;
  return known;
}

/** Names of the environment whose value is not known, where there are any. */
export function unknownEnvironment(running: Running): { readonly unknownVariables?: readonly string[] } {
  const names = [...running.environment].flatMap(([name, value]) => (value === undefined ? [name] : []));
  return names.length === 0 ? {} : { unknownVariables: names };
}

/** An absolute path, where the working folder is known. */
export function resolveFrom(workdir: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && workdir === undefined) return undefined;
  const kept: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workdir}/${path}`).split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}

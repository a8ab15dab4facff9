import type { ComposeFault } from './fault.ts';
import { sayPath, type TreePath } from './path.ts';

/** A fault about a place in the tree, before its path is put in words. */
export type FaultAt = Omit<ComposeFault, 'path' | 'refuses'> & {
  readonly path?: TreePath;
  /** Default true. */
  readonly refuses?: boolean;
};

/**
 * Gathers what is wrong, in the order in which it is found. One wrong thing gives one fault:
 * what is found a second time at a place, or below a place that could not be read, is not told again.
 */
export type FaultList = {
  readonly add: (fault: FaultAt) => void;
  /** Faults that are already whole, from the readers of YAML and env files. */
  readonly addAll: (faults: readonly ComposeFault[]) => void;
  /** Whether something refusing was found at a path, above it, or below it. */
  readonly touches: (path: TreePath) => boolean;
  readonly all: () => readonly ComposeFault[];
};

/** An empty list. */
export function faultList(): FaultList {
  const faults: ComposeFault[] = [];
  const seen = new Set<string>();
  const refusing: string[][] = [];

  const take = (fault: ComposeFault, path: TreePath | undefined) => {
    const key = keyOf(fault);
    if (seen.has(key)) return;
    seen.add(key);
    faults.push(fault);
    if (fault.refuses && path !== undefined) refusing.push(path.map(String));
  };

  return {
    add({ path, refuses = true, ...rest }) {
      if (refuses && path !== undefined && covered(refusing, path)) return;
      take({ ...rest, refuses, ...(path === undefined ? {} : { path: sayPath(path) }) }, path);
    },
    addAll(more) {
      for (const fault of more) take(fault, fault.path === undefined ? undefined : partsOf(fault.path));
    },
    touches(path) {
      const parts = path.map(String);
      return refusing.some((wrong) => isWithin(wrong, parts) || isWithin(parts, wrong));
    },
    all: () => faults,
  };
}

/** A list for work whose faults are told elsewhere. */
export const deafList: FaultList = {
  add: () => undefined,
  addAll: () => undefined,
  touches: () => false,
  all: () => [],
};

/** A path in words as its parts. */
function partsOf(path: string): TreePath {
  return path
    .replaceAll('[', '.[')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('[') ? Number(part.slice(1, -1)) : part));
}

function covered(refusing: readonly string[][], path: TreePath): boolean {
  const parts = path.map(String);
  return refusing.some((wrong) => isWithin(parts, wrong));
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((part, index) => part === inner[index]);
}

/** A text that several services take in by an anchor is told once where it stands at the wrong level. */
function wordsOf({ kind, words = {} }: ComposeFault): Readonly<Record<string, string>> {
  return kind === 'unknown-property' && words.stands !== undefined ? { key: words.key ?? '' } : words;
}

function keyOf(fault: ComposeFault): string {
  const { at } = fault;
  if (at === undefined) return `${fault.kind} ${fault.path ?? ''} ${fault.message}`;
  return `${fault.kind} ${at.file} ${at.start} ${at.end} ${JSON.stringify(wordsOf(fault))}`;
}

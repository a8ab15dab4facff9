import type { ComposeFault } from './fault.ts';
import { type Complaint, type Lookup, substitute } from './substitute.ts';
import type { Entry, Scalar, TreeNode } from './tree.ts';

export type { Found, Lookup } from './substitute.ts';

/** A tree with its variables filled in, and what was wrong with them. */
export type Interpolation = { readonly node: TreeNode; readonly faults: readonly ComposeFault[] };

/**
 * Fills variables into every string of a tree; keys, numbers and booleans stay as they are.
 * A filled value is still a string: making it what its field wants is the next reader's work.
 * `path` names the tree in faults: `''` for a whole file, else `services.web`.
 */
export function interpolate(node: TreeNode, lookup: Lookup, path = ''): Interpolation {
  const desk: Desk = { lookup, faults: [], done: new Map(), complained: new Set() };
  return { node: fillNode(node, path, desk), faults: desk.faults };
}

type Desk = {
  readonly lookup: Lookup;
  readonly faults: ComposeFault[];
  /** An aliased value stands in several places and is filled once. */
  readonly done: Map<TreeNode, TreeNode>;
  /** Uses that were complained of: a use is told once. */
  readonly complained: Set<string>;
};

function fillNode(node: TreeNode, path: string, desk: Desk): TreeNode {
  const done = desk.done.get(node);
  if (done !== undefined) return done;
  const filled = fillParts(node, path, desk);
  desk.done.set(node, filled);
  return filled;
}

function fillParts(node: TreeNode, path: string, desk: Desk): TreeNode {
  switch (node.kind) {
    case 'scalar':
      return fillScalar(node, path, desk);
    case 'sequence': {
      const items = node.items.map((item, index) => fillNode(item, `${path}[${index}]`, desk));
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    case 'mapping': {
      const entries = node.entries.map((entry) => fillEntry(entry, path, desk));
      return entries.every((entry, index) => entry === node.entries[index]) ? node : { ...node, entries };
    }
  }
}

function fillEntry(entry: Entry, path: string, desk: Desk): Entry {
  const value = fillNode(entry.value, path === '' ? entry.key : `${path}.${entry.key}`, desk);
  return value === entry.value ? entry : { ...entry, value };
}

function fillScalar(scalar: Scalar, path: string, desk: Desk): Scalar {
  const { value, span } = scalar;
  if (typeof value !== 'string' || scalar.kindOfValue !== undefined || !value.includes('$')) return scalar;
  const pieces = scalar.pieces ?? [{ from: 0, to: value.length, span, exact: false }];
  const { text, complaints } = substitute({ value, pieces }, desk.lookup, span);
  for (const complaint of complaints) complain(complaint, path, desk);
  return { ...scalar, value: text.value, pieces: text.pieces };
}

function complain(complaint: Complaint, path: string, desk: Desk): void {
  const { at } = complaint;
  const use = `${complaint.kind} ${at.file} ${at.start} ${at.end}`;
  if (desk.complained.has(use)) return;
  desk.complained.add(use);
  desk.faults.push({ ...faultOf(complaint), at, path });
}

function faultOf(complaint: Complaint): ComposeFault {
  switch (complaint.kind) {
    case 'invalid':
      return {
        kind: 'interpolation-invalid',
        refuses: true,
        message: `\`${complaint.text}\` is no variable that Compose can fill in`,
        words: { text: complaint.text },
      };
    case 'unset':
      return {
        kind: 'interpolation-unset',
        refuses: false,
        message: `the variable \`${complaint.variable}\` is not set, so nothing stands in its place`,
        words: { variable: complaint.variable },
      };
    case 'required': {
      const { variable, reason } = complaint;
      const message = `the variable \`${variable}\` is required and has no value${reason === '' ? '' : `: ${reason}`}`;
      return { kind: 'interpolation-required', refuses: true, message, words: { variable, text: reason } };
    }
  }
}

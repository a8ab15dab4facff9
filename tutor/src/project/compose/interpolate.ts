import type { ComposeFault } from './fault.ts';
import { type Complaint, type FillBudget, type Lookup, MAX_FILLED_UNITS, substitute } from './substitute.ts';
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
  const desk: Desk = {
    lookup,
    faults: [],
    done: new Map(),
    complained: new Set(),
    budget: { units: MAX_FILLED_UNITS },
  };
  return { node: fillNode(node, path, desk), faults: desk.faults };
}

type Desk = {
  readonly lookup: Lookup;
  readonly faults: ComposeFault[];
  /** An aliased value stands in several places and is filled once. */
  readonly done: Map<TreeNode, TreeNode>;
  /** Uses that were complained of: a use is told once. */
  readonly complained: Set<string>;
  readonly budget: FillBudget;
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
  const { text, complaints } = substitute({ value, pieces }, desk.lookup, span, desk.budget);
  for (const complaint of complaints) complain(complaint, path, desk);
  return { ...scalar, value: text.value, pieces: text.pieces };
}

function complain(complaint: Complaint, path: string, desk: Desk): void {
  const { at } = complaint;
  const use = complaint.kind === 'too-large' ? complaint.kind : `${complaint.kind} ${at.file} ${at.start} ${at.end}`;
  if (desk.complained.has(use)) return;
  desk.complained.add(use);
  desk.faults.push({ ...faultOfComplaint(complaint), path });
}

/** A fault for what was wrong with a variable; in a Compose file, `.env` or env file alike. */
export function faultOfComplaint(complaint: Complaint): ComposeFault {
  const { at } = complaint;
  switch (complaint.kind) {
    case 'invalid':
      return {
        kind: 'interpolation-invalid',
        refuses: true,
        message: `\`${complaint.text}\` is no variable that Compose can fill in`,
        at,
        words: { text: complaint.text },
      };
    case 'unset':
      return {
        kind: 'interpolation-unset',
        refuses: false,
        message: `the variable \`${complaint.variable}\` is not set, so nothing stands in its place`,
        at,
        words: { variable: complaint.variable },
      };
    case 'required': {
      const { variable, reason } = complaint;
      const message = `the variable \`${variable}\` is required and has no value${reason === '' ? '' : `: ${reason}`}`;
      return { kind: 'interpolation-required', refuses: true, message, at, words: { variable, text: reason } };
    }
    case 'too-large':
      return {
        kind: 'too-large',
        refuses: true,
        message: `the variables of ${at.file} give more than ${MAX_FILLED_UNITS} characters`,
        at,
        words: { file: at.file, what: 'characters', limit: String(MAX_FILLED_UNITS) },
      };
  }
}

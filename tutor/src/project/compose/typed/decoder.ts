import type { FaultAt, FaultList } from '../fault-list.ts';
import { entry, made, mapping } from '../grow.ts';
import { sayKind } from '../merge.ts';
import { sayPath, type TreePath } from '../path.ts';
import type { Entry, Mapping, TreeNode } from '../tree.ts';
import { allInOrder, inOrder } from './key-order.ts';

/** For whom a tree is typed: Compose's JSON and its YAML differ in what they leave out and in a few names. */
export type Target = {
  readonly format: 'json' | 'yaml';
  /** `file`: keys of names as they were written. `sorted`: as Compose prints them. */
  readonly order: 'file' | 'sorted';
};

export type Desk = { readonly path: TreePath; readonly faults: FaultList; readonly target: Target };

/** Reads a node into a field of a type of Compose's own. Undefined: Compose prints nothing there. */
export type Decoder = (node: TreeNode, desk: Desk) => TreeNode | undefined;

/** A field of a struct. `absent` is what is printed where the file says nothing. */
export type Field = {
  readonly key: string;
  readonly decode: Decoder;
  /** The key in the output, where it differs from the key in the file. */
  readonly prints?: (target: Target) => string;
  readonly absent?: (desk: Desk, of: Mapping) => TreeNode | undefined;
};

/** The key under which Compose keeps `x-` keys; in a mapping of strings it shows. */
export const EXTENSIONS = '#extensions';

/** Below a key. */
export function at(desk: Desk, part: string | number): Desk {
  return { ...desk, path: [...desk.path, part] };
}

/** Tells that a value cannot be read into its field. */
export function cannot(node: TreeNode, desk: Desk, expected: string, rest: Partial<FaultAt> = {}): undefined {
  const got = sayKind(node);
  desk.faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(desk.path)}\` must be ${expected}, it is ${got}`,
    at: node.span,
    path: desk.path,
    words: { key: String(desk.path.findLast((part) => typeof part === 'string') ?? ''), expected, got },
    ...rest,
  });
  return undefined;
}

/** A struct: its fields in the order in which Compose prints them; `x-` keys are printed in YAML only. */
export function struct(fields: readonly Field[]): (node: TreeNode, desk: Desk) => Mapping | undefined {
  return (node, desk) => {
    if (node.kind !== 'mapping') return isNothing(node) ? undefined : cannot(node, desk, 'a mapping');
    const entries = fields.flatMap((field) => decodeField(field, node, desk));
    if (desk.target.format === 'yaml') entries.push(...extensionsOf(node, desk));
    return mapping(entries, node.span);
  };
}

function decodeField(field: Field, node: Mapping, desk: Desk): readonly Entry[] {
  const one = node.entries.find(({ key }) => key === field.key);
  const key = field.prints?.(desk.target) ?? field.key;
  const value = one === undefined ? undefined : field.decode(one.value, at(desk, field.key));
  if (value !== undefined) return [entry(key, one?.keySpan ?? node.span, value)];
  const absent = field.absent?.(desk, node);
  return absent === undefined ? [] : [entry(key, one?.keySpan ?? node.span, absent)];
}

function extensionsOf(node: Mapping, desk: Desk): readonly Entry[] {
  const own = node.entries.filter(({ key }) => key.startsWith('x-'));
  return inOrder(
    own.map((one) => ({ ...one, value: allInOrder(one.value, desk.target) })),
    desk.target,
  );
}

/** A mapping of names that the user chose to values of one type. `nothing` is what an empty value becomes. */
export function names(decode: Decoder, nothing: (key: Entry, desk: Desk) => TreeNode | undefined): Decoder {
  return (node, desk) => {
    if (node.kind !== 'mapping') return isNothing(node) ? undefined : cannot(node, desk, 'a mapping');
    const entries = asideExtensions(node).entries.flatMap((one) => {
      const value = decode(one.value, at(desk, one.key)) ?? nothing(one, at(desk, one.key));
      return value === undefined ? [] : [{ ...one, value }];
    });
    return entries.length === 0 ? undefined : mapping(inOrder(entries, desk.target), node.span);
  };
}

/** Compose takes `x-` keys out of every mapping before it types it, also where they are names like any other. */
export function asideExtensions(node: Mapping): Mapping {
  const extensions = node.entries.filter(({ key }) => key.startsWith('x-'));
  const [first] = extensions;
  if (first === undefined) return node;
  const kept = node.entries.filter(({ key }) => !key.startsWith('x-'));
  return { ...node, entries: [...kept, entry(EXTENSIONS, first.keySpan, mapping(extensions, node.span))] };
}

/** A list of values of one type; an empty one is not printed. */
export function list(decode: Decoder, nothing?: (node: TreeNode, desk: Desk) => TreeNode | undefined): Decoder {
  return (node, desk) => {
    if (node.kind !== 'sequence') return isNothing(node) ? undefined : cannot(node, desk, 'a list');
    const items = node.items.flatMap((item, index) => {
      const below = at(desk, index);
      const value = decode(item, below) ?? nothing?.(item, below);
      return value === undefined ? [] : [value];
    });
    return items.length === 0 ? undefined : { ...node, items };
  };
}

/** Whether a node is the null of YAML. */
export function isNothing(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** An empty mapping in the place of a node. */
export function emptyMapping(of: TreeNode): Mapping {
  return mapping([], of.span);
}

/** What a struct that is not behind a pointer prints when it is absent: `{}` in JSON, nothing in YAML. */
export function emptyInJson(desk: Desk, of: Mapping): TreeNode | undefined {
  return desk.target.format === 'json' ? emptyMapping(of) : undefined;
}

/** Nothing, said aloud: `null` in JSON. */
export function nullInJson(desk: Desk, of: Mapping): TreeNode | undefined {
  return desk.target.format === 'json' ? made(null, of.span) : undefined;
}

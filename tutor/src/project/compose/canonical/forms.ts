import type { FaultList } from '../fault-list.ts';
import { entry, made, mapEntries, mapItems, mapping, sequence, slice, stringOf, withEntry } from '../grow.ts';
import { namesToMapping, sayKind } from '../merge.ts';
import { sayPath, type TreePath } from '../path.ts';
import { child, type Entry, type Mapping, type Scalar, type TreeNode } from '../tree.ts';
import { goText } from '../yaml/typed.ts';

/** Makes one value long. Undefined: it cannot be read, which has been told. */
export type Form = (node: TreeNode, path: TreePath, faults: FaultList) => TreeNode | undefined;

/** Tells a value that has no long form. */
export function unreadable(node: TreeNode, path: TreePath, faults: FaultList, expected: string): undefined {
  const got = sayKind(node);
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path)}\` must be ${expected}, it is ${got}`,
    at: node.span,
    path,
    words: { key: String(path.findLast((part) => typeof part === 'string') ?? ''), expected, got },
  });
  return undefined;
}

/** A string becomes a list of itself. */
export const listOfOne: Form = (node) => (stringOf(node) === undefined ? node : sequence([node], node.span));

/** A list of names becomes a mapping of them to nothing. */
export const namesToNothing: Form = (node) =>
  node.kind === 'sequence' ? (namesToMapping(node, (name) => made(null, name.span)) ?? node) : node;

/** `depends_on`: every dependency with its condition and whether it is required. */
export const dependencies: Form = (node, path, faults) => {
  const named = namesToMapping(node, (name) => mapping([], name.span));
  if (named === undefined) return unreadable(node, path, faults, 'a list or a mapping');
  return mapEntries(named, (value, key, one) => {
    if (value.kind !== 'mapping') return unreadable(value, [...path, key], faults, 'a mapping');
    return withDefault(
      withDefault(value, 'condition', made('service_started', one.keySpan)),
      'required',
      made(true, one.keySpan),
    );
  });
};

/** `env_file`: a list of files, each with whether it must be there. */
export const envFiles: Form = (node, path, faults) => {
  if (node.kind === 'mapping' || (node.kind === 'scalar' && stringOf(node) === undefined)) {
    return unreadable(node, path, faults, 'a string or a list');
  }
  const items = node.kind === 'sequence' ? node.items : [node];
  return sequence(
    items.flatMap((item) => {
      if (item.kind === 'mapping') return [withDefault(item, 'required', made(true, item.span))];
      if (stringOf(item) === undefined) return [];
      return [
        mapping([entry('path', item.span, item), entry('required', item.span, made(true, item.span))], item.span),
      ];
    }),
    node.span,
  );
};

/** A config or secret of a service. */
export const fileMount: Form = (node, path, faults) => {
  if (node.kind === 'mapping') return node;
  if (stringOf(node) === undefined) return unreadable(node, path, faults, 'a string or a mapping');
  return mapping([entry('source', node.span, node)], node.span);
};

/** `devices`: `source:target:permissions`. */
export const device: Form = (node, path, faults) => {
  if (node.kind === 'mapping') return node;
  const text = stringOf(node);
  if (text === undefined || node.kind !== 'scalar') return unreadable(node, path, faults, 'a string or a mapping');
  const parts = cutAll(node, ':');
  const [source, target, permissions] = parts;
  if (source === undefined || parts.length > 3) {
    faults.add({
      kind: 'mount',
      message: `\`${text}\` is not a device: it has more than two colons`,
      at: node.span,
      path,
      words: { text, why: 'too-many-colons' },
    });
    return undefined;
  }
  const to = target === undefined || goText(target) === '' ? source : target;
  return mapping(
    [
      entry('source', source.span, source),
      entry('target', to.span, to),
      entry('permissions', (permissions ?? node).span, permissions ?? made('rwm', node.span)),
    ],
    node.span,
  );
};

/** `gpus: all`. */
export const gpus: Form = (node, path, faults) => {
  if (node.kind === 'sequence') return node;
  if (stringOf(node) === undefined) return unreadable(node, path, faults, 'a list, or `all`');
  return sequence([mapping([entry('count', node.span, made('all', node.span))], node.span)], node.span);
};

/** A limit is one whole number, or a mapping of two. */
export const ulimit: Form = (node, path, faults) => {
  const whole = node.kind === 'scalar' && node.kindOfValue === undefined && typeof node.value === 'number';
  return whole || node.kind === 'mapping' ? node : unreadable(node, path, faults, 'a whole number or a mapping');
};

/** `build.provenance` and `build.sbom`: whatever is written becomes a string. */
export const anyText: Form = (node) =>
  node.kind === 'scalar' && stringOf(node) === undefined
    ? { ...made(node.value === null ? '<nil>' : goText(node), node.span) }
    : node;

/** `build.additional_contexts`: a list of `name=place` becomes a mapping. */
export const keyedList: Form = (node, path, faults) => {
  if (node.kind === 'mapping') return node;
  if (node.kind === 'scalar') return unreadable(node, path, faults, 'a list or a mapping');
  const entries = new Map<string, Entry>();
  node.items.forEach((item, index) => {
    const pair = item.kind === 'scalar' ? cutPair(item) : undefined;
    if (pair?.value === undefined) {
      refuse(item, [...path, index], faults, 'it has no `=`');
      return;
    }
    const key = goText(pair.key);
    entries.set(key, entry(key, pair.key.span, pair.value));
  });
  return mapping([...entries.values()], node.span);
};

/** `build.ssh`: `default`, or `id=path`. */
export const sshKeys: Form = (node, path, faults) => {
  if (node.kind === 'mapping') return node;
  if (node.kind === 'scalar') return unreadable(node, path, faults, 'a list or a mapping');
  const entries = new Map<string, Entry>();
  node.items.forEach((item, index) => {
    if (item.kind !== 'scalar') return;
    const { key, value } = cutPair(item);
    const id = goText(key);
    if (value === undefined && id !== 'default') refuse(item, [...path, index], faults, 'it has no `=`');
    else entries.set(id, entry(id, key.span, value ?? made(null, key.span)));
  });
  return mapping([...entries.values()], node.span);
};

function refuse(item: TreeNode, path: TreePath, faults: FaultList, why: string): void {
  const text = item.kind === 'scalar' ? goText(item) : '';
  faults.add({
    kind: 'refused',
    message: `\`${text}\` in \`${sayPath(path.slice(0, -1))}\` cannot be read: ${why}`,
    at: item.span,
    path,
    words: { text },
  });
}

/** A network, volume, secret or config: the old `external: { name }` becomes two keys. */
export const resource: Form = (node, path, faults) => {
  if (node.kind !== 'mapping') return node.kind === 'sequence' ? unreadable(node, path, faults, 'a mapping') : node;
  const external = child(node, 'external');
  if (external?.kind !== 'mapping') return node;
  const plain = withEntry(node, 'external', made(true, external.span));
  const oldName = child(external, 'name');
  const name = child(node, 'name');
  if (oldName === undefined) return plain;
  if (name === undefined) return withEntry(plain, 'name', oldName);
  if (textOfScalar(oldName) !== textOfScalar(name)) {
    faults.add({
      kind: 'refused',
      message: `\`${sayPath(path)}\` has two names: \`name\` and \`external.name\``,
      at: oldName.span,
      other: name.span,
      path: [...path, 'external', 'name'],
      words: { text: textOfScalar(oldName) ?? '' },
    });
  }
  return plain;
};

function textOfScalar(node: TreeNode): string | undefined {
  return node.kind === 'scalar' ? goText(node) : undefined;
}

function withDefault(node: Mapping, key: string, value: Scalar): Mapping {
  return child(node, key) === undefined ? withEntry(node, key, value) : node;
}

/** `KEY=value` cut at the first `=`; without one there is no value. */
export function cutPair(item: Scalar): { readonly key: Scalar; readonly value?: Scalar } {
  const text = goText(item);
  const at = text.indexOf('=');
  if (at < 0) return { key: slice(item, 0, text.length) };
  return { key: slice(item, 0, at), value: slice(item, at + 1, text.length) };
}

function cutAll(item: Scalar, separator: string): readonly Scalar[] {
  let from = 0;
  return goText(item)
    .split(separator)
    .map((part) => {
      const cut = slice(item, from, from + part.length);
      from += part.length + separator.length;
      return cut;
    });
}

/** A form for every item of a list. */
export function each(form: Form): Form {
  return (node, path, faults) =>
    node.kind === 'sequence' ? mapItems(node, (item, index) => form(item, [...path, index], faults)) : node;
}

/** A form for every value of a mapping. */
export function eachValue(form: Form): Form {
  return (node, path, faults) =>
    node.kind === 'mapping' ? mapEntries(node, (value, key) => form(value, [...path, key], faults)) : node;
}

/** Forms for some keys of a mapping. */
export function keys(forms: Readonly<Record<string, Form>>): Form {
  const known = new Map(Object.entries(forms));
  return (node, path, faults) =>
    node.kind === 'mapping'
      ? mapEntries(node, (value, key) => {
          const form = known.get(key);
          return form === undefined ? value : form(value, [...path, key], faults);
        })
      : node;
}

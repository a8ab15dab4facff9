import type { FaultList } from './fault-list.ts';
import { isNull, mapping, stringOf, withEntry, without } from './grow.ts';
import { sayKind } from './merge.ts';
import { child, type Entry, entryOf, type Mapping, type Scalar, type TreeNode } from './tree.ts';

/** One entry of `include`. */
export type Included = {
  readonly paths: readonly Scalar[];
  readonly folder?: Scalar;
  readonly envFiles: readonly Scalar[];
  readonly at: TreeNode;
};

/** Reads the files of one entry into a whole tree. Undefined where that could not be done, which has been told. */
export type OpenIncluded = (included: Included) => Mapping | undefined;

const IMPORTED = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Brings in what a document includes (compose-go, `loader/include.go`). A name that is there already must mean the same. */
export function applyInclude(document: Mapping, open: OpenIncluded, faults: FaultList): Mapping {
  const written = child(document, 'include');
  if (written === undefined) return document;
  let next = document;
  for (const included of includedIn(written, faults)) {
    const tree = open(included);
    if (tree !== undefined) next = importAll(tree, next, included, faults);
  }
  return without(next, 'include');
}

function includedIn(written: TreeNode, faults: FaultList): readonly Included[] {
  if (written.kind === 'scalar' && written.value === null) return [];
  if (written.kind !== 'sequence') {
    wrong(written, 'a list', faults);
    return [];
  }
  return written.items.flatMap((item) => includedOf(item, faults));
}

function includedOf(item: TreeNode, faults: FaultList): readonly Included[] {
  if (item.kind === 'scalar' && stringOf(item) !== undefined) return [{ paths: [item], envFiles: [], at: item }];
  if (item.kind === 'scalar' && item.value === null) return [];
  if (item.kind !== 'mapping') {
    wrong(item, 'a string or a mapping', faults);
    return [];
  }
  const folder = child(item, 'project_directory');
  if (folder !== undefined && !isNull(folder) && stringOf(folder) === undefined)
    wrong(folder, 'a string', faults, 'project_directory');
  return [
    {
      paths: stringsOf(pathIn(item, faults), faults),
      envFiles: stringsOf(child(item, 'env_file'), faults),
      at: item,
      ...(folder?.kind === 'scalar' && folder.value !== null && folder.value !== '' ? { folder } : {}),
    },
  ];
}

/** Compose looks at no other key here, so a path under another word includes nothing. */
function pathIn(item: Mapping, faults: FaultList): TreeNode | undefined {
  const path = child(item, 'path');
  const other = item.entries.find(({ key }) => !['path', 'project_directory', 'env_file'].includes(key));
  if (path !== undefined || other === undefined) return path;
  faults.add({
    kind: 'unknown-property',
    refuses: false,
    message: `\`${other.key}\` is not a key of \`include\``,
    at: other.keySpan,
    path: ['include', other.key],
    words: { key: other.key, section: 'include', nearest: 'path' },
  });
  return other.value;
}

function wrong(node: TreeNode, expected: string, faults: FaultList, key = 'include'): void {
  const got = sayKind(node);
  faults.add({
    kind: 'wrong-type',
    message: `\`${key}\` must be ${expected}, it is ${got}`,
    at: node.span,
    path: ['include'],
    words: { key, expected, got },
  });
}

function stringsOf(node: TreeNode | undefined, faults: FaultList): readonly Scalar[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  const items = node.kind === 'sequence' ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && stringOf(item) !== undefined) return [item];
    wrong(item, 'a string or a list of strings', faults);
    return [];
  });
}

function importAll(from: Mapping, into: Mapping, included: Included, faults: FaultList): Mapping {
  return IMPORTED.reduce((next, section) => importSection(from, next, section, included, faults), into);
}

function importSection(from: Mapping, into: Mapping, section: string, included: Included, faults: FaultList): Mapping {
  const source = entryOf(from, section);
  if (source?.value.kind !== 'mapping') return into;
  const known = child(into, section);
  // A section that is there and is no mapping stays so, and is refused for it.
  if (known !== undefined && known.kind !== 'mapping') return into;
  const target = known ?? mapping([], source.value.span);
  const added: Entry[] = [];
  for (const one of source.value.entries) {
    const there = entryOf(target, one.key);
    if (there === undefined) added.push(one);
    else if (!sameValue(there.value, one.value)) conflict(one, there, section, included, faults);
  }
  return withEntry(into, section, { ...target, entries: [...target.entries, ...added] }, source.keySpan);
}

function conflict(one: Entry, there: Entry, section: string, included: Included, faults: FaultList): void {
  faults.add({
    kind: 'include',
    message: `\`${one.key}\` is in ${section} here and in the file that is included`,
    at: there.keySpan,
    other: one.keySpan,
    path: [section, one.key],
    words: { file: included.paths.map((path) => String(path.value)).join(', '), text: one.key },
  });
}

/** Whether two nodes hold the same, wherever they stand. */
export function sameValue(a: TreeNode, b: TreeNode): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value && a.kindOfValue === b.kindOfValue;
  if (a.kind === 'sequence') {
    return (
      b.kind === 'sequence' &&
      a.items.length === b.items.length &&
      a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && sameValue(item, other);
      })
    );
  }
  return (
    b.kind === 'mapping' &&
    a.entries.length === b.entries.length &&
    a.entries.every((one) => {
      const other = child(b, one.key);
      return other !== undefined && sameValue(one.value, other);
    })
  );
}

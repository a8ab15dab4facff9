import type { Span } from '../../core/span.ts';
import { normalise as cleaned, folderOf, join } from '../files.ts';
import { asMeant } from './as-meant.ts';
import { makeCanonical } from './canonical/canonical.ts';
import { eachValue, type Form, keys } from './canonical/forms.ts';
import { castStrings } from './cast.ts';
import { setDefaults } from './defaults.ts';
import { environmentFrom } from './environment.ts';
import { applyExtends, type ExtendedFile, type OpenExtended } from './extends.ts';
import { deafList } from './fault-list.ts';
import { filled } from './filled.ts';
import { mapItems, mapping, stringOf, withEntry, without } from './grow.ts';
import { applyInclude, type Included } from './include.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { mergeTrees, sayKind } from './merge.ts';
import { pairFrom } from './normalise.ts';
import { resolvePaths } from './places.ts';
import { applyResets, findResets, type Resets } from './reset.ts';
import { checkSchema } from './schema.ts';
import { documentsOf, MAX_INCLUDES, relativePath, type Session } from './session.ts';
import { child, entryOf, type Mapping, type TreeNode } from './tree.ts';
import { dropRepeated } from './unique.ts';
import { checkValidity } from './validity.ts';

/** What is read together: the files of a project, or those of one `include`. */
export type Stack = {
  /** Paths by which the files are opened, in the order in which they are merged. */
  readonly files: readonly string[];
  /** The text that names a file, where one does. */
  readonly named?: Span;
  /** The folder that `extends` and `include` start from, as files are opened. */
  readonly folder: string;
  /** What relative paths are joined to in the tree. */
  readonly base: string;
  readonly lookup: Lookup;
  /** The files that include this one. */
  readonly above: readonly string[];
};

/** A tree with short forms made long, and the same as it was written. */
export type Loaded = { readonly canonical: Mapping; readonly written: Mapping };

/** Reads files into one tree, one laid over the other (compose-go, `loader/loader.go`). */
export function loadStack(session: Session, stack: Stack): Loaded {
  let loaded: Loaded = { canonical: EMPTY, written: EMPTY };
  for (const file of stack.files) {
    for (const document of documentsOf(session, file, stack.named)) {
      loaded = layDocument(session, stack, file, document, loaded);
    }
  }
  const { faults } = session;
  const filled = setDefaults(loaded.canonical, faults);
  checkValidity(filled, faults);
  const placed = resolvePaths(filled, { folder: stack.base, home: session.home }, faults);
  return { canonical: passThrough(placed, stack.lookup), written: loaded.written };
}

const EMPTY = mapping([], { file: '', start: 0, end: 0 });

function layDocument(session: Session, stack: Stack, file: string, document: TreeNode, under: Loaded): Loaded {
  const { faults } = session;
  const read = readDocument(session, stack.lookup, document);
  if (read === undefined) return under;
  const { resets } = read;
  const extended = applyExtends(read.tree, { file, resets, open: openExtended(session, stack), faults });
  const included = applyInclude(extended, (one) => openIncluded(session, stack, file, one), faults);
  const canonical = dropRepeated(mergeTrees(applyResets(under.canonical, resets), included, faults), faults);
  const checked = checkSchema(canonical, faults);
  noteVersion(session, file, included);
  const written = dropRepeated(mergeTrees(applyResets(under.written, resets), included, deafList), deafList);
  return { canonical: tidy(without(checked, 'version'), session), written };
}

function tidy(tree: Mapping, session: Session): Mapping {
  // Long forms can repeat what short ones hid: a range of ports and one of its ports.
  return dropRepeated(makeCanonical(tree, session.faults), session.faults);
}

type ReadDocument = { readonly tree: Mapping; readonly resets: Resets };

/** A document with its variables filled in, or undefined where it is no mapping. */
function readDocument(session: Session, lookup: Lookup, document: TreeNode): ReadDocument | undefined {
  const { faults } = session;
  const { tree, resets } = findResets(document);
  if (tree?.kind !== 'mapping') {
    const got = sayKind(document);
    faults.add({
      kind: 'wrong-type',
      message: `a Compose file must be a mapping, this is ${got}`,
      at: document.span,
      path: [],
      words: { key: '', expected: 'a mapping', got },
    });
    return undefined;
  }
  const { node, faults: complaints } = interpolate(tree, lookup);
  faults.addAll(complaints);
  return node.kind === 'mapping' ? { tree: castStrings(asMeant(node, faults), faults), resets } : undefined;
}

function noteVersion(session: Session, file: string, tree: Mapping): void {
  const version = entryOf(tree, 'version');
  if (version === undefined) return;
  session.faults.add({
    kind: 'version-obsolete',
    refuses: false,
    message: `${file}: \`version\` is obsolete and has no effect`,
    at: version.keySpan,
    path: ['version'],
  });
}

function openExtended(session: Session, stack: Stack): OpenExtended {
  const opened = new Map<string, ExtendedFile>();
  return ({ file: reference, named, service }) => {
    const known = opened.get(reference);
    if (known !== undefined) return known;
    const file = join(stack.folder, reference);
    if (session.files.kind(file) !== 'file') {
      session.watched.add(file);
      session.faults.add({
        kind: 'extends',
        message: `there is no file ${reference} to extend`,
        at: named,
        path: ['services', service],
        words: { service, file: reference, text: reference, missing: reference },
      });
      return undefined;
    }
    const extended = loadExtended(session, stack, file);
    opened.set(reference, extended);
    return extended;
  };
}

/** A file that is extended: read by itself, not checked against the specification, its paths relative to the extending project's folder. */
function loadExtended(session: Session, stack: Stack, file: string): ExtendedFile {
  const { faults } = session;
  let tree = EMPTY;
  let resets: Resets = [];
  for (const document of documentsOf(session, file)) {
    const read = readDocument(session, stack.lookup, document);
    if (read === undefined) continue;
    resets = read.resets;
    tree = tidy(dropRepeated(mergeTrees(applyResets(tree, resets), read.tree, faults), faults), session);
  }
  const folder = relativePath(stack.folder, folderOf(file)) || '.';
  const placed = resolvePaths(tree, { folder, home: session.home }, faults);
  const services = child(placed, 'services');
  return { services: services?.kind === 'mapping' ? services : undefined, resets };
}

function openIncluded(session: Session, stack: Stack, file: string, included: Included): Mapping | undefined {
  const files = included.paths.map((path) => join(stack.folder, String(path.value)));
  const [main] = files;
  if (main === undefined) return undefined;
  session.budget.includes--;
  if (session.budget.includes < 0) {
    noteTooMany(session, included, file);
    return undefined;
  }
  const above = [...stack.above, file];
  if (above.map(cleaned).includes(cleaned(main))) {
    refuseInclude(session, included, main, `${main} includes itself`);
    return undefined;
  }
  const missing = files.findIndex((one) => session.files.kind(one) !== 'file');
  for (const one of files) session.watched.add(one);
  if (missing >= 0) {
    const path = files[missing] ?? '';
    session.faults.add({
      kind: 'include',
      message: `there is no file ${path} to include`,
      at: included.paths[missing]?.span ?? included.at.span,
      path: ['include'],
      words: { file: path, text: path, missing: path },
    });
    return undefined;
  }
  const folder = included.folder === undefined ? folderOf(main) : join(stack.folder, String(included.folder.value));
  const lookup = includedEnvironment(session, stack, included, folder);
  if (lookup === undefined) return undefined;
  // A folder that is not there counts as the one it would lie in (compose-go, `localResourceLoader.Dir`).
  const known = folder === '' || folder.startsWith('/') || session.files.kind(folder) === 'folder';
  const base = relativePath(stack.folder, known ? folder : folderOf(folder)) || '.';
  return loadStack(session, { files, folder, base, lookup, above }).canonical;
}

function noteTooMany(session: Session, included: Included, file: string): void {
  if (session.budget.includes < -1) return;
  session.faults.add({
    kind: 'too-large',
    message: `more than ${MAX_INCLUDES} files are included`,
    at: included.at.span,
    words: { file, what: 'included files', limit: String(MAX_INCLUDES) },
  });
}

function refuseInclude(session: Session, included: Included, file: string, message: string): void {
  session.faults.add({
    kind: 'include',
    message,
    at: included.paths[0]?.span ?? included.at.span,
    path: ['include'],
    words: { file, text: file },
  });
}

/** The environment of an included file: the project's own first, then the env files beside it. */
function includedEnvironment(session: Session, stack: Stack, included: Included, folder: string): Lookup | undefined {
  const beside = join(folder, '.env');
  session.watched.add(beside);
  if (included.envFiles.length === 0) {
    return session.files.kind(beside) === 'file'
      ? environmentFrom(session, [{ path: beside }], stack.lookup).lookup
      : stack.lookup;
  }
  const files = included.envFiles.map((one) => ({ path: join(stack.folder, String(one.value)), named: one.span }));
  const missing = files.find((one) => session.files.kind(one.path) !== 'file');
  if (missing === undefined) return environmentFrom(session, files, stack.lookup).lookup;
  session.watched.add(missing.path);
  session.faults.add({
    kind: 'env-file-missing',
    message: `there is no file ${missing.path}`,
    at: missing.named,
    words: { file: missing.path, service: '' },
  });
  return undefined;
}

/** What a file takes from the environment by name alone takes it from that of the file that it stands in. */
function passThrough(tree: Mapping, lookup: Lookup): Mapping {
  const environment: Form = (node) => passList(node, lookup);
  const passed = keys({
    services: eachValue(keys({ environment })),
    configs: eachValue((node) => withContent(node, lookup)),
  })(tree, [], deafList);
  return passed?.kind === 'mapping' ? passed : tree;
}

/** Compose keeps the content of such a config beside the name of its variable; printed is only the name. */
function withContent(node: TreeNode, lookup: Lookup): TreeNode {
  const variable = child(node, 'environment');
  const name = stringOf(variable);
  const found = name === undefined ? undefined : lookup(name);
  if (node.kind !== 'mapping' || variable === undefined || name === undefined || found === undefined) return node;
  return withEntry(node, 'content', filled(name, found, variable.span));
}

function passList(node: TreeNode, lookup: Lookup): TreeNode {
  if (node.kind !== 'sequence') return node;
  return mapItems(node, (item) => {
    const text = stringOf(item);
    return text === undefined || item.kind !== 'scalar' ? item : (pairFrom(item, text, lookup) ?? item);
  });
}

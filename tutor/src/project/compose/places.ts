import { each, eachValue, type Form, keys, unreadable } from './canonical/forms.ts';
import type { FaultList } from './fault-list.ts';
import { mapEntries, piecesOf, stringOf } from './grow.ts';
import { joinPaths } from './resolve.ts';
import { child, type Mapping, type Scalar, type TreeNode } from './tree.ts';

/** What paths are resolved against. */
export type Base = {
  /** The folder that relative paths start from: absolute, or relative to the project's folder. */
  readonly folder: string;
  /** The caller's home, for `~`. */
  readonly home: string | undefined;
};

/** Makes the paths of a tree start from a folder (compose-go, `paths/`). A value keeps its place, its pieces where it is unchanged. */
export function resolvePaths(tree: Mapping, base: Base, faults: FaultList): Mapping {
  const resolved = forms(base)(tree, [], faults);
  return resolved?.kind === 'mapping' ? resolved : tree;
}

function forms(base: Base): Form {
  const path: Form = (node) => change(node, (text) => absolute(text, base));
  const unixPath: Form = (node) => change(node, (text) => maybeUnix(text, base));
  const context: Form = (node) => change(node, (text) => (isRemote(text) ? text : absolute(text, base)));
  const mount: Form = (node, at, faults) => {
    if (node.kind !== 'mapping' || stringOf(child(node, 'type')) !== 'bind') return node;
    const source = child(node, 'source');
    if (source === undefined) {
      faults.add({
        kind: 'mount',
        message: 'a bind mount has no `source`',
        at: node.span,
        path: at,
        words: { text: '', why: 'source-missing' },
      });
      return node;
    }
    return mapEntries(node, (value, key) => (key === 'source' ? unixPath(value, at, faults) : value));
  };
  return keys({
    services: eachValue(
      keys({
        build: keys({ context, additional_contexts: eachValue(textOnly(context)), ssh: eachValue(unixPath) }),
        env_file: each(keys({ path })),
        label_file: each(path),
        extends: keys({ file: path }),
        develop: keys({ watch: each(keys({ path })) }),
        volumes: each(mount),
      }),
    ),
    configs: eachValue(keys({ file: unixPath })),
    secrets: eachValue(keys({ file: unixPath })),
    volumes: eachValue((node, at, faults) =>
      isBindInDisguise(node) ? keys({ driver_opts: keys({ device: unixPath }) })(node, at, faults) : node,
    ),
  });
}

/** The specification takes numbers for additional contexts; Compose 2.40.3 ends in a panic of its own on one. */
function textOnly(form: Form): Form {
  return (node, path, faults) =>
    stringOf(node) === undefined ? unreadable(node, path, faults, 'a string') : form(node, path, faults);
}

/** A volume of the local driver with `o: bind` is a folder of the host. */
function isBindInDisguise(node: TreeNode): boolean {
  return stringOf(child(node, 'driver')) === 'local' && stringOf(child(child(node, 'driver_opts'), 'o')) === 'bind';
}

function change(node: TreeNode, resolve: (text: string) => string): TreeNode {
  const text = stringOf(node);
  if (text === undefined || node.kind !== 'scalar') return node;
  const resolved = resolve(text);
  return resolved === text ? node : moved(node, resolved);
}

/** A resolved path: the whole of it comes from what is written. */
function moved(node: Scalar, text: string): Scalar {
  const variable = piecesOf(node).find((piece) => piece.variable !== undefined)?.variable;
  const piece = { from: 0, to: text.length, span: node.span, exact: false };
  return { ...node, value: text, pieces: [variable === undefined ? piece : { ...piece, variable }] };
}

/** `~`, then relative to the base. An empty path stays empty. */
export function absolute(text: string, base: Base): string {
  const expanded = expandHome(text, base.home);
  if (expanded.startsWith('/') || expanded === '') return expanded;
  return joinPaths(base.folder, expanded);
}

function maybeUnix(text: string, base: Base): string {
  const expanded = expandHome(text, base.home);
  return expanded.startsWith('/') || isWindowsAbsolute(expanded) ? expanded : joinPaths(base.folder, expanded);
}

function expandHome(text: string, home: string | undefined): string {
  return text.startsWith('~') && home !== undefined && home !== '' ? joinPaths(home, text.slice(1)) : text;
}

function isRemote(text: string): boolean {
  return text.includes('://') || /^(service:|github\.com\/|git@)/.test(text);
}

function isWindowsAbsolute(text: string): boolean {
  return /^.:[\\/]/.test(text) || /^[\\/]{2}[^\\/]+[\\/]+[^\\/]+/.test(text);
}

import type { Span } from '../../core/span.ts';
import { join } from '../files.ts';
import { asString, isNull, mapping, stringOf } from './grow.ts';
import { isStray } from './levels/keys-beside-services.ts';
import type {
  Attachment,
  Build,
  Command,
  ComposeProject,
  DeclaredNetwork,
  DeclaredVolume,
  Dependency,
  EnvFile,
  Healthcheck,
  Mount,
  PortMapping,
  Service,
  Variable,
} from './project.ts';
import type { ComposeReading } from './reading.ts';
import { relativePath } from './session.ts';
import {
  child,
  down,
  type Entry,
  entryOf,
  type Mapping,
  type Scalar,
  sourceOf,
  type TreeNode,
  textOf,
} from './tree.ts';
import { goText } from './yaml/typed.ts';

/**
 * The typed view of a project, as far as it could be read: a fault in one place hides nothing in another.
 * An empty project where there is no Compose file.
 */
export function viewOf(reading: ComposeReading): ComposeProject {
  const desk = deskOf(reading);
  return {
    name: reading.name,
    services: servicesOf(desk),
    networks: networksOf(desk),
    volumes: volumesOf(desk),
    sections: new Map(entriesOf(reading.merged).map(({ key, keySpan }) => [key, keySpan])),
  };
}

type Desk = {
  readonly reading: ComposeReading;
  /** The project's folder as it stands at the head of resolved paths. */
  readonly folderPath: string;
};

function deskOf(reading: ComposeReading): Desk {
  return { reading, folderPath: reading.folderPath };
}

function servicesOf(desk: Desk): readonly Service[] {
  const { merged, model, settled, inactive } = desk.reading;
  const written = entriesOf(child(merged, 'services')).filter(
    (one) => !inactive.includes(one.key) && (down(model, 'services', one.key) !== undefined || !isStray(one)),
  );
  // A service can stand in the wrong place and still be read.
  const strayed = entriesOf(child(model, 'services')).filter(({ key }) => !written.some((one) => one.key === key));
  const strays = strayed.map((one) => ({ ...one, value: down(settled?.normalised, 'services', one.key) ?? one.value }));
  return [...written, ...strays].map((one) => serviceOf(one, child(child(model, 'services'), one.key), desk));
}

function serviceOf(one: Entry, found: TreeNode | undefined, desk: Desk): Service {
  const source = one.value.kind === 'mapping' ? one.value : mapping([], one.keySpan);
  const node = found?.kind === 'mapping' ? found : mapping([], one.keySpan);
  const whole = down(desk.reading.settled?.normalised, 'services', one.key);
  const part = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });
  return {
    name: one.key,
    key: one.keySpan,
    keys: new Map(source.entries.map(({ key, keySpan }) => [key, keySpan])),
    ports: itemsOf(child(node, 'ports')).flatMap(portOf),
    expose: scalarsOf(child(node, 'expose')),
    environment: variablesOf(child(node, 'environment'), child(source, 'environment'), desk, 'environment'),
    envFiles: itemsOf(child(whole, 'env_file')).flatMap((item) => envFileOf(item, desk)),
    networks: attachmentsOf(child(node, 'networks'), source),
    mounts: [
      ...itemsOf(child(node, 'volumes')).flatMap((item) => mountOf(item, desk)),
      ...scalarsOf(child(node, 'tmpfs')).map(tmpfsOf),
    ],
    dependsOn: entriesOf(child(node, 'depends_on')).map(dependencyOf),
    extraHosts: namesKnown(node),
    node,
    source,
    ...part('image', scalarIn(node, 'image')),
    ...part('build', buildOf(child(node, 'build'), child(source, 'build'), desk)),
    ...part('networkMode', scalarIn(node, 'network_mode')),
    ...part('command', commandOf(child(node, 'command'), child(source, 'command'))),
    ...part('entrypoint', commandOf(child(node, 'entrypoint'), child(source, 'entrypoint'))),
    ...part('healthcheck', healthcheckOf(entryOf(node, 'healthcheck'), source)),
    ...part('containerName', scalarIn(node, 'container_name')),
    ...part('hostname', scalarIn(node, 'hostname')),
    ...part('restart', scalarIn(node, 'restart')),
    ...part('workingDir', scalarIn(node, 'working_dir')),
    ...part('user', scalarIn(node, 'user')),
  };
}

function buildOf(node: TreeNode | undefined, source: TreeNode | undefined, desk: Desk): Build | undefined {
  const context = child(node, 'context');
  if (node?.kind !== 'mapping' || context?.kind !== 'scalar') return undefined;
  const folder = local(goText(context), desk);
  const dockerfile = child(node, 'dockerfile');
  const inline = scalarIn(node, 'dockerfile_inline');
  const target = scalarIn(node, 'target');
  const path = textOf(dockerfile) ?? 'Dockerfile';
  const written = dockerfile !== undefined && child(source, 'dockerfile') !== undefined;
  return {
    context: folder,
    contextAt: context.span,
    contextText: writtenContext(source) ?? context,
    dockerfile: inline === undefined ? join(folder, path) : undefined,
    args: variablesOf(child(node, 'args'), child(source, 'args'), desk, 'args'),
    ...(written ? { dockerfileAt: dockerfile.span } : {}),
    ...(written && dockerfile.kind === 'scalar' ? { dockerfileText: dockerfile } : {}),
    ...(inline === undefined ? {} : { inline }),
    ...(target === undefined ? {} : { target }),
  };
}

/** The folder as written, before it is resolved: a short build is its folder. */
function writtenContext(source: TreeNode | undefined): Scalar | undefined {
  const written = source?.kind === 'mapping' ? child(source, 'context') : source;
  return written?.kind === 'scalar' ? written : undefined;
}

/** A resolved path as one relative to the project's folder; URLs and what lies elsewhere as they stand. */
function local(path: string, { folderPath }: Desk): string {
  if (folderPath === '' || !path.startsWith('/')) return path === '.' ? '' : path;
  return relativePath(folderPath, path);
}

function variablesOf(
  node: TreeNode | undefined,
  source: TreeNode | undefined,
  { reading }: Desk,
  from: 'environment' | 'args',
): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  const items = itemsByKey(source);
  for (const { key, keySpan, value } of entriesOf(node)) {
    if (value.kind !== 'scalar') continue;
    const inFile = reading.settled?.envFiles.has(keySpan.file) === true;
    const item = items.get(key);
    variables.set(key, {
      name: key,
      value: value.value === null ? null : goText(value),
      key: keySpan,
      scalar: value.value === null ? value : asString(value),
      from: inFile ? 'env_file' : from,
      ...(item === undefined || inFile ? {} : { item: item.span }),
    });
  }
  return variables;
}

/** The items of a list of `KEY=value` by their key, the last of a key winning. */
function itemsByKey(source: TreeNode | undefined): ReadonlyMap<string, TreeNode> {
  return new Map(itemsOf(source).map((item) => [(stringOf(item) ?? '').split('=', 1)[0] ?? '', item]));
}

function envFileOf(item: TreeNode, desk: Desk): readonly EnvFile[] {
  const path = child(item, 'path');
  const required = child(item, 'required');
  if (path?.kind !== 'scalar') return [];
  const optional = required?.kind === 'scalar' && required.value === false;
  return [{ path: local(goText(path), desk), at: path.span, required: !optional }];
}

function portOf(item: TreeNode): readonly PortMapping[] {
  const target = child(item, 'target');
  if (target?.kind !== 'scalar') return [];
  const published = scalarIn(item, 'published');
  const address = scalarIn(item, 'host_ip');
  const protocol = scalarIn(item, 'protocol');
  return [
    {
      at: item.span,
      target: Number(target.value),
      targetAt: target.span,
      targetText: target,
      published: published === undefined ? undefined : goText(published),
      protocol: protocol === undefined ? 'tcp' : goText(protocol),
      ...(published === undefined ? {} : { publishedAt: published.span, publishedText: published }),
      ...(address === undefined ? {} : { hostAddress: goText(address) }),
      // A protocol that nobody wrote has no text of its own.
      ...(protocol?.pieces === undefined ? {} : { protocolAt: protocol.span, protocolText: protocol }),
    },
  ];
}

function attachmentsOf(node: TreeNode | undefined, source: Mapping): readonly Attachment[] {
  const written = child(source, 'networks');
  return entriesOf(node).map(({ key, keySpan, value }) => ({
    network: key,
    at: keySpan,
    aliases: scalarsOf(child(value, 'aliases')).map(goText),
    implicit: key === 'default' && !namesNetwork(written, key),
  }));
}

function namesNetwork(written: TreeNode | undefined, name: string): boolean {
  return entryOf(written, name) !== undefined || itemsOf(written).some((item) => stringOf(item) === name);
}

function mountOf(item: TreeNode, desk: Desk): readonly Mount[] {
  const target = scalarIn(item, 'target');
  if (target === undefined) return [];
  const source = scalarIn(item, 'source');
  const readOnly = child(item, 'read_only');
  const type = mountType(textOf(child(item, 'type')), source);
  const text = source === undefined ? '' : goText(source);
  return [
    {
      type,
      source: type === 'bind' ? local(text, desk) : text,
      target: goText(target),
      targetAt: target.span,
      readOnly: readOnly?.kind === 'scalar' && readOnly.value === true,
      at: item.span,
      ...(source === undefined ? {} : { sourceAt: source.span }),
      ...(readOnly === undefined ? {} : { readOnlyAt: readOnly.span }),
    },
  ];
}

function mountType(type: string | undefined, source: Scalar | undefined): Mount['type'] {
  switch (type) {
    case 'volume':
      return source === undefined ? 'anonymous' : 'volume';
    case 'bind':
    case 'tmpfs':
      return type;
    default:
      return 'other';
  }
}

function tmpfsOf(item: Scalar): Mount {
  const [target = ''] = goText(item).split(':', 1);
  return { type: 'tmpfs', source: '', target, targetAt: item.span, readOnly: false, at: item.span };
}

function dependencyOf({ key, keySpan, value }: Entry): Dependency {
  const condition = scalarIn(value, 'condition');
  const required = child(value, 'required');
  return {
    service: key,
    at: keySpan,
    condition: conditionOf(condition),
    required: !(required?.kind === 'scalar' && required.value === false),
    ...(condition === undefined || condition.style === 'made' ? {} : { conditionAt: condition.span }),
  };
}

function conditionOf(node: Scalar | undefined): Dependency['condition'] {
  const text = node === undefined ? '' : goText(node);
  return text === 'service_healthy' || text === 'service_completed_successfully' ? text : 'service_started';
}

function commandOf(node: TreeNode | undefined, source: TreeNode | undefined): Command | undefined {
  if (node?.kind !== 'sequence') return undefined;
  const words = scalarsOf(node);
  return {
    words: words.map(goText),
    form: source?.kind === 'scalar' ? 'string' : 'list',
    at: node.span,
    wordsAt: words.map(placeOfWord),
  };
}

/** A word within its quotes; one that a variable fills is at the place of its use. */
function placeOfWord(word: Scalar): Span {
  const { span, variable } = sourceOf(word, 0, goText(word).length);
  return variable === undefined ? span : word.span;
}

function healthcheckOf(one: Entry | undefined, source: Mapping): Healthcheck | undefined {
  if (one === undefined) return undefined;
  const test = child(one.value, 'test');
  const words = scalarsOf(test).map(goText);
  const disable = child(one.value, 'disable');
  const written = down(source, 'healthcheck', 'test');
  return {
    disabled: words[0] === 'NONE' || (disable?.kind === 'scalar' && disable.value === true),
    at: one.keySpan,
    ...(test === undefined
      ? {}
      : { test: { words, form: written?.kind === 'scalar' ? 'string' : 'list', at: test.span } }),
  };
}

/** Names that a service can resolve because of its own `extra_hosts` and `links`. */
function namesKnown(node: Mapping): readonly string[] {
  const hosts = scalarsOf(child(node, 'extra_hosts')).map((line) => goText(line).split('=', 1)[0] ?? '');
  const links = scalarsOf(child(node, 'links')).flatMap((link) => goText(link).split(':'));
  return [...new Set([...hosts, ...links])];
}

function networksOf({ reading }: Desk): readonly DeclaredNetwork[] {
  const used = usedNames(reading, (service) => entriesOf(child(service, 'networks')).map(({ key }) => key));
  return declared(reading, 'networks').map(({ one, node }) => {
    const external = entryOf(node, 'external');
    const driver = scalarIn(node, 'driver');
    const name = writtenName(one, node);
    return {
      name: one.key,
      key: one.keySpan,
      external: isTrue(external?.value),
      internal: isTrue(child(node, 'internal')),
      used: used.has(one.key),
      ...(external === undefined ? {} : { externalAt: external.keySpan }),
      ...(driver === undefined ? {} : { driver }),
      ...(name === undefined ? {} : { realName: name }),
    };
  });
}

function volumesOf({ reading }: Desk): readonly DeclaredVolume[] {
  const used = usedNames(reading, (service) =>
    itemsOf(child(service, 'volumes')).flatMap((item) =>
      textOf(child(item, 'type')) === 'volume' ? (textOf(child(item, 'source')) ?? []) : [],
    ),
  );
  return declared(reading, 'volumes').map(({ one, node }) => {
    const external = entryOf(node, 'external');
    const driver = scalarIn(node, 'driver');
    const name = writtenName(one, node);
    return {
      name: one.key,
      key: one.keySpan,
      external: isTrue(external?.value),
      node,
      used: used.has(one.key),
      ...(external === undefined ? {} : { externalAt: external.keySpan }),
      ...(driver === undefined ? {} : { driver }),
      ...(name === undefined ? {} : { realName: name }),
    };
  });
}

type Declared = { readonly one: Entry; readonly node: TreeNode };

/** What the file declares; the default network that Compose adds is not among it. */
function declared({ merged, settled }: ComposeReading, section: string): readonly Declared[] {
  const written = child(merged, section);
  return entriesOf(child(settled?.normalised, section))
    .filter(({ key }) => section !== 'networks' || key !== 'default' || entryOf(written, key) !== undefined)
    .map((one) => ({ one: entryOf(written, one.key) ?? one, node: one.value }));
}

/** The name that is written, not the one that Compose makes. */
function writtenName(one: Entry, node: TreeNode): Scalar | undefined {
  const name = scalarIn(node, 'name');
  return name?.style === 'made' && child(one.value, 'external')?.kind !== 'mapping' ? undefined : name;
}

function usedNames(reading: ComposeReading, names: (service: TreeNode) => readonly string[]): ReadonlySet<string> {
  return new Set(entriesOf(child(reading.model, 'services')).flatMap(({ value }) => names(value)));
}

function isTrue(node: TreeNode | undefined): boolean {
  return node?.kind === 'mapping' || (node?.kind === 'scalar' && node.value === true);
}

function scalarIn(node: TreeNode | undefined, key: string): Scalar | undefined {
  const found = child(node, key);
  return found?.kind === 'scalar' && !isNull(found) ? found : undefined;
}

function scalarsOf(node: TreeNode | undefined): readonly Scalar[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? [item] : []));
}

function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function entriesOf(node: TreeNode | undefined): readonly Entry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

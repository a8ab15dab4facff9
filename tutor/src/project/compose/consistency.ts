import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import type { FaultAt, FaultList } from './fault-list.ts';
import { stringOf } from './grow.ts';
import type { TreePath } from './path.ts';
import { child, down, type Entry, entryOf, type Mapping, type Scalar, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** A typed project, its services apart by whether their profile is on. */
export type Parts = {
  /** The whole tree; its `services` hold both kinds. */
  readonly tree: Mapping;
  readonly active: readonly Entry[];
  readonly inactive: readonly Entry[];
  /** Models that the file declares; JSON does not print them. */
  readonly models: TreeNode | undefined;
};

/** Checks that what services name is there, and what cannot stand together (compose-go, `loader/validate.go`). */
export function checkConsistency(parts: Parts, faults: FaultList): void {
  const desk = deskOf(parts, faults);
  for (const one of parts.active) checkService(one, desk);
  checkSecrets(parts.tree, faults);
  checkCycles(parts, faults);
  checkContainerNames(parts, faults);
}

type Desk = {
  readonly parts: Parts;
  readonly faults: FaultList;
  /** Whether the file has a section that could not be read: what it declares is not known then. */
  readonly lost: (section: string) => boolean;
};

function deskOf(parts: Parts, faults: FaultList): Desk {
  const told = faults.all().filter((fault) => fault.refuses);
  const incomplete = told.some(({ kind, mend }) => mend === undefined && INCOMPLETE.includes(kind));
  // The parts of a network without the line with its name: which names there are is not known.
  const nameless = (section: string) =>
    told.some(({ kind, words }) => kind === 'wrong-type' && words?.belongs === `${section}.*`);
  return {
    parts,
    faults,
    lost: (section) => incomplete || told.some(({ path }) => path === section) || nameless(section),
  };
}

/** Faults after which part of the project was never read, where no mend was found with which to read on. */
const INCOMPLETE = [
  'yaml-syntax',
  'yaml-tab',
  'too-large',
  'file-missing',
  'file-unreadable',
  'file-binary',
  'file-encoding',
  'include',
] as readonly string[];

function checkService(one: Entry, desk: Desk): void {
  const { value: service } = one;
  if (service.kind !== 'mapping') return;
  const at: Service = { name: one.key, key: one.keySpan, node: service, path: ['services', one.key] };
  checkImage(at, desk);
  checkBuild(at, desk);
  checkNetworks(at, desk);
  checkHealthcheck(at, desk);
  checkDependencies(at, desk);
  checkVolumes(at, desk);
  checkFiles(at, desk);
  checkModels(at, desk);
  checkScale(at, desk);
  checkLimits(at, desk);
  checkWatch(at, desk);
  checkTargets(at, desk);
}

type Service = { readonly name: string; readonly key: Span; readonly node: Mapping; readonly path: TreePath };

function checkImage({ name, key, node, path }: Service, { faults, lost }: Desk): void {
  if (['image', 'build', 'provider'].some((part) => child(node, part) !== undefined)) return;
  const hidden = faults
    .all()
    .some(
      (fault) =>
        fault.refuses &&
        ((fault.kind === 'unknown-property' &&
          (fault.path?.startsWith(`services.${name}.`) === true || fault.words?.section === '') &&
          ['image', 'build', 'provider'].includes(fault.words?.nearest ?? fault.words?.key ?? '')) ||
          (fault.kind === 'extends' && fault.words?.service === name) ||
          fault.path === `services.${name}`),
    );
  const unread = ['image', 'build', 'provider', 'extends'].some((part) => faults.touches([...path, part]));
  if (hidden || unread || lost('')) return;
  faults.add({
    kind: 'neither-image-nor-build',
    message: `\`${name}\` has neither an image nor a build`,
    at: key,
    path: [...path, 'image'],
    words: { service: name },
  });
}

function checkBuild({ name, node, path }: Service, { parts, faults }: Desk): void {
  const build = child(node, 'build');
  if (build?.kind !== 'mapping') return;
  const [inline, dockerfile] = [entryOf(build, 'dockerfile_inline'), entryOf(build, 'dockerfile')];
  if (inline !== undefined && dockerfile !== undefined) {
    refuse(faults, [...path, 'build'], `\`${name}\` has both \`dockerfile\` and \`dockerfile_inline\``, {
      at: inline.keySpan,
      other: dockerfile.keySpan,
    });
  }
  for (const context of entriesOf(child(build, 'additional_contexts'))) {
    const text = stringOf(context.value);
    if (!text?.startsWith('service:')) continue;
    const target = text.slice('service:'.length);
    const other = parts.active.find(({ key }) => key === target);
    if (other !== undefined && child(other.value, 'build') !== undefined) continue;
    const why = other === undefined ? 'which is not there' : 'which is not built';
    refuse(
      faults,
      [...path, 'build', 'additional_contexts', context.key],
      `\`${name}\` builds from \`${target}\`, ${why}`,
      {
        at: context.value.span,
      },
    );
  }
  checkPlatform({ name, node, path }, build, faults);
}

function checkPlatform({ name, node, path }: Omit<Service, 'key'>, build: Mapping, faults: FaultList): void {
  const platform = entryOf(node, 'platform');
  const platforms = child(build, 'platforms');
  if (platform === undefined || platforms?.kind !== 'sequence') return;
  const wanted = stringOf(platform.value);
  if (platforms.items.some((item) => stringOf(item) === wanted)) return;
  refuse(faults, [...path, 'platform'], `the platforms that \`${name}\` is built for do not hold its own`, {
    at: platform.value.span,
    other: platforms.span,
  });
}

function checkNetworks({ name, node, path }: Service, { parts, faults, lost }: Desk): void {
  const mode = entryOf(node, 'network_mode');
  const networks = entryOf(node, 'networks');
  if (mode !== undefined && networks !== undefined) {
    faults.add({
      kind: 'network-mode-with-networks',
      message: `\`${name}\` has both \`network_mode\` and \`networks\``,
      at: mode.keySpan,
      other: networks.keySpan,
      path: [...path, 'network_mode'],
      words: { service: name },
    });
  }
  for (const one of entriesOf(networks?.value)) {
    if (down(parts.tree, 'networks', one.key) !== undefined || lost('networks')) continue;
    undefinedThing('undefined-network', 'network', name, one.key, one.keySpan, [...path, 'networks', one.key], faults);
  }
  checkNamespace(mode, { name, path, parts, faults });
}

function checkNamespace(
  mode: Entry | undefined,
  { name, path, parts, faults }: Omit<Service, 'key' | 'node'> & Pick<Desk, 'parts' | 'faults'>,
): void {
  const text = stringOf(mode?.value);
  if (mode === undefined || !text?.startsWith('service:')) return;
  const target = text.slice('service:'.length);
  if (parts.active.some(({ key }) => key === target)) return;
  undefinedThing(
    'undefined-dependency',
    'service',
    name,
    target,
    mode.value.span,
    [...path, 'depends_on', target],
    faults,
  );
}

const SECTION_OF = {
  'undefined-network': 'networks',
  'undefined-volume': 'volumes',
  'undefined-dependency': 'services',
  'undefined-secret': 'secrets',
  'undefined-config': 'configs',
} as const;

function undefinedThing(
  kind: 'undefined-network' | 'undefined-volume' | 'undefined-dependency' | 'undefined-secret' | 'undefined-config',
  what: string,
  service: string,
  name: string,
  at: Span,
  path: TreePath,
  faults: FaultList,
  near?: string,
): void {
  // One missing declaration is one fault, however many services ask for it; a name in `depends_on` is each service's own slip.
  const told = faults.all().some((fault) => fault.kind === kind && fault.words?.name === name);
  if (told && kind !== 'undefined-dependency') return;
  // Its declaration is there, and cannot be read.
  const section = SECTION_OF[kind];
  if (faults.all().some((fault) => fault.refuses && fault.path === `${section}.${name}`)) return;
  faults.add({
    kind,
    message: `\`${service}\` uses the ${what} \`${name}\`, which is not declared`,
    at,
    path,
    words: { service, name, ...(near === undefined ? {} : { nearest: near }) },
  });
}

function checkHealthcheck({ name, node, path }: Service, { faults }: Desk): void {
  const test = down(node, 'healthcheck', 'test');
  if (test?.kind !== 'sequence') return;
  const [first] = test.items;
  const word = stringOf(first);
  if (first === undefined || word === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(word)) return;
  faults.add({
    kind: 'wrong-value',
    message: `the health check of \`${name}\` must start with CMD, CMD-SHELL or NONE, it starts with \`${word}\``,
    at: first.span,
    path: [...path, 'healthcheck', 'test', 0],
    words: { key: 'test', got: word, allowed: 'CMD, CMD-SHELL, NONE' },
  });
}

function checkDependencies({ name, node, path }: Service, { parts, faults, lost }: Desk): void {
  for (const one of entriesOf(child(node, 'depends_on'))) {
    if (parts.active.some(({ key }) => key === one.key)) continue;
    const required = child(one.value, 'required');
    const optional = required?.kind === 'scalar' && required.value === false;
    if (optional && parts.inactive.some(({ key }) => key === one.key)) continue;
    if (lost('services')) continue;
    undefinedThing(
      'undefined-dependency',
      'service',
      name,
      one.key,
      one.keySpan,
      [...path, 'depends_on', one.key],
      faults,
    );
  }
}

function checkVolumes({ name, node, path }: Service, { parts, faults, lost }: Desk): void {
  itemsOf(child(node, 'volumes')).forEach((volume, index) => {
    const source = child(volume, 'source');
    const text = stringOf(source);
    if (stringOf(child(volume, 'type')) !== 'volume' || source === undefined || text === undefined) return;
    if (down(parts.tree, 'volumes', text) !== undefined || lost('volumes')) return;
    undefinedThing('undefined-volume', 'volume', name, text, source.span, [...path, 'volumes', index], faults);
  });
}

function checkFiles({ name, node, path }: Service, { parts, faults, lost }: Desk): void {
  const places = [
    ['build', 'secrets', 'secrets', 'undefined-secret', 'secret'],
    [undefined, 'configs', 'configs', 'undefined-config', 'config'],
    [undefined, 'secrets', 'secrets', 'undefined-secret', 'secret'],
  ] as const;
  for (const [inside, key, section, kind, what] of places) {
    const holder = inside === undefined ? node : child(node, inside);
    const where = inside === undefined ? [...path, key] : [...path, inside, key];
    itemsOf(child(holder, key)).forEach((item, index) => {
      const source = child(item, 'source');
      const text = stringOf(source) ?? '';
      if (down(parts.tree, section, text) !== undefined || lost(section)) return;
      const near = nearest(
        text,
        entriesOf(child(parts.tree, section)).map((one) => one.key),
      );
      undefinedThing(kind, what, name, text, (source ?? item).span, [...where, index], faults, near);
    });
  }
}

function checkModels({ name, node, path }: Service, { parts, faults, lost }: Desk): void {
  for (const one of entriesOf(child(node, 'models'))) {
    if (child(parts.models, one.key) !== undefined || lost('models')) continue;
    refuse(faults, [...path, 'models', one.key], `\`${name}\` uses the model \`${one.key}\`, which is not declared`, {
      at: one.keySpan,
    });
  }
}

function checkScale({ name, node, path }: Service, { faults }: Desk): void {
  const scale = entryOf(node, 'scale');
  const replicas = entryOf(down(node, 'deploy'), 'replicas');
  const [wanted, deployed] = [numberOf(scale?.value), numberOf(replicas?.value)];
  if (scale !== undefined && replicas !== undefined && wanted !== deployed) {
    refuse(faults, [...path, 'scale'], `\`${name}\` has one number in \`scale\` and another in \`deploy.replicas\``, {
      at: scale.value.span,
      other: replicas.value.span,
    });
  }
  for (const one of [scale, replicas]) {
    if (one !== undefined && (numberOf(one.value) ?? 0) < 0) {
      refuse(faults, [...path, one.key], `\`${one.key}\` cannot be less than 0`, { at: one.value.span });
    }
  }
  const count = wanted ?? deployed ?? 1;
  const container = entryOf(node, 'container_name');
  if (count <= 1 || container === undefined) return;
  const number = scale ?? replicas;
  faults.add({
    kind: 'container-name-twice',
    message: `\`${name}\` starts ${count} containers, which cannot share one \`container_name\``,
    at: container.keySpan,
    ...(number === undefined ? {} : { other: number.value.span }),
    path: [...path, 'container_name'],
    words: { name: stringOf(container.value) ?? '', first: name, second: name },
  });
}

function checkLimits({ name, node, path }: Service, { faults }: Desk): void {
  const pairs = [
    ['cpus', 'limits', 'cpus'],
    ['mem_limit', 'limits', 'memory'],
    ['mem_reservation', 'reservations', 'memory'],
    ['pids_limit', 'limits', 'pids'],
  ] as const;
  for (const [key, kind, part] of pairs) {
    const one = entryOf(node, key);
    const resources = down(node, 'deploy', 'resources', kind);
    if (one === undefined || resources === undefined) continue;
    const other = child(resources, part);
    if (textIn(one.value) === textIn(other)) continue;
    refuse(
      faults,
      [...path, key],
      `\`${name}\` has one value in \`${key}\` and another in \`deploy.resources.${kind}.${part}\``,
      { at: one.value.span, other: (other ?? resources).span },
    );
  }
}

function checkWatch({ name, node, path }: Service, { faults }: Desk): void {
  itemsOf(down(node, 'develop', 'watch')).forEach((trigger, index) => {
    const action = stringOf(child(trigger, 'action')) ?? '';
    if (child(trigger, 'target') !== undefined || action === 'rebuild' || action === 'restart') return;
    refuse(faults, [...path, 'develop', 'watch', index], `a watch of \`${name}\` has no \`target\``, {
      at: trigger.span,
    });
  });
}

function checkTargets({ name, node, path }: Service, { faults }: Desk): void {
  const seen = new Map<string, Span>();
  const claim = (target: string, at: Span, where: TreePath) => {
    const first = seen.get(target);
    if (first === undefined) {
      seen.set(target, at);
      return;
    }
    faults.add({
      kind: 'mount',
      message: `\`${name}\` mounts two things at ${target}`,
      at,
      other: first,
      path: where,
      words: { text: target, why: 'target-twice' },
    });
  };
  itemsOf(child(node, 'tmpfs')).forEach((item, index) => {
    claim((stringOf(item) ?? '').split(':', 1)[0] ?? '', item.span, [...path, 'tmpfs', index]);
  });
  itemsOf(child(node, 'volumes')).forEach((volume, index) => {
    const target = child(volume, 'target');
    claim(stringOf(target) ?? '', (target ?? volume).span, [...path, 'volumes', index]);
  });
}

function checkSecrets(tree: Mapping, faults: FaultList): void {
  for (const one of entriesOf(child(tree, 'secrets'))) {
    const given = ['external', 'file', 'environment'].some((key) => child(one.value, key) !== undefined);
    if (given) continue;
    refuse(faults, ['secrets', one.key], `the secret \`${one.key}\` needs a \`file\` or an \`environment\``, {
      at: one.keySpan,
    });
  }
}

function checkCycles({ active }: Parts, faults: FaultList): void {
  const dependencies = new Map(active.map((one) => [one.key, entriesOf(child(one.value, 'depends_on'))]));
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    for (const one of dependencies.get(name) ?? []) {
      const start = chain.indexOf(one.key);
      if (start >= 0) tellCycle([...chain.slice(start), one.key], one, name, faults);
      else if (dependencies.has(one.key) && !done.has(one.key)) visit(one.key, [...chain, one.key]);
    }
    done.add(name);
  };
  for (const name of dependencies.keys()) if (!done.has(name)) visit(name, [name]);
}

function tellCycle(chain: readonly string[], one: Entry, name: string, faults: FaultList): void {
  const words = chain.map((link) => `\`${link}\``).join(' → ');
  faults.add({
    kind: 'dependency-cycle',
    message: `services wait for one another in a circle: ${words}`,
    at: one.keySpan,
    path: ['services', name, 'depends_on', one.key],
    words: { chain: chain.join(' -> ') },
  });
}

function checkContainerNames({ active }: Parts, faults: FaultList): void {
  const seen = new Map<string, { readonly service: string; readonly at: Span }>();
  for (const one of active) {
    const node = child(one.value, 'container_name');
    const name = stringOf(node);
    if (node === undefined || name === undefined) continue;
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, { service: one.key, at: node.span });
      continue;
    }
    faults.add({
      kind: 'container-name-twice',
      message: `\`${first.service}\` and \`${one.key}\` have the same container name \`${name}\``,
      at: node.span,
      other: first.at,
      path: ['services', one.key, 'container_name'],
      words: { name, first: first.service, second: one.key },
    });
  }
}

function refuse(
  faults: FaultList,
  path: TreePath,
  message: string,
  rest: Omit<FaultAt, 'kind' | 'message' | 'path'>,
): void {
  faults.add({ kind: 'refused', message, path, words: { text: message }, ...rest });
}

function entriesOf(node: TreeNode | undefined): readonly Entry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function numberOf(node: TreeNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

function textIn(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? goText(node as Scalar) : undefined;
}

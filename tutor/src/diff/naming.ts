import { child, down, type Mapping, type TreeNode, textOf } from '../project/compose/tree.ts';

/** Which of the learner's names stands for which of the solution's: yours → theirs. A name that is not in it stands for itself. */
export type Naming = {
  readonly services: Names;
  readonly networks: Names;
  readonly volumes: Names;
  /** Folders that services are built from; what stands in them is compared file by file. */
  readonly folders: Names;
};

type Names = Readonly<Record<string, string>>;

/** Every name stands for itself: a renamed network is a difference. */
export const SAME_NAMES: Naming = { services: {}, networks: {}, volumes: {}, folders: {} };

/**
 * Pairs the names of two canonical Compose models: equal names first, then services by role (what is built is the web
 * service, what runs PostgreSQL the db), networks by who is on them, volumes by where they are mounted.
 */
export function alignNames(yours: Mapping | undefined, theirs: Mapping | undefined): Naming {
  const services = pairByRole(yours, theirs);
  const networks = pairByUse(
    keysOf(yours, 'networks'),
    keysOf(theirs, 'networks'),
    usesOf(yours, (service) => keysIn(child(service, 'networks')), services),
    usesOf(theirs, (service) => keysIn(child(service, 'networks')), {}),
  );
  const volumes = pairByUse(
    keysOf(yours, 'volumes'),
    keysOf(theirs, 'volumes'),
    usesOf(yours, mountedVolumes, services),
    usesOf(theirs, mountedVolumes, {}),
  );
  return { services, networks, volumes, folders: pairFolders(yours, theirs, services) };
}

/** The folder of a build goes with its service. */
function pairFolders(yours: Mapping | undefined, theirs: Mapping | undefined, services: Names): Names {
  const contextIn = (model: Mapping | undefined, name: string): string | undefined =>
    textOf(down(model, 'services', name, 'build', 'context'));
  return Object.fromEntries(
    keysOf(yours, 'services').flatMap((name) => {
      const mine = contextIn(yours, name);
      const other = contextIn(theirs, services[name] ?? name);
      return mine === undefined || other === undefined || mine === other ? [] : [[mine, other] as const];
    }),
  );
}

type Role = 'web' | 'db' | undefined;

function roleOf(service: TreeNode | undefined): Role {
  if (child(service, 'build') !== undefined) return 'web';
  const image = textOf(child(service, 'image')) ?? '';
  if (/(^|\/)postg(res|is)/i.test(image)) return 'db';
  return keysIn(child(service, 'environment')).some((key) => key.startsWith('POSTGRES_')) ? 'db' : undefined;
}

function pairByRole(yours: Mapping | undefined, theirs: Mapping | undefined): Names {
  const mine = keysOf(yours, 'services');
  const free = keysOf(theirs, 'services').filter((name) => !mine.includes(name));
  const names: Record<string, string> = {};
  for (const name of mine) {
    if (child(child(theirs, 'services'), name) !== undefined) continue;
    const role = roleOf(child(child(yours, 'services'), name));
    const found = free.find((other) => role !== undefined && roleOf(child(child(theirs, 'services'), other)) === role);
    if (found === undefined) continue;
    names[name] = found;
    free.splice(free.indexOf(found), 1);
  }
  return names;
}

/** Name → who uses it, and how, in the solution's names. */
type Uses = ReadonlyMap<string, readonly string[]>;

function pairByUse(yours: readonly string[], theirs: readonly string[], mine: Uses, other: Uses): Names {
  const left = yours.filter((name) => !theirs.includes(name));
  const free = theirs.filter((name) => !yours.includes(name));
  const names: Record<string, string> = {};
  for (const name of left) {
    const shared = (candidate: string): number =>
      (other.get(candidate) ?? []).filter((use) => mine.get(name)?.includes(use)).length;
    const best = [...free].sort((a, b) => shared(b) - shared(a))[0];
    const isOnly = left.length === 1 && free.length === 1;
    if (best === undefined || (shared(best) === 0 && !isOnly)) continue;
    names[name] = best;
    free.splice(free.indexOf(best), 1);
  }
  return names;
}

function usesOf(model: Mapping | undefined, namesIn: (service: TreeNode) => readonly string[], services: Names): Uses {
  const uses = new Map<string, string[]>();
  for (const { key, value } of entriesOf(child(model, 'services'))) {
    for (const found of namesIn(value)) {
      // A mount is named with its target, so that two volumes of one service are told apart.
      const [name = '', how = ''] = found.split('\n');
      uses.set(name, [...(uses.get(name) ?? []), `${services[key] ?? key}\n${how}`]);
    }
  }
  return uses;
}

function mountedVolumes(service: TreeNode): readonly string[] {
  const mounts = child(service, 'volumes');
  if (mounts?.kind !== 'sequence') return [];
  return mounts.items
    .filter((mount) => textOf(child(mount, 'type')) === 'volume')
    .map((mount) => `${textOf(child(mount, 'source')) ?? ''}\n${textOf(child(mount, 'target')) ?? ''}`);
}

/** `default` is Compose's own and stands only for itself. */
function keysOf(model: Mapping | undefined, section: 'services' | 'networks' | 'volumes'): readonly string[] {
  return keysIn(child(model, section)).filter((key) => section !== 'networks' || key !== 'default');
}

function keysIn(node: TreeNode | undefined): readonly string[] {
  return entriesOf(node).map(({ key }) => key);
}

function entriesOf(node: TreeNode | undefined): Mapping['entries'] {
  return node?.kind === 'mapping' ? node.entries : [];
}

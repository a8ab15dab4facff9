import type { Span } from '../core/span.ts';
import { child, down, type Scalar, textOf } from '../project/compose/tree.ts';
import { normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import { strayDataMounts } from './data-mounts.ts';
import { inProject } from './in-project.ts';
import { readsPostgresVariables } from './misnamed-variables.ts';
import { DATA_PATH } from './roles.ts';
import { holds, refusedMount, type Storage } from './storage.ts';

/** What stands in the folder in which the first start makes the database: initdb refuses a folder that is not empty (initdb, 16). */
export type Occupant =
  /** Something is mounted inside it. */
  | { readonly kind: 'mounted'; readonly target: string; readonly targetAt: Span; readonly what: 'file' | 'other' }
  /** The folder of the machine that is mounted there has things in it. */
  | { readonly kind: 'folder'; readonly path: string; readonly at: Span; readonly entries: readonly string[] }
  /** PGDATA names a folder above the one that the image brings along. */
  | { readonly kind: 'above'; readonly path: string; readonly at: Span; readonly inside: string };

/** The file that tells a folder in which a database was made already. */
const MADE = 'PG_VERSION';
/** What the image brings along: a folder, and up to PostgreSQL 17 a volume (official image, *Dockerfile*). */
const BROUGHT = `${DATA_PATH}/data`;

/** What keeps PostgreSQL from making its files on the first start; undefined where nothing is known to. */
export function occupantOf(project: Project, storage: Storage): Occupant | undefined {
  const { service } = storage;
  if (service.build !== undefined || !readsPostgresVariables(service) || refusedMount(service) !== undefined)
    return undefined;
  const folder = folderBehind(project, storage);
  const entries = folder === undefined ? [] : project.files.list(folder.path).map((entry) => entry.name);
  if (entries.includes(MADE) || isMadeElsewhere(project, storage)) return undefined;
  if (folder !== undefined && entries.length > 0) return { kind: 'folder', ...folder, entries };
  return above(storage) ?? mountedInside(project, storage);
}

/** An external volume was filled by somebody else, most likely. */
function isMadeElsewhere({ view }: Project, { holding }: Storage): boolean {
  return holding?.type === 'volume' && view.volumes.some(({ name, external }) => name === holding.source && external);
}

/** The folder of the machine that becomes the data path: of a bind, or of a volume that is made from a folder. */
function folderBehind(
  project: Project,
  { holding, dataPath }: Storage,
): { readonly path: string; readonly at: Span } | undefined {
  if (holding === undefined) return undefined;
  const deeper = dataPath.slice(holding.target.replace(/\/+$/, '').length);
  if (holding.type === 'bind')
    return { path: normalise(`${holding.source}${deeper}`), at: holding.sourceAt ?? holding.at };
  if (holding.type !== 'volume') return undefined;
  const options = down(project.compose.model, 'volumes', holding.source, 'driver_opts');
  const device = child(options, 'device');
  if (device?.kind !== 'scalar' || !/(^|,)r?bind(,|$)/.test(textOf(child(options, 'o')) ?? '')) return undefined;
  return { path: normalise(`${inProject(project, textOf(device) ?? '')}${deeper}`), at: device.span };
}

function above({ dataPath, dataPathAt }: Storage): Occupant | undefined {
  if (dataPathAt === undefined || dataPath === BROUGHT || !holds(dataPath, BROUGHT)) return undefined;
  return { kind: 'above', path: dataPath, at: dataPathAt, inside: BROUGHT.slice(dataPath.length).replace(/^\//, '') };
}

function mountedInside(project: Project, storage: Storage): Occupant | undefined {
  const { service, dataPath } = storage;
  const stray = strayDataMounts(project, storage);
  const mounts = service.mounts
    .filter((mount) => !stray.includes(mount))
    .map(({ type, source, target, targetAt }) => ({
      target,
      targetAt,
      what: type === 'bind' && project.files.kind(source) === 'file' ? ('file' as const) : ('other' as const),
    }));
  const inside = [...mounts, ...lentFiles(storage)].find(
    ({ target }) => holds(dataPath, target) && target.replace(/\/+$/, '') !== dataPath,
  );
  return inside === undefined ? undefined : { kind: 'mounted', ...inside };
}

type Lent = { readonly target: string; readonly targetAt: Span; readonly what: 'file' };

/** Configs and secrets are files that can be put anywhere. */
function lentFiles({ service }: Storage): readonly Lent[] {
  return ['configs', 'secrets'].flatMap((section) => {
    const items = child(service.node, section);
    if (items?.kind !== 'sequence') return [];
    const targets = items.items
      .map((item) => child(item, 'target'))
      .filter((one): one is Scalar => one?.kind === 'scalar');
    return targets.map((one) => ({ target: textOf(one) ?? '', targetAt: one.span, what: 'file' as const }));
  });
}

import type { Span } from '../core/span.ts';
import type { Mount, Service } from '../project/compose/project.ts';
import { databaseOf, parseImage, postgresVersion, readsOfficialVariables } from './image.ts';
import { DATA_PATH } from './roles.ts';

/** Where the database keeps its files, and what of it outlives the container. */
export type Storage = {
  readonly service: Service;
  /** Absolute path in the container where the server keeps its files. */
  readonly dataPath: string;
  /** The mount that holds the data path: the deepest whose target is the path or a folder above it. */
  readonly holding?: Mount;
  /** The mount that would hold it, were there not the anonymous volume which the image itself puts over it. */
  readonly shadowed?: Mount;
  /** Where the path is set, when by PGDATA. */
  readonly dataPathAt?: Span;
};

/** From this major on the image keeps its data in a folder of its major and refuses a mount at `…/data` (official image, 18). */
export const MAJOR_WITH_NEW_PATH = 18;

/** Works out where the db's data lies. */
export function storageOf(service: Service): Storage {
  const told = service.environment.get('PGDATA');
  const dataPath = trimmed(told?.value ?? defaultDataPath(service));
  const deepest = service.mounts
    .filter((mount) => holds(mount.target, dataPath))
    .sort((a, b) => b.target.length - a.target.length)[0];
  const shadowed = deepest !== undefined && isShadowed(service, deepest, dataPath);
  return {
    service,
    dataPath,
    ...(deepest === undefined ? {} : shadowed ? { shadowed: deepest } : { holding: deepest }),
    ...(told?.value == null ? {} : { dataPathAt: told.scalar.span }),
  };
}

/** The mount that PostgreSQL 18 and later refuse to start with: one at the old path, while it keeps its data at the new (official image, 18). */
export function refusedMount(service: Service): Mount | undefined {
  const major = majorOf(service);
  if (major === undefined || major < MAJOR_WITH_NEW_PATH || service.environment.get('PGDATA')?.value != null)
    return undefined;
  return service.mounts.find((mount) => trimmed(mount.target) === `${DATA_PATH}/data`);
}

/** Whether a mount at `target` holds `path`. */
export function holds(target: string, path: string): boolean {
  const folder = trimmed(target);
  return folder === '/' || trimmed(path) === folder || trimmed(path).startsWith(`${folder}/`);
}

/** Where the image keeps its data when nothing says otherwise. */
export function defaultDataPath(service: Service): string {
  if (/(^|\/)bitnami\w*\//.test(String(service.image?.value ?? ''))) return '/bitnami/postgresql/data';
  const major = majorOf(service);
  const newer = major === undefined || major < MAJOR_WITH_NEW_PATH ? undefined : `${DATA_PATH}/${major}/docker`;
  // Where nothing is mounted at the newer path, the chapter's is what is meant: the version has a rule of its own.
  const isThere = newer !== undefined && service.mounts.some((mount) => holds(mount.target, newer));
  return isThere ? newer : `${DATA_PATH}/data`;
}

/**
 * The image declares a VOLUME, and Docker makes an anonymous one there for every container that mounts nothing at that very path:
 * a mount of the folder above it keeps nothing (official image: `VOLUME /var/lib/postgresql/data` up to 17).
 */
function isShadowed(service: Service, mount: Mount, dataPath: string): boolean {
  const declared = declaredVolume(service, dataPath);
  return (
    declared !== undefined &&
    holds(declared, dataPath) &&
    holds(mount.target, declared) &&
    trimmed(mount.target) !== declared
  );
}

function declaredVolume(service: Service, dataPath: string): string | undefined {
  const image = service.image?.value;
  if (service.build !== undefined) return undefined;
  const reference = parseImage(typeof image === 'string' && image !== '' ? image : 'postgres');
  if (databaseOf(reference) !== 'meant-postgres' && !readsOfficialVariables(reference)) return undefined;
  return /\/\d+\/docker$/.test(dataPath) ? DATA_PATH : `${DATA_PATH}/data`;
}

function majorOf(service: Service): number | undefined {
  const image = service.image?.value;
  const version = typeof image === 'string' ? postgresVersion(parseImage(image)) : { kind: 'unknown' as const };
  return version.kind === 'unknown' ? undefined : version.major;
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

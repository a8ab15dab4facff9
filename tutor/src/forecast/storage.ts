import type { Span } from '../core/span.ts';
import type { Mount, Service } from '../project/compose/project.ts';
import { parseImage, postgresVersion } from './image.ts';
import { DATA_PATH } from './roles.ts';

/** Where the database keeps its files, and what of it outlives the container. */
export type Storage = {
  readonly service: Service;
  /** Absolute path in the container where the server keeps its files. */
  readonly dataPath: string;
  /** The mount that holds the data path: the deepest whose target is the path or a folder above it. */
  readonly holding?: Mount;
  /** Where the path is set, when by PGDATA. */
  readonly dataPathAt?: Span;
};

/** From this major on the image keeps its data in a folder of its major and refuses a mount at `…/data` (official image, 18). */
export const MAJOR_WITH_NEW_PATH = 18;

/** Works out where the db's data lies. */
export function storageOf(service: Service): Storage {
  const told = service.environment.get('PGDATA');
  const dataPath = told?.value ?? defaultDataPath(service);
  const holding = service.mounts
    .filter((mount) => holds(mount.target, dataPath))
    .sort((a, b) => b.target.length - a.target.length)[0];
  return {
    service,
    dataPath: trimmed(dataPath),
    ...(holding === undefined ? {} : { holding }),
    ...(told?.value == null ? {} : { dataPathAt: told.scalar.span }),
  };
}

/** Whether a mount at `target` holds `path`. */
export function holds(target: string, path: string): boolean {
  const folder = trimmed(target);
  return folder === '/' || trimmed(path) === folder || trimmed(path).startsWith(`${folder}/`);
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function defaultDataPath(service: Service): string {
  const image = service.image?.value;
  const version = typeof image === 'string' ? postgresVersion(parseImage(image)) : { kind: 'unknown' as const };
  if (version.kind !== 'unknown' && version.major >= MAJOR_WITH_NEW_PATH) return `${DATA_PATH}/${version.major}/docker`;
  return `${DATA_PATH}/data`;
}

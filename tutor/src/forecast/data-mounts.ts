import type { DeclaredVolume, Mount, Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import { isNamedAsleep } from './asleep.ts';
import { holds, type Storage } from './storage.ts';

/** Folders of the database's container that hold something else than its data; scripts of the first start come from a folder, never from a volume. */
const OTHER_PURPOSE = /initdb|backup|dump|\/etc\/|\/log|\/run\/|\/tmp|ssl|cert|conf|\/usr\//i;

/** Mounts of the db service that were meant for its data and do not hold it. */
export function strayDataMounts(
  { files }: Pick<Project, 'files'>,
  { service, holding, shadowed }: Storage,
): readonly Mount[] {
  if (holding !== undefined) return [];
  if (shadowed !== undefined) return [shadowed];
  return service.mounts.filter(
    (mount) =>
      isMeantForData(mount) &&
      (!OTHER_PURPOSE.test(mount.target) ||
        (mount.type === 'volume' && mount.target.includes('/docker-entrypoint-initdb.d'))) &&
      !isDriveMount(mount) &&
      // A file holds no database.
      !(mount.type === 'bind' && files.kind(mount.source) === 'file'),
  );
}

function isMeantForData(mount: Mount): boolean {
  if (mount.type === 'volume') return true;
  return isNameAlone(mount) || isSwapped(mount) || (mount.type === 'bind' && /postgres|pg_?data/i.test(mount.target));
}

/** `- /var/lib/postgresql/data:db_data`: path and name on each other's side. */
export function isSwapped({ type, source, target }: Mount): boolean {
  return type === 'bind' && !target.includes('/') && /^\/.*(?:postgres|pg_?data|pgsql|\/data$)/i.test(source);
}

/** `- db_data` names a volume and no place, and `- db_data/var/lib` has no colon: they are read as a place. */
export function isNameAlone({ type, target }: Mount): boolean {
  return type === 'anonymous' && /^[\w.-]+(?:\/|$)/.test(target);
}

/** A mount whose volume has a name of one letter: it is read as a drive of Windows. */
export function isDriveMount({ type, source, target }: Mount): boolean {
  if (type === 'anonymous') return /^[A-Za-z]:[\\/]/.test(target);
  return type === 'bind' && /(^|\/)[A-Za-z]:\//.test(source) && !target.startsWith('/') && !/^[A-Za-z]:/.test(target);
}

/** A volume whose name says whose it is. */
const OF_DATABASE =
  /(?:^|[-_])(?:db|database|pg|postgres|postgresql)[-_]?(?:data|volume|vol|store|storage)?$|pgdata|(?:^|[-_])(?:db|pg|postgres)data$/i;

/** The mount of a volume of the file at the database's data path, in a service that is not the database. */
export function misplacedDataMount(
  project: Project,
  { service, dataPath }: Storage,
): { readonly service: Service; readonly mount: Mount } | undefined {
  for (const other of project.view.services) {
    if (other === service) continue;
    const mount = other.mounts.find(
      (one) =>
        one.type === 'volume' &&
        (holds(one.target, dataPath) || /postgres|pg_?data|pgsql/i.test(one.target) || OF_DATABASE.test(one.source)),
    );
    if (mount !== undefined) return { service: other, mount };
  }
  return undefined;
}

/** Volumes that the file declares and no service mounts. */
export function unusedVolumes(project: Project): readonly DeclaredVolume[] {
  return project.view.volumes.filter(({ name, used }) => !used && !isNamedAsleep(project, 'volumes', name));
}

/** The name under which the data would be kept: the one that is declared and not used, else the chapter's. */
export function nameForData(project: Project): string {
  return unusedVolumes(project)[0]?.name ?? 'db_data';
}

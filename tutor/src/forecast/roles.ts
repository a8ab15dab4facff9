import type { RoleSigns } from '../core/step.ts';
import type { Mount, Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import { databaseOf, parseImage } from './image.ts';

/** Which service plays a part in the chapter. `others`: further candidates that were not taken. */
export type Role =
  | { readonly kind: 'service'; readonly service: Service; readonly others: readonly string[] }
  | { readonly kind: 'absent' };

/** The two parts of the chapter. Services may have any name (contract, *Roles*). */
export type Roles = { readonly web: Role; readonly db: Role };

/** The service of a role, or undefined. */
export function serviceOf(role: Role): Service | undefined {
  return role.kind === 'service' ? role.service : undefined;
}

/** Works out which service is the web and which the db. */
export function rolesOf(project: Project): Roles {
  const { services } = project.view;
  const { web: webSigns = NO_SIGNS, db: dbSigns = NO_SIGNS } = project.roles;
  const db = best(services, (service) => databaseScore(project, service, dbSigns));
  const database = serviceOf(db);
  const rest = services.filter((service) => service !== database);
  const web = best(rest, (service) => webScore(service, database?.name, webSigns));
  return { web, db };
}

/** Where the official image keeps its files; a mount beneath it marks a database. */
export const DATA_PATH = '/var/lib/postgresql';

const NO_SIGNS: RoleSigns = { names: [], nameParts: [], variables: [], mounts: [] };

/** Whether a name of a service says what it is. */
function tells({ names, nameParts }: RoleSigns, name: string): boolean {
  const lower = name.toLowerCase();
  return names.includes(lower) || lower.split(/[-_]/).some((one) => nameParts.includes(one));
}

/** Images that stand beside a page and are never the page that the chapter builds. */
const BESIDE =
  /^(nginx|traefik|caddy|haproxy|httpd|envoy|adminer|pgadmin4?|redis|valkey|memcached|rabbitmq|mailhog|mailpit|busybox|alpine|pgbouncer|prometheus|grafana)$/;
/** What an application that is given the database's variables is not: a database. */
const NEEDED = 20;

function best(services: readonly Service[], score: (service: Service) => number): Role {
  const scored = services.map((service) => ({ service, score: score(service) })).filter((one) => one.score >= NEEDED);
  const top = Math.max(...scored.map((one) => one.score));
  const first = scored.find((one) => one.score === top);
  if (first === undefined) return { kind: 'absent' };
  const others = scored.filter((one) => one !== first && one.score === top).map((one) => one.service.name);
  return { kind: 'service', service: first.service, others };
}

function databaseScore(project: Project, service: Service, signs: RoleSigns): number {
  const named = tells(signs, service.name) ? 25 : 0;
  const image = imageOf(project, service);
  const meaning = image === undefined ? 'other' : databaseOf(parseImage(image));
  if (meaning === 'postgres') return 100 + named;
  if (meaning === 'meant-postgres') return 90 + named;
  const cache = image !== undefined && /redis|valkey|memcached/.test(image);
  if (meaning === 'other-database' && !cache) return 70 + named;
  const publishesOther = service.ports.some((port) => port.target !== 5432);
  if (service.build !== undefined && publishesOther) return 0;
  const told =
    [...service.environment.keys()].some((name) => isGiven(signs, name)) && service.dependsOn.length === 0 ? 40 : 0;
  const mounted = service.mounts.some((mount) => isDataMount(signs, mount)) ? 40 : 0;
  return told + mounted + named;
}

function isGiven({ variables }: RoleSigns, name: string): boolean {
  return variables.some((start) => name.startsWith(start));
}

function isDataMount({ mounts }: RoleSigns, { target }: Mount): boolean {
  return mounts.some((folder) => target === folder || target.startsWith(`${folder}/`));
}

/** The image a service runs: its own, or the base of what it builds where the Dockerfile says nothing but FROM a database. */
function imageOf(project: Project, service: Service): string | undefined {
  const written = service.image?.value;
  if (service.build === undefined) return typeof written === 'string' ? written : undefined;
  const dockerfile = service.build.dockerfile === undefined ? undefined : project.files.read(service.build.dockerfile);
  if (dockerfile?.kind !== 'text') return undefined;
  return [...dockerfile.text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)].at(-1)?.[1];
}

function webScore(service: Service, database: string | undefined, signs: RoleSigns): number {
  const image = service.image?.value;
  if (service.build === undefined && typeof image === 'string' && BESIDE.test(parseImage(image).short)) return 0;
  const built = service.build === undefined ? 0 : 50;
  const publishes = service.ports.length > 0 ? 20 : 0;
  const named = tells(signs, service.name) ? 22 : 0;
  return built + publishes + named + (talksTo(service, database, signs) ? 25 : 0);
}

function talksTo(service: Service, database: string | undefined, signs: RoleSigns): boolean {
  if (database !== undefined && service.dependsOn.some((dependency) => dependency.service === database)) return true;
  for (const [name, variable] of service.environment) {
    if (isGiven(signs, name)) return true;
    if (variable.value !== null && /^postgres(ql)?(\+\w+)?:\/\//.test(variable.value)) return true;
  }
  return false;
}

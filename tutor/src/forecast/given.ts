import type { Span } from '../core/span.ts';
import type { Service, Variable } from '../project/compose/project.ts';
import { child, textOf } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { isBroken } from './broken-variables.ts';
import { databaseOf, isOfficialPostgres, parseImage, readsOfficialVariables } from './image.ts';
import { inProject } from './in-project.ts';
import { DATA_PATH } from './roles.ts';

/** One thing the database is made with, as the official image documents it. */
export type Given =
  | { readonly from: 'variable'; readonly value: string; readonly variable: Variable }
  /** Read from the file that a `…_FILE` variable names; `value` undefined where it is not known, as of a `${…` that is never closed. */
  | {
      readonly from: 'file';
      readonly value: string | undefined;
      readonly file: string;
      readonly variable: Variable;
      /** Whether something brings such a file into the container, with a value in it: the image ends without. */
      readonly there: 'yes' | 'no' | 'empty';
    }
  /** Nothing says so: the image's own default. */
  | { readonly from: 'default'; readonly value: string }
  | { readonly from: 'nowhere' };

/** What PostgreSQL is made with on its first start: the db end of the sign-in. */
export type DatabaseEnd = {
  readonly service: Service;
  readonly user: Given;
  readonly password: Given;
  readonly database: Given;
  readonly port: number;
  /** `POSTGRES_HOST_AUTH_METHOD: trust`: any password opens it. */
  readonly anyPassword: 'yes' | 'no';
  /** Whether scripts of its own, or a build, may make further roles and databases: then a name it was not given may still exist. */
  readonly further: 'possible' | 'none';
  /** Whether the server speaks SSL: the official image does only where something sets it up. */
  readonly ssl: 'none' | 'perhaps';
  /** Whether the server starts at all as far as the variables decide: it refuses to without a password. */
  readonly starts: 'yes' | 'no-password';
};

/** Port on which PostgreSQL listens unless told otherwise. */
export const POSTGRES_PORT = 5432;
const INIT_FOLDER = '/docker-entrypoint-initdb.d';
/** Default of POSTGRES_USER, and of POSTGRES_DB after it (official image, "Environment Variables"). */
const DEFAULT_USER = 'postgres';

/** Works out what the db service is made with. */
export function databaseEnd(project: Project, service: Service): DatabaseEnd {
  const family = familyOf(service);
  const names = NAMES[family];
  const find = (wanted: readonly string[], value: string | undefined): Given =>
    firstGiven(project, service, wanted, family === 'foreign' ? undefined : value);
  const user = find(names.user, DEFAULT_USER);
  const password = find(names.password, undefined);
  const database = find(names.database, family === 'bitnami' ? DEFAULT_USER : valueOfGiven(user));
  const trust =
    service.environment.get('POSTGRES_HOST_AUTH_METHOD')?.value === 'trust' ||
    (family === 'bitnami' && service.environment.get('ALLOW_EMPTY_PASSWORD')?.value === 'yes');
  const hasPassword = password.from !== 'nowhere' && password.value !== '' && !isLost(password);
  return {
    service,
    user,
    password,
    database,
    port: portOf(service),
    anyPassword: trust ? 'yes' : 'no',
    further: mayMakeMore(service) ? 'possible' : 'none',
    ssl: isPlain(service) ? 'none' : 'perhaps',
    starts: hasPassword || (trust && !isLost(password)) || family === 'foreign' ? 'yes' : 'no-password',
  };
}

/** Which variables an image makes its database with. `foreign`: the official ones perhaps, and others that we do not know. */
type Family = 'official' | 'bitnami' | 'foreign';

const OFFICIAL = { user: ['POSTGRES_USER'], password: ['POSTGRES_PASSWORD'], database: ['POSTGRES_DB'] };
const NAMES: Readonly<Record<Family, Readonly<Record<'user' | 'password' | 'database', readonly string[]>>>> = {
  official: OFFICIAL,
  foreign: OFFICIAL,
  // Bitnami's image has names of its own, and takes the official ones too.
  bitnami: {
    user: ['POSTGRESQL_USERNAME', 'POSTGRES_USER'],
    password: ['POSTGRESQL_PASSWORD', 'POSTGRES_PASSWORD'],
    database: ['POSTGRESQL_DATABASE', 'POSTGRES_DB'],
  },
};

function familyOf({ image, build }: Service): Family {
  if (build !== undefined || typeof image?.value !== 'string') return 'official';
  const reference = parseImage(image.value);
  if (/(^|\/)bitnami\w*\//.test(reference.name)) return 'bitnami';
  const meaning = databaseOf(reference);
  const known = meaning === 'meant-postgres' || meaning === 'other-database' || readsOfficialVariables(reference);
  return known ? 'official' : 'foreign';
}

/** The value of a given, where it is known. */
export function valueOfGiven(given: Given): string | undefined {
  return given.from === 'nowhere' ? undefined : given.value;
}

/** The text that gives it, where there is one. */
export function placeOfGiven(given: Given): Span | undefined {
  return given.from === 'variable' || given.from === 'file' ? given.variable.scalar.span : undefined;
}

function firstGiven(
  project: Project,
  service: Service,
  names: readonly string[],
  otherwise: string | undefined,
): Given {
  const nothing: Given = otherwise === undefined ? { from: 'nowhere' } : { from: 'default', value: otherwise };
  const found = names.map((name) => given(project, service, name, nothing));
  return found.find((one) => one.from === 'variable' || one.from === 'file') ?? nothing;
}

/** The image takes an empty variable for an unset one (`${POSTGRES_USER:-postgres}` in its entrypoint). */
function given(project: Project, service: Service, name: string, otherwise: Given): Given {
  const variable = service.environment.get(name);
  // What Compose cannot work out is set to something that nobody knows.
  if (variable !== undefined && isBroken(project, variable))
    return { from: 'file', value: undefined, file: '', variable, there: 'yes' };
  if (variable !== undefined && variable.value !== null && variable.value !== '')
    return { from: 'variable', value: variable.value, variable };
  const file = service.environment.get(`${name}_FILE`);
  if (file !== undefined && file.value !== null && file.value !== '') {
    const value = secretAt(project, service, file.value);
    const there = value === '' ? 'empty' : hasFile(service, file.value) ? 'yes' : 'no';
    // Nothing is made with an empty value: there is none to compare.
    return { from: 'file', value: there === 'empty' ? undefined : value, file: file.value, variable: file, there };
  }
  return otherwise;
}

function isLost(given: Given): boolean {
  return given.from === 'file' && given.there !== 'yes';
}

/** Whether something brings a file into the container: a secret, a config, a mount; of what the image holds itself we do not know. */
function hasFile(service: Service, path: string): boolean {
  if (
    service.build !== undefined ||
    (/^\/(?:etc|usr|proc|dev|opt|home|root|var)\//.test(path) && !path.startsWith('/var/run/secrets/'))
  )
    return true;
  const wanted = path.replace(/^\/var\/run\//, '/run/');
  const targets = ['secrets', 'configs'].flatMap((section) => lentTargets(service, section));
  const mounts = service.mounts.map((mount) => mount.target.replace(/^\/var\/run\//, '/run/').replace(/\/+$/, ''));
  return targets.includes(wanted) || mounts.some((target) => wanted === target || wanted.startsWith(`${target}/`));
}

/** A secret goes to `/run/secrets/` and its name unless it says otherwise; a config to `/` and its name. */
function lentTargets(service: Service, section: string): readonly string[] {
  const items = child(service.node, section);
  if (items?.kind !== 'sequence') return [];
  return items.items.flatMap((item) => {
    const target = textOf(child(item, 'target')) ?? textOf(child(item, 'source'));
    if (target === undefined) return [];
    return [target.startsWith('/') ? target : section === 'secrets' ? `/run/secrets/${target}` : `/${target}`];
  });
}

/** What the file at `/run/secrets/<name>` holds, where a secret of the project comes from a file that can be read. */
function secretAt(project: Project, service: Service, path: string): string | undefined {
  const secrets = child(service.node, 'secrets');
  if (secrets?.kind !== 'sequence') return undefined;
  for (const item of secrets.items) {
    const source = textOf(child(item, 'source'));
    const target = textOf(child(item, 'target')) ?? source;
    if (source === undefined || target === undefined) continue;
    if (path !== target && path !== `/run/secrets/${target}`) continue;
    const file = textOf(child(child(child(project.compose.model, 'secrets'), source), 'file'));
    const read = file === undefined ? undefined : project.files.read(inProject(project, file));
    // The entrypoint reads it with $(< file), which drops line ends at the end.
    return read?.kind === 'text' ? read.text.replace(/\n+$/, '') : undefined;
  }
  return undefined;
}

function portOf(service: Service): number {
  const words = service.command?.words ?? [];
  for (const [at, word] of words.entries()) {
    const port = word === '-p' ? words[at + 1] : /^(?:-p|(?:-c)?port=)(\d+)$/.exec(word)?.[1];
    if (port !== undefined && /^\d+$/.test(port)) return Number(port);
  }
  const variable = service.environment.get('PGPORT')?.value;
  return variable !== undefined && variable !== null && /^\d+$/.test(variable) ? Number(variable) : POSTGRES_PORT;
}

function mayMakeMore(service: Service): boolean {
  if (service.build !== undefined) return true;
  return (
    service.mounts.some((mount) => mount.target === INIT_FOLDER || mount.target.startsWith(`${INIT_FOLDER}/`)) ||
    mountsInitConfig(service) ||
    mountsForeignData(service)
  );
}

/** The official image, with nothing that could change how its server is set up. */
function isPlain(service: Service): boolean {
  const { image, build, command, entrypoint, mounts } = service;
  if (build !== undefined || entrypoint !== undefined || typeof image?.value !== 'string') return false;
  if (!isOfficialPostgres(parseImage(image.value)) || child(service.node, 'configs') !== undefined) return false;
  const words = command?.words ?? [];
  if (words.some((word) => /ssl|conf|include|sh$|\.sh/i.test(word))) return false;
  return mounts.every((mount) => mount.type !== 'bind' && mount.target.startsWith('/var/lib/postgres'));
}

/** A config may be mounted as a script of the first start too. */
function mountsInitConfig(service: Service): boolean {
  const configs = child(service.node, 'configs');
  return (
    configs?.kind === 'sequence' &&
    configs.items.some((item) => (textOf(child(item, 'target')) ?? '').startsWith(`${INIT_FOLDER}/`))
  );
}

/** A host folder as data directory may hold a database made elsewhere. */
function mountsForeignData(service: Service): boolean {
  return service.mounts.some((mount) => mount.type === 'bind' && mount.target.startsWith(DATA_PATH));
}

import { editDistance } from '../core/nearest.ts';
import type { Service, Variable } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import { databaseOf, parseImage, readsOfficialVariables } from './image.ts';

/** A variable that the image does not read, given where one that it does read lacks. */
export type MisnamedVariable = {
  readonly variable: Variable;
  readonly real: RealVariable;
  /** What the name begins with where all of a family begins so: `MYSQL_`; undefined for a slip of the right name. */
  readonly family?: string;
};

export type RealVariable = (typeof REAL)[number];

/** What the official image makes its database with (its documentation, "Environment Variables"). */
const REAL = ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB'] as const;
/** What else the image, its server, or psql within it reads. */
const READ =
  /^(POSTGRES_(INITDB_ARGS|INITDB_WALDIR|HOST_AUTH_METHOD)|PGDATA|PGPORT|PGHOST|PGTZ|TZ|LANG|LC_\w+)(_FILE)?$/;
/** Letters that a slip may change in a name. */
const SLIP = 2;

/** Variables of the db service that were meant for one that it lacks. Only on images that read POSTGRES_*. */
export function misnamedVariables(project: Project, db: Service): readonly MisnamedVariable[] {
  if (!readsPostgresVariables(db)) return [];
  const lacking = REAL.filter((name) => !isGiven(db, name) && !isGiven(db, `${name}_FILE`));
  return lacking.flatMap((real) => {
    const variable = [...db.environment.values()].find((one) => isMeantFor(one, real));
    if (variable === undefined || isReadByScripts(project, db, variable.name)) return [];
    const family = familyOf(variable.name);
    return [{ variable, real, ...(family === undefined ? {} : { family }) }];
  });
}

/** `postgres_` and `MYSQL_` are an idea of their own; `POSTGRES_` is right, and what follows is a slip. */
function familyOf(name: string): string | undefined {
  const prefix = PREFIX.exec(name.toUpperCase())?.[0] ?? '';
  const written = name.slice(0, prefix.length);
  return written === '' || written === 'POSTGRES_' || written === 'POSTGRES' ? undefined : written;
}

/** Whether the db service makes its database with the official image's variables, or is meant to. */
export function readsPostgresVariables(db: Service): boolean {
  if (db.build !== undefined) return true;
  const image = db.image?.value;
  // One that names no image yet is meant to be PostgreSQL.
  if (typeof image !== 'string' || image === '') return true;
  const reference = parseImage(image);
  return databaseOf(reference) === 'meant-postgres' || readsOfficialVariables(reference);
}

function isGiven(db: Service, name: string): boolean {
  const value = db.environment.get(name)?.value;
  return value !== undefined && value !== null && value !== '';
}

function isMeantFor({ name, value }: Variable, real: RealVariable): boolean {
  // A space in a name is refused by Compose, and told so.
  if (
    value === null ||
    value === '' ||
    /\s/.test(name) ||
    READ.test(name) ||
    REAL.some((one) => one === name || `${one}_FILE` === name)
  )
    return false;
  return meaningOf(name) === real;
}

const PREFIX = /^(POSTGRES(QL)?_?|PG_?|PSQL_?|DB_?|DATABASE_?|MYSQL_?|MARIADB_?|SQL_?)/;
const ENDINGS: Readonly<Record<RealVariable, RegExp>> = {
  POSTGRES_PASSWORD: /^(ROOT_)?(PASSWORD|PASSWD|PASS|PWD|PW)$/,
  POSTGRES_USER: /^(USER|USERNAME|USER_NAME|USR|ROLE|LOGIN)$/,
  POSTGRES_DB: /^(DB|DATABASE|NAME|DBNAME|DB_NAME|DATABASE_NAME|DATABASENAME)$/,
};

function meaningOf(name: string): RealVariable | undefined {
  const upper = name.toUpperCase();
  const prefix = PREFIX.exec(upper)?.[0];
  const ending = prefix === undefined ? undefined : upper.slice(prefix.length);
  const told = REAL.find((real) => ending !== undefined && ENDINGS[real].test(ending));
  return told ?? REAL.find((real) => editDistance(upper, real) <= SLIP);
}

const INIT_FOLDER = '/docker-entrypoint-initdb.d';

/** A name that the service's own scripts or command read has a meaning of its own. */
function isReadByScripts(project: Project, db: Service, name: string): boolean {
  if (db.build !== undefined) return true;
  const words = [...(db.command?.words ?? []), ...(db.entrypoint?.words ?? [])];
  if (words.some((word) => word.includes(name))) return true;
  return db.mounts
    .filter((mount) => mount.type === 'bind' && mount.target.startsWith(INIT_FOLDER))
    .flatMap((mount) => filesIn(project, mount.source))
    .some((file) => {
      const read = project.files.read(file);
      return read.kind === 'text' && read.text.includes(name);
    });
}

function filesIn(project: Project, path: string): readonly string[] {
  if (project.files.kind(path) !== 'folder') return [path];
  return project.files.list(path).map((entry) => `${path}/${entry.name}`);
}

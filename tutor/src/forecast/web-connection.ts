import { editDistance } from '../core/nearest.ts';
import type { Project } from '../project/project.ts';
import type { ContainerEnvironment } from './container-environment.ts';
import { isLoadedFromFile } from './loaded-dotenv.ts';
import type { WebSource } from './source.ts';
import { ADDRESS_VARIABLE, endOfConnection, endOfVariable, type WebEnd } from './web-end.ts';

/**
 * The sign-in that the page makes: of the connections in its modules the first that can be told;
 * where the app cannot be read, or connects nowhere, the address that its container is given.
 */
export function chooseWebEnd(project: Project, source: WebSource, environment: ContainerEnvironment): WebEnd {
  // In a module that Python does not read, what follows an open bracket looks like arguments of the call.
  const connections = source.modules.flatMap((module) =>
    module.fault === undefined
      ? module.connections
      : module.connections.map(({ callee: _callee, words: _words, ...connection }) => connection),
  );
  const ends = connections.map((connection) => endOfConnection(connection, environment));
  const told =
    ends.find((end) => end.kind === 'parts' || end.kind === 'malformed') ?? ends.find((end) => end.kind === 'missing');
  if (told?.kind === 'missing' && isLoadedFromFile(project, source, told.variable))
    return { kind: 'unknown', at: told.at, ...(told.connection === undefined ? {} : { connection: told.connection }) };
  if (told !== undefined) return source.contents.fileAt('/root/.pgpass') === undefined ? told : withoutPassword(told);
  const given = endOfVariable(environment);
  if (given.kind !== 'none') return given;
  return ends[0] ?? unreadEnd(source, environment) ?? given;
}

/** libpq takes a password that is not written from the file of passwords in the home folder. */
function withoutPassword(end: WebEnd): WebEnd {
  return end.kind === 'parts' && end.password === undefined ? { ...end, untold: [...end.untold, 'password'] } : end;
}

/** Names of variables that have to do with a database. */
const OF_A_DATABASE = /(^|_)(DB|DATABASE|DSN|PG|POSTGRES|POSTGRESQL|SQL|SQLALCHEMY)(_|$)|^PG[A-Z]+$/i;

/** An app that connects in a way we cannot read, or that is not there to be read, and that is given something to connect with. */
function unreadEnd({ asks, modules, app }: WebSource, environment: ContainerEnvironment): WebEnd | undefined {
  if (app.reading?.fault !== undefined) return undefined;
  if (asks !== 'untold' && modules.some((module) => !module.empty)) return undefined;
  const names = [...environment.values()].filter((one) => one.from === 'compose').map((one) => one.name);
  if (!names.some((name) => OF_A_DATABASE.test(name) && !isSlip(name))) return undefined;
  return { kind: 'unknown', at: { file: app.path, start: 0, end: 0 } };
}

/** A slip of the chapter's own name tells nothing of another way to connect. */
function isSlip(name: string): boolean {
  return editDistance(name.toUpperCase(), ADDRESS_VARIABLE) <= 2;
}

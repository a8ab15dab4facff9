import type { Project } from '../project/project.ts';
import { withoutBroken } from './broken-variables.ts';
import { type ContainerEnvironment, containerEnvironment } from './container-environment.ts';
import { type DatabaseEnd, databaseEnd } from './given.ts';
import { type Listening, listeningOf } from './listening.ts';
import { type Networking, networkingOf } from './networks.ts';
import { type Published, publishedOf } from './published.ts';
import { type Roles, rolesOf, serviceOf } from './roles.ts';
import { compareEnds, type SignIn } from './sign-in.ts';
import { type WebSource, webSource } from './source.ts';
import { startEnvironment } from './start-environment.ts';
import { type Storage, storageOf } from './storage.ts';
import { chooseWebEnd } from './web-connection.ts';

/** Everything that is worked out about a project, once. */
export type Facts = {
  readonly roles: Roles;
  /** What the web is built from: Dockerfile, app, requirements. */
  readonly source: WebSource;
  /** What the web's first process sees. */
  readonly environment: ContainerEnvironment;
  /** Where the web's server listens. */
  readonly listening: Listening;
  /** Which published port leads where. */
  readonly published: Published;
  readonly signIn: SignIn;
  /** What the database is made with. */
  readonly db: DatabaseEnd | undefined;
  readonly networking: Networking;
  readonly storage: Storage | undefined;
};

/** Works out the facts of a project. */
export function factsOf(project: Project): Facts {
  const roles = rolesOf(project);
  const web = serviceOf(roles.web);
  const dbService = serviceOf(roles.db);
  const db = dbService === undefined ? undefined : databaseEnd(project, dbService);
  const source = webSource(project, web);
  const given = containerEnvironment(web, source.image?.environment);
  const environment = startEnvironment(project, given, withoutBroken(given, project, web), source);
  const listening = listeningOf(source, environment);
  return {
    roles,
    source,
    environment,
    listening,
    published: publishedOf(web, listening),
    signIn: compareEnds(project, web, chooseWebEnd(project, source, environment), db),
    db,
    networking: networkingOf(project, roles),
    storage: dbService === undefined ? undefined : storageOf(dbService),
  };
}

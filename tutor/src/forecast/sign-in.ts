import { nearest } from '../core/nearest.ts';
import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import type { OddWord } from './connect-words.ts';
import { mayBeElsewhere } from './foreign-host.ts';
import { type DatabaseEnd, type Given, valueOfGiven } from './given.ts';
import { isOtherDatabase } from './other-database.ts';
import { mayReadPasswordFile } from './password-file.ts';
import { resolve } from './reach.ts';
import type { SignInParts, WebEnd, WebPart } from './web-end.ts';

/** Both ends of the sign-in, compared once: checks assert it, rules explain it, the picture draws it. */
export type SignIn = {
  readonly web: WebEnd;
  readonly db: DatabaseEnd | undefined;
  /** Where the two ends disagree, most decisive first. Only what is known for sure. */
  readonly contradictions: readonly Contradiction[];
};

/** One disagreement. `part` is the web end's part, `given` the db end's. */
export type Contradiction =
  | { readonly kind: 'localhost'; readonly part: WebPart }
  | { readonly kind: 'unknown-host'; readonly part: WebPart }
  /** The name leads to a service that is not the database. */
  | { readonly kind: 'other-service'; readonly part: WebPart; readonly service: Service }
  | { readonly kind: 'host-missing'; readonly parts: SignInParts }
  /** The call gives an argument that its function does not know. */
  | { readonly kind: 'odd-word'; readonly word: OddWord }
  /** The page connects with SSL or not at all, and the server speaks none. */
  | { readonly kind: 'ssl'; readonly part: WebPart }
  | { readonly kind: 'wrong-port'; readonly part: WebPart; readonly listens: number; readonly published: 'yes' | 'no' }
  /** The page signs in with no password, or as no user. */
  | { readonly kind: 'wrong-user'; readonly part: WebPart | undefined; readonly given: Given }
  | { readonly kind: 'wrong-password'; readonly part: WebPart | undefined; readonly given: Given }
  | { readonly kind: 'wrong-database'; readonly part: WebPart | undefined; readonly given: Given };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0|ip6-localhost)$/i;

/** Compares the two ends. */
export function compareEnds(
  project: Project,
  webService: Service | undefined,
  told: WebEnd,
  db: DatabaseEnd | undefined,
): SignIn {
  const web = withPasswordFile(webService, told);
  if (web.kind !== 'parts') return { web, db, contradictions: [] };
  const hosts = hostFaults(project, webService, web, db);
  const others = signInFaults(web, db);
  // An address that ends before its host has nothing behind it either, and a call with nothing in it lacks all at once.
  const isEmpty = web.user === undefined && web.password === undefined;
  const isCut = (web.form === 'url' || isEmpty) && hosts.some(({ kind }) => kind === 'host-missing');
  return {
    web,
    db,
    contradictions: [
      ...(web.odd === undefined ? [] : [{ kind: 'odd-word', word: web.odd } as const]),
      ...hosts,
      ...(web.ssl === undefined || db?.ssl !== 'none' ? [] : [{ kind: 'ssl', part: web.ssl } as const]),
      ...(isCut ? others.filter(isWritten) : others),
    ],
  };
}

/** A password that is not written may be taken from a file of passwords. */
function withPasswordFile(webService: Service | undefined, web: WebEnd): WebEnd {
  const isOpen = web.kind === 'parts' && web.password === undefined && mayReadPasswordFile(webService);
  return isOpen ? { ...web, untold: [...web.untold, 'password'] } : web;
}

function isWritten(fault: Contradiction): boolean {
  return 'part' in fault && fault.part?.given === 'written';
}

function hostFaults(
  project: Project,
  webService: Service | undefined,
  web: SignInParts,
  db: DatabaseEnd | undefined,
): readonly Contradiction[] {
  const { host } = web;
  if (web.untold.includes('host')) return [];
  if (host === undefined || host.value === '') return [{ kind: 'host-missing', parts: web }];
  // A path is a socket's folder; it works where that folder is mounted from the database.
  if (host.value.startsWith('/')) return [];
  const sharesNamespace = webService?.networkMode !== undefined;
  // The port belongs to the idea of that host: it may well be one of the machine.
  if (LOOPBACK.test(host.value)) return sharesNamespace ? [] : [{ kind: 'localhost', part: host }];
  if (sharesNamespace || webService === undefined) return [];
  const named = project.view.services.find((service) => service.name.toLowerCase() === host.value.toLowerCase());
  const target =
    named ?? resolve(webService, host.value, project.view) ?? nameOfUnreached(project, webService, host.value);
  if (target === 'elsewhere') return [];
  if (target === undefined) return unknownHost(project, host, web, db);
  if (db !== undefined && target !== db.service)
    return isProxyOf(target, db.service) ? [] : [{ kind: 'other-service', part: host, service: target }];
  return portFaults(web, db);
}

/** An alias or container name of a service that shares no network: the name is right, the network is what is wrong. */
function nameOfUnreached(project: Project, from: Service, name: string): Service | undefined {
  const wanted = name.toLowerCase();
  return project.view.services.find(
    (service) =>
      !service.networks.some((one) => isOn(from, one.network)) &&
      (String(service.containerName?.value ?? '').toLowerCase() === wanted ||
        service.networks.some((attachment) => attachment.aliases.some((alias) => alias.toLowerCase() === wanted))),
  );
}

function isOn(service: Service, network: string): boolean {
  return service.networks.some((one) => one.network === network);
}

/** A connection pooler or proxy that waits for the database stands in front of it. */
function isProxyOf(service: Service, db: Service): boolean {
  return service.dependsOn.some((dependency) => dependency.service === db.name) && service.build === undefined;
}

/** A name that no service has, beside the port that was meant with it. */
function unknownHost(
  project: Project,
  host: WebPart,
  web: SignInParts,
  db: DatabaseEnd | undefined,
): readonly Contradiction[] {
  // A name that a service has on another network is meant to be that service.
  const alias = project.view.services.flatMap((one) => one.networks).some((one) => one.aliases.includes(host.value));
  if (!alias && mayBeElsewhere(project, host.value, web.port.value, db)) return [];
  return [
    { kind: 'unknown-host', part: host },
    ...(meansAnother(project, host.value, db) ? [] : ownPortFaults(web, db)),
  ];
}

/** Whether a name that nobody has is a slip for a service that is not the database: its port is its own then. */
function meansAnother(project: Project, name: string, db: DatabaseEnd | undefined): boolean {
  const meant = nearest(
    name,
    project.view.services.map((service) => service.name),
  );
  return meant !== undefined && meant !== db?.service.name;
}

/** A wrong port beside a wrong host. The port that leads in from the machine belongs to the idea of that host, and is no second fault. */
function ownPortFaults(web: SignInParts, db: DatabaseEnd | undefined): readonly Contradiction[] {
  return portFaults(web, db).filter((fault) => fault.kind === 'wrong-port' && fault.published === 'no');
}

function portFaults(web: SignInParts, db: DatabaseEnd | undefined): readonly Contradiction[] {
  if (db === undefined || web.untold.includes('port') || Number(web.port.value) === db.port) return [];
  const published = db.service.ports.some((port) => port.published === web.port.value) ? 'yes' : 'no';
  return [{ kind: 'wrong-port', part: web.port, listens: db.port, published }];
}

function signInFaults(web: SignInParts, db: DatabaseEnd | undefined): readonly Contradiction[] {
  if (db === undefined) return [];
  // Without a password the server does not start, and another database reads none of this: a default decides nothing then.
  const undecided = db.starts === 'no-password' || isOtherDatabase(db.service);
  const faults: Contradiction[] = [];
  const differs = (part: WebPart | undefined, given: Given): boolean => {
    const wanted = undecided && given.from === 'default' ? undefined : valueOfGiven(given);
    return wanted !== undefined && part?.value !== wanted;
  };
  const roleMayExist = db.further === 'possible';
  // Without a name libpq takes the container's own user, root: that is the one fault, whatever else is left out.
  if (web.user === undefined && !web.untold.includes('user'))
    return roleMayExist || (undecided && db.user.from === 'default')
      ? []
      : [{ kind: 'wrong-user', part: undefined, given: db.user }];
  if (!web.untold.includes('user') && web.user !== undefined && !roleMayExist && differs(web.user, db.user)) {
    faults.push({ kind: 'wrong-user', part: web.user, given: db.user });
  }
  const sameUser = web.user !== undefined && web.user.value === valueOfGiven(db.user);
  const passwordCounts = db.anyPassword === 'no' && (sameUser || !roleMayExist);
  if (passwordCounts && !web.untold.includes('password') && differs(web.password, db.password)) {
    faults.push({ kind: 'wrong-password', part: web.password, given: db.password });
  }
  const madeOtherwise = differs(web.database, db.database) && differsFromAny(web.database, db);
  if (!web.untold.includes('dbname') && !roleMayExist && madeOtherwise) {
    faults.push({ kind: 'wrong-database', part: web.database, given: db.database });
  }
  return faults;
}

/** `postgres` and the templates exist beside the database that was asked for. */
function differsFromAny(part: WebPart | undefined, db: DatabaseEnd): boolean {
  const wanted = valueOfGiven(db.database);
  if (part === undefined || wanted === undefined) return false;
  return ![wanted, 'postgres', 'template1'].includes(part.value);
}

import type { ContainerSeen } from '../core/observation.ts';
import type { Routes } from './ports.ts';

/** The containers through which the database can be asked: those of the two roles that run. */
export function routesOf(
  containers: readonly ContainerSeen[],
  roles: { readonly web?: string; readonly db?: string },
): Routes {
  const running = containers.filter((one) => !one.oneOff && one.state === 'running');
  const web = running.find((one) => one.service === roles.web);
  const db = running.find((one) => one.service === roles.db);
  const address = Object.values(db?.addresses ?? {}).find((one) => one !== '');
  return {
    ...(web === undefined ? {} : { web: { id: web.id, service: web.service } }),
    ...(db === undefined || address === undefined ? {} : { db: { id: db.id, service: db.service, address } }),
  };
}

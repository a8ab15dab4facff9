import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import type { DatabaseEnd } from './given.ts';

/** Names by which Docker Desktop calls the machine itself; on Linux they lead nowhere. */
const MACHINE = /^(host|gateway|kubernetes)\.docker\.internal$|^docker\.for\.(mac|win)\.(localhost|host\.internal)$/i;

/**
 * Whether a name with dots, or an address, that no service has may still be known to a name server that we do not ask.
 * Not where a service's own name stands before the dot, where no such name can exist, and for the machine,
 * which has the database only where its port is published.
 */
export function mayBeElsewhere(project: Project, host: string, port: string, db: DatabaseEnd | undefined): boolean {
  if (MACHINE.test(host)) return db === undefined || db.service.ports.some((one) => publishes(one.published, port));
  if (host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return true;
  if (!host.includes('.')) return false;
  const labels = host.toLowerCase().split('.');
  if (/^\d+$/.test(labels.at(-1) ?? '') || !/^[\w.-]+$/.test(host)) return false;
  return !project.view.services.some((service) => isCalled(service, labels[0] ?? ''));
}

function publishes(published: string | undefined, port: string): boolean {
  const [from, to = from] = (published ?? '').split('-').map(Number);
  const wanted = Number(port);
  return from !== undefined && to !== undefined && from <= wanted && wanted <= to;
}

function isCalled(service: Service, name: string): boolean {
  return service.name.toLowerCase() === name;
}

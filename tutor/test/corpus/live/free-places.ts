import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../rules/project.ts';
import { freePort } from './free-port.ts';
import type { Named } from './machine-wide.ts';

/** A project as `docker compose config` resolves it. */
export type Resolved = Named & {
  readonly services: Readonly<Record<string, { readonly ports?: readonly ResolvedPort[] }>>;
};
type ResolvedPort = { readonly target: number; readonly published?: string; readonly protocol?: string };

/** Words by which Compose finds the project with its places, and what its images are called in the place of others'. */
type Places = {
  readonly kind: 'in-folder' | 'elsewhere';
  readonly words: readonly string[];
  readonly images: readonly string[];
};

type Wanted = {
  readonly folder: string;
  readonly files: Files;
  readonly project: string;
  readonly resolved: Resolved;
  /** Images that the project would build over, and that others run. */
  readonly others: readonly string[];
};

/**
 * Puts free host ports in the place of the written ones, and names of the project's own in the place of others' images, so that
 * many projects run side by side: by an override file that Compose finds by itself, so that the folder is a project still; where
 * the files leave no room for one, or an image is renamed, by the resolved project in a file elsewhere. (A port that the engine
 * chooses would change when a container starts again.)
 */
export async function givePlaces({ folder, files, project, resolved, others }: Wanted): Promise<Places> {
  const { services, ...rest } = resolved;
  const moved = await movedPorts(services);
  if (moved.length === 0 && others.length === 0) return { kind: 'in-folder', words: [], images: [] };
  if (leavesRoom(files) && others.length === 0) {
    const lines = moved.map(
      ([name, ports]) => `  ${JSON.stringify(name)}:\n    ports: !override ${JSON.stringify(ports)}\n`,
    );
    writeFileSync(join(folder, 'compose.override.yaml'), `services:\n${lines.join('')}`);
    return { kind: 'in-folder', words: [], images: [] };
  }
  const whole = { ...services };
  for (const [name, ports] of moved) whole[name] = { ...whole[name], ports };
  const renamed = new Map(others.map((image, at) => [image, `${project}-image-${at}`]));
  for (const [name, service] of Object.entries(whole)) {
    const image = renamed.get(service.image ?? '');
    if (image !== undefined) whole[name] = { ...service, image };
  }
  const file = join(folder, '..', 'resolved.json');
  writeFileSync(file, JSON.stringify({ ...rest, services: whole }));
  return { kind: 'elsewhere', words: ['--project-directory', folder, '--file', file], images: [...renamed.values()] };
}

async function movedPorts(
  services: Resolved['services'],
): Promise<readonly (readonly [string, readonly ResolvedPort[]])[]> {
  const moved: (readonly [string, readonly ResolvedPort[]])[] = [];
  // What the files publish twice is published twice here too.
  const taken = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    const ports: ResolvedPort[] = [];
    for (const port of service.ports ?? []) {
      // What is no port stays as it is: it is the fault.
      if (!isPort(port.published)) {
        ports.push(port);
        continue;
      }
      const wanted = `${port.published ?? `${name} ${ports.length}`}/${port.protocol ?? ''}`;
      const given = taken.get(wanted) ?? String(await freePort(PORTS));
      taken.set(wanted, given);
      ports.push({ ...port, published: given });
    }
    if (ports.length > 0) moved.push([name, ports]);
  }
  return moved;
}

function isPort(published: string | undefined): boolean {
  if (published === undefined || published === '') return true;
  return published.split('-').every((one) => /^\d+$/.test(one) && Number(one) <= HIGHEST_OF_ALL);
}

const HIGHEST_OF_ALL = 65_535;
/** Below the range from which systems and engines choose by themselves. */
const PORTS = { lowest: 20_000, highest: 32_000 } as const;

function leavesRoom(files: Files): boolean {
  const names = Object.keys(files);
  const taken = names.some((name) => /^(docker-)?compose\.override\.ya?ml$/.test(name));
  const told = /^\s*(export\s+)?COMPOSE_FILE\s*=/m.test(files['.env'] ?? '');
  // An override file cannot name a service that an included file brings.
  const includes = names.some((name) => /^[^/]+\.ya?ml$/.test(name) && /^include:/m.test(files[name] ?? ''));
  return !taken && !told && !includes;
}

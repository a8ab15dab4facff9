import type { ContainerSeen, ImageSeen } from '../core/observation.ts';
import type { ObservePorts } from './ports.ts';
import type { ObserveRequest } from './request.ts';

/** What the web's image starts with, and what the container holds of the files that were asked for. */
export async function webImageOf(
  ports: ObservePorts,
  { roles, signal, webFiles }: ObserveRequest,
  containers: readonly ContainerSeen[],
): Promise<ImageSeen | undefined> {
  const web = containers.find((one) => !one.oneOff && one.service === roles.web);
  if (web === undefined || webFiles === undefined) return undefined;
  const [image, ...texts] = await Promise.all([
    ports.docker.image(web.imageId, signal),
    ...webFiles.map((path) => ports.docker.fileIn(web.id, path, signal)),
  ]);
  if (image === undefined) return undefined;
  const files: Record<string, string | null> = {};
  for (const [at, path] of webFiles.entries()) {
    const text = texts[at];
    if (text !== undefined) files[path] = text;
  }
  return { ...image, files };
}

import { createServer } from 'node:net';
import { join } from 'node:path';
import { replaceFile } from '../adapters/disk.ts';
import type { World } from './command.ts';
import { readFolder } from './look.ts';
import type { ProjectFolder } from './project-folder.ts';

const CHAPTER_PORT = 8000;

/** Undefined where the chapter's port is free, else one that is. */
export async function portInstead(): Promise<number | undefined> {
  return (await freePort(CHAPTER_PORT)) === undefined ? freePort(0) : undefined;
}

/** Has the page published on another port. */
export function publishInstead(folder: ProjectFolder, world: World, port: number): void {
  const file = 'compose.yaml';
  const read = readFolder(folder, world.host).files.read(file);
  if (read.kind !== 'text') return;
  const text = read.text.replace(`"${CHAPTER_PORT}:${CHAPTER_PORT}"`, `"${port}:${CHAPTER_PORT}"`);
  replaceFile(join(folder.realPath, file), text);
}

/** The port, or for 0 any; undefined where another program holds it. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

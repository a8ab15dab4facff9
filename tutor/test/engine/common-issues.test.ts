import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Files, filesFrom } from '../rules/project.ts';
import {
  commandBlock,
  editBlock,
  editFiles,
  FOLDER,
  HEAD,
  HOLDER,
  ISSUES,
  type Issue,
  readOf,
  type Scene,
} from '../transcripts/common-issues.ts';
import { describeWithEngine } from './engine.ts';
import { docker, folderWith, tutor } from './program.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'common-issues.md');
const WITHIN_MS = 600_000;
/** The chapter's ports, which one stack at a time can have. */
const PORTS = [8000, 8001];
const PORT_WITHIN_MS = 120_000;
const BETWEEN_MS = 500;
/** What holds port 8000 in the third issue. */
const HOLD = ['run', '--detach', '--name', HOLDER, '--publish', '8000:5432', '--env', 'POSTGRES_PASSWORD=x'];

describeWithEngine('the chapter’s common issues on a real engine', () => {
  const folders: string[] = [];
  const down = (folder: string) =>
    docker(['compose', '-p', FOLDER, 'down', '--volumes', '--rmi', 'local', '--timeout', '2'], folder);

  afterAll(async () => {
    for (const folder of folders) await down(folder);
    await docker(['rm', '--force', '--volumes', HOLDER], folderWith());
  });

  it('are told as the document shows', { timeout: WITHIN_MS }, async () => {
    const parts = [HEAD];
    for (const issue of ISSUES) {
      await freePorts();
      const folder = folderWith(filesFrom(undefined), FOLDER);
      folders.push(folder);
      const isHeld = issue === ISSUES.at(-1);
      if (isHeld) await docker([...HOLD, 'postgres:16-alpine'], folder);
      parts.push(await played(issue, folder));
      if (isHeld) await docker(['rm', '--force', '--volumes', HOLDER], folder);
      await down(folder);
    }
    await expect(`${parts.join('\n')}`).toMatchFileSnapshot(DOCUMENT);
  });
});

async function played({ title, scenes }: Issue, folder: string): Promise<string> {
  let files = filesFrom(undefined);
  const lines = [`## ${title}\n`];
  for (const scene of scenes) {
    lines.push(`${(await shown(scene, folder, files)).join('\n\n')}\n`);
    if ('edit' in scene) files = editFiles(folder, files, scene.edit);
    else files = { ...files, 'compose.yaml': readFileSync(join(folder, 'compose.yaml'), 'utf8') };
  }
  return lines.join('\n');
}

async function shown(scene: Scene, folder: string, files: Files): Promise<readonly string[]> {
  if ('docker' in scene) {
    await docker(scene.docker, folder);
    return [commandBlock('docker', scene.docker, '')];
  }
  if ('tutor' in scene) {
    const run = scene.asks === 'files' ? { environment: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } } : {};
    const answer = await tutor(scene.tutor, { cwd: folder, ...run });
    return [commandBlock('tutor', scene.tutor, readOf(scene, answer))];
  }
  return 'edit' in scene ? [scene.say, editBlock(scene.edit, files)] : [scene.say];
}

async function freePorts(): Promise<void> {
  const end = Date.now() + PORT_WITHIN_MS;
  for (const port of PORTS) {
    while (!(await isFree(port))) {
      if (Date.now() > end) throw new Error(`port ${port} is held by another program`);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

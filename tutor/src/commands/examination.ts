import { statfs } from 'node:fs/promises';
import { lookAtFolder } from '../adapters/disk.ts';
import { livePorts } from '../adapters/live-ports.ts';
import { holderProcess } from '../adapters/ports.ts';
import { Blocked } from '../core/lack.ts';
import type { PortHolder } from '../core/observation.ts';
import { factsOf } from '../forecast/facts.ts';
import { serviceOf } from '../forecast/roles.ts';
import type { Options, World } from './command.ts';
import { readFolder } from './look.ts';
import { openFolder, projectFolder } from './project-folder.ts';

/** One thing the machine has, lacks, or does not tell. */
export type Finding = {
  readonly subject: string;
  readonly state: 'there' | 'lacks' | 'untold';
  readonly says: string;
  readonly mend?: string;
};

const PAGE_PORT = 8000;
const BYTES_PER_GIGABYTE = 1e9;
/** Both images, the build's packages and a database: about 1.5 GB; below this a build may stop half way. */
const NEEDED_GIGABYTES = 3;

/** Looks at everything the chapter needs of a machine. */
export async function examine(options: Options, world: World): Promise<readonly Finding[]> {
  const node: Finding = { subject: 'Node.js', state: 'there', says: process.versions.node };
  return [
    node,
    ...(await engine(world)),
    await port(options, world),
    await disk(world),
    ...folderFindings(options, world),
    ...aside(world),
  ];
}

async function engine(world: World): Promise<readonly Finding[]> {
  try {
    const { docker, compose } = await livePorts(world.host).docker.engine(world.signal);
    return [
      { subject: 'Docker Engine', state: 'there', says: docker },
      { subject: 'Docker Compose', state: 'there', says: compose },
    ];
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    return [{ subject: 'Docker', state: 'lacks', says: error.lack.title, mend: error.lack.help }];
  }
}

/** The page's port, taken from the project where it names one. */
async function port(options: Options, world: World): Promise<Finding> {
  const number = pagePort(options, world);
  const subject = `port ${number}`;
  const holder = await holderOf(number, world);
  const mend = `stop what holds it, or publish another port: "${number + 1}:8000"`;
  switch (holder.kind) {
    case 'nobody':
      return { subject, state: 'there', says: 'free' };
    case 'container':
      return isOwn(holder, options, world)
        ? { subject, state: 'there', says: `held by this project's own ${holder.name}` }
        : { subject, state: 'lacks', says: `held by the container ${holder.name}`, mend };
    case 'process':
      return { subject, state: 'lacks', says: `held by ${holder.name} (process ${holder.pid})`, mend };
    case 'unknown':
      return { subject, state: 'lacks', says: 'held by a process that could not be named', mend };
  }
}

/** A container where Docker can be asked; without it the system still names a process. */
async function holderOf(number: number, world: World): Promise<PortHolder['holder']> {
  const { platform, environment } = world.host;
  try {
    return await livePorts(world.host).holders.holder(number, world.signal);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    return holderProcess(number, { platform, environment }, world.signal);
  }
}

function isOwn(holder: Extract<PortHolder['holder'], { kind: 'container' }>, options: Options, world: World): boolean {
  return readFolder(projectFolder(options, world), world.host).compose.name === holder.project;
}

function pagePort(options: Options, world: World): number {
  const project = readFolder(projectFolder(options, world), world.host);
  const published =
    factsOf(project).published.page?.port.published ?? serviceOf(factsOf(project).roles.web)?.ports[0]?.published;
  return published !== undefined && /^\d+$/.test(published) ? Number(published) : PAGE_PORT;
}

async function disk(world: World): Promise<Finding> {
  const { bavail, bsize } = await statfs(world.host.home);
  const gigabytes = (bavail * bsize) / BYTES_PER_GIGABYTE;
  const says = `${gigabytes.toFixed(1)} GB free`;
  if (gigabytes >= NEEDED_GIGABYTES) return { subject: 'disk', state: 'there', says };
  return {
    subject: 'disk',
    state: 'lacks',
    says,
    mend: 'make room: `docker system df` shows what Docker uses, `docker image prune` removes images that nothing uses',
  };
}

function folderFindings(options: Options, world: World): readonly Finding[] {
  const folder = projectFolder(options, world);
  const state = lookAtFolder(openFolder(folder.path).path);
  return [{ subject: 'project folder', state: state.kind === 'folder' ? 'there' : 'lacks', says: folder.path }];
}

function aside(world: World): readonly Finding[] {
  const names = world.host.setAside;
  return names.length === 0
    ? []
    : [
        {
          subject: 'your shell',
          state: 'untold',
          says: `sets ${names.join(', ')}; the tutor sets them aside, \`docker compose\` in this shell obeys them`,
        },
      ];
}

import type { Mount } from '../project/compose/project.ts';
import { arrivedInstalls } from '../project/dockerfile/packages.ts';
import { join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { Facts } from './facts.ts';
import { imageContents } from './image-contents.ts';
import { serviceOf } from './roles.ts';
import { holds } from './storage.ts';

/** A folder of the machine that is mounted over the app's file and does not hold it. */
export type HiddenApp = {
  readonly mount: Mount;
  /** Where the image holds the app. */
  readonly place: string;
  /** The folder of the project that would put the app at that place, where one would. */
  readonly meant?: string;
};

/** Works out whether a mount hides the file that the server is started from. Silent about folders outside the project. */
export function hiddenApp(project: Project, facts: Facts): HiddenApp | undefined {
  const { source } = facts;
  const web = serviceOf(facts.roles.web);
  if (web === undefined || source.dockerfile.reading === undefined || isFound(facts)) return undefined;
  const image = imageContents(project, source.folder, source.dockerfile, source.stage);
  for (const place of image.placesOf(source.app.path)) {
    const mount = deepest(web.mounts, place);
    if (mount?.type !== 'bind' || !isInProject(mount.source)) continue;
    const rest = place.slice(normalise(mount.target).length).replace(/^\//, '');
    if (project.files.kind(join(normalise(mount.source), rest)) === 'file') continue;
    const { path } = source.app;
    const meant = path === rest ? '' : path.endsWith(`/${rest}`) ? path.slice(0, -rest.length - 1) : undefined;
    return { mount, place, ...(meant === undefined ? {} : { meant }) };
  }
  return undefined;
}

/** The server finds what it starts, hidden or not: it is started from where the mount puts it. */
function isFound({ source }: Facts): boolean {
  const { start, contents } = source;
  if (start === undefined) return true;
  const script = start.script?.text;
  const named = (start.application?.text ?? start.module?.text ?? 'app').split(':')[0] ?? 'app';
  const stem = named.endsWith('.py') ? named.slice(0, -3) : named.replaceAll('.', '/');
  const wanted = script === undefined ? [`${stem}.py`, `${stem}/__init__.py`] : [script];
  return wanted.some((path) => {
    const at = path.startsWith('/') ? path : `${start.workdir ?? '/'}/${path}`;
    return contents.fileAt(normalise(at)) !== undefined;
  });
}

function deepest(mounts: readonly Mount[], place: string): Mount | undefined {
  return mounts.filter((mount) => holds(mount.target, place)).sort((a, b) => b.target.length - a.target.length)[0];
}

/** An environment that was made below a folder over which a folder of the machine is mounted. */
export type HiddenPackages = { readonly mount: Mount; readonly place: string };

/** Works out whether a mount hides all packages that Python finds in the image, and its own folder does not hold them. */
export function hiddenPackages(project: Project, { source, roles }: Facts): HiddenPackages | undefined {
  const { stage, dockerfile } = source;
  const web = serviceOf(roles.web);
  if (web === undefined || stage === undefined || dockerfile.reading === undefined) return undefined;
  const arrived = arrivedInstalls(dockerfile.reading, stage).filter(({ install }) => install.action === 'install');
  const found = arrived.map(({ environment, sitePackages }): HiddenPackages | undefined => {
    const place = environment ?? sitePackages;
    const mount = place === undefined ? undefined : deepest(web.mounts, place);
    if (place === undefined || mount?.type !== 'bind' || !isInProject(mount.source)) return undefined;
    const rest = place.slice(normalise(mount.target).length).replace(/^\//, '');
    const there = project.files.kind(join(normalise(mount.source), rest)) !== 'absent';
    return there || rest === '' ? undefined : { mount, place };
  });
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

function isInProject(source: string): boolean {
  return !/^(\/|\.\.|~)/.test(source);
}

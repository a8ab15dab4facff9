import type { PackageInstall } from './installs.ts';
import type { CopyInstruction, DockerfileReading, Stage } from './reading.ts';
import { readRun } from './run-facts.ts';
import { runVariables } from './run-variables.ts';

/** Python packages that were installed somewhere in the file, and where they lie in one stage. */
export type ArrivedInstall = {
  readonly install: PackageInstall;
  /** Stage whose RUN installed them. */
  readonly stage: number;
  /** Instructions that carried them on, first to last; empty where the stage itself or one under it installed them. */
  readonly by: readonly CopyInstruction[];
  /** Absolute folder of the packages in this stage; a version that is not known is written `python3.*`. Undefined where it is not known. */
  readonly sitePackages: string | undefined;
  /** Absolute folder of their programs (`flask`, `gunicorn`) in this stage; undefined where they did not arrive. */
  readonly scripts: string | undefined;
  /** Programs that were copied one by one. */
  readonly singleScripts: readonly string[];
  /** The virtual environment they are in, in this stage: its `bin/python` sees them wherever PATH points. */
  readonly environment: string | undefined;
  /** Python's minor version that they were installed for: `3.11`. */
  readonly minor: string | undefined;
  /** Whether the stage's own `python` finds them. */
  readonly seen: 'seen' | 'other-version' | 'not-searched' | 'part' | 'unknown';
  /** Whether their programs can be called by name. `moved`: the programs name a Python by a path that is gone. */
  readonly callable: 'yes' | 'no' | 'moved' | 'unknown';
};

/** All installs that reach a stage: its own, those of the stages under it, and those that COPY carries over. */
export function arrivedInstalls(reading: DockerfileReading, stage: Stage): ArrivedInstall[] {
  return locations(reading, stage, new Map()).map((location) => judged(stage, location));
}

/** Where an install lies, before it is asked whether Python finds it. */
type Location = Omit<ArrivedInstall, 'seen' | 'callable'> & {
  readonly whole: 'whole' | 'part';
  /** The scripts folder at the time they were installed, which the programs' first lines point into. */
  readonly madeIn: string | undefined;
};

/** `known`: stages that were looked at, each once; one that copies from itself has nothing yet. */
function locations(
  reading: DockerfileReading,
  stage: Stage,
  known: Map<number, readonly Location[]>,
): readonly Location[] {
  const before = known.get(stage.number);
  if (before !== undefined) return before;
  known.set(stage.number, []);
  const found: Location[] = [];
  const parent = stage.parent === undefined ? undefined : reading.stages[stage.parent];
  if (parent !== undefined) found.push(...locations(reading, parent, known));
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'RUN') {
      const { installs } = readRun(instruction, runVariables(stage));
      found.push(...installs.map((install) => installedHere(install, stage)));
    } else if (instruction.keyword === 'COPY' && instruction.from?.target.kind === 'stage') {
      const from = reading.stages[instruction.from.target.stage];
      const taken = from === undefined ? [] : carried(locations(reading, from, known), instruction);
      for (const location of taken) keep(found, location);
    }
  }
  const kept = found.slice(0, MAX_LOCATIONS);
  known.set(stage.number, kept);
  return kept;
}

/** The most installs of one stage that are followed. */
const MAX_LOCATIONS = 100;

/** One COPY brings the packages and another their programs: together they are one install. */
function keep(found: Location[], location: Location): void {
  const at = found.findIndex((one) => isSame(one.install, location.install) && completes(one, location));
  const known = found[at];
  if (known === undefined) {
    found.push(location);
    return;
  }
  const whole = location.whole === 'whole' && location.sitePackages !== undefined ? location : known;
  found[at] = {
    ...whole,
    by: [...known.by, ...location.by.filter((copy) => !known.by.includes(copy))],
    scripts: known.scripts ?? location.scripts,
    singleScripts: [...known.singleScripts, ...location.singleScripts],
    environment: known.environment ?? location.environment,
  };
}

function isSame(a: PackageInstall, b: PackageInstall): boolean {
  return a.at.start === b.at.start && a.at.end === b.at.end;
}

function completes(known: Location, location: Location): boolean {
  const lacksPackages = known.sitePackages === undefined || location.sitePackages === undefined;
  return known.by.length > 0 && (lacksPackages || known.whole === 'part');
}

function installedHere(install: PackageInstall, stage: Stage): Location {
  const minor = stage.image.python?.minor;
  const folder = `lib/python${minor ?? '3.*'}/site-packages`;
  const base = {
    install,
    stage: stage.number,
    by: [],
    singleScripts: [],
    environment: undefined,
    minor,
    whole: 'whole' as const,
  };
  const at = (root: string | undefined, environment?: string): Location => ({
    ...base,
    environment,
    sitePackages: root === undefined ? undefined : under(root, folder),
    scripts: root === undefined ? undefined : under(root, 'bin'),
    madeIn: root === undefined ? undefined : under(root, 'bin'),
  });
  const { into } = install;
  if (install.action === 'wheel') return at(undefined);
  switch (into.kind) {
    case 'system':
      return at(stage.image.bottom === 'python' ? '/usr/local' : undefined);
    case 'user':
      return at(userHome(stage));
    case 'prefix':
      return at(into.path);
    case 'root':
      return at(into.path === undefined ? undefined : under(into.path, 'usr/local'));
    case 'target':
      return { ...at(into.path), sitePackages: into.path };
    case 'environment':
      return at(into.path, into.path);
  }
}

function under(root: string, path: string): string {
  return root === '/' ? `/${path}` : `${root}/${path}`;
}

/** `pip install --user` goes into the home of the user that runs it. */
function userHome(stage: Stage): string | undefined {
  const base = stage.image.environment.get('PYTHONUSERBASE')?.value;
  if (base !== undefined) return base;
  const home = stage.image.environment.get('HOME')?.value;
  if (home !== undefined) return `${home}/.local`;
  const user = stage.image.user;
  if (user === undefined || /^(?:root|0)(?::|$)/.test(user.text ?? '')) return '/root/.local';
  const name = user.text?.split(':')[0] ?? '';
  return name === '' || /^\d+$/.test(name) ? undefined : `/home/${name}/.local`;
}

/** What a `COPY --from` takes along. */
function carried(before: readonly Location[], copy: CopyInstruction): Location[] {
  const destination = copy.resolved?.replace(/(.)\/$/, '$1');
  return before.flatMap((location) => {
    const moved = copy.sources.flatMap((source) => carriedFrom(location, source.text, destination, copy) ?? []);
    return merge(moved);
  });
}

function carriedFrom(
  location: Location,
  source: string | undefined,
  destination: string | undefined,
  copy: CopyInstruction,
): Location | undefined {
  if (source === undefined || destination === undefined) return undefined;
  const from = source.replace(/(.)\/$/, '$1');
  const sitePackages = moved(location.sitePackages, from, destination);
  const scripts = moved(location.scripts, from, destination);
  const part = isInside(from, location.sitePackages);
  const single = singleScript(from, location.scripts, destination, copy);
  if (sitePackages === undefined && scripts === undefined && single === undefined && part === undefined)
    return undefined;
  return {
    ...location,
    by: [...location.by, copy],
    sitePackages: sitePackages ?? part,
    scripts,
    singleScripts: single === undefined ? [] : [single],
    environment: moved(location.environment, from, destination),
    whole: sitePackages === undefined && part !== undefined ? 'part' : location.whole,
  };
}

/** A folder after `from` was copied to `destination`: undefined where it does not lie in it. */
function moved(folder: string | undefined, from: string, destination: string): string | undefined {
  if (folder === undefined) return undefined;
  const fits = fold(folder, from);
  if (fits === undefined) return undefined;
  return fits === '' ? destination : under(destination, fits);
}

/** The rest of `folder` below `from`; a version that is not known fits any. */
function fold(folder: string, from: string): string | undefined {
  const parts = folder.split('/');
  const above = from === '/' ? [''] : from.split('/');
  if (above.length > parts.length) return undefined;
  const same = above.every((part, at) => part === parts[at] || samePython(part, parts[at] ?? ''));
  return same ? parts.slice(above.length).join('/') : undefined;
}

function samePython(a: string, b: string): boolean {
  const versions = [a, b].filter((part) => /^python3\.(?:\d+|\*)$/.test(part));
  return versions.length === 2 && versions.some((part) => part.endsWith('*'));
}

/** `COPY --from=builder /…/site-packages/flask …`: one package of many. */
function isInside(from: string, folder: string | undefined): string | undefined {
  return folder !== undefined && from.startsWith(`${folder}/`) ? folder : undefined;
}

function singleScript(
  from: string,
  scripts: string | undefined,
  destination: string,
  copy: CopyInstruction,
): string | undefined {
  if (scripts === undefined || !from.startsWith(`${scripts}/`)) return undefined;
  const name = from.slice(scripts.length + 1);
  if (name.includes('/')) return undefined;
  return copy.resolved?.endsWith('/') === true ? under(destination, name) : destination;
}

/** Several sources of one COPY bring one install together. */
function merge(found: readonly Location[]): Location[] {
  const [first] = found;
  if (first === undefined) return [];
  const whole = found.find((one) => one.sitePackages !== undefined && one.whole === 'whole') ?? first;
  return [
    {
      ...whole,
      scripts: found.find((one) => one.scripts !== undefined)?.scripts,
      singleScripts: found.flatMap((one) => one.singleScripts),
      environment: found.find((one) => one.environment !== undefined)?.environment,
    },
  ];
}

function judged(stage: Stage, location: Location): ArrivedInstall {
  const { whole, madeIn, ...arrived } = location;
  return {
    ...arrived,
    seen: seenBy(stage, location),
    callable: callableIn(stage, location),
  };
}

function seenBy(stage: Stage, location: Location): ArrivedInstall['seen'] {
  const { sitePackages, minor, whole } = location;
  const own = stage.image.python?.minor;
  if (location.install.action === 'wheel') return 'not-searched';
  if (sitePackages === undefined) {
    // Its programs came and its packages did not.
    return location.by.length > 0 && location.install.into.kind === 'system' ? 'not-searched' : 'unknown';
  }
  if (whole === 'part') return 'part';
  const searched = isSearched(stage, location, sitePackages);
  if (searched !== 'seen') return searched;
  return minor !== undefined && own !== undefined && minor !== own ? 'other-version' : 'seen';
}

function isSearched(stage: Stage, location: Location, sitePackages: string): ArrivedInstall['seen'] {
  const { image } = stage;
  const path = image.environment.get('PYTHONPATH');
  if (path !== undefined) {
    if (path.value === undefined) return 'unknown';
    if (path.value.split(':').includes(sitePackages)) return 'seen';
  }
  const { environment } = location;
  if (environment !== undefined) return pathHolds(stage, `${environment}/bin`);
  if (sitePackages === image.workdir) return 'seen';
  const version = /^\/usr\/local\/lib\/python(3\.(?:\d+|\*))\/site-packages$/.exec(sitePackages)?.[1];
  if (version !== undefined) return ownVersion(stage, version);
  const home = userHome(stage);
  const user =
    home === undefined
      ? undefined
      : /^\/lib\/python(3\.(?:\d+|\*))\/site-packages$/.exec(sitePackages.slice(home.length))?.[1];
  if (home !== undefined && sitePackages.startsWith(`${home}/`) && user !== undefined) return ownVersion(stage, user);
  return image.bottom === 'unknown' ? 'unknown' : 'not-searched';
}

function ownVersion(stage: Stage, version: string): ArrivedInstall['seen'] {
  const own = stage.image.python?.minor;
  if (stage.image.bottom !== 'python') return 'unknown';
  if (version === '3.*' || own === undefined) return 'seen';
  return version === own ? 'seen' : 'other-version';
}

/** Whether PATH names a folder before the system's own programs. */
function pathHolds(stage: Stage, folder: string): 'seen' | 'not-searched' | 'unknown' {
  const path = stage.image.environment.get('PATH');
  if (path === undefined) return stage.image.bottom === 'unknown' ? 'unknown' : 'not-searched';
  if (path.value === undefined) return 'unknown';
  const folders = path.value.split(':');
  const own = folders.indexOf(folder);
  const system = folders.indexOf('/usr/local/bin');
  return own >= 0 && (system < 0 || own < system) ? 'seen' : 'not-searched';
}

function callableIn(stage: Stage, location: Location): ArrivedInstall['callable'] {
  const { scripts, madeIn } = location;
  if (location.install.action === 'wheel') return 'no';
  if (scripts === undefined) {
    return location.by.length === 0 ? 'unknown' : 'no';
  }
  const path = stage.image.environment.get('PATH');
  if (path === undefined || path.value === undefined) return stage.image.bottom === 'python' ? 'no' : 'unknown';
  if (!path.value.split(':').includes(scripts)) return 'no';
  // Programs of a virtual environment begin with its Python's path; those of the system's name /usr/local/bin/python.
  return location.environment !== undefined && scripts !== madeIn ? 'moved' : 'yes';
}

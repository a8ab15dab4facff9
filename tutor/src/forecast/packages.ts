import { type ArrivedInstall, arrivedInstalls } from '../project/dockerfile/packages.ts';
import type { CopyInstruction, DockerfileReading, Stage } from '../project/dockerfile/reading.ts';
import type { Project } from '../project/project.ts';
import { importsOf, installedWith, packagesFor } from '../project/requirements/packages.ts';
import type { RequirementsReading } from '../project/requirements/reading.ts';
import type { ServerStart } from '../project/shell/start.ts';
import { foundRuns } from './found-installs.ts';
import type { ImageContents } from './image-contents.ts';
import { readRequirementFiles } from './requirements.ts';

/** Whether the container's Python finds the packages that the app needs, and where they were left if not. */
export type Packages =
  | { readonly kind: 'held' }
  | { readonly kind: 'untold' }
  | {
      readonly kind: 'lacking';
      /** Modules that are not found, the first that is imported first. */
      readonly modules: readonly string[];
      readonly why: LackingWhy;
    };

export type LackingWhy =
  /** No command installs them. */
  | { readonly kind: 'not-installed' }
  /** They lie in a stage that is not the one that runs, and nothing brings them over. */
  | { readonly kind: 'not-copied'; readonly install: ArrivedInstall }
  /** They were brought to where another version of Python looks. */
  | { readonly kind: 'other-version'; readonly install: ArrivedInstall }
  /** They were brought to where Python does not look. */
  | { readonly kind: 'not-searched'; readonly install: ArrivedInstall; readonly by: CopyInstruction | undefined };

/** The most installs that are judged. */
const MOST_INSTALLS = 80;

/** What the packages are judged by. */
type Question = {
  readonly project: Project;
  readonly reading: DockerfileReading;
  readonly stage: Stage;
  readonly contents: ImageContents;
  /** Modules of libraries that the app imports when it starts, and those that its server is. */
  readonly needed: readonly string[];
  /** What the requirement files of the project list. */
  readonly listed: readonly RequirementsReading[];
  readonly start: ServerStart | undefined;
  /** What each install was found to bring, by its place. */
  readonly bringings: Map<number, Bringing>;
};

/** Works out whether the packages are there. Untold wherever something that is not read may bring them. */
export function packagesOf(asked: Omit<Question, 'bringings'>): Packages {
  const question: Question = { ...asked, bringings: new Map() };
  const { stage, reading, contents, needed, start } = question;
  if (stage.image.bottom === 'unknown' || stage.image.bottom === 'scratch') return { kind: 'untold' };
  // Where Python 2 keeps its packages is not followed.
  if (contents.stages.some((one) => one.image.python?.minor?.startsWith('2.') === true)) return { kind: 'untold' };
  if (mayArriveUnseen(question)) return { kind: 'untold' };
  const arrived = arrivedInstalls(reading, stage)
    .filter(({ install }) => install.action === 'install')
    .slice(0, MOST_INSTALLS);
  const seen = arrived.map((one) => ({ ...one, seen: seenWith(one, start) }));
  const there = seen.filter((one) => one.seen === 'seen' || one.seen === 'unknown' || one.seen === 'part');
  const modules = needed.filter((module) => !there.some((one) => mayBring(question, one, module)));
  const [first] = modules;
  if (first === undefined) return { kind: 'held' };
  const why = whyLacking(question, seen, first);
  if (why !== undefined) return { kind: 'lacking', modules, why };
  // What nobody installs and no list names is a lack of the requirements, and has its own rule.
  return contents.installs.length > 0 ? { kind: 'held' } : { kind: 'untold' };
}

function whyLacking(question: Question, arrived: readonly ArrivedInstall[], module: string): LackingWhy | undefined {
  const { reading, listed } = question;
  const brings = arrived.filter((one) => mayBring(question, one, module));
  const other = brings.find((one) => one.seen === 'other-version');
  if (other !== undefined) return { kind: 'other-version', install: other };
  const astray = brings.find((one) => one.seen === 'not-searched' && !isOfPrograms(one.by.at(-1)));
  if (astray !== undefined) return { kind: 'not-searched', install: astray, by: astray.by.at(-1) };
  const elsewhere = reading.stages
    .flatMap((stage) => arrivedInstalls(reading, stage))
    .find((one) => one.install.action === 'install' && mayBring(question, one, module));
  if (elsewhere !== undefined) return { kind: 'not-copied', install: elsewhere };
  const isListed = listed.some((file) => isBrought(module, installedWith(file.requirements)));
  return isListed ? { kind: 'not-installed' } : undefined;
}

/** `COPY --from=builder /usr/local/bin …` brings the programs alone. */
function isOfPrograms(copy: CopyInstruction | undefined): boolean {
  return copy?.sources.every(({ text }) => /\/bin(?:\/[\w-]*)?$/.test(text ?? '')) === true;
}

/** A server started with the Python of a virtual environment sees its packages wherever PATH points. */
function seenWith(one: ArrivedInstall, start: ServerStart | undefined): ArrivedInstall['seen'] {
  // uv, poetry and the like start programs in an environment of their own: `uv run`.
  if (one.seen === 'not-searched' && one.install.tool !== 'pip') return 'unknown';
  if (one.seen !== 'not-searched' || start === undefined) return one.seen;
  const program = start.program.text ?? '';
  if (one.environment !== undefined && program.startsWith(`${one.environment}/bin/`)) return 'seen';
  const first = start.environment.PATH?.split(':')[0];
  if (one.environment !== undefined && first === `${one.environment}/bin`) return 'seen';
  const paths = start.environment.PYTHONPATH?.split(':') ?? [];
  return one.sitePackages !== undefined && paths.includes(one.sitePackages) ? 'seen' : one.seen;
}

/** What an install puts there: `anything` where a file, a wheel or a tool is not told. */
type Bringing = 'anything' | ReturnType<typeof installedWith>;

/** Whether an install brings a module, or may: what a file, a wheel or a tool installs is not always told. */
function mayBring(question: Question, { install }: ArrivedInstall, module: string): boolean {
  const { bringings } = question;
  const bringing = bringings.get(install.at.start) ?? bringingOf(question, install);
  bringings.set(install.at.start, bringing);
  return bringing === 'anything' || isBrought(module, bringing);
}

function bringingOf({ project, contents }: Question, install: ArrivedInstall['install']): Bringing {
  if (install.others.length > 0 || install.tool === 'conda') return 'anything';
  const found = contents.installs.find((one) => one.install.at.start === install.at.start);
  if (install.requirements.length > 0 && found === undefined) return 'anything';
  const paths = install.requirements.map((file) => fileOf(contents, file.path));
  if (paths.includes(undefined) || install.packages.some(({ text }) => text.includes('['))) return 'anything';
  const files = readRequirementFiles(
    project,
    paths.flatMap((path) => path ?? []),
  );
  if (files.some((file) => file.reading === undefined || mayHoldMore(file.reading))) return 'anything';
  const named = install.packages.map(({ name }) => ({ name, extras: [] as readonly string[] }));
  return installedWith([...named, ...files.flatMap((file) => file.reading?.requirements ?? [])]);
}

/** A line that is no plain requirement may bring anything. */
function mayHoldMore(reading: RequirementsReading): boolean {
  return (
    reading.beyond !== undefined ||
    reading.faults.length > 0 ||
    reading.includes.some((one) => one.kind === 'editable' || one.kind === 'path')
  );
}

/** Whether packages bring a module, with what they bring along; a package that is not in the tables may. */
function isBrought(module: string, { packages, open }: Exclude<Bringing, 'anything'>): boolean {
  if (packagesFor(module).some((name) => packages.has(name))) return true;
  return (
    [...packages].some((name) => importsOf(name).includes(module)) || (open.length > 0 && !KNOWN_ALONE.test(module))
  );
}

/** Modules whose packages are always asked for by name. */
const KNOWN_ALONE = /^(?:flask|psycopg2|psycopg|gunicorn|uvicorn|waitress|hypercorn)$/;

function fileOf(contents: ImageContents, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return contents.requirementFiles.find((file) => file.slice(file.lastIndexOf('/') + 1) === name);
}

/** Ways into Python's folders that are not read: system packages, other images, programs, what is installed at the start. */
function mayArriveUnseen({ stage, reading, contents, start }: Question): boolean {
  if (
    start?.before.some(({ words }) =>
      /\b(?:pip\d?|poetry|uv|pipenv)\b.*\b(?:install|sync)\b/.test(words.slice(0, 20).join(' ').slice(0, 500)),
    )
  )
    return true;
  if (contents.stages.some((one) => one.image.bottom === 'unknown')) return true;
  const chain = stage.image.chain.flatMap((number) => reading.stages[number] ?? []);
  const runs = foundRuns(contents.stages);
  if (runs.some(({ run }) => run.mounts.some((mount) => mount.value.raw.includes('from=')))) return true;
  if (runs.some(({ facts }) => facts.writesFiles === 'perhaps')) return true;
  if (runs.some(({ facts }) => facts.systemInstalls.some(({ packages }) => packages.some(bringsModules)))) return true;
  return chain.some((one) => one.instructions.some((copy) => copy.keyword === 'COPY' && isForeign(copy)));
}

function bringsModules({ name }: { readonly name: string }): boolean {
  return /^(?:python3?|py3)-(?!dev$|pip$|venv$|setuptools$|wheel$)/.test(name);
}

/** From another image, or from the project itself into the folders of Python. */
function isForeign(copy: CopyInstruction): boolean {
  const target = copy.resolved ?? '';
  if (copy.from !== undefined) return copy.from.target.kind !== 'stage' && !/\/uvx?\/?$|\/bin\/?$/.test(target);
  return /site-packages|dist-packages|\/\.?venv\b/.test(target) || copy.resolved === undefined;
}

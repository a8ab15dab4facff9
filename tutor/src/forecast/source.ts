import type { Span } from '../core/span.ts';
import type { Build, Service } from '../project/compose/project.ts';
import { child, type Scalar } from '../project/compose/tree.ts';
import { readDockerfile } from '../project/dockerfile/read.ts';
import type { DockerfileReading, Stage } from '../project/dockerfile/reading.ts';
import type { StageImage } from '../project/dockerfile/stage-image.ts';
import { folderOf, join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { PythonReading } from '../project/python/reading.ts';
import { installedWith } from '../project/requirements/packages.ts';
import type { RequirementsReading } from '../project/requirements/reading.ts';
import { serverStart } from '../project/shell/server-start.ts';
import type { ServerStart } from '../project/shell/start.ts';
import { type AppModules, readApp } from './app-modules.ts';
import { buildAsleep } from './asleep.ts';
import { type ContainerCommand, containerCommand } from './container-command.ts';
import { containerEnvironment, knownValues, unknownVariables } from './container-environment.ts';
import { type ImageContents, imageContents } from './image-contents.ts';
import { furtherRoots, importRoots, mayLieThere, searchFolders } from './import-roots.ts';
import { inlineDockerfile } from './inline-dockerfile.ts';
import { type Packages, packagesOf } from './packages.ts';
import {
  type LackingPackage,
  lackingPackages,
  type NeededModule,
  neededModules,
  type PackageNeeds,
  readRequirementFiles,
} from './requirements.ts';
import { type Routes, routesOf } from './routes.ts';
import type { SourceFile } from './source-file.ts';
import { sqlalchemyDriver } from './sqlalchemy-driver.ts';
import { welcomeOf } from './welcome.ts';

/** What the web is built from. */
export type WebSource = {
  /** Folder of the build context, relative to the project; `''` is the project folder. */
  readonly folder: string;
  /** `service`: the Compose file names it. `guessed`: no service builds anything yet, this is where its files lie. */
  readonly from: 'service' | 'guessed';
  readonly dockerfile: SourceFile<DockerfileReading> & {
    /** The text of the Compose file that names it, or that names its folder. */
    readonly namedAt?: Span;
  };
  /** The stage that runs: the last, or the one that `build.target` names. */
  readonly stage?: Stage;
  readonly image?: StageImage;
  /** What is in the image that runs, as far as the files tell. */
  readonly contents: ImageContents;
  /** The app's own file. */
  readonly app: SourceFile<PythonReading>;
  /** The module that the server's command runs or imports, where it could be read. */
  readonly entry?: PythonReading;
  /** Every module of the app that is imported from it, the app first. */
  readonly modules: readonly PythonReading[];
  /** How the app's modules hang together, and what goes wrong among them at import. */
  readonly python: Omit<AppModules, 'app' | 'modules'>;
  readonly requirements: readonly SourceFile<RequirementsReading>[];
  /** `elsewhere`: pyproject.toml, Pipfile and the like name the packages, which the tutor does not read. */
  readonly dependencies: 'requirements' | 'elsewhere';
  /** Whether the packages that the app needs are where its Python looks. */
  readonly packages: Packages;
  /** What the app imports and no requirement brings. */
  readonly lackingPackages: readonly LackingPackage[];
  readonly routes: Routes;
  /** Whether the app asks a database, where its modules tell. */
  readonly asks: 'told' | 'untold';
  /** The words of the container's first process. */
  readonly command?: ContainerCommand;
  /** How the container starts the server. */
  readonly start?: ServerStart;
  /** What the page says when all is well, where its route returns a text. */
  readonly welcome?: string;
  /** Every file that was looked at, there or not. */
  readonly watched: readonly string[];
};

/** Folder of the chapter, where nothing says otherwise. */
const CHAPTER_FOLDER = 'web';
/** Names under which an app's own file goes, most usual first. */
const APP_NAMES = ['app.py', 'main.py', 'wsgi.py', 'server.py', 'run.py', 'application.py'];

/** Finds and reads what the web is built from. */
export function webSource(project: Project, web: Service | undefined): WebSource {
  const build = web?.build;
  // A folder that is not there, or not the page's, has a rule of its own: the page's files are looked at where they lie.
  const lost = build !== undefined && isLost(project, build);
  const folder = build === undefined || lost ? guessedFolder(project) : normalise(build.context);
  const dockerfile = dockerfileOf(project, folder, lost ? undefined : web);
  const stage = stageOf(dockerfile.reading, web);
  const image = stage?.image;
  const contents = imageContents(project, folder, dockerfile, stage, web);
  const command = dockerfile.reading === undefined ? undefined : containerCommand(web, image);
  const folders = [...new Set([folder, folderOf(dockerfile.path)])];
  const besides = installedBesides(contents, stage);
  const listed = readRequirementFiles(project, requirementPaths(project, folders, contents));
  const installed = installedPackages(listed, besides);
  const start = command === undefined ? undefined : startOf(project, web, image, contents, command, installed);
  const path = appPath(project, folders, contents, start);
  const { app, modules, ...python } = readWhole(
    project,
    path,
    contents,
    start,
    importRoots(folder, path, contents, start),
  );
  const beside = [...new Set([...folders, folderOf(path)])];
  const requirements = readRequirementFiles(project, requirementPaths(project, beside, contents));
  const [entry] = modules;
  const server = serverModule(start);
  const drives = containerEnvironment(web, image?.environment);
  const driver = sqlalchemyDriver(modules, drives, { requirements, besides }, image?.python?.minor);
  const needs: PackageNeeds = {
    modules,
    isOwn: python.isOwn,
    requirements,
    besides,
    ...(driver === undefined ? {} : { driver }),
    ...(server === undefined ? {} : { server }),
  };
  const welcome = welcomeOf(modules, python.table);
  return {
    folder,
    from: build === undefined ? 'guessed' : 'service',
    dockerfile,
    ...(stage === undefined ? {} : { stage, image: stage.image }),
    contents,
    app,
    ...(entry === undefined ? {} : { entry }),
    modules,
    python,
    requirements,
    dependencies: dependenciesOf(project, folder, requirements, contents),
    packages: packagesIn(project, dockerfile, stage, contents, start, needs),
    lackingPackages: lackingPackages(needs),
    routes: routesOf(modules),
    asks: asksOf(modules),
    ...(command === undefined ? {} : { command }),
    ...(start === undefined ? {} : { start }),
    ...(welcome === undefined ? {} : { welcome }),
    watched: [
      ...new Set([
        dockerfile.path,
        join(folder, '.dockerignore'),
        path,
        ...modules.map((module) => module.file),
        ...requirements.map((file) => file.path),
      ]),
    ],
  };
}

/** Reads the app with modules that lie beside it in the image and elsewhere in the project. */
function readWhole(
  project: Project,
  path: string,
  contents: ImageContents,
  start: ServerStart | undefined,
  roots: readonly string[],
): AppModules {
  const startedAs = start?.kind === 'python-file' ? 'main' : 'module';
  const near = readApp(project, path, roots, startedAs);
  const further = furtherRoots(contents, start, near.modules, near.isOwn);
  const whole = further.length === 0 ? near : readApp(project, path, [...roots, ...further], startedAs);
  return { ...whole, isOwn: (module) => whole.isOwn(module) || mayLieThere(contents, start, module) };
}

/** Whether the folder that is built is not there, or holds nothing of a page while another folder does. */
function isLost(project: Project, build: Build): boolean {
  const folder = normalise(build.context);
  if (project.files.kind(folder) !== 'folder') return true;
  if (build.inline !== undefined || holdsPage(project, folder, normalise(build.dockerfile ?? ''))) return false;
  const guessed = guessedFolder(project);
  return guessed !== folder && !guessed.startsWith(`${folder}/`) && folder !== '' && holdsPage(project, guessed, '');
}

/** `dockerfile`: the one that is built with, where it has another name or place. */
function holdsPage({ files }: Project, folder: string, dockerfile: string): boolean {
  const named = ['Dockerfile', 'dockerfile', 'requirements.txt', ...APP_NAMES].map((name) => join(folder, name));
  return [dockerfile, ...named].some((path) => files.kind(path) === 'file');
}

function guessedFolder(project: Project): string {
  const { files } = project;
  const asleep = buildAsleep(project);
  if (asleep !== undefined && files.kind(normalise(asleep.context)) === 'folder') return normalise(asleep.context);
  if (files.kind(CHAPTER_FOLDER) === 'folder') return CHAPTER_FOLDER;
  if (files.kind('Dockerfile') === 'file' || files.kind('app.py') === 'file') return '';
  const other = files
    .list('')
    .find(
      (entry) =>
        entry.kind === 'folder' &&
        (files.kind(`${entry.name}/Dockerfile`) === 'file' || files.kind(`${entry.name}/app.py`) === 'file'),
    );
  return other?.name ?? CHAPTER_FOLDER;
}

function dockerfileOf(project: Project, folder: string, web: Service | undefined): WebSource['dockerfile'] {
  const build = web?.build;
  if (build?.inline !== undefined) return insideCompose(project, build.inline, web);
  const asleep = web === undefined ? buildAsleep(project)?.dockerfile : undefined;
  const wanted = build?.dockerfile === undefined ? join(folder, asleep ?? 'Dockerfile') : normalise(build.dockerfile);
  // BuildKit takes `dockerfile` in lower case too (tried).
  const lower = wanted.replace(/Dockerfile$/, 'dockerfile');
  const path = project.files.kind(wanted) === 'absent' && project.files.kind(lower) === 'file' ? lower : wanted;
  const read = project.files.read(path);
  const named = build?.dockerfileAt ?? build?.contextAt;
  const namedAt = named === undefined ? {} : { namedAt: named };
  if (read.kind !== 'text') return { path, read, ...namedAt };
  return { path, read, reading: readDockerfile(path, read.text, givenTo(web)), ...namedAt };
}

/** A Dockerfile written inside the Compose file; where its lines cannot be laid bare, nothing is told of it. */
function insideCompose(project: Project, inline: Scalar, web: Service | undefined): WebSource['dockerfile'] {
  const namedAt = inline.span;
  const path = inline.span.file;
  const bare = inlineDockerfile(project, inline);
  if (bare === undefined) return { path, read: { kind: 'text', text: String(inline.value), mark: 'none' }, namedAt };
  const reading = readDockerfile(path, bare.text, { ...givenTo(web), indent: bare.indent });
  return { path, read: { kind: 'text', text: bare.text, mark: 'none' }, reading, namedAt };
}

function givenTo(web: Service | undefined): Parameters<typeof readDockerfile>[2] {
  const args = [...(web?.build?.args.values() ?? [])].flatMap((variable) =>
    variable.value === null ? [] : [[variable.name, variable.value] as const],
  );
  const contexts = child(child(web?.node, 'build'), 'additional_contexts');
  const names = contexts?.kind === 'mapping' ? contexts.entries.map((entry) => entry.key) : [];
  return { arguments: Object.fromEntries(args), contexts: names };
}

function stageOf(reading: DockerfileReading | undefined, web: Service | undefined): Stage | undefined {
  const target = web?.build?.target?.value;
  if (typeof target !== 'string') return reading?.stages.at(-1);
  return reading?.stages.find((stage) => stage.name === target.toLowerCase() || String(stage.number) === target);
}

function startOf(
  project: Project,
  web: Service | undefined,
  image: StageImage | undefined,
  contents: ImageContents,
  command: ContainerCommand,
  packages: ReadonlySet<string>,
): ServerStart {
  const environment = containerEnvironment(web, image?.environment);
  const workdir = typeof web?.workingDir?.value === 'string' ? web.workingDir.value : image?.workdir;
  const start = serverStart(command.words, {
    environment: knownValues(environment),
    unknownVariables: unknownVariables(environment),
    workdir,
    packages,
    readFile(path) {
      const file = contents.fileAt(path);
      const read = file === undefined ? undefined : project.files.read(file);
      return file === undefined || read?.kind !== 'text' ? undefined : { file, text: read.text };
    },
  });
  if (!handsOver(project, contents, start)) return start;
  const { script: _, ...rest } = start;
  return { ...rest, kind: 'unknown' };
}

/** Whether the program that is started makes no page of its own and starts another: what that is, its code alone knows. */
function handsOver(project: Project, contents: ImageContents, start: ServerStart): boolean {
  const script = start.kind === 'python-file' ? start.script?.text : undefined;
  const file = script === undefined ? undefined : contents.fileAt(join(start.workdir ?? '/', script));
  const read = file === undefined ? undefined : project.files.read(file);
  return read?.kind === 'text' && STARTS_ANOTHER.test(read.text) && !/flask/i.test(read.text);
}

const STARTS_ANOTHER = /\b(?:os\.(?:exec\w{0,4}|system|spawn\w{0,4})|subprocess\.\w{1,20}|runpy\.\w{1,20})\s{0,9}\(/;

/** The file that the server runs or imports; else the usual names, where the build looks and beside the Dockerfile; else the chapter's. */
function appPath(
  project: Project,
  folders: readonly string[],
  contents: ImageContents,
  start: ServerStart | undefined,
): string {
  const told = start === undefined ? undefined : toldApp(project, folders[0] ?? '', contents, start);
  if (told !== undefined) return told;
  const [folder = ''] = folders;
  const usual = folders
    .flatMap((one) => APP_NAMES.map((name) => join(one, name)))
    .find((path) => project.files.kind(path) === 'file');
  const found = usual ?? onlyFlaskFile(project, folder);
  if (found !== undefined) return found;
  const whole = join(folder, '__init__.py');
  const read = project.files.read(whole);
  return read.kind === 'text' && /\bflask\b/i.test(read.text) ? whole : join(folder, 'app.py');
}

function toldApp(project: Project, folder: string, contents: ImageContents, start: ServerStart): string | undefined {
  const base = start.workdir ?? '/';
  const at = (path: string): string => (path.startsWith('/') ? normalise(path) : normalise(`${base}/${path}`));
  const script = start.script?.text;
  if (script !== undefined) return contents.fileAt(at(script));
  const named = (
    start.application?.text ??
    start.module?.text ??
    (start.kind === 'flask-run' ? 'app' : undefined)
  )?.split(':')[0];
  if (named === undefined || named === '') return undefined;
  const stem = named.endsWith('.py') ? named.slice(0, -3) : named.replaceAll('.', '/');
  const candidates = [
    `${stem}.py`,
    ...(start.kind === 'python-module' ? [`${stem}/__main__.py`] : []),
    `${stem}/__init__.py`,
    ...(start.kind === 'flask-run' && start.application === undefined ? ['wsgi.py'] : []),
  ];
  const isNamed = start.application !== undefined || start.module !== undefined;
  const places = stem.startsWith('/') ? [base] : searchFolders(start);
  const found = places
    .flatMap((place) => candidates.map((path) => contents.fileAt(path.startsWith('/') ? at(path) : `${place}/${path}`)))
    .find((file) => file !== undefined && (isNamed || holdsFlask(project, file)));
  return found ?? (isNamed ? installedOwn(project, contents, folder, candidates) : undefined);
}

/** The project is installed as a package of its own: what is imported then comes from there. */
function installedOwn(
  project: Project,
  contents: ImageContents,
  folder: string,
  candidates: readonly string[],
): string | undefined {
  if (!contents.installs.some(({ install }) => install.others.length > 0)) return undefined;
  return [join(folder, 'src'), folder]
    .flatMap((place) => candidates.map((path) => join(place, path)))
    .find((path) => project.files.kind(path) === 'file');
}

/** What is not named is the app only where it has to do with Flask: `app/` may be any package. */
function holdsFlask(project: Project, file: string): boolean {
  const read = project.files.read(file);
  return read.kind === 'text' && (!file.endsWith('/__init__.py') || /\bflask\b/i.test(read.text));
}

/** Folders that hold no app: what is installed, tests, migrations, pages. */
const NOT_APPS = /^(?:\.|venv|env|node_modules|site-packages|__pycache__|tests?|migrations|static|templates|docs)/;
/** The most files that are looked at for one that makes an application. */
const MOST_LOOKED_AT = 60;

/** The file of the build folder, or of a folder in it, that makes a Flask application: the one, or the one of a usual name. */
function onlyFlaskFile(project: Project, folder: string): string | undefined {
  const folders = project.files
    .list(folder)
    .filter((entry) => entry.kind === 'folder' && !NOT_APPS.test(entry.name))
    .map((entry) => join(folder, entry.name));
  const python = [folder, ...folders].flatMap((one) =>
    project.files
      .list(one)
      .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.py'))
      .map((entry) => join(one, entry.name)),
  );
  const makes = python.slice(0, MOST_LOOKED_AT).filter((path) => {
    const read = project.files.read(path);
    return read.kind === 'text' && /\bFlask\s*\(/.test(read.text);
  });
  const usual = makes.find((path) => APP_NAMES.includes(path.slice(path.lastIndexOf('/') + 1)));
  return makes.length === 1 ? makes[0] : usual;
}

/** Packages that the server may find, by normalised name. Where nobody can say, the one that `flask` looks for is taken to be there. */
function installedPackages(
  requirements: readonly SourceFile<RequirementsReading>[],
  besides: PackageNeeds['besides'],
): ReadonlySet<string> {
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  const named = besides === 'anything' ? [{ name: 'python-dotenv', extras: [] }] : besides;
  return new Set(installedWith([...listed, ...named]).packages);
}

/** The library that a server's command is: what is imported besides the app. */
function serverModule(start: ServerStart | undefined): NeededModule | undefined {
  switch (start?.kind) {
    case 'flask-run':
      return { module: 'flask', at: start.at };
    case 'gunicorn':
    case 'uvicorn':
    case 'hypercorn':
    case 'waitress':
      return { module: start.kind, at: start.at };
    default:
      return undefined;
  }
}

/** What the Dockerfile installs without a list, or that nobody can say what it installs. */
function installedBesides(contents: ImageContents, stage: Stage | undefined): PackageNeeds['besides'] {
  const isOpen =
    stage?.image.bottom === 'unknown' ||
    contents.stages.some((one) => one.image.bottom === 'unknown') ||
    contents.installs.some(({ install }) => install.others.length > 0 || install.tool === 'conda');
  if (isOpen) return 'anything';
  return contents.installs.flatMap(({ install }) =>
    install.packages.map(({ name, text }) => ({ name, extras: extrasOf(text) })),
  );
}

function extrasOf(text: string): readonly string[] {
  return (/\[([^\]]*)\]/.exec(text)?.[1] ?? '').split(',').flatMap((extra) => extra.trim() || []);
}

function packagesIn(
  project: Project,
  dockerfile: WebSource['dockerfile'],
  stage: Stage | undefined,
  contents: ImageContents,
  start: ServerStart | undefined,
  needs: PackageNeeds,
): Packages {
  const { reading } = dockerfile;
  if (reading === undefined || stage === undefined) return { kind: 'untold' };
  const needed = neededModules(needs).map(({ module }) => module.split('.')[0] ?? module);
  const listed = needs.requirements.flatMap((file) => file.reading ?? []);
  return packagesOf({ project, reading, stage, contents, needed, listed, start });
}

/** Where a list of packages usually lies. */
const USUAL_LISTS = ['requirements.txt', 'requirements/base.txt'];

function requirementPaths(project: Project, folders: readonly string[], contents: ImageContents): readonly string[] {
  const named = contents.requirementFiles;
  if (named.length > 0) return named;
  const usual = folders.flatMap((folder) => USUAL_LISTS.map((name) => join(folder, name)));
  const found = usual.find((path) => project.files.kind(path) !== 'absent');
  return [found ?? join(folders[0] ?? '', 'requirements.txt')];
}

function dependenciesOf(
  project: Project,
  folder: string,
  requirements: readonly SourceFile<RequirementsReading>[],
  contents: ImageContents,
): WebSource['dependencies'] {
  if (requirements.some((file) => file.read.kind !== 'absent')) return 'requirements';
  // A list that comes from another image or another build context is none of the project's files that we could read.
  const named = contents.installs.some(({ install }) => install.requirements.length > 0);
  if (named && contents.requirementFiles.length === 0 && contents.lackingRequirements.length === 0) return 'elsewhere';
  const other = ['pyproject.toml', 'Pipfile', 'poetry.lock', 'uv.lock', 'setup.py', 'environment.yml', 'setup.cfg'];
  return other.some((name) => project.files.kind(join(folder, name)) === 'file') ? 'elsewhere' : 'requirements';
}

/** Modules that ask no database, or ask it in a way that is read. */
const KNOWN: ReadonlySet<string> = new Set(
  'os sys time json re logging datetime flask jinja2 werkzeug markupsafe dotenv urllib math random uuid typing pathlib functools collections psycopg2 psycopg sqlalchemy flask_sqlalchemy asyncpg pg8000 requests waitress contextlib'.split(
    ' ',
  ),
);

/** A module that we do not know may ask a database in its own way. */
function asksOf(modules: readonly PythonReading[]): WebSource['asks'] {
  if (
    modules.length === 0 ||
    modules.some((module) => module.fault !== undefined || module.beyond !== undefined || module.open)
  )
    return 'untold';
  // Where SQLAlchemy has its address from may be set by a name in a text: `app.config.from_object('config.Config')`.
  const connects = modules.some((module) => module.connections.length > 0);
  const imports = modules.flatMap((module) => module.imports);
  if (!connects && imports.some((one) => /^(?:flask_)?sqlalchemy(?:\.|$)/.test(one.module))) return 'untold';
  const own = new Set(
    modules.map((module) =>
      module.file
        .replace(/(?:\/__init__)?\.py$/, '')
        .split('/')
        .at(-1),
    ),
  );
  const known = modules.every((module) =>
    module.imports.every(
      (one) => one.level > 0 || KNOWN.has(one.module.split('.')[0] ?? '') || own.has(one.module.split('.')[0]),
    ),
  );
  return known ? 'told' : 'untold';
}

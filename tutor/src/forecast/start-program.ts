import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import { type ArrivedInstall, arrivedInstalls } from '../project/dockerfile/packages.ts';
import { join, normalise } from '../project/files.ts';
import { installedWith, normalisePackage } from '../project/requirements/packages.ts';
import { type PlacedWord, placedWord } from '../project/shell/placed.ts';
import { readCommands } from '../project/shell/script.ts';
import type { ServerStart } from '../project/shell/start.ts';
import type { Context } from './context.ts';
import { foundRuns } from './found-installs.ts';
import { type Recipe, recipeOf } from './recipe.ts';

/** A program that the container is to run and does not have under that name. */
export type LackingProgram = {
  readonly name: string;
  readonly at: Span;
  readonly why: /** Its package came into the stage that runs, and the program itself stayed behind. `python -m` runs it all the same. */
    | { readonly kind: 'left-behind'; readonly install: ArrivedInstall }
    /** It came, and its first line names a Python by a path that is gone. */
    | { readonly kind: 'moved'; readonly install: ArrivedInstall }
    /** It lies in a folder that PATH does not name. */
    | { readonly kind: 'not-on-path'; readonly install: ArrivedInstall; readonly folder: string }
    /** No program of that name is known, and one of nearly that name is. */
    | { readonly kind: 'misspelt'; readonly meant: string }
    | { readonly kind: 'other-python'; readonly has: string }
    /** It is an option of a program that is not named. */
    | { readonly kind: 'option' }
    /** Alpine has no bash of its own. */
    | { readonly kind: 'no-bash' }
    /** A file of the project, by its path, and nothing brings it there. `file`: the project has one of that name in the build folder. */
    | { readonly kind: 'absent'; readonly path: string; readonly file: string | undefined };
};

/** Programs that Python's packages bring, each with its package. */
export const PROGRAMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    flask: 'flask',
    gunicorn: 'gunicorn',
    uvicorn: 'uvicorn',
    hypercorn: 'hypercorn',
    'waitress-serve': 'waitress',
  }),
);

/** Programs that every image with Python has. */
const COMMON = ['python', 'python3', 'sh', 'env', 'flask', 'gunicorn', 'uvicorn', 'bash'];

/** Looks for the program that the container's command names. Undefined where it is there, or where that cannot be told. */
export function lackingProgram(context: Context): LackingProgram | undefined {
  const { command } = context.facts.source;
  const [word] = command?.words ?? [];
  if (word?.text.startsWith('-')) return { name: word.text, at: word.span, why: { kind: 'option' } };
  return lackingIn(recipeOf(context), context);
}

function lackingIn(recipe: Recipe | undefined, context: Context): LackingProgram | undefined {
  const { start, command } = context.facts.source;
  if (recipe === undefined || start === undefined || command === undefined) return undefined;
  const first = command.words[0];
  const program = start.program.text;
  const at = start.program.at;
  if (first !== undefined && recipe.image.bottom === 'python') {
    const called = calledProgram(first, program, at, command.words[1]?.text === '-c' ? command.words[2] : undefined);
    const wrong = wrongByName(context, recipe, called.text) ?? wrongModule(start);
    if (wrong !== undefined && 'why' in wrong) return wrong;
    if (wrong !== undefined) return { name: called.text, at: called.span, why: wrong };
  }
  const absent = absentFile(context, recipe);
  if (absent !== undefined) return absent;
  if (program === undefined || at === undefined || program.includes('/')) return undefined;
  const owner = PROGRAMS.get(program);
  // `python -m gunicorn` names a module: the program is Python then.
  if (owner === undefined || isModule(context, at)) return undefined;
  const why = leftBehind(context, recipe, program, owner);
  return why === undefined ? undefined : { name: program, at, why };
}

/** `["./start.sh"]`, where nothing brings the file into the image. Programs in the folders of the system are not looked for. */
function absentFile({ project, facts }: Context, { image, contents }: Recipe): LackingProgram | undefined {
  const [program, behind] = facts.source.command?.words ?? [];
  const isShell = /^(?:\/bin\/)?(?:sh|bash)$/.test(program?.text ?? '');
  const first = isShell ? (behind?.text.endsWith('.sh') ? behind : firstOfText(facts)) : program;
  const { workdir } = image;
  const pattern = isShell ? /^[\w./-]*[\w.-]+$/ : /^\.{0,2}[\w./-]*\/[\w.-]+$/;
  if (first === undefined || !pattern.test(first.text)) return undefined;
  if (!first.text.startsWith('/') && workdir === undefined) return undefined;
  // Programs of an environment come by commands that are not followed.
  if (!/^\.|\.(?:sh|bash|py)$/.test(first.text) || /\/s?bin\//.test(first.text)) return undefined;
  const path = first.text.startsWith('/') ? normalise(first.text) : normalise(`${workdir}/${first.text}`);
  if (contents.entryAt(path) !== 'absent') return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const file = join(facts.source.folder, name);
  const why = { kind: 'absent', path, file: project.files.kind(file) === 'file' ? file : undefined } as const;
  return { name: first.text, at: first.span, why };
}

/** `sh -c "./wait.sh db && flask run"`: what is run first, where nothing is run without it. */
function firstOfText({ source }: Context['facts']): PlacedWord | undefined {
  const [, option, text] = source.command?.words ?? [];
  if (option?.text !== '-c' || text === undefined) return undefined;
  const [command, next] = readCommands(placedWord(text));
  const words = command?.words[0]?.text === 'exec' ? command.words.slice(1) : command?.words;
  const [word] = words ?? [];
  const isNeeded = next === undefined || next.joined === 'and';
  return word === undefined || !isNeeded || !word.text.endsWith('.sh')
    ? undefined
    : { text: word.text, span: word.span };
}

/** The program that counts: the first word, or what a shell is to run where nothing is known of it. */
function calledProgram(
  first: { readonly text: string; readonly span: Span },
  program: string | undefined,
  at: Span | undefined,
  text: PlacedWord | undefined,
): { readonly text: string; readonly span: Span } {
  if (!/^(?:\/bin\/)?sh$/.test(first.text)) return first;
  if (program !== undefined && at !== undefined && program !== first.text) return { text: program, span: at };
  // A text of one plain command, of whose program nothing is known.
  const found = /^(?:exec\s+)?([A-Za-z][\w.-]*)(?:\s+[\w=:./-]+)*$/.exec(text?.text.trim() ?? '');
  const [whole, name] = found ?? [];
  if (text === undefined || whole === undefined || name === undefined) return first;
  const from = text.text.indexOf(name);
  return { text: name, span: placedWord(text).span(from, from + name.length) };
}

/** `python -m flsk`: no module of that name, and one of nearly that name. */
function wrongModule({ kind, module }: ServerStart): LackingProgram | undefined {
  if (kind !== 'python-module' || module?.text === undefined || module.at === undefined) return undefined;
  const meant = nearest(module.text, MODULES);
  return meant === undefined ? undefined : { name: module.text, at: module.at, why: { kind: 'misspelt', meant } };
}

/** Modules that are started by `-m`, and are as common as words can be. */
const MODULES = ['flask', 'gunicorn', 'waitress', 'uvicorn'];

function isModule({ facts }: Context, at: Span): boolean {
  const words = facts.source.command?.words ?? [];
  const index = words.findIndex((word) => word.span.start === at.start && word.span.file === at.file);
  return index > 0 && /^-[a-zA-Z]*m$/.test(words[index - 1]?.text ?? '');
}

function leftBehind(
  { facts }: Context,
  recipe: Recipe,
  program: string,
  owner: string,
): LackingProgram['why'] | undefined {
  const { reading, stage } = recipe;
  if (facts.source.packages.kind !== 'held') return undefined;
  const folders = foldersOfPath(facts, recipe);
  if (folders === undefined) return undefined;
  const arrived = arrivedInstalls(reading, stage).filter((one) => one.install.action === 'install');
  if (arrived.some((one) => one.callable === 'unknown' || one.install.tool !== 'pip')) return undefined;
  const isThere = arrived.some(
    (one) =>
      (one.scripts !== undefined && folders.includes(one.scripts) && one.callable !== 'moved') ||
      one.singleScripts.some((script) => isOnPath(script, program, folders)),
  );
  if (isThere || isCopied(recipe, program, folders, arrived)) return undefined;
  const listed = facts.source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const named = arrived.flatMap((one) => one.install.packages.map(({ name }) => ({ name, extras: [] })));
  const brought = installedWith([...listed, ...named]).packages;
  if (!brought.has(normalisePackage(owner))) return undefined;
  const moved = arrived.find((one) => one.callable === 'moved');
  if (moved !== undefined) return { kind: 'moved', install: moved };
  const astray = arrived.find((one) => one.scripts !== undefined);
  if (astray?.scripts !== undefined) return { kind: 'not-on-path', install: astray, folder: astray.scripts };
  const [install] = arrived;
  return install === undefined ? undefined : { kind: 'left-behind', install };
}

function foldersOfPath({ source }: Context['facts'], { stage }: Recipe): readonly string[] | undefined {
  return (source.start?.environment.PATH ?? stage.image.environment.get('PATH')?.value)?.split(':');
}

/** Whether a COPY may bring a program into a folder of PATH, whatever its package does. */
export function isProgramCopied({ facts }: Context, recipe: Recipe, program: string): boolean {
  const folders = foldersOfPath(facts, recipe);
  return folders === undefined || isCopied(recipe, program, folders, arrivedInstalls(recipe.reading, recipe.stage));
}

function isOnPath(script: string, program: string, folders: readonly string[]): boolean {
  return folders.some((folder) => script === `${folder}/${program}`);
}

/** A COPY that brings a program, or a whole folder of programs, in a way that the packages do not tell. */
function isCopied(
  { contents, stage, reading }: Recipe,
  program: string,
  folders: readonly string[],
  arrived: readonly ArrivedInstall[],
): boolean {
  const kinds = folders.map((folder) => contents.entryAt(`${folder}/${program}`));
  if (kinds.includes('file') || kinds.includes('written')) return true;
  const chain = stage.image.chain.flatMap((number) => reading.stages[number]?.instructions ?? []);
  const links = foundRuns(contents.stages).some(({ facts }) =>
    facts.commands.some(({ words }) => words[0]?.text === 'ln' && words.some((word) => word.text.endsWith(program))),
  );
  return (
    links ||
    chain.some(
      (one) =>
        (one.keyword === 'COPY' || one.keyword === 'ADD') &&
        !arrived.some(({ by, callable }) => callable === 'moved' && by.includes(one)) &&
        folders.some((folder) => {
          const target = (one.resolved ?? folder).replace(/(.)\/$/, '$1');
          return target === folder || target === `${folder}/${program}` || folder.startsWith(`${target}/`);
        }),
    )
  );
}

/** A name that no image of Python has. */
function wrongByName(context: Context, recipe: Recipe, name: string): LackingProgram['why'] | undefined {
  const { image, contents } = recipe;
  const elsewhere = /^\/usr\/bin\/(python3?)$/.exec(name)?.[1];
  if (elsewhere !== undefined) return systemPython(recipe, name, elsewhere);
  if (name.includes('/') || name.includes(' ') || COMMON.includes(name)) return bashOn(recipe, name);
  if (contents.entryAt(`/usr/local/bin/${name}`) === 'file') return undefined;
  const version = /^python(3\.\d+)$/.exec(name)?.[1];
  if (version !== undefined) {
    const has = image.python?.minor;
    return has === undefined || has === version ? undefined : { kind: 'other-python', has };
  }
  if (context.facts.source.start?.kind !== 'unknown') return undefined;
  const installed = foundRuns(contents.stages).some(({ facts }) =>
    facts.systemInstalls.some(({ packages }) => packages.some((one) => one.name === name)),
  );
  const listed = context.facts.source.requirements.some((file) =>
    file.reading?.requirements.some((one) => one.normalised === normalisePackage(name)),
  );
  const meant = nearest(name, COMMON) ?? (/^py3?$/.test(name) ? 'python' : undefined);
  return installed || listed || meant === undefined ? undefined : { kind: 'misspelt', meant };
}

/** The image of Python has its Python in /usr/local/bin; that of the system is there in the full variant alone. */
function systemPython({ image, contents }: Recipe, name: string, meant: string): LackingProgram['why'] | undefined {
  const isSmall = image.python?.variant === 'slim' || image.python?.variant === 'alpine';
  const brought = foundRuns(contents.stages.filter(({ number }) => image.chain.includes(number))).some(
    ({ facts }) =>
      facts.writesFiles === 'perhaps' ||
      facts.systemInstalls.some(({ packages }) => packages.length > 0) ||
      facts.commands.some(({ words }) => words[0]?.text === 'ln'),
  );
  return isSmall && !brought && contents.entryAt(name) !== 'file' ? { kind: 'misspelt', meant } : undefined;
}

function bashOn({ image, contents }: Recipe, name: string): LackingProgram['why'] | undefined {
  if (!/^(?:\/bin\/)?bash$/.test(name) || image.python?.system !== 'alpine') return undefined;
  const runs = foundRuns(contents.stages);
  const may = runs.some(
    ({ facts }) =>
      facts.writesFiles === 'perhaps' ||
      facts.systemInstalls.some(({ packages }) => packages.some((one) => one.name === 'bash')),
  );
  return may ? undefined : { kind: 'no-bash' };
}

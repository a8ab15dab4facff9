import type { Span } from '../../core/span.ts';
import { type PlacedText, type PlacedWord, placedAt } from '../shell/placed.ts';
import { readCommands, type ShellCommand } from '../shell/script.ts';
import { expandWord } from '../shell/word.ts';
import { cleanPath } from './copy.ts';
import { type PackageInstall, readInstall } from './installs.ts';
import type { RunInstruction } from './reading.ts';
import { readSystemInstall, type SystemInstall } from './system-installs.ts';

/** What a RUN does that matters here, as far as its commands tell. */
export type RunFacts = {
  readonly run: RunInstruction;
  /** Simple commands in order, with the folder each runs in. */
  readonly commands: readonly RunCommand[];
  readonly installs: readonly PackageInstall[];
  readonly systemInstalls: readonly SystemInstall[];
  /** Paths (absolute; patterns as written) that `chmod` makes executable. */
  readonly madeExecutable: readonly ImagePath[];
  /** Paths whose carriage returns are taken off (`sed -i 's/\r$//'`, `dos2unix`). */
  readonly lineEndsMended: readonly ImagePath[];
  /** Folders that `mkdir` makes. */
  readonly folders: readonly ImagePath[];
  /** Virtual environments that are made. */
  readonly environments: readonly ImagePath[];
  /** Whether it may put files where nothing else says so (`git clone`, `curl`, `cp`, a program of the project). */
  readonly writesFiles: 'no' | 'perhaps';
};

export type RunCommand = {
  readonly words: readonly PlacedWord[];
  readonly workdir: string | undefined;
  readonly span: Span;
};

export type ImagePath = { readonly path: string; readonly at: Span };

/** Variables a RUN sees: ENV and ARG at that place; undefined for a value that is not known, null for one that is not set. */
export type RunVariables = (name: string) => string | null | undefined;

/** Reads what a RUN does: shell form, exec form, and heredocs. */
export function readRun(run: RunInstruction, variables: RunVariables): RunFacts {
  const commands = runCommands(run, variables);
  const installs = commands.flatMap((command) => readInstall(command, variables) ?? []);
  return {
    run,
    commands,
    installs,
    systemInstalls: commands.flatMap((command) => readSystemInstall(command) ?? []),
    madeExecutable: commands.flatMap(executables),
    lineEndsMended: commands.flatMap(mended),
    folders: commands.flatMap((command) => (programOf(command) === 'mkdir' ? pathsOf(command, 1) : [])),
    environments: commands.flatMap(environments),
    writesFiles: commands.every((command) => isHarmless(command)) && !REDIRECTS.test(shellText(run)) ? 'no' : 'perhaps',
  };
}

function runCommands(run: RunInstruction, variables: RunVariables): RunCommand[] {
  const { command, heredocs } = run;
  if (command.form === 'exec') return execCommands(run, variables);
  const bodies = heredocs.filter(() => /^<</.test(command.source.text)).map((heredoc) => heredoc.body);
  const texts: readonly PlacedText[] = bodies.length > 0 ? bodies : [command.source];
  return texts.flatMap((text) => shellCommands(text, run.workdir, variables));
}

/** `RUN ["sh", "-c", "…"]` runs a text, any other array one command. */
function execCommands(run: RunInstruction, variables: RunVariables): RunCommand[] {
  if (run.command.form !== 'exec') return [];
  const words = run.command.words.map((word) => ({ text: word.raw, span: word.span }));
  const text = words[2];
  if (
    /^(?:.*\/)?(?:sh|bash|ash)$/.test(words[0]?.text ?? '') &&
    /^-\w*c$/.test(words[1]?.text ?? '') &&
    text !== undefined
  ) {
    const exact = text.span.end - text.span.start === text.text.length;
    const source = exact
      ? placedAt(text.span.file, text.text, text.span.start)
      : { text: text.text, span: () => text.span };
    return shellCommands(source, run.workdir, variables);
  }
  return [{ words, workdir: run.workdir, span: run.command.span }];
}

/** Commands of a shell text, following `cd`. */
function shellCommands(source: PlacedText, workdir: string | undefined, variables: RunVariables): RunCommand[] {
  const commands: RunCommand[] = [];
  let folder = workdir;
  const own = new Map<string, string | undefined>();
  const look = (name: string) => (own.has(name) ? own.get(name) : variables(name));
  for (const command of readCommands(source)) {
    if (command.words.length === 0) {
      for (const { name, value } of command.assignments) own.set(name, expandWord(value, look));
      continue;
    }
    const words = expanded(command, look);
    if (words[0]?.text === 'cd' && words[1] !== undefined) folder = resolved(folder, words[1].text);
    commands.push({ words, workdir: folder, span: command.span });
  }
  return commands;
}

function expanded(command: ShellCommand, look: RunVariables): PlacedWord[] {
  const words = command.words.map((word) => ({ text: expandWord(word, look) ?? word.text, span: word.span }));
  return words[0]?.text === 'sudo' || words[0]?.text === 'exec' ? words.slice(1) : words;
}

function resolved(folder: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return cleanPath(path);
  return folder === undefined || /[$`]/.test(path) ? undefined : cleanPath(`${folder}/${path}`);
}

/** Absolute paths of words that are no options. */
function pathsOf(command: RunCommand, from: number): ImagePath[] {
  return command.words.slice(from).flatMap((word) => {
    if (word.text.startsWith('-')) return [];
    const path = resolved(command.workdir, word.text);
    return path === undefined ? [] : [{ path, at: word.span }];
  });
}

function programOf(command: RunCommand): string {
  return (command.words[0]?.text ?? '').replace(/^.*\//, '');
}

function executables(command: RunCommand): ImagePath[] {
  if (programOf(command) !== 'chmod') return [];
  const at = command.words.findIndex((word, index) => index > 0 && !/^-[A-Za-z]*[Rvfc]/.test(word.text));
  const mode = command.words[at]?.text ?? '';
  const makes = /^[ugoa]*\+[rws]*x/.test(mode) || (/^[0-7]{3,4}$/.test(mode) && /[1357]/.test(mode.slice(-3)));
  return makes ? pathsOf(command, at + 1) : [];
}

function mended(command: RunCommand): ImagePath[] {
  const program = programOf(command);
  if (/^(?:dos2unix|fromdos|flip)$/.test(program)) return pathsOf(command, 1);
  const isSed =
    program === 'sed' && command.words.some((word) => /^-\w*i/.test(word.text) || word.text.startsWith('--in-place'));
  if (!isSed || !command.words.some((word) => /\\r|\r|\\x0d|\^M/.test(word.text))) return [];
  return pathsOf(command, 1).filter((path) => !/^\/(?:.*\/)?s[/|#,].*\\r/.test(path.path));
}

/** `python -m venv /opt/venv`, `virtualenv venv`, `uv venv`. */
function environments(command: RunCommand): ImagePath[] {
  const texts = command.words.map((word) => word.text);
  const module = texts.indexOf('-m');
  if (module > 0 && /^(?:venv|virtualenv)$/.test(texts[module + 1] ?? '')) return lastPath(command, module + 2);
  if (programOf(command) === 'virtualenv') return lastPath(command, 1);
  if (programOf(command) !== 'uv' || texts[1] !== 'venv') return [];
  const named = lastPath(command, 2);
  if (named.length > 0 || command.workdir === undefined) return named;
  return [{ path: cleanPath(`${command.workdir}/.venv`), at: command.span }];
}

function lastPath(command: RunCommand, from: number): ImagePath[] {
  return pathsOf(command, from).slice(-1);
}

/** What is printed goes into a file: `pipenv requirements > requirements.txt`; not `2>&1`, `>/dev/null`, `"flask>=2"`. */
const REDIRECTS = /(?:^|[^<>&=-])>{1,2}\s*(?![>&=]|\/dev\/)\S/;

function shellText({ command, heredocs }: RunInstruction): string {
  const source = command.form === 'shell' ? command.source.text : '';
  return [source, ...heredocs.map((heredoc) => heredoc.body.text)].join('\n');
}

/** Programs that leave nothing in the folders of the project; `pip` and `python` beside them, in every version. */
const HARMLESS: ReadonlySet<string> = new Set(
  'apt-get apt apk dnf yum microdnf uv poetry pipenv pdm cd set echo printf rm chmod chown chgrp useradd adduser addgroup groupadd usermod mkdir ls cat test [ true false sed dos2unix export pwd id which env find locale-gen ldconfig update-ca-certificates dpkg-reconfigure exit sleep date uname virtualenv touch grep awk strip . source flask pytest hash type command apt-mark apt-cache apt-key whoami groups umask if for'.split(
    ' ',
  ),
);
/** Modules that Python runs without running code of the project. */
const HARMLESS_MODULES: ReadonlySet<string> = new Set(
  'pip venv compileall ensurepip virtualenv pytest flask poetry pipenv uv'.split(' '),
);

function isHarmless(command: RunCommand): boolean {
  const program = programOf(command);
  if (/^python[\d.]*$/.test(program)) return runsHarmlessModule(command);
  if (!HARMLESS.has(program)) return /^pip\d?(?:\.\d+)?$/.test(program);
  const prints = program === 'echo' || program === 'printf' || program === 'cat';
  return !prints || !command.words.slice(1).some((word) => word.text.includes('>'));
}

function runsHarmlessModule({ words }: RunCommand): boolean {
  return words[1]?.text === '-m' && HARMLESS_MODULES.has(/^\w*/.exec(words[2]?.text ?? '')?.[0] ?? '');
}

import type { Span } from '../../core/span.ts';
import { type Piece, type PlacedText, type PlacedWord, placedWord } from './placed.ts';
import {
  knownEnvironment,
  MAX_DEPTH,
  type Running,
  resolveFrom,
  shellVariables,
  startRunning,
  unknownEnvironment,
} from './running.ts';
import { readCommands, readScript, type ShellCommand } from './script.ts';
import { isPython, readServer } from './servers.ts';
import type { ServerStart, StartSurroundings } from './start.ts';
import { testHolds } from './test-command.ts';
import { expandWord, type ShellWord } from './word.ts';
import { unwrap } from './wrappers.ts';

/**
 * Follows a container's command to the server that it starts: through `sh -c`, scripts, `exec "$@"`, `env X=…`,
 * `tini --` and the like. This is the one place where "how is the server started" is read from a command.
 * `words`: ENTRYPOINT and CMD as the container gets them (shell forms as `/bin/sh -c text`).
 */
export function serverStart(words: readonly PlacedWord[], surroundings: StartSurroundings): ServerStart {
  const running = startRunning(surroundings);
  const first = words[0];
  const nowhere: Span = { file: '', start: 0, end: 0 };
  if (first === undefined) return ending('none', { text: '', span: nowhere }, running);
  return follow(words, running) ?? ending('unknown', first, running);
}

/** What a command comes to: a server, `ends` (it does its work and ends), or undefined where that is not known. */
type Followed = ServerStart | undefined;

function ending(kind: 'none' | 'unknown', program: PlacedWord, running: Running): ServerStart {
  return {
    kind,
    at: program.span,
    binds: [],
    program: { text: program.text, at: program.span, from: { kind: 'word' } },
    workdir: running.workdir,
    environment: knownEnvironment(running),
    ...unknownEnvironment(running),
    before: running.before,
    scripts: running.scripts,
  };
}

/** Follows words as the kernel would run them. */
function follow(words: readonly PlacedWord[], running: Running): Followed {
  running.steps.left--;
  if (running.steps.left < 0) return undefined;
  const unwrapped = unwrap(words, running);
  const program = unwrapped.words[0];
  if (program === undefined || unwrapped.running.depth > MAX_DEPTH) return undefined;
  const rest = unwrapped.words.slice(1);
  const name = program.text.slice(program.text.lastIndexOf('/') + 1);
  if (/^(?:sh|bash|ash|dash|zsh)$/.test(name)) return followShell(program, rest, unwrapped.running);
  const server = readServer(program, rest, unwrapped.running);
  if (server !== undefined) return server;
  if (ENDS_BY_ITSELF.test(name) || isPython(name) || /^(?:flask|django-admin)$/.test(name)) {
    return ending('none', program, unwrapped.running);
  }
  return followFile(program, rest, unwrapped.running);
}

/** Programs that do their work and end, or that serve nothing. */
const ENDS_BY_ITSELF =
  /^(?:echo|printf|true|false|ls|cat|cp|mv|rm|mkdir|chmod|chown|pip3?|alembic|pytest|psql|pg_isready|sleep|nc|curl|wget|sed|env|touch|ln|tail|export|date|id|whoami|apt-get|apk|createdb|find|test)$/;

/** `sh -c text`, `sh script`, or a shell that waits for input. */
function followShell(shell: PlacedWord, words: readonly PlacedWord[], running: Running): Followed {
  let at = 0;
  let isText = false;
  while (/^[-+]/.test(words[at]?.text ?? '') && words[at]?.text !== '--') {
    const option = words[at]?.text ?? '';
    if (/^-[a-z]*c[a-z]*$/.test(option)) isText = true;
    at += option === '-o' || option === '+o' ? 2 : 1;
  }
  if (words[at]?.text === '--') at++;
  const target = words[at];
  if (target === undefined) return ending('none', shell, running);
  const deeper = { ...running, depth: running.depth + 1 };
  // The word behind the text is `$0`.
  if (isText) return followText(placedWord(target), words.slice(at + 2), deeper, shell);
  return followScript(target, words.slice(at + 1), deeper, 'shell');
}

/** A program that is a file of the project: its first line says what reads it. */
function followFile(program: PlacedWord, words: readonly PlacedWord[], running: Running): Followed {
  if (program.text.endsWith('.py')) {
    return readServer({ text: 'python', span: program.span }, [program, ...words], running);
  }
  return followScript(program, words, { ...running, depth: running.depth + 1 }, 'kernel');
}

function followScript(
  target: PlacedWord,
  words: readonly PlacedWord[],
  running: Running,
  reader: 'shell' | 'kernel',
): Followed {
  const file = fileOf(target.text, running);
  // A script that runs itself never comes to a server.
  if (file === undefined || running.scripts.includes(file.file)) return undefined;
  const script = readScript(file.file, file.text);
  const interpreter = script.shebang?.interpreter ?? '';
  const name = interpreter.slice(interpreter.lastIndexOf('/') + 1);
  if (reader === 'kernel' && isPython(name))
    return readServer({ text: 'python', span: target.span }, [target, ...words], running);
  if (reader === 'kernel' && name !== '' && !/^(?:sh|bash|ash|dash|zsh)$/.test(name)) return undefined;
  const inside = { ...running, scripts: [...running.scripts, file.file] };
  return followCommands(script.commands, words, inside, target);
}

/** A script by its path; a bare name is looked for where images keep programs. */
function fileOf(path: string, running: Running): { readonly file: string; readonly text: string } | undefined {
  const { readFile } = running.surroundings;
  const resolved = resolveFrom(running.workdir, path);
  const found = resolved === undefined ? undefined : readFile(resolved);
  if (found !== undefined || path.includes('/')) return found;
  for (const folder of (running.environment.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin').split(':')) {
    const there = folder === '' ? undefined : readFile(`${folder}/${path}`);
    if (there !== undefined) return there;
  }
  return undefined;
}

function followText(source: PlacedText, words: readonly PlacedWord[], running: Running, shell: PlacedWord): Followed {
  return followCommands(readCommands(source), words, running, shell);
}

/** Follows the commands of a shell text to the first that serves. */
function followCommands(
  commands: readonly ShellCommand[],
  words: readonly PlacedWord[],
  running: Running,
  program: PlacedWord,
): Followed {
  const walk: Walk = {
    running,
    words,
    functions: functionsOf(commands),
    found: [],
    background: undefined,
    unsure: undefined,
    errand: undefined,
    chosen: new Map(),
  };
  for (const command of commands) {
    if (command.within.some((block) => block.kind === 'function')) continue;
    const step = walkCommand(walk, command, commands);
    if (step === 'served') break;
  }
  const [only, second] = walk.found;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) return undefined;
  if (walk.background !== undefined) return walk.background;
  if (walk.unsure === undefined && walk.errand !== undefined) return walk.errand;
  return walk.unsure === undefined ? ending('none', program, walk.running) : undefined;
}

type Walk = {
  running: Running;
  words: readonly PlacedWord[] | undefined;
  readonly functions: ReadonlySet<string>;
  /** Servers that are started, those under conditions that are not known included. */
  readonly found: ServerStart[];
  background: ServerStart | undefined;
  /** A program in Python that seems to do its work and end, and may be all that is run. */
  errand: ServerStart | undefined;
  /** A command that may serve and is not known. */
  unsure: PlacedWord | undefined;
  /** Branches that were taken, by the number of their block. */
  readonly chosen: Map<number, number | 'unknown'>;
};

function functionsOf(commands: readonly ShellCommand[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) => command.within.flatMap((block) => (block.kind === 'function' ? [block.name] : []))),
  );
}

function walkCommand(walk: Walk, command: ShellCommand, all: readonly ShellCommand[]): 'served' | undefined {
  const reached = isReached(walk, command, all);
  if (reached === 'never') return undefined;
  applyDefaults(walk, command);
  const words = expandWords(walk, command);
  applyAssignments(walk, command, words);
  const first = words[0];
  if (first === undefined || command.within.some(isTest)) return undefined;
  if (applyBuiltin(walk, words)) return undefined;
  const running = withAssignments(walk, command);
  const followed = walk.functions.has(first.text) ? undefined : follow(words, running);
  if (followed === undefined) {
    if (mayServe(first.text, walk)) walk.unsure = first;
    return isExec(command) && reached === 'always' ? 'served' : undefined;
  }
  if (followed.kind === 'none' || followed.kind === 'python-prompt') {
    walk.running = { ...walk.running, before: [...walk.running.before, beforeOf(words, command)] };
    return undefined;
  }
  if (command.runs !== 'background' && !isExec(command) && endsByItself(followed, running)) {
    walk.errand = followed;
    walk.unsure = undefined;
    walk.running = { ...walk.running, before: [...walk.running.before, beforeOf(words, command)] };
    return undefined;
  }
  if (command.runs === 'background') {
    walk.background ??= followed;
    return undefined;
  }
  walk.found.push(followed);
  return reached === 'always' ? 'served' : undefined;
}

function beforeOf(words: readonly PlacedWord[], { span }: ShellCommand): ServerStart['before'][number] {
  return { words: words.map((word) => word.text), span };
}

/** `python fill.py && flask run`: a program that has no word of serving does its work and ends. */
function endsByItself({ kind, script }: ServerStart, running: Running): boolean {
  if (kind !== 'python-file' || script?.text === undefined) return false;
  const text = fileOf(script.text.includes('/') ? script.text : `./${script.text}`, running)?.text;
  return text !== undefined && !mayServeFrom(text.replace(RUNS_A_COROUTINE, ''));
}

/** Whether a program in Python has a word of serving, or calls a `main` that stands elsewhere. */
function mayServeFrom(program: string): boolean {
  return SERVES.test(program) || (/\bmain\s*\(/.test(program) && !/\bdef\s+main\s*\(/.test(program));
}

const SERVES =
  /\b(?:run|run_simple|run_app|serve|serve_forever|make_server|start|cli|Popen|call|execv\w*|execl\w*)\s*\(|\b\w*Server\s*\(|\.listen\s*\(/;
const RUNS_A_COROUTINE = /\b(?:asyncio|anyio|trio|uvloop)\.run\s*\(|#.*/g;

function isTest(block: ShellCommand['within'][number]): boolean {
  return (block.kind === 'if' || block.kind === 'loop') && block.part === 'test';
}

function isExec(command: ShellCommand): boolean {
  return command.words[0]?.text === 'exec';
}

/** A program of no known kind may serve; words of the shell and functions do not. */
function mayServe(name: string, walk: Walk): boolean {
  return (
    !walk.functions.has(name) &&
    !/^(?:exec|set|trap|wait|exit|return|:|\[|\[\[|read|ulimit|umask|local|shift|unset|break|continue|source|\.)$/.test(
      name,
    )
  );
}

/** `command || exit 1` and `test && command`: whether the command is surely run. */
function isReached(walk: Walk, command: ShellCommand, all: readonly ShellCommand[]): 'always' | 'perhaps' | 'never' {
  let reached: 'always' | 'perhaps' = command.joined === 'or' ? 'perhaps' : 'always';
  for (const block of command.within) {
    if (block.kind === 'loop' || block.kind === 'group') continue;
    const holds = blockHolds(walk, block, all);
    if (holds === false) return 'never';
    if (holds === undefined) reached = 'perhaps';
  }
  return reached;
}

/** Decided once, where the block is first met: `shift` and assignments inside it do not change the choice. */
function blockHolds(
  walk: Walk,
  block: ShellCommand['within'][number],
  all: readonly ShellCommand[],
): boolean | undefined {
  if (block.kind !== 'if' && block.kind !== 'case') return undefined;
  if (block.kind === 'if' && block.part === 'test') return true;
  const chosen = walk.chosen.get(block.number) ?? chooseBranch(walk, block, all);
  walk.chosen.set(block.number, chosen);
  return chosen === 'unknown' ? undefined : chosen === block.branch;
}

/** Which branch of an `if` or `case` is taken. `-1`: none of those that hold a command. */
function chooseBranch(
  walk: Walk,
  block: ShellCommand['within'][number] & { kind: 'if' | 'case' },
  all: readonly ShellCommand[],
): number | 'unknown' {
  for (const branch of branchesOf(all, block)) {
    const holds = branchHolds(walk, branch, all);
    if (holds === undefined) return 'unknown';
    if (holds) return branch.branch;
  }
  return -1;
}

/** The branches of a block in order, each once. */
function branchesOf(
  all: readonly ShellCommand[],
  block: ShellCommand['within'][number] & { kind: 'if' | 'case' },
): (ShellCommand['within'][number] & { kind: 'if' | 'case' })[] {
  const branches = new Map<number, ShellCommand['within'][number] & { kind: 'if' | 'case' }>();
  for (const command of all) {
    for (const one of command.within) {
      if (one.kind === block.kind && 'branch' in one && one.number === block.number && !branches.has(one.branch)) {
        branches.set(one.branch, one);
      }
    }
  }
  return [...branches.values()].sort((a, b) => a.branch - b.branch);
}

function branchHolds(
  walk: Walk,
  block: ShellCommand['within'][number] & { kind: 'if' | 'case' },
  all: readonly ShellCommand[],
): boolean | undefined {
  if (block.kind === 'case') return caseHolds(walk, block);
  if (block.part === 'else') return true;
  return testHolds(testsOf(all, block.number, block.branch), shellVariables(walk.running, walk.words));
}

function testsOf(all: readonly ShellCommand[], number: number, branch: number): readonly ShellCommand[] {
  return all.filter((command) =>
    command.within.some(
      (one) => one.kind === 'if' && one.number === number && one.branch === branch && one.part === 'test',
    ),
  );
}

function caseHolds(walk: Walk, block: ShellCommand['within'][number] & { kind: 'case' }): boolean | undefined {
  const variables = shellVariables(walk.running, walk.words);
  const subject = expandWord(block.subject, variables);
  const texts = block.patterns.map((pattern) => expandWord(pattern, variables));
  if (texts.includes('*')) return true;
  if (subject === undefined) return undefined;
  if (texts.includes(subject)) return true;
  return texts.some((text) => text === undefined || /[*?[]/.test(text)) ? undefined : false;
}

/** The command's words with `"$@"` and variables filled in; a word that is not known keeps its text. */
function expandWords(walk: Walk, command: ShellCommand): PlacedWord[] {
  return command.words.flatMap((word) => expandOne(walk, word));
}

function expandOne(walk: Walk, word: ShellWord): readonly PlacedWord[] {
  const only = word.parts.length === 1 ? word.parts[0] : undefined;
  if (only?.kind === 'variable' && (only.name === '@' || only.name === '*'))
    return walk.words ?? [{ text: word.text, span: word.span }];
  const text = expandWord(word, shellVariables(walk.running, walk.words));
  if (text === undefined) return [{ text: word.text, span: word.span }];
  const bare = only?.kind === 'variable' && only.quoted === 'bare';
  if (!bare) return [{ text, span: word.span, ...piecesOf(walk, word) }];
  // A variable without quotes is split at blanks, and is no word at all where it is empty.
  const split = [...text.matchAll(/\S+/g)].map((found) => ({ text: found[0], span: word.span }));
  return split.length === 1 && split[0]?.text === text ? [{ ...split[0], ...piecesOf(walk, word) }] : split;
}

/** Where the parts of a word come from: its variables, and the text before the first of them. */
function piecesOf({ running, words }: Walk, { parts, text, span }: ShellWord): Pick<PlacedWord, 'pieces'> {
  if (parts.every((part) => part.kind !== 'variable')) return {};
  const variables = shellVariables(running, words);
  const isExact = text.length === span.end - span.start;
  const pieces: Piece[] = [];
  let at = 0;
  for (const [number, part] of parts.entries()) {
    const length = expandWord({ parts: [part] }, variables)?.length ?? 0;
    const place = { from: at, to: at + length };
    at += length;
    if (part.kind === 'text' && number === 0 && isExact)
      pieces.push({ ...place, kind: 'written', span: { ...span, end: span.start + length } });
    if (
      part.kind === 'variable' &&
      !running.own.has(part.name) &&
      running.environment.get(part.name)?.length === length
    )
      pieces.push({ ...place, kind: 'variable', name: part.name });
  }
  return { pieces };
}

/** `: "${PORT:=8000}"`: a default that stays. */
function applyDefaults(walk: Walk, command: ShellCommand): void {
  for (const part of [...command.words, ...command.assignments.map((one) => one.value)].flatMap(({ parts }) => parts)) {
    if (part.kind !== 'variable' || (part.operator !== ':=' && part.operator !== '=')) continue;
    const value = expandWord({ parts: [part] }, shellVariables(walk.running, walk.words));
    setVariable(walk, part.name, value, 'own');
  }
}

/** `X=1` alone sets a variable of the shell; exported ones of the same name change too. */
function applyAssignments(walk: Walk, command: ShellCommand, words: readonly PlacedWord[]): void {
  if (words.length > 0) return;
  for (const { name, value } of command.assignments)
    setVariable(walk, name, expandWord(value, shellVariables(walk.running, walk.words)), 'own');
}

function setVariable(walk: Walk, name: string, value: string | undefined, kind: 'own' | 'exported'): void {
  const exported = kind === 'exported' || walk.running.environment.has(name);
  const own = new Map(walk.running.own);
  own.set(name, value);
  const environment = new Map(walk.running.environment);
  if (exported) environment.set(name, value);
  walk.running = { ...walk.running, own, environment };
}

/** `X=1 command`: the command alone sees it. */
function withAssignments(walk: Walk, command: ShellCommand): Running {
  if (command.assignments.length === 0) return walk.running;
  const environment = new Map(walk.running.environment);
  for (const { name, value } of command.assignments) {
    environment.set(name, expandWord(value, shellVariables(walk.running, walk.words)));
  }
  return { ...walk.running, environment };
}

/** Commands of the shell that change what follows. True where the command was one of them. */
function applyBuiltin(walk: Walk, words: readonly PlacedWord[]): boolean {
  const [first, ...rest] = words;
  switch (first?.text) {
    case 'export':
      for (const word of rest) exportWord(walk, word.text);
      return true;
    case 'unset':
      for (const word of rest) unsetVariable(walk, word.text);
      return true;
    case 'cd': {
      const target = rest[0]?.text;
      const workdir =
        target === undefined || /[$`]/.test(target) ? undefined : resolveFrom(walk.running.workdir, target);
      walk.running = { ...walk.running, workdir };
      return true;
    }
    case 'set':
      if (rest[0]?.text === '--') walk.words = rest.slice(1);
      return true;
    case 'shift':
      walk.words = walk.words?.slice(Number(rest[0]?.text ?? '1') || 1);
      return true;
    case '.':
    case 'source':
      activate(walk, rest[0]?.text ?? '');
      return true;
    default:
      return false;
  }
}

function exportWord(walk: Walk, text: string): void {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (!/^[A-Za-z_]\w*$/.test(name)) return;
  const value = equals < 0 ? walk.running.own.get(name) : text.slice(equals + 1);
  if (equals < 0 && !walk.running.own.has(name)) return;
  setVariable(walk, name, value !== undefined && /[$`]/.test(value) ? undefined : value, 'exported');
}

function unsetVariable(walk: Walk, name: string): void {
  const own = new Map(walk.running.own);
  const environment = new Map(walk.running.environment);
  own.delete(name);
  environment.delete(name);
  walk.running = { ...walk.running, own, environment };
}

/** `. venv/bin/activate` puts the environment's programs first. */
function activate(walk: Walk, path: string): void {
  if (!path.endsWith('/bin/activate')) return;
  const folder = resolveFrom(walk.running.workdir, path.slice(0, -'/bin/activate'.length));
  if (folder === undefined) return;
  const before = walk.running.environment.get('PATH');
  setVariable(walk, 'PATH', before === undefined ? undefined : `${folder}/bin:${before}`, 'exported');
  setVariable(walk, 'VIRTUAL_ENV', folder, 'exported');
}

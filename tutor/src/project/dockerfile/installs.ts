import type { Span } from '../../core/span.ts';
import type { PlacedWord } from '../shell/placed.ts';
import { cleanPath } from './copy.ts';
import type { RunCommand, RunVariables } from './run-facts.ts';

/** Python packages that a command installs. */
export type PackageInstall = {
  readonly tool: 'pip' | 'uv' | 'poetry' | 'pipenv' | 'pdm' | 'conda';
  readonly at: Span;
  /** The word that names the tool. */
  readonly toolAt: Span;
  /** The Python that runs pip, where the command names one by its path: `/opt/venv/bin/pip`. */
  readonly program: string;
  /** `-r requirements.txt`: absolute path in the image where it is known. */
  readonly requirements: readonly InstallFile[];
  /** `-c constraints.txt`. */
  readonly constraints: readonly InstallFile[];
  readonly packages: readonly InstallPackage[];
  /** `.`, `-e .`, wheels: what is in there is not named here. */
  readonly others: readonly { readonly text: string; readonly at: Span }[];
  /** Where the packages go. */
  readonly into: InstallPlace;
  readonly flags: readonly string[];
  /** `pip wheel`, `pip download`: nothing is installed yet. */
  readonly action: 'install' | 'wheel';
};

export type InstallFile = { readonly text: string; readonly at: Span; readonly path: string | undefined };
/** `flask==2.3.3` as written, with its name as pip compares it. */
export type InstallPackage = { readonly name: string; readonly text: string; readonly at: Span };

export type InstallPlace =
  /** Where that Python keeps its packages. */
  | { readonly kind: 'system' }
  | { readonly kind: 'user'; readonly at: Span }
  /** `--prefix`, `--target`, `--root`: absolute where it is known. */
  | { readonly kind: 'prefix' | 'target' | 'root'; readonly path: string | undefined; readonly at: Span }
  /** A virtual environment: its folder, where it is known. */
  | { readonly kind: 'environment'; readonly path: string | undefined };

/** Reads pip, `python -m pip`, uv, poetry, pipenv and pdm; undefined for anything else. */
export function readInstall(command: RunCommand, variables: RunVariables): PackageInstall | undefined {
  const found = findTool(command.words);
  if (found === undefined) return undefined;
  const { tool, program, rest, toolAt } = found;
  const draft: Draft = { requirements: [], constraints: [], packages: [], others: [], flags: [], into: undefined };
  if (tool === 'pip' || tool === 'conda') readWords(draft, rest, command.workdir);
  else if (tool === 'uv' && found.action !== 'sync') readWords(draft, rest, command.workdir);
  else readProjectTool(draft, rest, found.action, command);
  const into = draft.into ?? placeOf(tool, program, draft, command, variables);
  const action = found.action === 'wheel' || found.action === 'download' ? 'wheel' : 'install';
  const { requirements, constraints, packages, others, flags } = draft;
  return { tool, at: command.span, toolAt, program, requirements, constraints, packages, others, into, flags, action };
}

type Tool = PackageInstall['tool'];
type FoundTool = {
  readonly tool: Tool;
  readonly program: string;
  readonly toolAt: Span;
  readonly action: string;
  readonly rest: readonly PlacedWord[];
};

function findTool(words: readonly PlacedWord[]): FoundTool | undefined {
  const at = words.findIndex((word) => !/^(?:env|sudo|exec|-\S+|[A-Za-z_]\w*=.*)$/.test(word.text));
  const first = words[at];
  if (first === undefined) return undefined;
  const name = first.text.replace(/^.*\//, '');
  const rest = words.slice(at + 1);
  if (/^python[\d.]*$/.test(name)) return behindModule(first, rest);
  if (/^pip[\d.]*$/.test(name)) return pipAction('pip', first, rest);
  if (name === 'uv') return uvAction(first, rest);
  if (name === 'poetry' || name === 'pdm') return toolAction(name, first, rest, /^(?:install|add|sync)$/);
  if (name === 'pipenv') return toolAction('pipenv', first, rest, /^(?:install|sync)$/);
  return /^(?:conda|mamba|micromamba)$/.test(name) ? pipAction('conda', first, rest) : undefined;
}

function behindModule(python: PlacedWord, words: readonly PlacedWord[]): FoundTool | undefined {
  const at = words.findIndex((word) => word.text === '-m');
  const module = words[at + 1];
  if (at < 0 || module === undefined) return undefined;
  const rest = words.slice(at + 2);
  const found = findTool([module, ...rest]);
  return found === undefined ? undefined : { ...found, program: python.text };
}

function pipAction(tool: Tool, program: PlacedWord, words: readonly PlacedWord[]): FoundTool | undefined {
  const at = words.findIndex((word) => !word.text.startsWith('-'));
  const action = words[at]?.text ?? '';
  if (!/^(?:install|wheel|download)$/.test(action)) return undefined;
  const rest = [...words.slice(0, at), ...words.slice(at + 1)];
  return { tool, program: program.text, toolAt: program.span, action, rest };
}

function uvAction(program: PlacedWord, words: readonly PlacedWord[]): FoundTool | undefined {
  const plain = words.filter((word) => !word.text.startsWith('-'));
  const common = { tool: 'uv' as const, program: program.text, toolAt: program.span };
  if (plain[0]?.text === 'pip' && (plain[1]?.text === 'install' || plain[1]?.text === 'sync')) {
    const from = words.indexOf(plain[1]) + 1;
    const isSync = plain[1].text === 'sync';
    // `uv pip sync file` installs what the file names.
    const rest = isSync
      ? words
          .slice(from)
          .flatMap((word) => (word.text.startsWith('-') ? [word] : [{ text: '-r', span: word.span }, word]))
      : words.slice(from);
    return { ...common, action: 'install', rest };
  }
  if (plain[0]?.text !== 'sync' && plain[0]?.text !== 'add') return undefined;
  return { ...common, action: plain[0].text, rest: words.slice(words.indexOf(plain[0]) + 1) };
}

function toolAction(
  tool: Tool,
  program: PlacedWord,
  words: readonly PlacedWord[],
  actions: RegExp,
): FoundTool | undefined {
  const at = words.findIndex((word) => !word.text.startsWith('-'));
  const action = words[at]?.text ?? '';
  if (!actions.test(action)) return undefined;
  return { tool, program: program.text, toolAt: program.span, action, rest: words.slice(at + 1) };
}

type Draft = {
  readonly requirements: InstallFile[];
  readonly constraints: InstallFile[];
  readonly packages: InstallPackage[];
  readonly others: { text: string; at: Span }[];
  readonly flags: string[];
  into: InstallPlace | undefined;
};

/** pip's options that take a word of their own and say nothing here. */
const WITH_VALUE: ReadonlySet<string> = new Set(
  '-i --index-url --extra-index-url -f --find-links --trusted-host --cache-dir --timeout --retries --proxy --cert --platform --python-version --implementation --abi --no-binary --only-binary --progress-bar --upgrade-strategy --log -w --wheel-dir -d --dest --python -p --config-setting --config-settings --global-option --build-option --src --report --use-feature --index-strategy --link-mode -n --channel'.split(
    ' ',
  ),
);

function readWords(draft: Draft, words: readonly PlacedWord[], workdir: string | undefined): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) return;
    if (word.text.startsWith('-')) at += readFlag(draft, word, words[at + 1], workdir);
    else readTarget(draft, word);
  }
}

/** Reads an option; answers how many words behind it belong to it. */
function readFlag(draft: Draft, word: PlacedWord, next: PlacedWord | undefined, workdir: string | undefined): 0 | 1 {
  const { name, value, takes } = flagOf(word, next);
  switch (name) {
    case '-r':
    case '--requirement':
    case '--requirements':
      if (value !== undefined) draft.requirements.push(fileOf(value, workdir));
      return takes;
    case '-c':
    case '--constraint':
      if (value !== undefined) draft.constraints.push(fileOf(value, workdir));
      return takes;
    case '-e':
    case '--editable':
      if (value !== undefined) draft.others.push({ text: value.text, at: value.span });
      return takes;
    case '--prefix':
    case '-t':
    case '--target':
    case '--root': {
      const kind = name === '-t' ? 'target' : (name.slice(2) as 'prefix' | 'target' | 'root');
      if (value !== undefined) draft.into = { kind, path: absolute(workdir, value.text), at: value.span };
      return takes;
    }
    case '--user':
      draft.into = { kind: 'user', at: word.span };
      return 0;
    default:
      draft.flags.push(name);
      return WITH_VALUE.has(name) ? takes : 0;
  }
}

/** `-r file`, `-rfile`, `--requirement=file`. */
function flagOf(
  word: PlacedWord,
  next: PlacedWord | undefined,
): { readonly name: string; readonly value: PlacedWord | undefined; readonly takes: 0 | 1 } {
  const equals = word.text.indexOf('=');
  if (word.text.startsWith('--') && equals > 0) {
    return { name: word.text.slice(0, equals), value: partOf(word, equals + 1), takes: 0 };
  }
  if (/^-[rcet]./.test(word.text)) return { name: word.text.slice(0, 2), value: partOf(word, 2), takes: 0 };
  return { name: word.text, value: next, takes: next === undefined ? 0 : 1 };
}

function partOf(word: PlacedWord, from: number): PlacedWord {
  const exact = word.span.end - word.span.start === word.text.length;
  const span = exact ? { ...word.span, start: word.span.start + from } : word.span;
  return { text: word.text.slice(from), span };
}

function fileOf(word: PlacedWord, workdir: string | undefined): InstallFile {
  return { text: word.text, at: word.span, path: absolute(workdir, word.text) };
}

function absolute(workdir: string | undefined, path: string): string | undefined {
  if (/[$`*?]/.test(path)) return undefined;
  if (path.startsWith('/')) return cleanPath(path);
  return workdir === undefined ? undefined : cleanPath(`${workdir}/${path}`);
}

function readTarget(draft: Draft, word: PlacedWord): void {
  const name = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?(?:\s*(?:[=<>!~]=|[<>]|@|;).*)?$/.exec(word.text)?.[1];
  const isFile = /(?:^\.{0,2}\/|\.(?:whl|tar\.gz|zip)$|[*?$])|^\.$/.test(word.text);
  if (name === undefined || isFile) draft.others.push({ text: word.text, at: word.span });
  else draft.packages.push({ name: name.toLowerCase().replace(/[-_.]+/g, '-'), text: word.text, at: word.span });
}

/** poetry, pipenv, pdm and `uv sync` install what a file of the project names. */
function readProjectTool(draft: Draft, words: readonly PlacedWord[], action: string, command: RunCommand): void {
  for (const word of words) {
    if (word.text.startsWith('-')) draft.flags.push(word.text.replace(/=.*$/, ''));
    else if (action === 'add') readTarget(draft, word);
    else draft.others.push({ text: word.text, at: word.span });
  }
  if (action !== 'add') draft.others.push({ text: '.', at: command.span });
}

/** Where a tool puts packages when nothing says so. */
function placeOf(
  tool: Tool,
  program: string,
  draft: Draft,
  command: RunCommand,
  variables: RunVariables,
): InstallPlace {
  const folder = /^(.+)\/bin\/(?:python|pip)[\d.]*$/.exec(program)?.[1];
  if (folder !== undefined) {
    const path = absolute(command.workdir, folder);
    return path === '/usr/local' || path === '/usr' ? { kind: 'system' } : { kind: 'environment', path };
  }
  if (tool === 'pipenv' && draft.flags.includes('--system')) return { kind: 'system' };
  if (tool === 'uv') return uvPlace(draft, command, variables);
  if (tool === 'pip') return activePlace(variables);
  if (tool === 'poetry' && variables('POETRY_VIRTUALENVS_CREATE') === 'false') return { kind: 'system' };
  return { kind: 'environment', path: undefined };
}

function uvPlace(draft: Draft, command: RunCommand, variables: RunVariables): InstallPlace {
  if (draft.flags.includes('--system') || variables('UV_SYSTEM_PYTHON') === '1') return { kind: 'system' };
  const named = variables('UV_PROJECT_ENVIRONMENT') ?? variables('VIRTUAL_ENV');
  if (typeof named === 'string')
    return named === '/usr/local' ? { kind: 'system' } : { kind: 'environment', path: named };
  return {
    kind: 'environment',
    path: command.workdir === undefined ? undefined : cleanPath(`${command.workdir}/.venv`),
  };
}

/** `venv`, `.venv`, `venv311`, `env`, `virtualenv`. */
function isEnvironmentName(folder: string): boolean {
  const name = folder.startsWith('.') ? folder.slice(1) : folder;
  return name === 'env' || name === 'virtualenv' || (name.startsWith('venv') && /^\w*$/.test(name));
}

/** The `pip` that is first on PATH: one of a virtual environment puts packages there. */
function activePlace(variables: RunVariables): InstallPlace {
  const path = variables('PATH');
  const first = typeof path === 'string' ? path.split(':')[0] : undefined;
  const folder = first?.endsWith('/bin') === true ? first.slice(0, -4) : undefined;
  const named = variables('VIRTUAL_ENV');
  if (typeof named === 'string' && folder === named) return { kind: 'environment', path: named };
  const isEnvironment = folder !== undefined && isEnvironmentName(folder.slice(folder.lastIndexOf('/') + 1));
  return isEnvironment ? { kind: 'environment', path: folder } : { kind: 'system' };
}

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import type { Editor, FilePoint } from '../tui/ports.ts';

/** Editors that open a window of their own and return at once. */
const WINDOWS = ['code', 'code-insiders', 'codium', 'cursor', 'subl', 'zed', 'windsurf'];
/** Editors that take `+LINE FILE`. */
const PLUS_LINE = ['vi', 'vim', 'nvim', 'nano', 'emacs', 'micro', 'joe', 'kak', 'helix', 'hx'];
/** What is looked for where neither VISUAL nor EDITOR says. */
const FALLBACKS = ['nano', 'vim', 'vi'];

/** The learner's editor: VISUAL, EDITOR, the one whose terminal this is, then what is on PATH. Undefined where there is none. */
export function learnersEditor(folder: string, environment: Readonly<Record<string, string>>): Editor | undefined {
  const words = (environment.VISUAL ?? environment.EDITOR ?? (environment.TERM_PROGRAM === 'vscode' ? 'code' : ''))
    .split(/\s+/)
    .filter((word) => word !== '');
  const command = words.length > 0 ? words : fallback(environment);
  const [program, ...options] = command;
  if (program === undefined) return undefined;
  const name = basename(program).replace(/\.(exe|cmd)$/i, '');
  const takes = WINDOWS.includes(name) ? 'window' : 'terminal';
  return { name, takes, open: (at) => run(program, [...options, ...placeArguments(name, folder, at)], takes) };
}

function fallback(environment: Readonly<Record<string, string>>): readonly string[] {
  const found = FALLBACKS.find((name) => isOnPath(name, environment.PATH ?? ''));
  return found === undefined ? [] : [found];
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch (error) {
      // Not there, or not ours to run: both mean "look further".
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

function placeArguments(name: string, folder: string, at: FilePoint): readonly string[] {
  const file = join(folder, at.file);
  if (name === 'subl' || name === 'zed' || name === 'hx' || name === 'helix')
    return [`${file}:${at.line}:${at.column}`];
  if (WINDOWS.includes(name)) return ['--goto', `${file}:${at.line}:${at.column}`];
  if (name === 'vi' || name === 'vim' || name === 'nvim') return [`+call cursor(${at.line},${at.column})`, file];
  return PLUS_LINE.includes(name) ? [`+${at.line}`, file] : [file];
}

function run(program: string, args: readonly string[], takes: Editor['takes']): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      stdio: takes === 'terminal' ? 'inherit' : 'ignore',
      detached: takes === 'window',
    });
    child.once('error', (error) =>
      reject(new Error(`${program} could not be started (${error.message}); set EDITOR to the editor you use`)),
    );
    if (takes === 'window') {
      child.once('spawn', () => {
        child.unref();
        resolve();
      });
      return;
    }
    child.once('exit', () => resolve());
  });
}

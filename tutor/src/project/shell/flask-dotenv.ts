import { readDotenv } from '../dotenv/read.ts';
import { type Running, resolveFrom } from './running.ts';
import type { Setting } from './start.ts';

/** Files that the `flask` command reads where python-dotenv is installed, the stronger first. The environment outranks both. */
const FILES = ['.env', '.flaskenv'] as const;

/**
 * A variable as the `flask` command sees it: the environment's, else that of `.env` or `.flaskenv` in the working folder.
 * Undefined where it is set nowhere.
 */
export function flaskVariable(running: Running, name: string): Setting | undefined {
  if (running.environment.has(name)) return { text: running.environment.get(name), from: { kind: 'variable', name } };
  const reads = running.surroundings.packages?.has('python-dotenv') === true;
  if (!reads || running.environment.has('FLASK_SKIP_DOTENV')) return undefined;
  for (const file of FILES) {
    const setting = variableIn(running, file, name);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

function variableIn(running: Running, file: string, name: string): Setting | undefined {
  const path = resolveFrom(running.workdir, file);
  const found = path === undefined ? undefined : running.surroundings.readFile(path);
  if (found === undefined) return undefined;
  const variable = readDotenv(found.file, found.text, { lookup: () => undefined }).variables.get(name);
  if (variable === undefined) return undefined;
  return { text: variable.value, at: variable.span, from: { kind: 'file', file: found.file } };
}

import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import { type ContainerEnvironment, type ContainerVariable, knownValues } from './container-environment.ts';
import type { WebSource } from './source.ts';

/** What the page's process sees: what its container is given, changed by the script or line that starts it (`export X=…`, `X=… flask run`). */
export function startEnvironment(
  project: Project,
  given: ContainerEnvironment,
  /** The same without values that a fault of their own keeps from being known. */
  read: ContainerEnvironment,
  source: WebSource,
): ContainerEnvironment {
  const { start } = source;
  if (start === undefined || start.kind === 'unknown' || start.kind === 'none') return read;
  const before = knownValues(given);
  const changed = new Map(read);
  const texts = scriptsOf(project, source);
  for (const [name, value] of Object.entries(start.environment)) {
    if (before[name] === value) continue;
    changed.set(name, { name, value, from: 'image', image: { value, at: placeIn(texts, name, value) ?? start.at } });
  }
  for (const name of start.unknownVariables ?? []) {
    if (before[name] !== undefined || !given.has(name)) changed.set(name, untold(name));
  }
  // A file of variables that the script reads may give any of those that lack.
  if (!texts.some(({ text }) => READS_VARIABLES.test(text))) return changed;
  const asked = source.modules.flatMap((module) => module.environmentReads.map((one) => one.name));
  for (const name of asked) if (!changed.has(name)) changed.set(name, untold(name));
  return changed;
}

/** `. ./settings.sh`, `source .env`, `export $(cat .env)`; a virtual environment brings none. */
const READS_VARIABLES = /^\s*(?:\.|source)\s+(?!\S*bin\/activate)\S|\bexport\s+(?:--\s+)?["']?[$`]/m;

function untold(name: string): ContainerVariable {
  return { name, value: undefined, from: 'image', image: { value: undefined } };
}

type ScriptText = { readonly file: string; readonly text: string };

function scriptsOf(project: Project, { start }: WebSource): readonly ScriptText[] {
  return (start?.scripts ?? []).flatMap((file) => {
    const read = project.files.read(file);
    return read.kind === 'text' ? [{ file, text: read.text }] : [];
  });
}

/** The value behind the last assignment of a name in a script; the assignment where it is put together. */
function placeIn(texts: readonly ScriptText[], name: string, value: string): Span | undefined {
  for (const { file, text } of [...texts].reverse()) {
    const found = [...text.matchAll(new RegExp(`(?<![\\w$])${name}=(["']?)`, 'g'))].at(-1);
    if (found === undefined) continue;
    const start = found.index + found[0].length;
    if (text.startsWith(value, start)) return { file, start, end: start + value.length };
    const line = /^[^\r\n]*/.exec(text.slice(found.index))?.[0] ?? '';
    return { file, start: found.index, end: found.index + line.trimEnd().length };
  }
  return undefined;
}

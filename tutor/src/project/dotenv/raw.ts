import type { ComposeFault } from '../compose/fault.ts';
import type { Lookup } from '../compose/substitute.ts';
import type { DotenvReading, DotenvVariable } from './read.ts';

/**
 * Reads an env file of `format: raw`, as `docker run --env-file` does: a line a variable, everything after `=` as it stands,
 * no quotes, no comments behind values, nothing filled in. A name alone passes a variable through.
 */
export function readRawEnvFile(file: string, text: string, lookup: Lookup): DotenvReading {
  const variables = new Map<string, DotenvVariable>();
  const faults: ComposeFault[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 ? text.length : newline;
    const end = text[stop - 1] === '\r' ? stop - 1 : stop;
    const start = at + (/^\s*/.exec(text.slice(at, end))?.[0].length ?? 0);
    const line = { file, start, end };
    const read = readLine(text.slice(start, end), line, lookup);
    if (read.kind === 'variable') variables.set(read.variable.name, read.variable);
    if (read.kind === 'fault') faults.push(read.fault);
    at = stop + 1;
  }
  return { variables, faults };
}

type Line =
  | { readonly kind: 'variable'; readonly variable: DotenvVariable }
  | { readonly kind: 'fault'; readonly fault: ComposeFault }
  | { readonly kind: 'nothing' };

function readLine(
  line: string,
  at: { readonly file: string; readonly start: number; readonly end: number },
  lookup: Lookup,
): Line {
  if (line === '' || line.startsWith('#')) return { kind: 'nothing' };
  const equals = line.indexOf('=');
  const name = equals < 0 ? line : line.slice(0, equals);
  const keySpan = { ...at, end: at.start + name.length };
  if (name === '' || /\s/.test(name)) {
    const message = name === '' ? 'no variable name stands before `=`' : 'a variable name holds no space';
    return {
      kind: 'fault',
      fault: { kind: 'dotenv-syntax', refuses: true, message, at, words: { file: at.file, text: line } },
    };
  }
  if (equals < 0) return passedThrough(name, keySpan, lookup);
  const span = { ...at, start: at.start + equals + 1 };
  const value = line.slice(equals + 1);
  return {
    kind: 'variable',
    variable: { name, value, pieces: [{ from: 0, to: value.length, span, exact: true }], span, keySpan },
  };
}

function passedThrough(name: string, keySpan: DotenvVariable['keySpan'], lookup: Lookup): Line {
  const found = lookup(name);
  if (found === undefined) return { kind: 'nothing' };
  const pieces = found.pieces ?? [{ from: 0, to: found.value.length, span: keySpan, exact: false }];
  return { kind: 'variable', variable: { name, value: found.value, pieces, span: keySpan, keySpan } };
}

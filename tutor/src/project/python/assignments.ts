import { moduleView } from './qualify.ts';
import { parseSource } from './read-python.ts';
import type { Symbolic } from './symbolic.ts';
import { symbolicOf } from './symbolic-of.ts';

/** What the names of a module hold in the end, for files that are read as settings. */
export function readAssignments(file: string, text: string): ReadonlyMap<string, Symbolic> {
  const { scope } = parseSource(file, text);
  const view = moduleView(file, scope);
  const values = new Map<string, Symbolic>();
  for (const [name, [first]] of scope.bindings) {
    if (first === undefined || /[.[]/.test(name)) continue;
    const named = { kind: 'name' as const, name, from: first.at.from, to: first.at.to };
    values.set(name, symbolicOf(named, { view, scope, order: Number.POSITIVE_INFINITY }));
  }
  return values;
}

import type { Span } from '../core/span.ts';
import type { Service, Variable } from '../project/compose/project.ts';
import { sourceOf } from '../project/compose/tree.ts';
import type { Declared } from '../project/dockerfile/reading.ts';

/** A variable that the container's first process sees, and what gives it: Compose outranks the image. */
export type ContainerVariable =
  | { readonly name: string; readonly value: string; readonly from: 'compose'; readonly variable: Variable }
  | { readonly name: string; readonly value: string | undefined; readonly from: 'image'; readonly declared: Declared };

export type ContainerEnvironment = ReadonlyMap<string, ContainerVariable>;

/** Merges what the image sets (`ENV`) with what Compose sets. A variable passed through and set nowhere is not there. */
export function containerEnvironment(service: Service | undefined, image: readonly Declared[]): ContainerEnvironment {
  const environment = new Map<string, ContainerVariable>();
  for (const declared of image) {
    environment.set(declared.name, { name: declared.name, value: declared.value?.text, from: 'image', declared });
  }
  for (const variable of service?.environment.values() ?? []) {
    if (variable.value === null) continue;
    environment.set(variable.name, { name: variable.name, value: variable.value, from: 'compose', variable });
  }
  return environment;
}

/** The variables with a known value, as a table. */
export function knownValues(environment: ContainerEnvironment): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const { name, value } of environment.values()) if (value !== undefined) known[name] = value;
  return known;
}

/** Names of variables that are set to what the files do not tell. */
export function unknownVariables(environment: ContainerEnvironment): readonly string[] {
  return [...environment.values()].filter((one) => one.value === undefined).map((one) => one.name);
}

/** A stretch of text to change, and the place that uses it when it comes through a variable of `.env`. */
export type Source = { readonly span: Span; readonly use?: Span; readonly dotenvName?: string };

/** The text that gives `length` units of a variable's value from `offset` on. */
export function sourceInVariable(one: ContainerVariable, offset: number, length: number): Source {
  if (one.from === 'image') {
    const value = one.declared.value;
    if (value === undefined) return { span: one.declared.span };
    const exact = value.text === value.raw && value.span.end - value.span.start === value.raw.length;
    return {
      span: exact
        ? { ...value.span, start: value.span.start + offset, end: value.span.start + offset + length }
        : value.span,
    };
  }
  const { span, use, variable } = sourceOf(one.variable.scalar, offset, length);
  if (variable?.from !== 'dotenv' || use === undefined)
    return { span: variable === undefined || use === undefined ? span : span };
  return { span, use, dotenvName: variable.name };
}

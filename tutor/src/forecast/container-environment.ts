import type { Span } from '../core/span.ts';
import type { Service, Variable } from '../project/compose/project.ts';
import { sourceOf } from '../project/compose/tree.ts';
import type { ImageVariable } from '../project/dockerfile/stage-image.ts';

/** A variable that the container's first process sees, and what gives it: Compose outranks the image. */
export type ContainerVariable =
  | { readonly name: string; readonly value: string; readonly from: 'compose'; readonly variable: Variable }
  | {
      readonly name: string;
      readonly value: string | undefined;
      readonly from: 'image';
      readonly image: ImageVariable;
    };

export type ContainerEnvironment = ReadonlyMap<string, ContainerVariable>;

/** Merges what the image sets (`ENV`) with what Compose sets. A variable passed through and set nowhere is not there. */
export function containerEnvironment(
  service: Service | undefined,
  image: ReadonlyMap<string, ImageVariable> | undefined,
): ContainerEnvironment {
  const environment = new Map<string, ContainerVariable>();
  for (const [name, variable] of image ?? [])
    environment.set(name, { name, value: variable.value, from: 'image', image: variable });
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

/** The text that gives `length` units of a variable's value from `offset` on; undefined for one that the base image sets. */
export function sourceInVariable(one: ContainerVariable, offset: number, length: number): Source | undefined {
  if (one.from === 'image') {
    const { at, value } = one.image;
    if (at === undefined) return undefined;
    const exact = value !== undefined && at.end - at.start === value.length;
    return { span: exact ? { file: at.file, start: at.start + offset, end: at.start + offset + length } : at };
  }
  const { span, use, variable } = sourceOf(one.variable.scalar, offset, length);
  return variable?.from === 'dotenv' && use !== undefined ? { span, use, dotenvName: variable.name } : { span };
}

import type { Span } from '../../core/span.ts';
import { type DotenvVariable, readDotenv } from '../dotenv/read.ts';
import type { Lookup } from './interpolate.ts';
import { type Session, textOfFile } from './session.ts';

/** An env file for interpolation, and the text that names it. */
export type EnvironmentFile = { readonly path: string; readonly named?: Span };

/** Variables and who answers for them. */
export type Environment = {
  readonly lookup: Lookup;
  /** What the files give, the last of a name winning. */
  readonly variables: ReadonlyMap<string, DotenvVariable>;
};

/** An environment with env files below it: what is known already wins over the files, a later file over an earlier one. */
export function environmentFrom(session: Session, files: readonly EnvironmentFile[], known: Lookup): Environment {
  const variables = new Map<string, DotenvVariable>();
  const answer = (name: string) => {
    const variable = variables.get(name);
    return variable === undefined
      ? undefined
      : ({ value: variable.value, from: 'dotenv', pieces: variable.pieces } as const);
  };
  for (const { path, named } of files) {
    const text = textOfFile(session, path, 'dotenv', named);
    if (text === undefined) continue;
    const reading = readDotenv(path, text, { lookup: known, earlier: answer });
    session.faults.addAll(reading.faults);
    for (const [name, variable] of reading.variables) variables.set(name, variable);
  }
  return { lookup: (name) => known(name) ?? answer(name), variables };
}

import type { Span } from '../../../core/span.ts';
import type { AnswerWorld } from '../answers.ts';
import type { FunctionStatement } from '../grammar/tree.ts';
import type { ModuleTable } from '../modules.ts';
import type { ModuleView } from '../qualify.ts';
import type { Connection, PythonReading } from '../reading.ts';
import type { Scope } from '../scope.ts';
import { UNKNOWN, type Value } from './value.ts';

/** What is the same while one program is followed. */
export type Play = {
  readonly world: AnswerWorld;
  readonly connections: ReadonlyMap<string, Connection>;
  /** What names raise that nothing defines, or that their modules do not have, by the place of the name. */
  readonly slips: ReadonlyMap<string, Slip>;
  /** All of the project's Python, to see which tables it makes. */
  readonly texts: string;
  readonly steps: { left: number };
  readonly depth: number;
  /** Path that is asked for. */
  readonly path: string;
};

/** The exception that a name raises, and what it says. */
export type Slip = { readonly exception: 'AttributeError' | 'NameError'; readonly message: string };

/** How many functions may call each other. */
export const MAX_DEPTH = 8;

/** The names of the function that is followed. */
export type Frame = {
  readonly view: ModuleView;
  readonly scope: Scope;
  readonly values: Map<string, Value>;
  /** The exception that is being handled: what `raise` alone raises again. */
  handling: Raised | undefined;
};

/** An exception on its way. */
export type Raised = Flow & { readonly kind: 'raises' };

/** How a statement ends. */
export type Flow =
  | { readonly kind: 'next' }
  | { readonly kind: 'returns'; readonly value: Value; readonly at: { readonly from: number; readonly to: number } }
  | { readonly kind: 'raises'; readonly exception: string; readonly message: string | undefined; readonly at: Span }
  | { readonly kind: 'breaks' | 'continues' }
  | { readonly kind: 'unknown' };

/** An expression's value, or the exception that working it out raises. */
export type Worked =
  | { readonly kind: 'value'; readonly value: Value }
  | (Flow & { readonly kind: 'raises' | 'unknown' });

/** The statement is done and the next one follows. */
export const NEXT: Flow = { kind: 'next' };

/** What happens here is not told by the text. */
export const LOST = { kind: 'unknown' } as const;

/** How a statement ends that only works an expression out. */
export function settled(worked: Worked): Flow {
  return worked.kind === 'value' ? NEXT : worked;
}

/** An expression that was worked out without raising. */
export function value(of: Value): Worked {
  return { kind: 'value', value: of };
}

/** The names of a function at its start: what its parameters hold is not known. */
export function newFrame(view: ModuleView, scope: Scope, statement: FunctionStatement): Frame {
  const values = new Map<string, Value>();
  for (const parameter of statement.parameters) values.set(parameter.name, UNKNOWN);
  return { view, scope, values, handling: undefined };
}

/** A place as a key. */
export function keyOf(span: Span): string {
  return `${span.file}:${span.start}:${span.end}`;
}

/** How many statements and expressions are followed. */
const MAX_STEPS = 6_000;

/** Begins to follow a program in a world. */
export function newPlay(world: AnswerWorld, readings: readonly PythonReading[], table: ModuleTable, path = '/'): Play {
  return {
    world,
    connections: new Map(readings.flatMap((one) => one.connections.map((made) => [keyOf(made.span), made]))),
    slips: new Map(readings.flatMap(slipsOf)),
    texts: readings.flatMap((one) => table.source(one.file)?.parsed.text ?? []).join('\n'),
    steps: { left: MAX_STEPS },
    depth: 0,
    path,
  };
}

function slipsOf({ misspeltAttributes = [], undefinedNames }: PythonReading): readonly (readonly [string, Slip])[] {
  return [
    ...misspeltAttributes.map(({ module, name, span }) => {
      const message = `module '${module}' has no attribute '${name}'`;
      return [keyOf(span), { exception: 'AttributeError', message }] as const;
    }),
    ...undefinedNames.map(({ name, span }) => {
      return [keyOf(span), { exception: 'NameError', message: `name '${name}' is not defined` }] as const;
    }),
  ];
}

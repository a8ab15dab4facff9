import type { Span } from '../core/span.ts';
import { evaluate } from '../project/python/evaluate.ts';
import type { Symbolic } from '../project/python/symbolic.ts';
import {
  type ContainerEnvironment,
  knownValues,
  type Source,
  sourceInVariable,
  unknownVariables,
} from './container-environment.ts';

/** A stretch of a value that the app works out, and what gives it. */
export type TracedPiece = { readonly from: number; readonly to: number; readonly origin: Origin };

export type Origin =
  /** A text in the app's own source; `exact`: unit by unit. */
  | { readonly kind: 'text'; readonly span: Span; readonly exact: boolean }
  /** A variable of the container; `offset`: where in its value the piece starts. */
  | { readonly kind: 'variable'; readonly name: string; readonly offset: number; readonly read: Span };

/** What an expression of the app comes to in its container. */
export type Traced =
  | { readonly kind: 'known'; readonly value: string; readonly pieces: readonly TracedPiece[] }
  /** Python's None, an empty fallback. `name`: the variable that is not set. */
  | { readonly kind: 'none'; readonly name?: string; readonly at: Span }
  /** KeyError: the variable is not set. */
  | { readonly kind: 'raises'; readonly name: string; readonly at: Span }
  | { readonly kind: 'unknown'; readonly at: Span };

/** Works an expression out with the container's environment, remembering what gives each part. */
export function trace(expression: Symbolic, environment: ContainerEnvironment): Traced {
  switch (expression.kind) {
    case 'constant':
      return expression.value === null
        ? { kind: 'none', at: expression.span }
        : constant(String(expression.value), expression.span);
    case 'environment':
      return traceVariable(expression, environment);
    case 'template':
      return joined(
        expression.parts.map((part) => trace(part, environment)),
        expression.span,
      );
    case 'first-true':
      return firstTrue(expression.options, environment, expression.span);
    case 'conditional': {
      const test = truth(expression.test, environment);
      return test === undefined
        ? { kind: 'unknown', at: expression.span }
        : trace(test ? expression.value : expression.otherwise, environment);
    }
    case 'apply':
      return applied(expression, environment);
    case 'first-false':
    case 'list':
    case 'map':
    case 'unknown':
      return { kind: 'unknown', at: expression.span };
  }
}

/** The text to change for `length` units of a traced value from `offset` on. */
export function sourceInTraced(
  traced: Extract<Traced, { kind: 'known' }>,
  offset: number,
  length: number,
  environment: ContainerEnvironment,
): Source | undefined {
  const end = offset + length;
  const piece = traced.pieces.find(
    (one) => one.from <= offset && (one.to > offset || (length === 0 && one.to >= offset)),
  );
  if (piece === undefined) return undefined;
  const inside = Math.min(end, piece.to) - offset;
  const { origin } = piece;
  if (origin.kind === 'text') {
    if (!origin.exact) return { span: origin.span };
    const start = origin.span.start + (offset - piece.from);
    return { span: { file: origin.span.file, start, end: start + inside } };
  }
  const variable = environment.get(origin.name);
  if (variable === undefined) return { span: origin.read };
  // A piece of a variable that was changed on the way (quoted, stripped) has no place of its own in it.
  if (origin.offset < 0) return sourceInVariable(variable, 0, variable.value?.length ?? 0) ?? { span: origin.read };
  return sourceInVariable(variable, origin.offset + (offset - piece.from), inside) ?? { span: origin.read };
}

function constant(value: string, span: Span): Traced {
  const quotes = span.end - span.start - value.length;
  const exact = quotes === 0 || quotes === 2;
  const inner = quotes === 2 ? { file: span.file, start: span.start + 1, end: span.end - 1 } : span;
  return {
    kind: 'known',
    value,
    pieces: [{ from: 0, to: value.length, origin: { kind: 'text', span: inner, exact } }],
  };
}

function traceVariable(
  expression: Extract<Symbolic, { kind: 'environment' }>,
  environment: ContainerEnvironment,
): Traced {
  const { name, span } = expression;
  const variable = environment.get(name);
  if (variable !== undefined) {
    if (variable.value === undefined) return { kind: 'unknown', at: span };
    return {
      kind: 'known',
      value: variable.value,
      pieces: [{ from: 0, to: variable.value.length, origin: { kind: 'variable', name, offset: 0, read: span } }],
    };
  }
  if (expression.otherwise === 'raises') return { kind: 'raises', name, at: span };
  if (expression.otherwise === 'none') return { kind: 'none', name, at: span };
  const fallback = trace(expression.otherwise, environment);
  return fallback.kind === 'none' ? { ...fallback, name } : fallback;
}

function joined(parts: readonly Traced[], span: Span): Traced {
  const stop = parts.find((part) => part.kind === 'raises') ?? parts.find((part) => part.kind === 'unknown');
  if (stop !== undefined) return stop.kind === 'raises' ? stop : { kind: 'unknown', at: span };
  let value = '';
  const pieces: TracedPiece[] = [];
  for (const part of parts) {
    const known: Traced = part.kind === 'known' ? part : constant('None', part.at);
    if (known.kind !== 'known') continue;
    for (const piece of known.pieces)
      pieces.push({ ...piece, from: piece.from + value.length, to: piece.to + value.length });
    value += known.value;
  }
  return { kind: 'known', value, pieces };
}

function firstTrue(options: readonly Symbolic[], environment: ContainerEnvironment, span: Span): Traced {
  let last: Traced = { kind: 'unknown', at: span };
  let missing: string | undefined;
  for (const option of options) {
    last = trace(option, environment);
    if (last.kind === 'unknown' || last.kind === 'raises') return last;
    if (last.kind === 'known' && last.value !== '') return last;
    if (last.kind === 'none') missing ??= last.name;
  }
  return last.kind === 'none' && missing !== undefined ? { ...last, name: missing } : last;
}

/** Operations that keep every character in its place, or that change the whole. */
function applied(expression: Extract<Symbolic, { kind: 'apply' }>, environment: ContainerEnvironment): Traced {
  const [first] = expression.values;
  if (first === undefined) return { kind: 'unknown', at: expression.span };
  const inner = trace(first, environment);
  if (inner.kind !== 'known') return inner;
  if (expression.operation === 'str' || expression.operation === 'int') return inner;
  const outcome = evaluate(expression, knownValues(environment), unknownVariables(environment));
  if (outcome.kind !== 'known' || typeof outcome.value !== 'string') return { kind: 'unknown', at: expression.span };
  if (outcome.value === inner.value) return inner;
  return {
    kind: 'known',
    value: outcome.value,
    pieces: [{ from: 0, to: outcome.value.length, origin: loosened(inner, expression.span) }],
  };
}

/** The origin of a value that was changed as a whole: the variable it came from where there is one, else its text. */
function loosened(inner: Extract<Traced, { kind: 'known' }>, span: Span): Origin {
  const [only, ...rest] = inner.pieces;
  if (only?.origin.kind === 'variable' && rest.length === 0) return { ...only.origin, offset: -1 };
  return { kind: 'text', span, exact: false };
}

function truth(test: Symbolic, environment: ContainerEnvironment): boolean | undefined {
  const outcome = evaluate(test, knownValues(environment), unknownVariables(environment));
  return outcome.kind === 'known' ? Boolean(outcome.value) : undefined;
}

import type { Span } from '../../core/span.ts';
import type { Constant, Operation, Symbolic } from './symbolic.ts';

/** What an expression comes to in a given environment. */
export type Evaluation =
  | { readonly kind: 'known'; readonly value: Constant }
  /** An exception: `name` is the variable that is not set, or undefined where a value could not be turned into another. */
  | {
      readonly kind: 'raises';
      readonly exception: 'KeyError' | 'ValueError' | 'TypeError';
      readonly name?: string;
      readonly at: Span;
    }
  | { readonly kind: 'unknown' };

/**
 * Works an expression out as Python would, with the variables of a container.
 * `unknownVariables`: set to something that the files do not tell.
 */
export function evaluate(
  expression: Symbolic,
  environment: Readonly<Record<string, string>>,
  unknownVariables: readonly string[] = [],
  files: FileTexts = () => undefined,
): Evaluation {
  return evaluateIn(expression, { environment, unknown: new Set(unknownVariables), files });
}

/** Text of a file of the container by its path, as for a secret; undefined where it is not known. */
export type FileTexts = (path: string) => string | undefined;

type World = {
  readonly environment: Readonly<Record<string, string>>;
  readonly unknown: ReadonlySet<string>;
  readonly files: FileTexts;
};

const UNKNOWN: Evaluation = { kind: 'unknown' };

/** Python's truth of a constant. */
export function isTrue(value: Constant): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function evaluateIn(expression: Symbolic, world: World): Evaluation {
  switch (expression.kind) {
    case 'constant':
      return known(expression.value);
    case 'environment':
      return readVariable(expression, world);
    case 'template':
      return joined(expression.parts, world);
    case 'first-true':
      return firstWhere(expression.options, world, isTrue);
    case 'first-false':
      return firstWhere(expression.options, world, (value) => !isTrue(value));
    case 'conditional':
      return chosen(expression, world);
    case 'apply':
      return applied(expression.operation, expression.values, expression.span, world);
    case 'list':
    case 'map':
    case 'unknown':
      return UNKNOWN;
  }
}

function known(value: Constant): Evaluation {
  return { kind: 'known', value };
}

function readVariable(expression: Symbolic & { kind: 'environment' }, world: World): Evaluation {
  const { name, otherwise } = expression;
  if (world.unknown.has(name)) return UNKNOWN;
  if (Object.hasOwn(world.environment, name)) return known(world.environment[name] ?? '');
  if (otherwise === 'raises') return { kind: 'raises', exception: 'KeyError', name, at: expression.nameAt };
  return otherwise === 'none' ? known(null) : evaluateIn(otherwise, world);
}

function joined(parts: readonly Symbolic[], world: World): Evaluation {
  let text = '';
  let unknown = false;
  for (const part of parts) {
    const value = evaluateIn(part, world);
    if (value.kind === 'raises') return value;
    if (value.kind === 'unknown') unknown = true;
    else text += asText(value.value);
  }
  return unknown ? UNKNOWN : known(text);
}

/** A constant as Python's `str` writes it. */
export function asText(value: Constant): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  return value === false ? 'False' : String(value);
}

function firstWhere(options: readonly Symbolic[], world: World, fits: (value: Constant) => boolean): Evaluation {
  let last: Evaluation = UNKNOWN;
  for (const option of options) {
    last = evaluateIn(option, world);
    if (last.kind !== 'known' || fits(last.value)) return last;
  }
  return last;
}

function chosen(expression: Symbolic & { kind: 'conditional' }, world: World): Evaluation {
  const test = evaluateIn(expression.test, world);
  if (test.kind === 'raises') return test;
  if (test.kind === 'known') return evaluateIn(isTrue(test.value) ? expression.value : expression.otherwise, world);
  const then = evaluateIn(expression.value, world);
  const otherwise = evaluateIn(expression.otherwise, world);
  const same = then.kind === 'known' && otherwise.kind === 'known' && then.value === otherwise.value;
  return same ? then : UNKNOWN;
}

function applied(operation: Operation, values: readonly Symbolic[], span: Span, world: World): Evaluation {
  if (operation === 'environment-has') return environmentHas(values, world);
  if (operation === 'in' || operation === 'not-in') return contained(operation, values, world);
  const given: Constant[] = [];
  for (const value of values) {
    const evaluated = evaluateIn(value, world);
    if (evaluated.kind !== 'known') return evaluated;
    given.push(evaluated.value);
  }
  return operation === 'file-text' ? fileText(given[0], world) : compute(operation, given, span);
}

function fileText(path: Constant | undefined, world: World): Evaluation {
  const text = typeof path === 'string' ? world.files(path) : undefined;
  return text === undefined ? UNKNOWN : known(text);
}

function environmentHas(values: readonly Symbolic[], world: World): Evaluation {
  const name = values[0]?.kind === 'constant' ? values[0].value : undefined;
  if (typeof name !== 'string') return UNKNOWN;
  return known(world.unknown.has(name) || Object.hasOwn(world.environment, name));
}

/** `a in "text"` and `a in ("x", "y")`. */
function contained(operation: 'in' | 'not-in', values: readonly Symbolic[], world: World): Evaluation {
  const [needle, within] = values;
  if (needle === undefined || within === undefined) return UNKNOWN;
  const value = evaluateIn(needle, world);
  if (value.kind !== 'known') return value;
  const found = within.kind === 'list' ? inList(value.value, within.items, world) : inText(value.value, within, world);
  return found === undefined ? UNKNOWN : known(found === (operation === 'in'));
}

function inList(value: Constant, items: readonly Symbolic[], world: World): boolean | undefined {
  const evaluated = items.map((item) => evaluateIn(item, world));
  if (evaluated.some((item) => item.kind === 'known' && item.value === value)) return true;
  return evaluated.every((item) => item.kind === 'known') ? false : undefined;
}

function inText(value: Constant, within: Symbolic, world: World): boolean | undefined {
  const text = evaluateIn(within, world);
  if (text.kind !== 'known' || typeof text.value !== 'string' || typeof value !== 'string') return undefined;
  return text.value.includes(value);
}

function compute(operation: Operation, values: readonly Constant[], at: Span): Evaluation {
  const [first = null, second = null, third = null] = values;
  switch (operation) {
    case 'str':
      return known(asText(first));
    case 'int':
      return toInt(first, at);
    case 'bool':
      return known(isTrue(first));
    case 'not':
      return known(!isTrue(first));
    case 'equal':
      return known(first === second);
    case 'not-equal':
      return known(first !== second);
    case 'less':
      return typeof first === 'number' && typeof second === 'number' ? known(first < second) : UNKNOWN;
    case 'greater':
      return typeof first === 'number' && typeof second === 'number' ? known(first > second) : UNKNOWN;
    case 'quote':
    case 'quote-plus':
    case 'strip':
    case 'lower':
    case 'upper':
    case 'replace':
    case 'starts-with':
    case 'ends-with':
      return typeof first === 'string'
        ? computeText(operation, first, second, third, values.length)
        : { kind: 'raises', exception: 'TypeError', at };
    default:
      return UNKNOWN;
  }
}

function computeText(operation: Operation, text: string, second: Constant, third: Constant, count: number): Evaluation {
  const argument = typeof second === 'string' ? second : undefined;
  switch (operation) {
    case 'lower':
      return known(text.toLowerCase());
    case 'upper':
      return known(text.toUpperCase());
    case 'strip':
      return count === 1 ? known(text.trim()) : argument === undefined ? UNKNOWN : known(stripped(text, argument));
    case 'quote':
      return known(percentEncode(text, argument ?? '/'));
    case 'quote-plus':
      return known(percentEncode(text, ` ${argument ?? ''}`).replaceAll(' ', '+'));
    case 'starts-with':
      return argument === undefined ? UNKNOWN : known(text.startsWith(argument));
    case 'ends-with':
      return argument === undefined ? UNKNOWN : known(text.endsWith(argument));
    case 'replace':
      return replaced(text, argument, third, count);
    default:
      return UNKNOWN;
  }
}

/** `text.replace(old, new)`; a count of 1 is the only one that people write. */
function replaced(text: string, old: string | undefined, by: Constant, count: number): Evaluation {
  if (old === undefined || typeof by !== 'string') return UNKNOWN;
  return known(count > 3 ? text.replace(old, () => by) : text.replaceAll(old, by));
}

function stripped(text: string, units: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && units.includes(text[from] ?? '')) from++;
  while (to > from && units.includes(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}

function toInt(value: Constant, at: Span): Evaluation {
  if (typeof value === 'number') return known(Math.trunc(value));
  if (typeof value === 'boolean') return known(value ? 1 : 0);
  if (value === null) return { kind: 'raises', exception: 'TypeError', at };
  const text = value.trim().replaceAll('_', '');
  return /^[+-]?\d+$/.test(text) ? known(Number(text)) : { kind: 'raises', exception: 'ValueError', at };
}

/** Python's `urllib.parse.quote`: letters, digits and `_.-~` stay, and what is in `safe`. */
function percentEncode(text: string, safe: string): string {
  const encoded: string[] = [];
  for (const letter of text) {
    if (/[A-Za-z0-9_.~-]/.test(letter) || safe.includes(letter)) encoded.push(letter);
    else encoded.push(bytesOf(letter));
  }
  return encoded.join('');
}

function bytesOf(letter: string): string {
  const bytes = new TextEncoder().encode(letter);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

import { type Evaluation, evaluate } from '../evaluate.ts';
import type { Expression } from '../grammar/tree.ts';
import { qualify } from '../qualify.ts';
import { symbolicOf } from '../symbolic-of.ts';
import { callValue } from './calls.ts';
import { symbolicValue } from './connecting.ts';
import { type Frame, LOST, type Play, value, type Worked } from './play.ts';
import { raisedBySlip } from './slips.ts';
import { compared, constant, entryOf, isTextValue, joinTexts, truthOf, UNKNOWN, type Value } from './value.ts';

/** Works an expression out; connecting is the one thing it can do to the world. */
export function workOut(play: Play, frame: Frame, expression: Expression, order: number): Worked {
  play.steps.left--;
  if (play.steps.left < 0) return LOST;
  switch (expression.kind) {
    case 'call':
      return callValue(play, frame, expression, order);
    case 'name':
      return nameValue(play, frame, expression, order);
    case 'formatted':
      return formattedValue(play, frame, expression, order);
    case 'tuple':
    case 'list':
      return itemsValue(play, frame, expression, order);
    case 'walrus':
      return walrusValue(play, frame, expression, order);
    case 'dictionary':
      return dictionaryValue(play, frame, expression, order);
    case 'binary':
      return binaryValue(play, frame, expression, order);
    case 'unary':
      return notValue(play, frame, expression, order);
    case 'boolean':
      return booleanValue(play, frame, expression, order);
    case 'compare':
      return compareValue(play, frame, expression, order);
    case 'conditional':
      return conditionalValue(play, frame, expression, order);
    case 'await':
      return workOut(play, frame, expression.value, order);
    case 'attribute':
    case 'subscript':
      return memberValue(play, frame, expression, order);
    case 'constant':
      return value({ kind: 'constant', value: expression.value });
    default:
      return value(UNKNOWN);
  }
}

function nameValue(play: Play, frame: Frame, expression: Expression & { kind: 'name' }, order: number): Worked {
  const held = frame.values.get(expression.name);
  if (held !== undefined) return value(held);
  return raisedBySlip(play, frame, expression) ?? value(symbolicValue(play, frame, expression, order));
}

/** Python prints the key of a KeyError as a text in quotes. */
function raisedBy(known: Evaluation & { kind: 'raises' }): Worked {
  const message = known.exception === 'KeyError' && known.name !== undefined ? `'${known.name}'` : undefined;
  return { kind: 'raises', exception: known.exception, message, at: known.at };
}

/** `os.environ["X"]` may raise; items of what is known are known; other members of things are things. */
function memberValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'attribute' | 'subscript' },
  order: number,
): Worked {
  const slip = raisedBySlip(play, frame, expression.kind === 'subscript' ? expression.object : expression);
  if (slip !== undefined) return slip;
  const standing = { view: frame.view, scope: frame.scope, order };
  const asked = expression.kind === 'attribute' ? requestValue(play, qualify(expression, standing)) : undefined;
  if (asked !== undefined) return value(asked);
  const isLocal = symbolicValue(play, frame, expression, order);
  if (isLocal.kind === 'constant') return value(isLocal);
  const known = evaluate(symbolicOf(expression, standing), play.world.environment, play.world.unknownVariables ?? []);
  if (known.kind === 'raises') return raisedBy(known);
  const object = workOut(play, frame, expression.object, order);
  if (object.kind !== 'value') return object;
  return value(memberOf(play, frame, object.value, expression, order));
}

/** GET / as the view sees it. */
function requestValue(play: Play, name: string | undefined): Value | undefined {
  if (name === 'flask.request.method') return constant('GET');
  return name === 'flask.request.path' ? constant(play.path) : undefined;
}

/** Attributes of connections and cursors that hold a number or a truth value, which may as well be 0 or false. */
const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'autocommit',
  'broken',
  'closed',
  'description',
  'invalidated',
  'is_active',
  'returns_rows',
  'rowcount',
  'rownumber',
  'status',
  'statusmessage',
]);

function memberOf(
  play: Play,
  frame: Frame,
  object: Value,
  expression: Expression & { kind: 'attribute' | 'subscript' },
  order: number,
): Value {
  if (object.kind === 'thing')
    return expression.kind === 'attribute' && PLAIN_ATTRIBUTES.has(expression.name) ? UNKNOWN : object;
  if (expression.kind === 'attribute') return UNKNOWN;
  const worked = workOut(play, frame, expression.index, order);
  const key = worked.kind === 'value' && worked.value.kind === 'constant' ? worked.value.value : undefined;
  if (object.kind === 'map' && typeof key === 'string') return entryOf(object, key) ?? UNKNOWN;
  if ((object.kind === 'list' || object.kind === 'tuple') && typeof key === 'number')
    return object.items.at(key) ?? UNKNOWN;
  return UNKNOWN;
}

/** `(name := value)`. */
function walrusValue(play: Play, frame: Frame, expression: Expression & { kind: 'walrus' }, order: number): Worked {
  const worked = workOut(play, frame, expression.value, order);
  if (worked.kind === 'value' && expression.target.kind === 'name')
    frame.values.set(expression.target.name, worked.value);
  return worked;
}

function formattedValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'formatted' },
  order: number,
): Worked {
  const parts: Value[] = [];
  for (const part of expression.parts) {
    if (part.kind === 'text') {
      parts.push({ kind: 'constant', value: part.text });
      continue;
    }
    const worked = workOut(play, frame, part.value, order);
    if (worked.kind !== 'value') return worked;
    const plain = part.format === undefined && (part.conversion === undefined || part.conversion === 's');
    parts.push(plain ? worked.value : UNKNOWN);
  }
  return value(joinTexts(parts));
}

function itemsValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'tuple' | 'list' | 'set' },
  order: number,
): Worked {
  const items: Value[] = [];
  for (const item of expression.items) {
    const worked = workOut(play, frame, item, order);
    if (worked.kind !== 'value') return worked;
    if (item.kind === 'starred') return value(UNKNOWN);
    items.push(worked.value);
  }
  return value(expression.kind === 'tuple' ? { kind: 'tuple', items } : { kind: 'list', items });
}

function dictionaryValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'dictionary' },
  order: number,
): Worked {
  const entries: [string, Value][] = [];
  for (const entry of expression.entries) {
    const worked = workOut(play, frame, entry.value, order);
    if (worked.kind !== 'value') return worked;
    if (entry.kind === 'spread' || entry.key.kind !== 'constant') return value(UNKNOWN);
    entries.push([String(entry.key.value), worked.value]);
  }
  return value({ kind: 'map', entries });
}

function binaryValue(play: Play, frame: Frame, expression: Expression & { kind: 'binary' }, order: number): Worked {
  const left = workOut(play, frame, expression.left, order);
  if (left.kind !== 'value') return left;
  const right = workOut(play, frame, expression.right, order);
  if (right.kind !== 'value') return right;
  const result = combined(left.value, expression.operator, right.value);
  return value(result.kind === 'unknown' ? symbolicValue(play, frame, expression, order) : result);
}

/** Two values joined by an operator: texts, numbers, lists. */
export function combined(left: Value, operator: string, right: Value): Value {
  if (operator === '+' && (isTextValue(left) || isTextValue(right))) return joinTexts([left, right]);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') {
    return { kind: 'list', items: [...left.items, ...right.items] };
  }
  if (operator === '%' && left.kind === 'constant' && typeof left.value === 'string')
    return formatPercent(left.value, right);
  if (left.kind !== 'constant' || right.kind !== 'constant') return UNKNOWN;
  const [a, b] = [left.value, right.value];
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  switch (operator) {
    case '+':
      return constant(a + b);
    case '-':
      return constant(a - b);
    case '*':
      return constant(a * b);
    default:
      return UNKNOWN;
  }
}

/** `"Hello %s" % name`. */
function formatPercent(text: string, right: Value): Value {
  const given = right.kind === 'tuple' ? right.items : [right];
  if (/%[^sd%]/.test(text)) return { kind: 'pattern', texts: ['', ''] };
  let used = 0;
  const parts = text.split(/(%[sd%])/).map((part) => {
    if (part === '%%') return constant('%');
    return part === '%s' || part === '%d' ? (given[used++] ?? UNKNOWN) : constant(part);
  });
  return joinTexts(parts);
}

function notValue(play: Play, frame: Frame, expression: Expression & { kind: 'unary' }, order: number): Worked {
  if (expression.operator !== 'not') return value(symbolicValue(play, frame, expression, order));
  const worked = workOut(play, frame, expression.operand, order);
  if (worked.kind !== 'value') return worked;
  const truth = truthOf(worked.value);
  return value(truth === undefined ? UNKNOWN : { kind: 'constant', value: !truth });
}

function booleanValue(play: Play, frame: Frame, expression: Expression & { kind: 'boolean' }, order: number): Worked {
  let last: Value = UNKNOWN;
  for (const operand of expression.operands) {
    const worked = workOut(play, frame, operand, order);
    if (worked.kind !== 'value') return worked;
    last = worked.value;
    const truth = truthOf(last);
    if (truth === undefined) return value(UNKNOWN);
    if (truth === (expression.operator === 'or')) return value(last);
  }
  return value(last);
}

function compareValue(play: Play, frame: Frame, expression: Expression & { kind: 'compare' }, order: number): Worked {
  const [only, more] = expression.rest;
  const first = workOut(play, frame, expression.first, order);
  if (first.kind !== 'value') return first;
  if (only === undefined || more !== undefined) return value(UNKNOWN);
  const second = workOut(play, frame, only.operand, order);
  if (second.kind !== 'value') return second;
  return value(compared(first.value, only.operator, second.value) ?? symbolicValue(play, frame, expression, order));
}

function conditionalValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'conditional' },
  order: number,
): Worked {
  const test = workOut(play, frame, expression.test, order);
  if (test.kind !== 'value') return test;
  const truth = truthOf(test.value);
  if (truth === undefined) return value(UNKNOWN);
  return workOut(play, frame, truth ? expression.value : expression.otherwise, order);
}

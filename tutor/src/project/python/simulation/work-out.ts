import { type Evaluation, evaluate } from '../evaluate.ts';
import type { Expression } from '../grammar/tree.ts';
import { symbolicOf } from '../symbolic-of.ts';
import { callValue } from './calls.ts';
import { symbolicValue } from './connecting.ts';
import { type Frame, LOST, type Play, value, type Worked } from './play.ts';
import { jsonTexts } from './responses.ts';
import { compared, isTextValue, joinTexts, truthOf, UNKNOWN, type Value } from './value.ts';

/** Works an expression out; connecting is the one thing it can do to the world. */
export function workOut(play: Play, frame: Frame, expression: Expression, order: number): Worked {
  play.steps.left--;
  if (play.steps.left < 0) return LOST;
  switch (expression.kind) {
    case 'call':
      return callValue(play, frame, expression, order);
    case 'name':
      return value(frame.values.get(expression.name) ?? symbolicValue(play, frame, expression, order));
    case 'formatted':
      return formattedValue(play, frame, expression, order);
    case 'tuple':
      return itemsValue(play, frame, expression.items, order);
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

/** Python prints the key of a KeyError as a text in quotes. */
function raisedBy(known: Evaluation & { kind: 'raises' }): Worked {
  const message = known.exception === 'KeyError' && known.name !== undefined ? `'${known.name}'` : undefined;
  return { kind: 'raises', exception: known.exception, message, at: known.at };
}

/** `os.environ["X"]` may raise; other members of things are things. */
function memberValue(
  play: Play,
  frame: Frame,
  expression: Expression & { kind: 'attribute' | 'subscript' },
  order: number,
): Worked {
  const symbolic = symbolicOf(expression, { view: frame.view, scope: frame.scope, order });
  const known = evaluate(symbolic, play.world.environment, play.world.unknownVariables ?? []);
  if (known.kind === 'known') return value({ kind: 'constant', value: known.value });
  if (known.kind === 'raises') return raisedBy(known);
  const object = workOut(play, frame, expression.object, order);
  if (object.kind !== 'value') return object;
  return value(object.value.kind === 'thing' ? object.value : UNKNOWN);
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

function itemsValue(play: Play, frame: Frame, items: readonly Expression[], order: number): Worked {
  const values: Value[] = [];
  for (const item of items) {
    const worked = workOut(play, frame, item, order);
    if (worked.kind !== 'value') return worked;
    values.push(worked.value);
  }
  return value({ kind: 'tuple', items: values });
}

/** A dictionary that a view returns is JSON, as with `jsonify`. */
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
    if (entry.kind === 'spread' || entry.key.kind !== 'constant') return value({ kind: 'json', texts: ['', ''] });
    entries.push([String(entry.key.value), worked.value]);
  }
  return value({ kind: 'json', texts: jsonTexts(entries) });
}

function binaryValue(play: Play, frame: Frame, expression: Expression & { kind: 'binary' }, order: number): Worked {
  const left = workOut(play, frame, expression.left, order);
  if (left.kind !== 'value') return left;
  const right = workOut(play, frame, expression.right, order);
  if (right.kind !== 'value') return right;
  if (expression.operator === '+' && (isTextValue(left.value) || isTextValue(right.value)))
    return value(joinTexts([left.value, right.value]));
  return value(symbolicValue(play, frame, expression, order));
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

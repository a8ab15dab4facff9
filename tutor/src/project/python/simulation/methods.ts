import { METHODS } from '../calls.ts';
import { evaluate } from '../evaluate.ts';
import type { Expression } from '../grammar/tree.ts';
import type { Symbolic } from '../symbolic.ts';
import type { Frame } from './play.ts';
import { constant, entryOf, isTextValue, joinTexts, UNKNOWN, type Value, withEntry } from './value.ts';

/** What a method of a text, a list or a dictionary gives; undefined for a method of anything else. */
export function methodValue(
  frame: Frame,
  call: Expression & { kind: 'call' },
  object: Value,
  given: readonly Value[],
): Value | undefined {
  if (call.callee.kind !== 'attribute') return undefined;
  const method = call.callee.name;
  if (object.kind === 'list' || object.kind === 'map') return containerMethod(frame, call, object, method, given);
  return isTextValue(object) ? textMethod(call, object, method, given) : undefined;
}

function textMethod(
  call: Expression & { kind: 'call' },
  text: Value,
  method: string,
  given: readonly Value[],
): Value | undefined {
  if (method === 'join') return joined(text, given[0]);
  if (method === 'format') return formatted(call, text, given);
  const operation = METHODS.get(method);
  const span = { file: '', start: 0, end: 0 };
  const values: Symbolic[] = [];
  for (const one of [text, ...given]) {
    if (one.kind !== 'constant') return operation === undefined ? undefined : { kind: 'pattern', texts: ['', ''] };
    values.push({ kind: 'constant', value: one.value, span });
  }
  if (operation === undefined) return undefined;
  const known = evaluate({ kind: 'apply', operation, values, span }, {});
  return known.kind === 'known' ? constant(known.value) : undefined;
}

function joined(between: Value, items: Value | undefined): Value {
  if (items?.kind !== 'list' && items?.kind !== 'tuple') return { kind: 'pattern', texts: ['', ''] };
  return joinTexts(items.items.flatMap((item, at) => (at === 0 ? [item] : [between, item])));
}

/** `"{} {name}".format(a, name=b)`. */
function formatted(call: Expression & { kind: 'call' }, text: Value, given: readonly Value[]): Value {
  if (text.kind !== 'constant' || typeof text.value !== 'string') return { kind: 'pattern', texts: ['', ''] };
  let next = 0;
  const parts = text.value.split(/(\{\{|\}\}|\{\w*\})/).map((part): Value => {
    if (part === '{{' || part === '}}') return constant(part.slice(1));
    const key = /^\{(\w*)\}$/.exec(part)?.[1];
    if (key === undefined) return constant(part);
    const name = key === '' ? String(next++) : key;
    const at = call.arguments.findIndex((one, index) =>
      one.kind === 'keyword' ? one.name === name : String(index) === name,
    );
    return given[at] ?? UNKNOWN;
  });
  return joinTexts(parts);
}

/** Methods that change a list or a dictionary change what its name holds. */
function containerMethod(
  frame: Frame,
  call: Expression & { kind: 'call' },
  object: Value & { kind: 'list' | 'map' },
  method: string,
  given: readonly Value[],
): Value {
  if (object.kind === 'map' && method === 'get') return gotten(object, given);
  if (!/^(?:append|extend|insert|pop|remove|clear|sort|reverse|update|setdefault|popitem)$/.test(method))
    return UNKNOWN;
  const holder = call.callee.kind === 'attribute' ? call.callee.object : undefined;
  if (holder?.kind === 'name') frame.values.set(holder.name, changed(call, object, method, given));
  return method === 'pop' || method === 'setdefault' || method === 'popitem' ? UNKNOWN : constant(null);
}

function gotten(map: Value & { kind: 'map' }, given: readonly Value[]): Value {
  const [key, fallback] = given;
  if (key?.kind !== 'constant') return UNKNOWN;
  return entryOf(map, String(key.value)) ?? fallback ?? constant(null);
}

function changed(
  call: Expression & { kind: 'call' },
  object: Value & { kind: 'list' | 'map' },
  method: string,
  given: readonly Value[],
): Value {
  const [first] = given;
  if (object.kind === 'list' && method === 'append' && first !== undefined) {
    return { kind: 'list', items: [...object.items, first] };
  }
  if (object.kind !== 'map' || method !== 'update') return UNKNOWN;
  let map: Value = object;
  for (const [at, argument] of call.arguments.entries()) {
    const one = given[at] ?? UNKNOWN;
    if (map.kind !== 'map') return UNKNOWN;
    if (argument.kind === 'keyword') map = withEntry(map, argument.name, one);
    else if (one.kind !== 'map') return UNKNOWN;
    else
      map = {
        kind: 'map',
        entries: [...map.entries.filter(([key]) => entryOf(one, key) === undefined), ...one.entries],
      };
  }
  return map;
}

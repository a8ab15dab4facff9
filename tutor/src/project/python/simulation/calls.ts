import { FUNCTIONS, READERS } from '../calls.ts';
import { evaluate } from '../evaluate.ts';
import type { Expression } from '../grammar/tree.ts';
import { qualify, type Standing } from '../qualify.ts';
import { findQueryTable } from '../queries.ts';
import type { Connection } from '../reading.ts';
import { pathOf } from '../scope.ts';
import type { Operation, Symbolic } from '../symbolic.ts';
import { spanIn } from '../symbolic-of.ts';
import { CONNECTS, connected, symbolicValue } from './connecting.ts';
import { calledFunction, type FoundFunction } from './functions.ts';
import { methodValue } from './methods.ts';
import { type Frame, keyOf, LOST, MAX_DEPTH, newFrame, type Play, value, type Worked } from './play.ts';
import { responseCall } from './responses.ts';
import { fetched } from './rows.ts';
import { runBlock } from './run.ts';
import { raisedBySlip } from './slips.ts';
import { constant, UNKNOWN, type Value } from './value.ts';
import { workOut } from './work-out.ts';

/** What a call gives: a connection, a response, what a function of the project returns. */
export function callValue(play: Play, frame: Frame, call: Expression & { kind: 'call' }, order: number): Worked {
  const slip = raisedBySlip(play, frame, call.callee);
  if (slip !== undefined) return slip;
  const connection = play.connections.get(keyOf(spanIn(frame.view, call)));
  if (connection !== undefined) return connectionValue(play, frame, connection, call, order);
  const standing: Standing = { view: frame.view, scope: frame.scope, order };
  const name = qualify(call.callee, standing) ?? '';
  const made = responseCall(play, frame, call, name, order);
  if (made !== undefined) return made;
  const own = ownCall(play, frame, call, order);
  if (own !== undefined) return own;
  return readValue(play, frame, call, name, order) ?? methodOrOther(play, frame, call, name, order);
}

/** `os.environ.get(name, fallback)`, where `name` may be what the function was given. */
function readValue(
  play: Play,
  frame: Frame,
  call: Expression & { kind: 'call' },
  name: string,
  order: number,
): Worked | undefined {
  const reader = READERS.get(name);
  const [first, second] = call.arguments;
  if (reader === undefined || first === undefined || reader.cast !== undefined) return undefined;
  const worked = workOut(play, frame, first.value, order);
  if (worked.kind !== 'value') return worked;
  if (worked.value.kind !== 'constant') return value(UNKNOWN);
  const variable = String(worked.value.value);
  const { environment, unknownVariables = [] } = play.world;
  if (unknownVariables.includes(variable)) return value(UNKNOWN);
  if (Object.hasOwn(environment, variable)) return value(constant(environment[variable] ?? ''));
  if (second !== undefined) return workOut(play, frame, second.value, order);
  if (reader.absent === 'none') return value(constant(null));
  return { kind: 'raises', exception: 'KeyError', message: `'${variable}'`, at: spanIn(frame.view, call) };
}

function connectionValue(
  play: Play,
  frame: Frame,
  connection: Connection,
  call: Expression & { kind: 'call' },
  order: number,
): Worked {
  // The address is worked out before anything is connected to: a variable that is not set raises there.
  for (const argument of call.arguments) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
  }
  if (connection.opens === 'on-use') return value({ kind: 'thing', lazy: connection });
  return connected(play, frame, connection, call);
}

/** A function of the project, followed with the values it is given. */
function ownCall(play: Play, frame: Frame, call: Expression & { kind: 'call' }, order: number): Worked | undefined {
  const found = calledFunction(frame, call.callee, order);
  if (found === undefined) return undefined;
  if (play.depth >= MAX_DEPTH || found.statement.decorators.length > 0) return LOST;
  const inner = newFrame(found.view, found.scope, found.statement);
  const failed = giveParameters(play, frame, call, found, inner, order);
  if (failed !== undefined) return failed;
  const flow = runBlock({ ...play, depth: play.depth + 1 }, inner, found.statement.body);
  if (flow.kind === 'returns') return value(flow.value);
  if (flow.kind === 'next') return value(constant(null));
  return flow.kind === 'raises' ? flow : LOST;
}

/** Sets a function's parameters to what it is called with; answers what kept an argument from being worked out. */
function giveParameters(
  play: Play,
  frame: Frame,
  call: Expression & { kind: 'call' },
  found: FoundFunction,
  inner: Frame,
  order: number,
): Worked | undefined {
  const isMethod = /^(?:self|cls)$/.test(found.statement.parameters[0]?.name ?? '');
  for (const [at, parameter] of found.statement.parameters.slice(isMethod ? 1 : 0).entries()) {
    const given = argumentFor(call, parameter.name, at);
    const worked = given === undefined ? undefined : workOut(play, frame, given, order);
    if (worked !== undefined && worked.kind !== 'value') return worked;
    if (worked !== undefined) inner.values.set(parameter.name, worked.value);
    else if (parameter.fallback?.kind === 'constant')
      inner.values.set(parameter.name, constant(parameter.fallback.value));
  }
  return undefined;
}

function argumentFor(call: Expression & { kind: 'call' }, name: string, at: number): Expression | undefined {
  const named = call.arguments.find((one) => one.kind === 'keyword' && one.name === name);
  const positional = call.arguments[at];
  return named?.value ?? (positional?.kind === 'positional' ? positional.value : undefined);
}

function methodOrOther(
  play: Play,
  frame: Frame,
  call: Expression & { kind: 'call' },
  name: string,
  order: number,
): Worked {
  const { callee } = call;
  const object = callee.kind === 'attribute' ? workOut(play, frame, callee.object, order) : undefined;
  if (object !== undefined && object.kind !== 'value') return object;
  const given: Value[] = [];
  for (const argument of call.arguments) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
    given.push(worked.value);
  }
  if (findQueryTable(call, play.texts) !== undefined) return LOST;
  const method = callee.kind === 'attribute' ? callee.name : '';
  if (object?.value.kind === 'thing') return thingMethod(play, frame, call, object.value, method);
  const result = object === undefined ? undefined : methodValue(frame, call, object.value, given);
  if (result !== undefined) return value(result);
  const known = functionValue(play, name, given) ?? symbolicValue(play, frame, call, order);
  if (known.kind !== 'unknown') return value(known);
  return mayConnect(play, callee, method) ? LOST : value(UNKNOWN);
}

/** A method of a connection, a cursor, an engine: the lazy ones connect now. */
function thingMethod(
  play: Play,
  frame: Frame,
  call: Expression,
  thing: Value & { kind: 'thing' },
  method: string,
): Worked {
  if (thing.lazy !== undefined && CONNECTS.test(method)) return connected(play, frame, thing.lazy, call);
  const isFetching = /^(?:fetch\w*|scalar\w*|rowcount|one\w*|mappings|all|first|keys)$/.test(method);
  return value(isFetching ? fetched(play.texts, method) : thing);
}

/** `int(x)`, `range(3)`, and what else is known of plain values. */
function functionValue(play: Play, name: string, given: readonly Value[]): Value | undefined {
  if (name === 'range') return rangeValue(given);
  const operation = FUNCTIONS.get(name);
  return operation === undefined ? undefined : applied(play, operation, given);
}

/** The longest `range` that is written out. */
const MAX_RANGE = 60;

function rangeValue(given: readonly Value[]): Value | undefined {
  const numbers = given.map((one) =>
    one.kind === 'constant' && typeof one.value === 'number' ? one.value : Number.NaN,
  );
  const [start, end] =
    numbers.length === 1 ? [0, numbers[0] ?? Number.NaN] : [numbers[0] ?? Number.NaN, numbers[1] ?? Number.NaN];
  const length = end - start;
  if (!(length >= 0 && length <= MAX_RANGE) || numbers.length > 2) return undefined;
  return { kind: 'list', items: Array.from({ length }, (_, at) => constant(start + at)) };
}

function applied(play: Play, operation: Operation, given: readonly Value[]): Value | undefined {
  const span = { file: '', start: 0, end: 0 };
  const values: Symbolic[] = [];
  for (const one of given) {
    if (one.kind !== 'constant') return undefined;
    values.push({ kind: 'constant', value: one.value, span });
  }
  const known = evaluate({ kind: 'apply', operation, values, span }, play.world.environment);
  return known.kind === 'known' ? constant(known.value) : undefined;
}

/** `User.query.all()` connects where the project keeps an engine or a session, and what it finds is not told. */
function mayConnect(play: Play, callee: Expression, method: string): boolean {
  const asks = CONNECTS.test(method) || /(?:^|\.)(?:query|session|objects)\./.test(pathOf(callee) ?? '');
  return asks && [...play.connections.values()].some((one) => one.opens === 'on-use');
}

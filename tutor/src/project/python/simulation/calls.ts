import type { Expression } from '../grammar/tree.ts';
import { qualify, type Standing } from '../qualify.ts';
import { findQueryTable } from '../queries.ts';
import type { Connection } from '../reading.ts';
import { pathOf } from '../scope.ts';
import { spanIn } from '../symbolic-of.ts';
import { CONNECTS, connected, symbolicValue } from './connecting.ts';
import { calledFunction } from './functions.ts';
import { type Frame, keyOf, LOST, MAX_DEPTH, newFrame, type Play, value, type Worked } from './play.ts';
import { responseCall } from './responses.ts';
import { runBlock } from './run.ts';
import { UNKNOWN } from './value.ts';
import { workOut } from './work-out.ts';

/** What a call gives: a connection, a response, what a function of the project returns. */
export function callValue(play: Play, frame: Frame, call: Expression & { kind: 'call' }, order: number): Worked {
  const connection = play.connections.get(keyOf(spanIn(frame.view, call)));
  if (connection !== undefined) return connectionValue(play, frame, connection, call, order);
  const standing: Standing = { view: frame.view, scope: frame.scope, order };
  const name = qualify(call.callee, standing) ?? '';
  const made = responseCall(play, frame, call, name, order);
  if (made !== undefined) return made;
  const own = ownCall(play, frame, call, order);
  if (own !== undefined) return own;
  return methodOrOther(play, frame, call, order);
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
  if (found === undefined || play.depth >= MAX_DEPTH || found.statement.decorators.length > 0) return undefined;
  const inner = newFrame(found.view, found.scope, found.statement);
  for (const [at, parameter] of found.statement.parameters.entries()) {
    const positional = call.arguments[at];
    const named = call.arguments.find((one) => one.kind === 'keyword' && one.name === parameter.name);
    const given = named ?? (positional?.kind === 'positional' ? positional : undefined);
    const worked = given === undefined ? undefined : workOut(play, frame, given.value, order);
    if (worked !== undefined && worked.kind !== 'value') return worked;
    if (worked !== undefined) inner.values.set(parameter.name, worked.value);
    else if (parameter.fallback?.kind === 'constant')
      inner.values.set(parameter.name, { kind: 'constant', value: parameter.fallback.value });
  }
  const flow = runBlock({ ...play, depth: play.depth + 1 }, inner, found.statement.body);
  if (flow.kind === 'returns') return value(flow.value);
  if (flow.kind === 'next') return value({ kind: 'constant', value: null });
  return flow.kind === 'raises' ? flow : LOST;
}

function methodOrOther(play: Play, frame: Frame, call: Expression & { kind: 'call' }, order: number): Worked {
  const { callee } = call;
  const object = callee.kind === 'attribute' ? workOut(play, frame, callee.object, order) : undefined;
  if (object !== undefined && object.kind !== 'value') return object;
  for (const argument of call.arguments) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
  }
  if (findQueryTable(call, play.texts) !== undefined) return LOST;
  const thing = object?.value;
  const method = callee.kind === 'attribute' ? callee.name : '';
  if (thing?.kind === 'thing') {
    if (thing.lazy !== undefined && CONNECTS.test(method)) return connected(play, frame, thing.lazy, call);
    return value(/^(?:fetch\w*|scalar\w*|rowcount|one\w*|mappings|all|first|keys)$/.test(method) ? UNKNOWN : thing);
  }
  const known = symbolicValue(play, frame, call, order);
  if (known.kind !== 'unknown') return value(known);
  return mayConnect(play, callee, method) ? LOST : value(UNKNOWN);
}

/** `User.query.all()` connects where the project keeps an engine or a session, and what it finds is not told. */
function mayConnect(play: Play, callee: Expression, method: string): boolean {
  const asks = CONNECTS.test(method) || /(?:^|\.)(?:query|session|objects)\./.test(pathOf(callee) ?? '');
  return asks && [...play.connections.values()].some((one) => one.opens === 'on-use');
}

import { asText } from '../evaluate.ts';
import type { Block, Expression, Statement } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { connected } from './connecting.ts';
import { catchesException } from './exceptions.ts';
import { type Flow, type Frame, LOST, NEXT, type Play, settled } from './play.ts';
import { isTextValue, joinTexts, THING, truthOf, UNKNOWN, type Value, withEntry } from './value.ts';
import { combined, workOut } from './work-out.ts';

/** Runs statements in order to the first that does not simply go on. */
export function runBlock(play: Play, frame: Frame, body: Block): Flow {
  for (const statement of body) {
    play.steps.left--;
    if (play.steps.left < 0) return LOST;
    const flow = runStatement(play, frame, statement);
    if (flow.kind !== 'next') return flow;
  }
  return NEXT;
}

/** Runs one statement. */
export function runStatement(play: Play, frame: Frame, statement: Statement): Flow {
  switch (statement.kind) {
    case 'expression':
      return settled(workOut(play, frame, statement.value, statement.from));
    case 'assign':
    case 'annotated':
      return runAssign(play, frame, statement);
    case 'augmented':
      return runAugmented(play, frame, statement);
    case 'return':
      return runReturn(play, frame, statement);
    case 'raise':
      return runRaise(play, frame, statement);
    case 'assert':
      return runAssert(play, frame, statement);
    case 'if':
      return runIf(play, frame, statement);
    case 'try':
      return runTry(play, frame, statement);
    case 'with':
      return runWith(play, frame, statement);
    case 'while':
    case 'for':
      return runLoop(play, frame, statement);
    case 'break':
      return { kind: 'breaks' };
    case 'continue':
      return { kind: 'continues' };
    case 'match':
      return LOST;
    default:
      return NEXT;
  }
}

function runAssign(play: Play, frame: Frame, statement: Statement & { kind: 'assign' | 'annotated' }): Flow {
  if (statement.value === undefined) return NEXT;
  const worked = workOut(play, frame, statement.value, statement.from);
  if (worked.kind !== 'value') return worked;
  const targets = statement.kind === 'assign' ? statement.targets : [statement.target];
  for (const target of targets) assign(frame, target, worked.value);
  return NEXT;
}

function assign(frame: Frame, target: Expression, to: Value): void {
  switch (target.kind) {
    case 'name':
      frame.values.set(target.name, to);
      return;
    case 'tuple':
    case 'list':
      target.items.forEach((item, at) => {
        assign(frame, item, to.kind === 'tuple' || to.kind === 'list' ? (to.items[at] ?? UNKNOWN) : UNKNOWN);
      });
      return;
    case 'subscript':
      assignItem(frame, target, to);
      return;
    default:
  }
}

/** `result["db"] = "up"`. */
function assignItem(frame: Frame, target: Expression & { kind: 'subscript' }, to: Value): void {
  if (target.object.kind !== 'name') return;
  const { name } = target.object;
  const before = frame.values.get(name);
  const key = target.index.kind === 'constant' ? String(target.index.value) : undefined;
  frame.values.set(name, before?.kind === 'map' && key !== undefined ? withEntry(before, key, to) : UNKNOWN);
}

function runAugmented(play: Play, frame: Frame, statement: Statement & { kind: 'augmented' }): Flow {
  const worked = workOut(play, frame, statement.value, statement.from);
  if (worked.kind !== 'value') return worked;
  if (statement.target.kind !== 'name') {
    assign(frame, statement.target, UNKNOWN);
    return NEXT;
  }
  const before = frame.values.get(statement.target.name) ?? UNKNOWN;
  frame.values.set(statement.target.name, combined(before, statement.operator.slice(0, -1), worked.value));
  return NEXT;
}

function runReturn(play: Play, frame: Frame, statement: Statement & { kind: 'return' }): Flow {
  const at = { from: statement.from, to: statement.to };
  if (statement.value === undefined) return { kind: 'returns', value: { kind: 'constant', value: null }, at };
  const worked = workOut(play, frame, statement.value, statement.from);
  return worked.kind === 'value' ? { kind: 'returns', value: worked.value, at } : worked;
}

function runRaise(play: Play, frame: Frame, statement: Statement & { kind: 'raise' }): Flow {
  if (statement.value === undefined) return frame.handling ?? LOST;
  const at = spanIn(frame.view, statement);
  const raised = statement.value.kind === 'call' ? statement.value.callee : statement.value;
  if (raised.kind !== 'name' && raised.kind !== 'attribute') return LOST;
  const held = raised.kind === 'name' ? frame.values.get(raised.name) : undefined;
  if (held?.kind === 'exception') return { kind: 'raises', exception: held.name, message: held.message, at };
  if (held !== undefined) return LOST;
  const first = statement.value.kind === 'call' ? statement.value.arguments[0] : undefined;
  const worked = first === undefined ? undefined : workOut(play, frame, first.value, statement.from);
  if (worked !== undefined && worked.kind !== 'value') return worked;
  const text = worked?.value.kind === 'constant' ? asText(worked.value.value) : first === undefined ? '' : undefined;
  return { kind: 'raises', exception: raised.name, message: text, at };
}

/** An assertion that is not known to hold or fail leaves the rest untold. */
function runAssert(play: Play, frame: Frame, statement: Statement & { kind: 'assert' }): Flow {
  const worked = workOut(play, frame, statement.test, statement.from);
  if (worked.kind !== 'value') return worked;
  const truth = truthOf(worked.value);
  if (truth === undefined) return LOST;
  const at = spanIn(frame.view, statement);
  return truth ? NEXT : { kind: 'raises', exception: 'AssertionError', message: undefined, at };
}

function runIf(play: Play, frame: Frame, statement: Statement & { kind: 'if' }): Flow {
  for (const branch of statement.branches) {
    const worked = workOut(play, frame, branch.test, statement.from);
    if (worked.kind !== 'value') return worked;
    const truth = truthOf(worked.value);
    if (truth === undefined) return LOST;
    if (truth) return runBlock(play, frame, branch.body);
  }
  return runBlock(play, frame, statement.otherwise);
}

function runTry(play: Play, frame: Frame, statement: Statement & { kind: 'try' }): Flow {
  let flow = runBlock(play, frame, statement.body);
  if (flow.kind === 'next') flow = runBlock(play, frame, statement.otherwise);
  else if (flow.kind === 'raises') flow = handled(play, frame, statement, flow);
  const last = runBlock(play, frame, statement.finally);
  return last.kind === 'returns' || last.kind === 'raises' ? last : flow;
}

function handled(
  play: Play,
  frame: Frame,
  statement: Statement & { kind: 'try' },
  raised: Flow & { kind: 'raises' },
): Flow {
  for (const handler of statement.handlers) {
    const catches = catchesException(handler.type, raised.exception);
    if (catches === undefined) return LOST;
    if (!catches) continue;
    const { exception: name, message } = raised;
    if (handler.name !== undefined) frame.values.set(handler.name, { kind: 'exception', name, message });
    const before = frame.handling;
    frame.handling = raised;
    const flow = runBlock(play, frame, handler.body);
    frame.handling = before;
    return flow;
  }
  return raised;
}

function runWith(play: Play, frame: Frame, statement: Statement & { kind: 'with' }): Flow {
  for (const item of statement.items) {
    const worked = workOut(play, frame, item.value, statement.from);
    if (worked.kind !== 'value') return worked;
    const entered =
      worked.value.kind === 'thing' && worked.value.lazy !== undefined
        ? connected(play, frame, worked.value.lazy, item.value)
        : worked;
    if (entered.kind !== 'value') return entered;
    if (item.target !== undefined) assign(frame, item.target, entered.value.kind === 'unknown' ? THING : entered.value);
  }
  return runBlock(play, frame, statement.body);
}

/** How often the body of a loop is run before it counts as endless. */
const MAX_ROUNDS = 60;
/** How often a loop is run whose number of rounds is not known. */
const SOME_ROUNDS = 3;

function runLoop(play: Play, frame: Frame, statement: Statement & { kind: 'while' | 'for' }): Flow {
  return statement.kind === 'while' ? runWhile(play, frame, statement) : runFor(play, frame, statement);
}

/** A loop that tries again: with the same outcome for ever, it never ends. */
function runWhile(play: Play, frame: Frame, statement: Statement & { kind: 'while' }): Flow {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const test = workOut(play, frame, statement.test, statement.from);
    if (test.kind !== 'value') return test;
    const truth = truthOf(test.value);
    if (truth === undefined) return LOST;
    if (!truth) return runBlock(play, frame, statement.otherwise);
    const flow = runBlock(play, frame, statement.body);
    if (flow.kind === 'breaks') return NEXT;
    if (flow.kind !== 'next' && flow.kind !== 'continues') return flow;
  }
  return LOST;
}

function runFor(play: Play, frame: Frame, statement: Statement & { kind: 'for' }): Flow {
  const within = workOut(play, frame, statement.within, statement.from);
  if (within.kind !== 'value') return within;
  const items = within.value.kind === 'list' || within.value.kind === 'tuple' ? within.value.items : undefined;
  // Rows of a query: how many there are is not told, and what is done with them says nothing unless it ends the function.
  if (items === undefined && !isCounting(statement.within)) return skipLoop(frame, statement.body);
  const rounds = items ?? Array.from({ length: SOME_ROUNDS }, () => UNKNOWN);
  for (const item of rounds.slice(0, MAX_ROUNDS)) {
    assign(frame, statement.target, item);
    const flow = runBlock(play, frame, statement.body);
    if (flow.kind === 'breaks') return NEXT;
    if (flow.kind !== 'next' && flow.kind !== 'continues') return flow;
  }
  return runBlock(play, frame, statement.otherwise);
}

/** `range(n)`: the body is surely run. */
function isCounting(within: Expression): boolean {
  return within.kind === 'call' && within.callee.kind === 'name' && within.callee.name === 'range';
}

function skipLoop(frame: Frame, body: Block): Flow {
  for (const statement of body) {
    if (statement.kind === 'assign') for (const target of statement.targets) assign(frame, target, UNKNOWN);
    else if (statement.kind === 'augmented') skipAugmented(frame, statement);
    else if (statement.kind !== 'expression' && statement.kind !== 'pass') return LOST;
    else if (statement.kind === 'expression') forgetChanged(frame, statement.value);
  }
  return NEXT;
}

/** `out += str(row)` leaves a text that begins as it did. */
function skipAugmented(frame: Frame, statement: Statement & { kind: 'augmented' }): void {
  const { target } = statement;
  const before = target.kind === 'name' ? frame.values.get(target.name) : undefined;
  const grows = before !== undefined && isTextValue(before) && statement.operator === '+=';
  assign(frame, target, grows ? joinTexts([before, UNKNOWN]) : UNKNOWN);
}

/** `rows.append(x)` changes what `rows` holds. */
function forgetChanged(frame: Frame, expression: Expression): void {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return;
  const { object } = expression.callee;
  const held = object.kind === 'name' ? frame.values.get(object.name) : undefined;
  if (object.kind === 'name' && (held?.kind === 'list' || held?.kind === 'map')) frame.values.set(object.name, UNKNOWN);
}

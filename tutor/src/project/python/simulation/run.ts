import type { Block, Expression, Statement } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { connected } from './connecting.ts';
import { catchesException } from './exceptions.ts';
import { type Flow, type Frame, LOST, NEXT, type Play, settled } from './play.ts';
import { isTextValue, joinTexts, THING, truthOf, UNKNOWN, type Value } from './value.ts';
import { workOut } from './work-out.ts';

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
  if (target.kind === 'name') frame.values.set(target.name, to);
  if (target.kind !== 'tuple' && target.kind !== 'list') return;
  target.items.forEach((item, at) => {
    assign(frame, item, to.kind === 'tuple' ? (to.items[at] ?? UNKNOWN) : UNKNOWN);
  });
}

function runAugmented(play: Play, frame: Frame, statement: Statement & { kind: 'augmented' }): Flow {
  const worked = workOut(play, frame, statement.value, statement.from);
  if (worked.kind !== 'value') return worked;
  if (statement.target.kind !== 'name') return NEXT;
  const before = frame.values.get(statement.target.name) ?? UNKNOWN;
  const isText = isTextValue(before) || isTextValue(worked.value);
  const joined = statement.operator === '+=' && isText ? joinTexts([before, worked.value]) : UNKNOWN;
  frame.values.set(statement.target.name, joined);
  return NEXT;
}

function runReturn(play: Play, frame: Frame, statement: Statement & { kind: 'return' }): Flow {
  const at = { from: statement.from, to: statement.to };
  if (statement.value === undefined) return { kind: 'returns', value: { kind: 'constant', value: null }, at };
  const worked = workOut(play, frame, statement.value, statement.from);
  return worked.kind === 'value' ? { kind: 'returns', value: worked.value, at } : worked;
}

function runRaise(play: Play, frame: Frame, statement: Statement & { kind: 'raise' }): Flow {
  if (statement.value === undefined) return LOST;
  const raised = statement.value.kind === 'call' ? statement.value.callee : statement.value;
  const exception = raised.kind === 'name' ? raised.name : raised.kind === 'attribute' ? raised.name : 'Exception';
  if (frame.values.get(exception) !== undefined || play.steps.left < 0) return LOST;
  return { kind: 'raises', exception, message: undefined, at: spanIn(frame.view, statement) };
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
    const text: Value =
      raised.message === undefined ? { kind: 'pattern', texts: ['', ''] } : { kind: 'constant', value: raised.message };
    if (handler.name !== undefined) frame.values.set(handler.name, text);
    return runBlock(play, frame, handler.body);
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
const MAX_ROUNDS = 3;

/** A loop that tries again: the same outcome each time. A loop over rows says nothing unless it returns. */
function runLoop(play: Play, frame: Frame, statement: Statement & { kind: 'while' | 'for' }): Flow {
  if (statement.kind === 'while') {
    const test = workOut(play, frame, statement.test, statement.from);
    if (test.kind !== 'value') return test;
    const truth = truthOf(test.value);
    if (truth === undefined) return LOST;
    if (!truth) return NEXT;
  } else {
    const within = workOut(play, frame, statement.within, statement.from);
    if (within.kind !== 'value') return within;
    if (!isCounting(statement.within)) return skipLoop(frame, statement.body);
    assign(frame, statement.target, UNKNOWN);
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const flow = runBlock(play, frame, statement.body);
    if (flow.kind === 'breaks') return NEXT;
    if (flow.kind === 'returns' || flow.kind === 'raises' || flow.kind === 'unknown') return flow;
  }
  // `while` goes on for ever with the same outcome; `for` ends.
  return statement.kind === 'while' ? LOST : runBlock(play, frame, statement.otherwise);
}

/** `range(5)`: the body is surely run. */
function isCounting(within: Expression): boolean {
  return within.kind === 'call' && within.callee.kind === 'name' && within.callee.name === 'range';
}

function skipLoop(frame: Frame, body: Block): Flow {
  for (const statement of body) {
    if (statement.kind === 'return' || statement.kind === 'if' || statement.kind === 'try') return LOST;
    if (statement.kind === 'assign') for (const target of statement.targets) assign(frame, target, UNKNOWN);
    if (statement.kind === 'augmented') assign(frame, statement.target, UNKNOWN);
  }
  return NEXT;
}

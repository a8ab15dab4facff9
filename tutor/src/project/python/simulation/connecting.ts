import { evaluate } from '../evaluate.ts';
import type { Expression } from '../grammar/tree.ts';
import { qualify } from '../qualify.ts';
import type { Connection } from '../reading.ts';
import { eachExpression } from '../scope.ts';
import { spanIn, symbolicOf } from '../symbolic-of.ts';
import { type Frame, LOST, type Play, value, type Worked } from './play.ts';
import { THING, UNKNOWN, type Value } from './value.ts';

/** Connects, as the world says it goes. */
export function connected(play: Play, frame: Frame, connection: Connection, at: Expression): Worked {
  const outcome = play.world.connect(connection);
  switch (outcome.kind) {
    case 'works':
      return value(THING);
    case 'fails':
      return {
        kind: 'raises',
        exception: exceptionOf(connection),
        message: outcome.message,
        at: spanIn(frame.view, at),
      };
    case 'unknown':
      return LOST;
  }
}

/** What a library raises when the server cannot be reached or refuses. */
function exceptionOf(connection: Connection): string {
  switch (connection.library) {
    case 'asyncpg':
      return 'ConnectionRefusedError';
    case 'pg8000':
      return 'InterfaceError';
    case 'psycopg_pool':
      return 'PoolTimeout';
    default:
      return 'OperationalError';
  }
}

/** Methods that make an engine, a pool or a session connect. */
export const CONNECTS =
  /^(?:connect|begin|execute|raw_connection|connection|getconn|acquire|scalar|scalars|query|commit|create_all|all|first|get|ping)$/;

/** What the expression comes to without following it, where that can be told: it speaks of nothing that the function holds itself. */
export function symbolicValue(play: Play, frame: Frame, expression: Expression, order: number): Value {
  if (usesLocals(frame, expression)) return UNKNOWN;
  const symbolic = symbolicOf(expression, { view: frame.view, scope: frame.scope, order });
  const known = evaluate(symbolic, play.world.environment, play.world.unknownVariables ?? []);
  if (known.kind === 'known') return { kind: 'constant', value: known.value };
  return connectorOf(play, frame, expression, order);
}

function usesLocals(frame: Frame, expression: Expression): boolean {
  let uses = false;
  eachExpression(expression, (inner) => {
    if (inner.kind === 'name' && frame.values.has(inner.name)) uses = true;
  });
  return uses;
}

/** A name of a module that holds an engine or a pool. */
function connectorOf(play: Play, frame: Frame, expression: Expression, order: number): Value {
  if (expression.kind !== 'name' && expression.kind !== 'attribute') return UNKNOWN;
  const made = qualify(expression, { view: frame.view, scope: frame.scope, order });
  if (made === undefined || !/\(\)/.test(made)) return UNKNOWN;
  if (
    /^(?:psycopg2|psycopg|pg8000)(?:\.\w+)*\.(?:connect|Connection|SimpleConnectionPool|ThreadedConnectionPool)\(\)/.test(
      made,
    )
  )
    return THING;
  const lazy = [...play.connections.values()].find((one) => one.opens === 'on-use' && isMadeBy(made, one));
  return lazy === undefined ? UNKNOWN : { kind: 'thing', lazy };
}

function isMadeBy(made: string, connection: Connection): boolean {
  switch (connection.library) {
    case 'flask-sqlalchemy':
      return /SQLAlchemy\(\)/.test(made);
    case 'sqlalchemy':
      return /create_(?:async_)?engine\(\)|sessionmaker\(\)|Session\(\)|scoped_session\(\)/.test(made);
    case 'psycopg_pool':
      return /ConnectionPool\(\)/.test(made);
    default:
      return false;
  }
}

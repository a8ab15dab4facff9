import type { Span } from '../../core/span.ts';
import type { PlacedCall } from './placed-calls.ts';
import { spanIn } from './symbolic-of.ts';

/** Connections and sessions of SQLAlchemy, by what makes them. */
const ASKED =
  /^(?:sqlalchemy\.(?:engine\.)?create_engine\(\)\.(?:connect|begin)\(\)|flask_sqlalchemy\.SQLAlchemy\(\)\.session|sqlalchemy\.orm\.(?:sessionmaker\(\)|Session|scoped_session\(\))\(\))\.(?:execute|scalar|scalars)$/;

/**
 * Queries as SQLAlchemy 1 took them: plain texts without `text(…)`, the place of each with its quotes; and
 * `engine.execute`, the place of `execute`.
 */
export function plainQueries(calls: readonly PlacedCall[]): Span[] {
  return calls.flatMap(({ expression, name, standing, around }) => {
    if (expression.kind !== 'call' || around.certain !== 'always') return [];
    const { callee } = expression;
    if (callee.kind === 'attribute' && /^sqlalchemy\.(?:engine\.)?create_engine\(\)\.execute$/.test(name ?? ''))
      return [spanIn(standing.view, { ...callee, from: callee.to - callee.name.length })];
    if (!ASKED.test(name ?? '')) return [];
    const [query] = expression.arguments;
    const isText = query?.value.kind === 'constant' && typeof query.value.value === 'string';
    return isText ? [spanIn(standing.view, query.value)] : [];
  });
}

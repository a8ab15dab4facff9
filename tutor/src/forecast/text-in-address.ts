import { type Source, sourceInVariable } from './container-environment.ts';
import type { Facts } from './facts.ts';
import { sourceInTraced, trace } from './trace.ts';
import type { WebEnd } from './web-end.ts';

/** The text that gives `length` units of the page's address from `offset` on; the whole address where that cannot be told. */
export function textInAddress(
  facts: Facts,
  web: Extract<WebEnd, { kind: 'parts' | 'malformed' }>,
  offset: number,
  length: number,
): Source {
  const { environment } = facts;
  const expression = web.connection?.address;
  if (expression !== undefined) {
    const traced = trace(expression, environment);
    const inside = traced.kind === 'known' && traced.value === web.text;
    return (inside ? sourceInTraced(traced, offset, length, environment) : undefined) ?? web.whole;
  }
  const variable = web.variable === undefined ? undefined : environment.get(web.variable);
  return (variable === undefined ? undefined : sourceInVariable(variable, offset, length)) ?? web.whole;
}

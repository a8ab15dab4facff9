import type { Expression } from './grammar/tree.ts';
import { eachExpression } from './scope.ts';

const BEFORE_A_TABLE = ['from', 'join', 'into', 'update', 'table'];
const TABLE =
  /\b(?:from|join|into|update|table)\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?"?(?:public"?\.)?"?([a-z_][\w$]*)/gi;
/** Methods that take a query. */
const ASKING: ReadonlySet<string> = new Set(
  'execute executemany scalar scalars fetch fetchval fetchrow query text'.split(' '),
);
/** What PostgreSQL has without anybody making it. */
const BUILT_IN =
  /^(?:pg_\w+|information_schema|generate_series|unnest|now|version|current_\w+|dual|select|values|set)$/i;

/**
 * A table that a query asks and that nothing in the project's Python makes: whether it is there cannot be told.
 * Undefined where the call runs no query, or one that needs no table (`SELECT 1`).
 */
export function findQueryTable(call: Expression & { kind: 'call' }, texts: string): string | undefined {
  const method = call.callee.kind === 'attribute' ? call.callee.name : '';
  if (!ASKING.has(method)) return undefined;
  let lacking: string | undefined;
  for (const argument of call.arguments) {
    eachExpression(argument.value, (inner) => {
      if (inner.kind !== 'constant' || typeof inner.value !== 'string') return;
      lacking ??= lackingTable(inner.value, texts);
    });
  }
  return lacking;
}

function lackingTable(query: string, texts: string): string | undefined {
  const words = query.toLowerCase();
  if (!BEFORE_A_TABLE.some((word) => words.includes(word)) || /^\s*create\b/i.test(query)) return undefined;
  for (const found of query.matchAll(TABLE)) {
    const name = found[1] ?? '';
    if (BUILT_IN.test(name)) continue;
    const made = new RegExp(
      `create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?"?(?:public\\.)?"?${name.replace(/\$/g, '\\$')}\\b`,
      'i',
    );
    if (!made.test(texts)) return name;
  }
  return undefined;
}

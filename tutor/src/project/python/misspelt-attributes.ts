import { nearest } from '../../core/nearest.ts';
import type { Expression } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import { qualify, type Standing } from './qualify.ts';
import type { AttributeSlip } from './reading.ts';
import { spanIn } from './symbolic-of.ts';

/** What apps of this kind take from modules whose other names are unlike these, by the module. */
const TAKEN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ os: ['environ', 'getenv'], psycopg2: ['connect'], psycopg: ['connect'] }),
);
/** Names nearly like those, which the modules do have. */
const THERE: ReadonlySet<string> = new Set([
  'environb',
  'getenvb',
  'putenv',
  'unsetenv',
  'getpid',
  'getuid',
  'Connection',
]);
/** The most slips that are told. */
const MOST_SLIPS = 10;

/** `psycopg2.conect(…)`, `os.enviorn["X"]`: a name that the module does not have, and has nearly. */
export function misspeltAttributes(calls: readonly PlacedCall[]): AttributeSlip[] {
  const found: AttributeSlip[] = [];
  for (const { expression, standing } of calls) {
    const slip = slipIn(expression.kind === 'call' ? expression.callee : expression.object, standing);
    if (slip !== undefined && found.length < MOST_SLIPS) found.push(slip);
  }
  return found;
}

/** The innermost attribute is the one that the module is asked for. */
function slipIn(named: Expression, standing: Standing): AttributeSlip | undefined {
  let attribute: Expression = named;
  while (attribute.kind === 'attribute' && attribute.object.kind === 'attribute') attribute = attribute.object;
  if (attribute.kind !== 'attribute' || attribute.object.kind !== 'name') return undefined;
  const module = qualify(attribute.object, standing);
  const has = module === undefined ? undefined : TAKEN.get(module);
  if (module === undefined || has === undefined || standing.view.linked(module, 0) !== undefined) return undefined;
  const { name } = attribute;
  const meant = has.includes(name) || THERE.has(name) ? undefined : nearest(name, has);
  if (meant === undefined) return undefined;
  const at = { ...attribute, from: attribute.to - name.length };
  return { module, name, meant, span: spanIn(standing.view, at) };
}

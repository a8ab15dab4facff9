import { constant, UNKNOWN, type Value } from './value.ts';

/** Rows that are no tuples, or libraries whose rows are not. */
const OTHER_ROWS =
  /\basyncpg\b|\baiopg\b|RealDict|DictCursor|DictRow|dict_row|row_factory|NamedTuple|namedtuple|mappings/;
const QUERIES = /(["'])\s*(select\s[^"']*)\1/gi;

/**
 * What a method that fetches gives, where every query of the program asks for one value and no table: `SELECT 1`.
 * A row is a tuple in psycopg2, psycopg 3 and SQLAlchemy.
 */
export function fetched(texts: string, method: string): Value {
  const item = itemAsked(texts);
  if (item === undefined) return UNKNOWN;
  const row: Value = { kind: 'tuple', items: [item] };
  switch (method) {
    case 'fetchone':
    case 'first':
    case 'one':
      return row;
    case 'fetchall':
      return { kind: 'list', items: [row] };
    case 'scalar':
    case 'scalar_one':
      return item;
    default:
      return UNKNOWN;
  }
}

function itemAsked(texts: string): Value | undefined {
  const queries = [...texts.matchAll(QUERIES)].map((found) => (found[2] ?? '').trim().replace(/;$/, ''));
  const [first] = queries;
  const isPlain = queries.every((query) => !/[,*]|\s(?:from|where|union)\s/i.test(query));
  // A query that is put together, or stands over several lines, is not among those that were found.
  const isOther = (texts.match(/\bselect\s/gi) ?? []).length !== queries.length;
  if (first === undefined || !isPlain || isOther || OTHER_ROWS.test(texts)) return undefined;
  const number = /^select\s+(\d{1,9})(?:\s+as\s+\w+)?$/i.exec(first)?.[1];
  return number !== undefined && queries.every((query) => query === first) ? constant(Number(number)) : UNKNOWN;
}

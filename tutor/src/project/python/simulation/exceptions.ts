import type { Expression } from '../grammar/tree.ts';

/** Whether `except type` catches an exception; undefined where the text does not tell. */
export function catchesException(type: Expression | undefined, exception: string): boolean | undefined {
  if (type === undefined) return true;
  if (type.kind === 'tuple') {
    const each = type.items.map((item) => catchesException(item, exception));
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  }
  const name = type.kind === 'name' || type.kind === 'attribute' ? type.name : undefined;
  if (name === undefined) return undefined;
  if (name === exception || name === 'Exception' || name === 'BaseException') return true;
  const family = FAMILIES.get(exception);
  if (family === undefined) return FAMILIES.has(name) ? false : undefined;
  if (family.includes(name)) return true;
  return /^(?:\w*Error|Exception|HTTPException|ImportError|\w+Exception|Timeout\w*)$/.test(name) ? false : undefined;
}

/** What each exception is also: the classes between it and Exception. */
const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['OperationalError', ['DatabaseError', 'Error', 'DBAPIError', 'StatementError', 'SQLAlchemyError']],
  ['ProgrammingError', ['DatabaseError', 'Error', 'DBAPIError', 'StatementError', 'SQLAlchemyError']],
  ['KeyError', ['LookupError']],
  ['ValueError', []],
  ['TypeError', []],
  ['AttributeError', []],
  ['NameError', []],
  ['AssertionError', []],
  ['RuntimeError', []],
  ['ConnectionRefusedError', ['ConnectionError', 'OSError', 'EnvironmentError', 'IOError']],
]);

import { constant, joinTexts, UNKNOWN, type Value } from './value.ts';

/** A value as Flask writes it as JSON: keys sorted, nothing but ASCII, a line's end behind it; gaps where it is not known. */
export function jsonTexts(of: Value): readonly string[] {
  const joined = joinTexts([jsonValue(of), constant('\n')]);
  if (joined.kind === 'constant') return [String(joined.value)];
  return joined.kind === 'pattern' ? joined.texts : ['', ''];
}

function jsonValue(of: Value): Value {
  switch (of.kind) {
    case 'constant':
      return constant(ascii(JSON.stringify(of.value)));
    case 'pattern':
      return joinTexts([constant('"'), { kind: 'pattern', texts: of.texts.map(inQuotes) }, constant('"')]);
    case 'tuple':
    case 'list':
      return joinTexts([constant('['), ...between(of.items.map(jsonValue)), constant(']')]);
    case 'map':
      return joinTexts([constant('{'), ...between(sortedPairs(of.entries)), constant('}')]);
    default:
      return UNKNOWN;
  }
}

function sortedPairs(entries: readonly (readonly [string, Value])[]): Value[] {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, one]) => joinTexts([constant(`${ascii(JSON.stringify(key))}:`), jsonValue(one)]));
}

function between(values: readonly Value[]): Value[] {
  return values.flatMap((one, at) => (at === 0 ? [one] : [constant(','), one]));
}

function inQuotes(text: string): string {
  return ascii(JSON.stringify(text)).slice(1, -1);
}

function ascii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

import type { Span } from '../core/span.ts';
import { cut } from '../core/text.ts';
import type { ComposeReading } from '../project/compose/reading.ts';
import { type Item, type Meaning, meaningOf, type Part } from './compose-meaning.ts';
import { type Difference, difference } from './difference.ts';
import { type Naming, SAME_NAMES } from './naming.ts';

/** Longer values are cut: the solution's whole service can be missing. */
const SHOWN_UNITS = 200;

/** What two Compose projects mean differently, in the order of the solution's files, then what only the learner has. */
export function composeDifferences(
  yours: ComposeReading,
  theirs: ComposeReading,
  naming: Naming,
): readonly Difference[] {
  const file = yours.files[0] ?? theirs.files[0] ?? 'compose.yaml';
  if (theirs.model === undefined) return [];
  if (yours.model === undefined) {
    return [difference({ file, path: '', kind: yours.files.length === 0 ? 'missing' : 'different' })];
  }
  const back = invert(naming);
  const walk: Walk = { file, shownPath: (path) => shownPath(path, back) };
  return compare(meaningOf(yours.model, naming), meaningOf(theirs.model, SAME_NAMES), [], undefined, walk);
}

type Walk = { readonly file: string; readonly shownPath: (path: readonly string[]) => string };

function compare(
  yours: Meaning,
  theirs: Meaning,
  path: readonly string[],
  at: Span | undefined,
  walk: Walk,
): readonly Difference[] {
  if (yours.kind === 'map' && theirs.kind === 'map') return compareMaps(yours.parts, theirs.parts, path, at, walk);
  if (yours.kind === 'set' && theirs.kind === 'set') return compareSets(yours, theirs, path, walk);
  if (yours.kind === 'text' && theirs.kind === 'text' && yours.value === theirs.value) return [];
  if (isEmpty(yours) && isEmpty(theirs)) return [];
  return [tell('different', path, walk, sayMeaning(theirs), sayMeaning(yours), spanOf(yours) ?? at)];
}

type Parts = ReadonlyMap<string, Part>;

function compareMaps(
  yours: Parts,
  theirs: Parts,
  path: readonly string[],
  at: Span | undefined,
  walk: Walk,
): readonly Difference[] {
  const both = [...theirs].flatMap(([key, their]) => {
    const here = [...path, key];
    const your = yours.get(key);
    if (your !== undefined) return compare(your.meaning, their.meaning, here, your.keySpan, walk);
    return [tell('missing', here, walk, sayMeaning(their.meaning), undefined, at)];
  });
  const extra = [...yours]
    .filter(([key]) => !theirs.has(key))
    .map(([key, your]) => tell('extra', [...path, key], walk, undefined, sayMeaning(your.meaning), your.keySpan));
  return [...both, ...extra];
}

type Set = Extract<Meaning, { kind: 'set' }>;

function compareSets(yours: Set, theirs: Set, path: readonly string[], walk: Walk): readonly Difference[] {
  const lone = (items: readonly Item[], others: readonly Item[]): Item[] =>
    items.filter((item) => !others.some((other) => other.value === item.value));
  const extra = lone(yours.items, theirs.items);
  const missing = lone(theirs.items, yours.items);
  const found: Difference[] = [];
  for (const their of missing) {
    // The same container port or mount target; or the only two that are left over.
    const your =
      extra.find((item) => item.same === their.same) ??
      (missing.length === 1 && extra.length === 1 ? extra[0] : undefined);
    if (your === undefined) found.push(tell('missing', path, walk, their.shown, undefined, yours.span));
    else {
      extra.splice(extra.indexOf(your), 1);
      found.push(tell('different', path, walk, their.shown, your.shown, your.span));
    }
  }
  return [...found, ...extra.map((item) => tell('extra', path, walk, undefined, item.shown, item.span))];
}

function tell(
  kind: Difference['kind'],
  path: readonly string[],
  walk: Walk,
  theirs: string | undefined,
  yours: string | undefined,
  span: Span | undefined,
): Difference {
  return difference({ file: span?.file ?? walk.file, path: walk.shownPath(path), kind, theirs, yours, span });
}

function isEmpty(meaning: Meaning): boolean {
  switch (meaning.kind) {
    case 'map':
      return meaning.parts.size === 0;
    case 'set':
      return meaning.items.length === 0;
    case 'text':
      return meaning.value === '';
  }
}

function spanOf(meaning: Meaning): Span | undefined {
  return meaning.kind === 'map' ? undefined : meaning.span;
}

function sayMeaning(meaning: Meaning): string {
  return cut(sayWhole(meaning).replace(/\s+/g, ' ').trim(), SHOWN_UNITS);
}

function sayWhole(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'text':
      return meaning.shown;
    case 'set':
      return meaning.items.map(({ shown }) => shown).join(', ');
    case 'map':
      return [...meaning.parts.values()].map(sayPart).join(', ');
  }
}

function sayPart({ shown, meaning }: Part): string {
  if (isEmpty(meaning)) return shown;
  return `${shown}: ${meaning.kind === 'map' ? `{${sayWhole(meaning)}}` : sayWhole(meaning)}`;
}

function invert(naming: Naming): Naming {
  const turn = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(names).map(([yours, theirs]) => [theirs, yours]));
  return {
    services: turn(naming.services),
    networks: turn(naming.networks),
    volumes: turn(naming.volumes),
    folders: {},
  };
}

/** A path in the learner's own names, as they would look for it in their file. */
function shownPath(path: readonly string[], back: Naming): string {
  const [section = '', name = '', key = '', inner = ''] = path;
  const own = (names: Readonly<Record<string, string>>, one: string): string => names[one] ?? one;
  const shown = [...path];
  if (section === 'services' || section === 'networks' || section === 'volumes') shown[1] = own(back[section], name);
  if (section === 'services' && key === 'networks') shown[3] = own(back.networks, inner);
  if (section === 'services' && key === 'depends_on') shown[3] = own(back.services, inner);
  return shown.slice(0, path.length).join('.');
}

import type { Edit } from '../../core/diagnosis.ts';
import { asMeant } from './as-meant.ts';
import type { ComposeFault, FaultKind } from './fault.ts';
import { faultList } from './fault-list.ts';
import { checkSchema } from './schema.ts';
import { child, entryOf, type TreeNode } from './tree.ts';
import { BudgetSpent } from './yaml/budget.ts';
import { linelessKey, misplacedKey } from './yaml/misplaced.ts';
import { type Found, recover } from './yaml/recover.ts';
import type { Remedy, SlipName } from './yaml/remedies/remedy.ts';
import type { SlipKind } from './yaml/slip.ts';
import { type Source, spanOf } from './yaml/source.ts';

/** What a YAML file holds: its documents as far as they can be read, and what is wrong with it. */
export type YamlReading = { readonly documents: readonly TreeNode[]; readonly faults: readonly ComposeFault[] };

/**
 * Reads a YAML file as Compose does (go-yaml 3): anchors and aliases resolved, merge keys applied, scalars typed,
 * every key and value with its place. A file without a document gives none; an empty document is a null scalar.
 * Tags stay on their values, `!reset` and `!override` among them. Never throws, and never takes long: a file over a budget
 * has the one fault `too-large`. A slip in the syntax is one fault with the word `slip`, and the rest is read as if it were mended.
 */
export function readYaml(file: string, text: string): YamlReading {
  const source: Source = { file, text: withPlainLineBreaks(text), place: (offset) => offset };
  const page = webPage(source);
  if (page !== undefined) return { documents: [], faults: [page] };
  try {
    const { documents, slips } = recover(source, oddity);
    return { documents, faults: slips.flatMap(faultsOf).sort((a, b) => a.at.start - b.at.start) };
  } catch (error) {
    if (error instanceof BudgetSpent) return { documents: [], faults: [tooLarge(source, error)] };
    throw error;
  }
}

/** Line breaks that Compose's YAML knows and the parser does not, a lone CR among them; a byte order mark is white space. Lengths stay. */
const OTHER_BREAKS = /\r(?!\n)|[\x85\u2028\u2029]/g;

function withPlainLineBreaks(text: string): string {
  const marked = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  return OTHER_BREAKS.test(marked) ? marked.replace(OTHER_BREAKS, '\n') : marked;
}

/** How many faults Compose's schema finds in a document: what a mend must not add to. */
function oddity(document: TreeNode): number {
  if (document.kind !== 'mapping') return 1;
  const faults = faultList();
  checkSchema(asMeant(document, faults), faults);
  return faults.all().length + sectionsAmongServices(document);
}

/** Sections that a mend would put among the services, where they are services without anything. */
function sectionsAmongServices(document: TreeNode): number {
  const services = child(document, 'services');
  const entries = services?.kind === 'mapping' ? services.entries : [];
  return entries.filter(({ key, value }) => SECTION.test(key) && entryOf(value, 'image') === undefined).length;
}

const SECTION = /^(?:networks|volumes|secrets|configs)$/;

type PlacedFault = ComposeFault & { readonly at: NonNullable<ComposeFault['at']> };

const WEB_PAGE = /^\s*<(?:!doctype|html|head|\?xml)\b[^\n]*/i;

/** A page saved from the web in place of the file it shows. */
function webPage(source: Source): PlacedFault | undefined {
  const first = WEB_PAGE.exec(source.text)?.[0];
  if (first === undefined) return undefined;
  const start = first.length - first.trimStart().length;
  const text = first.trim();
  const words = { text, slip: 'web-page' };
  const message = 'the file holds a web page';
  return { kind: 'yaml-syntax', refuses: true, message, at: spanOf(source, start, start + text.length), words };
}

function tooLarge(source: Source, spent: BudgetSpent): ComposeFault {
  const { excess } = spent;
  const at = Math.min(spent.at, source.text.length);
  return {
    kind: 'too-large',
    refuses: true,
    message: `${source.file} holds more than ${excess.limit} ${excess.what}`,
    at: spanOf(source, at, at),
    words: { file: source.file, what: excess.what, limit: String(excess.limit) },
  };
}

const FAULT_KINDS: Readonly<Record<SlipKind, FaultKind>> = {
  syntax: 'yaml-syntax',
  tab: 'yaml-tab',
  'duplicate-key': 'yaml-duplicate-key',
  'merge-key': 'yaml-merge-key',
  'key-type': 'wrong-type',
  alias: 'yaml-syntax',
  tag: 'yaml-syntax',
  escape: 'yaml-syntax',
};

function faultsOf(found: Found): readonly PlacedFault[] {
  const { slip, remedy, source } = found;
  const misplaced = remedy === undefined ? undefined : (misplacedKey(source, remedy) ?? linelessKey(source, remedy));
  if (remedy !== undefined && misplaced !== undefined)
    return [{ ...misplaced, refuses: true, mend: mendOf(remedy, source) }];
  const first = faultAt(remedy ?? slip, found);
  const mend = remedy === undefined || READ_ON_ONLY.includes(remedy.slip) ? {} : { mend: mendOf(remedy, source) };
  return [{ ...first, ...mend }, ...(remedy?.also ?? []).map((place) => ({ ...faultAt(place, found), ...mend }))];
}

function faultAt({ start, end }: { readonly start: number; readonly end: number }, found: Found): PlacedFault {
  const { slip, remedy, source } = found;
  const kind = kindOf(found);
  const text = source.text.slice(start, end);
  const { other } = slip;
  return {
    kind,
    refuses: true,
    message: (remedy ?? slip).message,
    at: spanOf(source, start, end),
    ...(other === undefined ? {} : { other: spanOf(source, other.start, other.end) }),
    words: { ...wordsOf(kind, text, remedy?.slip ?? slip.kind), ...remedy?.words },
  };
}

/** Slips whose mends serve reading on alone: what the learner wants of that line is not known. */
const READ_ON_ONLY: readonly SlipName[] = ['merge-conflict', 'text-after-value', 'stray-item'];

function mendOf(remedy: Remedy, source: Source): readonly Edit[] {
  return remedy.mends.map(({ at, remove, text }) => ({ span: spanOf(source, at, at + remove), text }));
}

function kindOf({ slip, remedy }: Found): FaultKind {
  if (remedy === undefined) return FAULT_KINDS[slip.kind];
  if (remedy.slip === 'services-line') return 'services-missing';
  return remedy.slip === 'tab' ? 'yaml-tab' : 'yaml-syntax';
}

function wordsOf(kind: FaultKind, text: string, slip: string): Readonly<Record<string, string>> {
  if (kind === 'yaml-duplicate-key') return { key: text };
  if (kind === 'services-missing') return { keys: text };
  if (kind === 'wrong-type') return { key: text, expected: 'string', got: 'number' };
  return { text, slip };
}

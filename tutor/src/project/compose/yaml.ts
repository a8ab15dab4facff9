import { type CST, Lexer, Parser } from 'yaml';
import type { ComposeFault, FaultKind } from './fault.ts';
import type { TreeNode } from './tree.ts';
import { type Anchors, assemble } from './yaml/assemble.ts';
import { BudgetSpent, MAX_FILE_UNITS, MAX_TOKENS } from './yaml/budget.ts';
import type { Slip, SlipKind } from './yaml/slip.ts';
import { type Source, spanOf } from './yaml/source.ts';

/** What a YAML file holds: its documents as far as they can be read, and what is wrong with it. */
export type YamlReading = { readonly documents: readonly TreeNode[]; readonly faults: readonly ComposeFault[] };

/**
 * Reads a YAML file as Compose does (go-yaml 3): anchors and aliases resolved, merge keys applied, scalars typed,
 * every key and value with its place. A file without a document gives none; an empty document is a null scalar.
 * Tags stay on their values, `!reset` and `!override` among them. Never throws, and never takes long: a file over a budget
 * has the one fault `too-large`.
 */
export function readYaml(file: string, text: string): YamlReading {
  const parsed = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const source: Source = { file, text: parsed, place: (offset) => offset };
  const { documents, slips, excess } = parse(source);
  if (excess !== undefined) return { documents: [], faults: [tooLarge(source, excess)] };
  return { documents, faults: faultsOf(source, slips) };
}

type Parsed = {
  readonly documents: readonly TreeNode[];
  readonly slips: readonly Slip[];
  readonly excess?: BudgetSpent;
};

function parse(source: Source): Parsed {
  const documents: TreeNode[] = [];
  const slips: Slip[] = [];
  const anchors: Anchors = new Map();
  try {
    for (const token of tokensOf(source)) {
      if (token.type === 'document') {
        const assembled = assemble(source, token, anchors);
        documents.push(assembled.tree);
        slips.push(...assembled.slips);
      } else if (token.type === 'error') {
        const end = token.offset + Math.max(1, token.source.length);
        slips.push({ kind: 'syntax', start: token.offset, end, message: 'this text does not belong here' });
      }
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return { documents: [], slips: [], excess: error };
  }
  return { documents, slips };
}

function* tokensOf(source: Source): Generator<CST.Token> {
  const { text } = source;
  if (text.length > MAX_FILE_UNITS)
    throw new BudgetSpent({ what: 'characters', limit: MAX_FILE_UNITS }, MAX_FILE_UNITS);
  const parser = new Parser();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count++;
    if (count > MAX_TOKENS) throw new BudgetSpent({ what: 'tokens', limit: MAX_TOKENS }, parser.offset);
    yield* parser.next(lexeme);
  }
  yield* parser.end();
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

/** The first slip that hides what follows, and those before it that stand alone. */
function faultsOf(source: Source, slips: readonly Slip[]): readonly ComposeFault[] {
  const sorted = [...slips].sort((a, b) => a.start - b.start);
  const faults: ComposeFault[] = [];
  for (const slip of sorted) {
    faults.push(faultOf(source, slip));
    if (slip.kind === 'syntax' || slip.kind === 'tab') break;
  }
  return faults;
}

function faultOf(source: Source, slip: Slip): ComposeFault {
  const text = source.text.slice(slip.start, slip.end);
  const kind = FAULT_KINDS[slip.kind];
  return {
    kind,
    refuses: true,
    message: slip.message,
    at: spanOf(source, slip.start, slip.end),
    ...(slip.other === undefined ? {} : { other: spanOf(source, slip.other.start, slip.other.end) }),
    words:
      kind === 'yaml-duplicate-key'
        ? { key: text }
        : kind === 'wrong-type'
          ? { key: text, expected: 'string', got: 'number' }
          : { text },
  };
}

import type { GrammarFault } from './fault.ts';
import { likelyCause } from './likely-cause.ts';
import type { Parser } from './parser.ts';
import { findMisplaced } from './placement.ts';
import { readModule } from './statements.ts';
import { readTokens, type Tokens } from './tokens.ts';
import type { Range, Statement } from './tree.ts';

/** A module as Python's grammar reads it. */
export type ParsedModule = {
  readonly text: string;
  /** Statements up to the fault, where there is one. */
  readonly body: readonly Statement[];
  readonly fault?: GrammarFault;
  readonly beyond?: 'too-large' | 'too-deep';
  /** The newest syntax in it: `minor` 12 for Python 3.12. */
  readonly newest?: { readonly minor: number; readonly what: string; readonly at: Range };
};

/** The largest module that is read, in UTF-16 units. */
const MAX_UNITS = 262_144;
/** The most tokens of a module that is read: some 1,200 lines. */
const MAX_TOKENS = 10_000;

/** Parses a module. Never throws for what a learner wrote. */
export function parsePython(text: string): ParsedModule {
  if (text.length > MAX_UNITS) return { text, body: [], beyond: 'too-large' };
  const read = readTokens(text, MAX_TOKENS);
  if (read.tokens.length > MAX_TOKENS) return { text, body: [], beyond: 'too-large' };
  const parser: Parser = {
    text,
    tokens: read.tokens,
    at: 0,
    fault: undefined,
    depth: 0,
    chain: 0,
    beyond: undefined,
    holes: { count: 0 },
    brackets: 0,
    newest: undefined,
  };
  const body = readModule(parser);
  if (parser.beyond !== undefined) return { text, body: [], beyond: parser.beyond };
  const fault =
    parser.fault === undefined ? findMisplaced(body) : likelyCause(text, likelier(text, parser.fault, read));
  return {
    text,
    body,
    ...(fault === undefined ? {} : { fault }),
    ...(parser.newest === undefined ? {} : { newest: parser.newest }),
  };
}

/** Faults that an open bracket above is the likelier cause of, as Python too judges. */
const LOOSE: ReadonlySet<GrammarFault['kind']> = new Set(['syntax', 'comma-missing', 'cannot-assign']);

/** Faults of the text alone, whatever the grammar says. */
const SURE: ReadonlySet<GrammarFault['kind']> = new Set(['bracket-unmatched', 'string-open', 'character']);

/** Where nothing fits, Python reads on for what is surely wrong: a quote or bracket that is never closed, or closes nothing. */
function likelier(text: string, fault: GrammarFault, { tokens, open }: Tokens): GrammarFault {
  const stopped = tokens.findLast((token) => token.kind === 'fault');
  const sure = stopped?.kind === 'fault' && SURE.has(stopped.fault.kind) ? stopped.fault : undefined;
  if (fault.kind === 'syntax' && sure !== undefined && sure.from >= fault.from) return sure;
  if (open === undefined || open.from > fault.from || !LOOSE.has(fault.kind)) return fault;
  const sameLine = !/[\r\n]/.test(text.slice(open.from, fault.from));
  if (sameLine && fault.words.text !== 'end') return fault;
  return { kind: 'bracket-open', from: open.from, to: open.to, words: { bracket: open.bracket } };
}

import type { GrammarFault } from './fault.ts';
import type { Parser } from './parser.ts';
import { readModule } from './statements.ts';
import { readTokens } from './tokens.ts';
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
const MAX_UNITS = 131_072;

/** Parses a module. Never throws for what a learner wrote. */
export function parsePython(text: string): ParsedModule {
  if (text.length > MAX_UNITS) return { text, body: [], beyond: 'too-large' };
  const { tokens, open } = readTokens(text);
  const parser: Parser = {
    text,
    tokens,
    at: 0,
    fault: undefined,
    depth: 0,
    chain: 0,
    beyond: undefined,
    brackets: 0,
    newest: undefined,
  };
  const body = readModule(parser);
  if (parser.beyond !== undefined) return { text, body: [], beyond: parser.beyond };
  const fault = parser.fault === undefined ? undefined : openBracket(text, parser.fault, open);
  return {
    text,
    body,
    ...(fault === undefined ? {} : { fault }),
    ...(parser.newest === undefined ? {} : { newest: parser.newest }),
  };
}

/** Faults that an open bracket above is the likelier cause of, as Python too judges. */
const LOOSE: ReadonlySet<GrammarFault['kind']> = new Set(['syntax', 'comma-missing', 'cannot-assign', 'string-open']);

/** A bracket that is never closed makes what follows on later lines look wrong: the bracket is the fault. */
function openBracket(
  text: string,
  fault: GrammarFault,
  open: (Range & { readonly bracket: string }) | undefined,
): GrammarFault {
  if (open === undefined || open.from > fault.from || !LOOSE.has(fault.kind)) return fault;
  const sameLine = !/[\r\n]/.test(text.slice(open.from, fault.from));
  if (sameLine && fault.words.text !== 'end') return fault;
  return { kind: 'bracket-open', from: open.from, to: open.to, words: { bracket: open.bracket } };
}

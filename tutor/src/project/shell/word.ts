import type { Span } from '../../core/span.ts';

/** A word of a shell script: its parts in order, quotes taken off. */
export type ShellWord = {
  /** As written, without quotes, variables as they stand. */
  readonly text: string;
  readonly span: Span;
  readonly parts: readonly WordPart[];
};

export type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      /** A name, or `@`, `*`, `1`, `#`, `?`, … */
      readonly name: string;
      readonly operator?: ':-' | '-' | ':=' | '=' | ':?' | '?' | ':+' | '+';
      readonly operand?: readonly WordPart[];
      readonly quoted: 'quoted' | 'bare';
    }
  /** `$(…)`, backquotes, arithmetic, `${A#x}`: its value is not told by the text. */
  | { readonly kind: 'unknown' };

/** A variable that holds itself twice grows without end: a value longer than this counts as not known. */
const MAX_VALUE_UNITS = 32_768;

/** The word with its variables filled in, or undefined where a value is not known. */
export function expandWord(word: { readonly parts: readonly WordPart[] }, variables: Variables): string | undefined {
  let text = '';
  for (const part of word.parts) {
    const expanded = expandPart(part, variables);
    if (expanded === undefined) return undefined;
    text += expanded;
    if (text.length > MAX_VALUE_UNITS) return undefined;
  }
  return text;
}

/** Looks a variable up: its value, `null` where it is not set, undefined where that is not known. */
export type Variables = (name: string) => string | null | undefined;

function expandPart(part: WordPart, variables: Variables): string | undefined {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'unknown':
      return undefined;
    case 'variable':
      return expandVariable(part, variables);
  }
}

function expandVariable(part: WordPart & { readonly kind: 'variable' }, variables: Variables): string | undefined {
  const value = variables(part.name);
  if (value === undefined) return undefined;
  const operator = part.operator;
  if (operator === undefined) return value ?? '';
  const there = operator.startsWith(':') ? value !== null && value !== '' : value !== null;
  const operand = () => expandWord({ parts: part.operand ?? [] }, variables);
  switch (operator) {
    case ':-':
    case '-':
    case ':=':
    case '=':
      return there ? (value ?? '') : operand();
    case ':+':
    case '+':
      return there ? operand() : '';
    case ':?':
    case '?':
      return there ? (value ?? '') : undefined;
  }
}

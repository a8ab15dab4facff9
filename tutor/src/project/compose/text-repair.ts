import type { Edit } from '../../core/diagnosis.ts';
import type { Span } from '../../core/span.ts';
import { asString, entry, made, mapping, piecesOf, sequence, slice } from './grow.ts';
import { linesWithin } from './lines-within.ts';
import type { TreePath } from './path.ts';
import { hasKey, holdsNames, sectionOf } from './sections.ts';
import type { Entry, Scalar, TreeNode } from './tree.ts';

/** What was most likely meant by a text in the place of keys or of a list. */
export type TextRepaired = {
  readonly value: TreeNode;
  /** What most likely slipped, in the words of `SlipName`; `dash-missing` for items without their dash. */
  readonly slip: string;
  readonly mend?: readonly Edit[];
  /** The first line, where it is the first of several that slipped alike. */
  readonly at?: Span;
};

/** Keys whose lists hold `KEY=value`. */
export const LISTS_OF_PAIRS = ['environment', 'args', 'labels', 'annotations', 'sysctls'];

/** Keys and their values that YAML read as one text: `driver:bridge`, `driver=bridge`, `driver bridge`, `db_data`. */
export function pairsIn(node: Scalar, path: TreePath, list: boolean): TextRepaired | undefined {
  if (node.style !== 'plain') return undefined;
  const lines = linesWithin(node);
  const pairs = lines.flatMap((line) => pairIn(line, path, list) ?? []);
  const [first] = pairs;
  if (first === undefined || pairs.length !== lines.length) return undefined;
  return {
    value: mapping(
      pairs.map((one) => one.entry),
      node.span,
    ),
    slip: first.slip,
    mend: pairs.map((one) => one.mend),
    ...(lines.length > 1 ? { at: lines[0].span } : {}),
  };
}

type Pair = { readonly entry: Entry; readonly slip: string; readonly mend: Edit };

const PAIR = /^([A-Za-z_][\w.-]*)(?:\s*([:=;])\s*|(\s+)|$)/;

function pairIn(node: Scalar, path: TreePath, list: boolean): Pair | undefined {
  const text = String(node.value);
  const [lead, key = '', sign = '', gap] = PAIR.exec(text) ?? [];
  if (lead === undefined || !isWritten(node, lead.length)) return undefined;
  const section = sectionOf(path);
  const known = hasKey(section, key) || (list && VARIABLE.test(key) && lead !== key);
  // `A=b` and a name alone are items of a list that lacks its dash, where a list is taken.
  if (list && sign !== ':' && (sign === '=' || !known)) return undefined;
  if (!known && (gap !== undefined || !takesAny(section))) return undefined;
  const { file, start } = node.span;
  const colon = start + key.length;
  const rest = text.length > lead.length;
  return {
    entry: entry(
      key,
      { file, start, end: colon },
      rest ? slice(node, lead.length, text.length) : made(null, node.span),
    ),
    slip: SLIPS[sign] ?? 'colon-missing',
    mend: { span: { file, start: colon, end: start + lead.length }, text: rest ? ': ' : ':' },
  };
}

/** Whether the first units of a text are those of the file, unit by unit. */
function isWritten(node: Scalar, length: number): boolean {
  const [first] = piecesOf(node);
  return first?.exact === true && first.variable === undefined && first.to >= length;
}

/** A name that people give to variables. */
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

const SLIPS: Readonly<Record<string, string>> = {
  ':': 'space-after-colon',
  '=': 'equals-for-colon',
  ';': 'semicolon-for-colon',
};

function takesAny(section: string): boolean {
  return holdsNames(section) || LISTS_OF_PAIRS.some((key) => section.endsWith(`.${key}`));
}

/** The items of a list without their dashes, without the space behind them, or without the bracket before them. */
export function itemsIn(node: Scalar): TextRepaired {
  const lines = linesWithin(node);
  const bracketed = lines.length === 1 ? beforeBracket(node) : undefined;
  if (bracketed !== undefined) return bracketed;
  const [first] = lines;
  return {
    value: sequence(lines.map(itemIn), node.span),
    slip: slipOfItem(String(first.value)),
    ...(lines.length > 1 ? { at: first.span } : {}),
  };
}

const DASH = /^[-*•–—]\s*(?=\S)/;

function slipOfItem(text: string): string {
  const sign = DASH.exec(text)?.[0][0];
  if (sign === undefined) return 'dash-missing';
  return sign === '-' ? 'space-after-dash' : 'star-for-dash';
}

function itemIn(line: Scalar): Scalar {
  const text = String(line.value);
  const dash = DASH.exec(text)?.[0].length ?? 0;
  const quoted = dash > 0 && /^(["'])[^"']*\1$/.test(text.slice(dash)) ? 1 : 0;
  return dash === 0 ? asString(line) : slice(line, dash + quoted, text.length - quoted);
}

/** `db, cache]`. */
function beforeBracket(node: Scalar): TextRepaired | undefined {
  const text = String(node.value);
  if (node.style !== 'plain' || !/^[^[\]]*\]$/.test(text)) return undefined;
  const items = [...text.matchAll(/[^,\s\]][^,\]]*/g)].map(({ 0: item, index }) =>
    slice(node, index, index + item.trimEnd().length),
  );
  const { file, start } = node.span;
  return {
    value: sequence(items, node.span),
    slip: 'bracket-unopened',
    mend: [{ span: { file, start, end: start }, text: '[' }],
  };
}

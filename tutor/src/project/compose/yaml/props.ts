import type { CST } from 'yaml';
import type { Report } from './desk.ts';
import { shortTag } from './tags.ts';

/** What stands before a value: its anchor, its tag, the sign of its place (`-`, `?`, `:`, `---`). */
export type Props = {
  readonly anchor?: { readonly name: string; readonly start: number };
  readonly tag?: { readonly name: string; readonly start: number };
  /** Offset of the sign. */
  readonly found?: number;
  readonly foundIndent?: number;
  readonly comma?: number;
  /** A line break stands among them. */
  readonly newline: boolean;
  readonly newlineAfterProps: boolean;
  /** Where a value that is left empty would stand: after the last sign, anchor or tag. */
  readonly end: number;
};

/** The properties of a value that has none. */
export function noProps(end: number): Props {
  return { newline: false, newlineAfterProps: false, end };
}

type Where = {
  readonly place: 'document' | 'block-key' | 'block-value' | 'block-item' | 'flow-item' | 'flow-value';
  readonly report: Report;
  readonly next: CST.Token | null | undefined;
  /** Where the text before ended; default the start of the first token. */
  readonly at?: number;
};

const SIGNS = {
  document: 'doc-start',
  'block-key': 'explicit-key-ind',
  'block-value': 'map-value-ind',
  'block-item': 'seq-item-ind',
  'flow-item': 'explicit-key-ind',
  'flow-value': 'map-value-ind',
} as const;

type Draft = { -readonly [Field in keyof Props]: Props[Field] } & {
  /** A key could begin here: then white space must be spaces, tabs are no indentation. */
  keyMayBegin: boolean;
};

/** Reads the tokens before a value. */
export function readProps(tokens: readonly CST.SourceToken[], where: Where): Props {
  const { place } = where;
  const start = where.at ?? tokens[0]?.offset ?? 0;
  const draft: Draft = {
    newline: false,
    newlineAfterProps: false,
    end: start,
    keyMayBegin: place === 'document' || place === 'block-key' || place === 'block-item',
  };
  tokens.forEach((token, index) => {
    readToken(draft, token, tokens[index + 1] ?? where.next, where);
  });
  const { keyMayBegin: _, ...props } = draft;
  return props;
}

function readToken(draft: Draft, token: CST.SourceToken, next: CST.Token | null | undefined, where: Where): void {
  const { report } = where;
  const end = token.offset + token.source.length;
  switch (token.type) {
    case 'space':
      if (draft.keyMayBegin && token.source.includes('\t') && !where.place.startsWith('flow')) reportTab(token, report);
      return;
    case 'comment':
      return;
    case 'newline':
      draft.keyMayBegin = true;
      draft.newline = true;
      if (draft.anchor !== undefined || draft.tag !== undefined) draft.newlineAfterProps = true;
      return;
    case 'anchor':
      if (draft.anchor !== undefined) report('syntax', token.offset, end, 'a value has one anchor at most');
      readAnchor(draft, token, next, where);
      break;
    case 'tag':
      if (draft.tag !== undefined) report('syntax', token.offset, end, 'a value has one tag at most');
      checkTag(token, next, report);
      draft.tag = { name: shortTag(token.source), start: token.offset };
      break;
    case SIGNS[where.place]:
      readSign(draft, token, where);
      break;
    case 'comma':
      if (draft.comma !== undefined) report('syntax', token.offset, end, 'nothing stands between two commas');
      draft.comma = token.offset;
      break;
    default:
      report('syntax', token.offset, Math.max(end, token.offset + 1), 'this sign does not belong here');
  }
  draft.end = Math.max(draft.end, end);
  if (token.type !== SIGNS[where.place]) draft.keyMayBegin = false;
}

function readSign(draft: Draft, token: CST.SourceToken, where: Where): void {
  const { report, place } = where;
  if (draft.anchor !== undefined || draft.tag !== undefined)
    report('syntax', token.offset, token.offset + 1, 'an anchor or a tag stands after this sign, not before it');
  if (draft.found !== undefined) report('syntax', token.offset, token.offset + 1, 'this sign stands twice');
  draft.found = token.offset;
  draft.foundIndent = token.indent;
  draft.keyMayBegin = place === 'block-item' || place === 'block-key';
}

const ANCHOR = /^&[0-9A-Za-z_-]+$/;

function readAnchor(draft: Draft, token: CST.SourceToken, next: CST.Token | null | undefined, where: Where): void {
  const end = token.offset + token.source.length;
  if (!ANCHOR.test(token.source))
    where.report(
      'syntax',
      token.offset,
      Math.max(end, token.offset + 1),
      'an anchor is named with letters, digits, `_` and `-`',
    );
  else if (!isApart(end, next)) where.report('syntax', token.offset, end, 'a space is missing after the anchor');
  draft.anchor = { name: token.source.slice(1), start: token.offset };
}

function isApart(end: number, next: CST.Token | null | undefined): boolean {
  if (next === null || next === undefined || next.offset > end) return true;
  return next.type === 'newline' || next.type === 'space' || next.type === 'comma' || next.type === 'map-value-ind';
}

function checkTag(token: CST.SourceToken, next: CST.Token | null | undefined, report: Report): void {
  const { offset, source } = token;
  const end = offset + source.length;
  const named = /^!([0-9A-Za-z_-]+)!/.exec(source);
  if (named !== null) report('syntax', offset, end, `no directive says what \`${named[0]}\` stands for`);
  else if (source === '!!' || /[#]/.test(source)) report('syntax', offset, end, 'this is no name of a type');
  else if (!isApart(end, next)) report('syntax', offset, end, 'a space is missing after the type');
}

function reportTab(tab: CST.SourceToken, report: Report): void {
  const at = tab.offset + tab.source.indexOf('\t');
  report('tab', at, at + 1, 'a tab stands where spaces must indent');
}

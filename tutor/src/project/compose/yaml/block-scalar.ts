import type { CST } from 'yaml';
import type { Scalar } from '../tree.ts';
import { type Block, decodeBlock } from './block-text.ts';
import { type Desk, spend } from './desk.ts';
import { endOf } from './extent.ts';
import type { Props } from './props.ts';
import { typed } from './scalars.ts';

/** The head of a literal or folded scalar: its sign, what becomes of the line breaks at its end, its indentation. */
const HEADER = /^[|>](?:[+-]?[1-9]?|[1-9][+-])$/;

/** A literal or folded scalar. */
export function blockScalar(desk: Desk, token: CST.BlockScalar, props: Props): Scalar {
  const first = token.props[0];
  const header = first !== undefined && 'source' in first ? first.source : '|';
  checkHeader(desk, token, header);
  const start = token.props.reduce((at, part) => at + ('source' in part ? part.source.length : 0), token.offset);
  const end = start + token.source.length;
  const block: Block = { header, start, end, indent: blockIndent(desk, token, header, start) };
  spend(desk, 1, token.offset);
  const style = header.startsWith('>') ? 'folded' : 'literal';
  return typed(desk, { ...decodeBlock(desk.source, block), style, start: token.offset, end }, props);
}

function checkHeader(desk: Desk, token: CST.BlockScalar, header: string): void {
  const { offset } = token;
  if (!HEADER.test(header)) {
    const said = 'the head of a block of text is `|` or `>` with at most `+`, `-` and a digit';
    desk.report('syntax', offset, offset + header.length, said);
  }
  for (const part of token.props) {
    if (part.type === 'error') desk.report('syntax', part.offset, endOf(part), 'this text does not belong here');
  }
}

/** The indentation that the lines of a block scalar lose: given in its head, or that of its first line that holds something. */
function blockIndent(desk: Desk, token: CST.BlockScalar, header: string, start: number): number {
  const outer = Math.max(0, token.indent);
  const given = /[1-9]/.exec(header)?.[0];
  if (given !== undefined) return outer + Number(given);
  const { text } = desk.source;
  const end = start + token.source.length;
  let deepest = 0;
  for (let at = start; at < end; at = lineAfter(text, at, end)) {
    const content = skipSpaces(text, at);
    const indent = content - at;
    deepest = Math.max(deepest, indent);
    if (content >= end || text[content] === '\n' || text[content] === '\r') continue;
    if (text[content] === '\t' && indent <= outer)
      desk.report('tab', content, content + 1, 'a tab stands where spaces must indent');
    if (indent < deepest) desk.report('syntax', at, content, 'an empty line above is indented deeper than the text');
    break;
  }
  return Math.max(1, deepest);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

function lineAfter(text: string, from: number, end: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 || newline >= end ? end : newline + 1;
}

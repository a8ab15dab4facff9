import type { Line } from '../lines.ts';
import type { Mend } from '../mend.ts';
import { insert, type Propose, type Remedy, remedy, valueEnd } from './remedy.ts';

/** A quote that is not closed on its line, or was never opened. */
export const quoteUnclosed: Propose = ({ line, text }) => {
  const remedies: Remedy[] = [];
  for (const open of openQuotes(line)) {
    const at = line.content + open.at;
    const end = Math.max(valueEnd(line), at + 1);
    const said = 'the quote that opens here is never closed';
    for (const mend of closings(line, open)) remedies.push(remedy('quote-unclosed', at, end, said, mend));
  }
  const stray = /^(?:- +)?(?:[\w.-]+: +)?[^"'\s#[{][^"']*(["'])$/.exec(line.text);
  if (stray !== null && text !== '') {
    const at = line.content + line.text.length - 1;
    remedies.push(remedy('quote-unclosed', at, at + 1, 'this quote was never opened', { at, remove: 1, text: ' ' }));
  }
  return remedies;
};

/** The quotes that open a value on a line and are not closed there. */
function openQuotes(line: Line): readonly { readonly at: number; readonly quote: string }[] {
  const { text } = line;
  let open: { at: number; quote: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? '';
    if (open !== undefined) {
      if (unit === '\\' && open.quote === '"') at++;
      else if (unit === open.quote) open = undefined;
    } else if (unit === '#' && (at === 0 || text[at - 1] === ' ')) break;
    else if ((unit === '"' || unit === "'") && /(^|[\s[{,:-])$/.test(text.slice(0, at))) open = { at, quote: unit };
  }
  return open === undefined ? [] : [open];
}

/** Ways to close a quote: in the place of one of the other kind, before the bracket that ends the line, before a comment, at its end. */
function closings(line: Line, { at, quote }: { readonly at: number; readonly quote: string }): readonly Mend[] {
  const { text } = line;
  const end = valueEnd(line);
  const last = text[end - line.content - 1] ?? '';
  const other = /["']/.test(last) && last !== quote && end - line.content - 1 > at;
  const bracketed = /[[{]/.test(text.slice(0, at)) && /[\]}]$/.test(text);
  return [
    ...(other ? [{ at: end - 1, remove: 1, text: quote }] : []),
    ...(bracketed ? [insert(line.content + text.length - 1, quote)] : []),
    insert(end, quote),
    ...(end === line.content + text.length ? [] : [insert(line.content + text.length, quote)]),
  ];
}

/** `["8000:8000"}`. */
export const bracketMismatched: Propose = ({ line }) => {
  const open: string[] = [];
  for (const { 0: part, index } of line.text.matchAll(/"[^"]*"|'[^']*'|[[\]{}]/g)) {
    if (part === '[') open.push(']');
    else if (part === '{') open.push('}');
    else if (part === ']' || part === '}') {
      const close = open.pop();
      if (close === undefined || close === part) continue;
      const at = line.content + index;
      const said = `\`${part}\` closes what \`${close === ']' ? '[' : '{'}\` opened`;
      return [remedy('bracket-mismatched', at, at + 1, said, { at, remove: 1, text: close })];
    }
  }
  return [];
};

/** `ports: "8000:8000"]`. */
export const bracketUnopened: Propose = ({ line }) => {
  const match = /^(?:- +)*(?:[\w.-]+: +)(?=[^[{\s][^[{]*\]$)/.exec(line.text.slice(0, valueEnd(line) - line.content));
  if (match === null) return [];
  const start = line.content + match[0].length;
  return [remedy('bracket-unopened', start, valueEnd(line), 'this bracket was never opened', insert(start, '['))];
};

/** A bracket that is not closed on its line. */
export const bracketUnclosed: Propose = ({ line }) => {
  const open = openBrackets(line.text);
  const [first] = open;
  if (first === undefined) return [];
  const [start, end] = [line.content + first.at, valueEnd(line)];
  const said = 'the bracket that opens here is never closed';
  const closers = open.map(({ close }) => close).reverse();
  const closed = remedy('bracket-unclosed', start, end, said, insert(end, closers.join('')));
  if (end - start !== open.length) return [closed];
  // A bracket alone at the end of its line, with lines beneath it: what is meant is those lines.
  return [remedy('bracket-unclosed', start, end, said, { at: start, remove: end - start, text: '' }), closed];
};

/** The brackets of a line that it does not close, quotes left out. */
function openBrackets(text: string): readonly { readonly at: number; readonly close: string }[] {
  const open: { readonly at: number; readonly close: string }[] = [];
  for (const { 0: part, index } of text.matchAll(/"[^"]*"|'[^']*'|[[\]{}]/g)) {
    if (part === '[') open.push({ at: index, close: ']' });
    else if (part === '{') open.push({ at: index, close: '}' });
    else if (part === ']' || part === '}') open.pop();
  }
  return open;
}

import type { CST } from 'yaml';
import type { Scalar } from '../tree.ts';
import { type Desk, type Report, spend } from './desk.ts';
import { readEscape } from './escapes.ts';
import { decodeFlow } from './flow-text.ts';
import type { Props } from './props.ts';
import { spanOf } from './source.ts';
import { typeTagged } from './tags.ts';
import { readEnd } from './trailing.ts';

const FLOW_STYLES = { scalar: 'plain', 'single-quoted-scalar': 'single', 'double-quoted-scalar': 'double' } as const;

/** A plain or quoted scalar. */
export function flowScalar(desk: Desk, token: CST.FlowScalar, props: Props): Scalar {
  const { report, source } = desk;
  const style = token.type === 'alias' ? 'plain' : FLOW_STYLES[token.type];
  const end = token.offset + token.source.length;
  checkFlowScalar(token, report);
  if (desk.brackets > 0) checkBetweenBrackets(token, report);
  readEnd(desk, token.end);
  const decoded = decodeFlow(source, style, token.offset, end);
  spend(desk, 1, token.offset);
  return typed(desk, { ...decoded, style, start: token.offset, end }, props);
}

/** A scalar's text as it was decoded, before it is typed. */
export type Raw = {
  readonly value: string;
  readonly pieces: NonNullable<Scalar['pieces']>;
  readonly style: Scalar['style'];
  readonly start: number;
  readonly end: number;
};

/** Types a decoded scalar by its tag, its quotes, or its text. */
export function typed(desk: Desk, raw: Raw, props: Props): Scalar {
  const quoted = raw.style !== 'plain';
  const made = typeTagged(raw.value, quoted, props.tag?.name);
  if (made === undefined) {
    desk.report(
      'tag',
      props.tag?.start ?? raw.start,
      raw.end,
      `the text is no value of the type \`${props.tag?.name}\``,
    );
  }
  const { value, kind } = made ?? { value: raw.value };
  return {
    kind: 'scalar',
    value,
    raw: raw.value,
    span: spanOf(desk.source, raw.start, raw.end),
    style: raw.style,
    ...(typeof value === 'string' && kind === undefined ? { pieces: raw.pieces } : {}),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
    ...(kind === undefined ? {} : { kindOfValue: kind }),
  };
}

/** The null that stands where a value was left empty. */
export function emptyScalar(desk: Desk, props: Props): Scalar {
  spend(desk, 1, props.end);
  return typed(desk, { value: '', pieces: [], style: 'plain', start: props.end, end: props.end }, props);
}

const CANNOT_START = ',%|>@`';

function checkFlowScalar(token: CST.FlowScalar, report: Report): void {
  const { offset, source, type } = token;
  const end = offset + source.length;
  if (type === 'scalar') {
    const first = source[0] ?? '';
    if (first !== '' && CANNOT_START.includes(first))
      report('syntax', offset, end, `a value cannot begin with \`${first}\` unless it is quoted`);
    return;
  }
  const quote = type === 'single-quoted-scalar' ? "'" : '"';
  if (source.length < 2 || !source.endsWith(quote))
    report('syntax', offset, end, 'the quote that opens here is never closed');
  if (type === 'double-quoted-scalar') checkEscapes(token, report);
}

/** Between brackets Compose's YAML takes every `?` for the sign of a key, and a `:` at the start for that of a value. */
function checkBetweenBrackets(token: CST.FlowScalar, report: Report): void {
  if (token.type !== 'scalar') return;
  const sign = token.source.startsWith(':') ? 0 : token.source.indexOf('?');
  if (sign < 0) return;
  const at = token.offset + sign;
  report('syntax', at, at + 1, `between brackets a text with \`${token.source[sign]}\` needs quotes`);
}

function checkEscapes(token: CST.FlowScalar, report: Report): void {
  const { source, offset } = token;
  for (let at = source.indexOf('\\'); at >= 0; ) {
    const after = source[at + 1];
    const lineEnd = after === '\n' || (after === '\r' && source[at + 2] === '\n');
    const { text, length } = lineEnd ? { text: '', length: 2 } : readEscape(source, at);
    const start = offset + at;
    if (text === undefined)
      report('escape', start, start + length, `\`${source.slice(at, at + length)}\` is no escape that YAML knows`);
    at = source.indexOf('\\', at + length);
  }
}

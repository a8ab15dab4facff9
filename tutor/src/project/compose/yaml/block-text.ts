import { lineBreak } from './line-break.ts';
import type { Source } from './source.ts';
import { type Decoded, type Writer, writer } from './writer.ts';

/** A block scalar as the parser found it: its header, and where its lines stand. */
export type Block = {
  readonly header: string;
  /** Offset of the first line after the header. */
  readonly start: number;
  readonly end: number;
  /** Units of indentation that every line loses. */
  readonly indent: number;
};

type BlockLine = { readonly start: number; readonly end: number; readonly break: number };

/** Decodes a literal or folded block scalar. */
export function decodeBlock(source: Source, block: Block): Decoded {
  const out = writer(source);
  const lines = blockLines(source.text, block);
  let last = lines.length - 1;
  while (last >= 0 && isEmptyLine(lines[last])) last--;
  const folded = block.header.startsWith('>');
  let breaks: BlockLine[] = [];
  let more = true;
  for (const line of lines.slice(0, last + 1)) {
    if (isEmptyLine(line)) {
      breaks.push(line);
      continue;
    }
    const blank = source.text[line.start] === ' ' || source.text[line.start] === '\t';
    putBreaks(out, breaks, folded && !more && !blank);
    out.copy(line.start, line.end);
    breaks = [line];
    more = blank;
  }
  const tail = block.header.includes('-')
    ? []
    : block.header.includes('+')
      ? [...breaks, ...lines.slice(last + 1)]
      : breaks.slice(0, 1);
  putBreaks(out, last < 0 && !block.header.includes('+') ? [] : tail, false);
  return out.done({ start: block.end, end: block.end });
}

function isEmptyLine(line: BlockLine | undefined): boolean {
  return line === undefined || line.start === line.end;
}

function putBreaks(out: Writer, lines: readonly BlockLine[], fold: boolean): void {
  const ends = lines.filter((line) => line.break > line.end);
  const first = ends[0];
  if (first === undefined) return;
  if (fold && ends.length === 1) out.put(' ', first.end, first.break);
  else for (const line of fold ? ends.slice(1) : ends) putBreak(out, line);
}

function putBreak(out: Writer, line: BlockLine): void {
  if (line.break - line.end === 1) out.copy(line.end, line.break);
  else out.put('\n', line.end, line.break);
}

/** The lines of a block scalar without their indentation; `break` is the end of the line's own line break. */
function blockLines(text: string, block: Block): BlockLine[] {
  const lines: BlockLine[] = [];
  for (let at = block.start; at < block.end; ) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 || newline >= block.end ? block.end : newline;
    const end = stop < block.end ? lineBreak(text, stop) : stop;
    let start = at;
    while (start < end && start - at < block.indent && text[start] === ' ') start++;
    const next = stop < block.end ? stop + 1 : stop;
    lines.push({ start, end, break: next });
    at = next;
  }
  return lines;
}

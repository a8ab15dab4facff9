/** One line of a text; offsets are those of the text. */
export type Line = {
  readonly index: number;
  readonly start: number;
  /** End without the line break. */
  readonly end: number;
  /** Offset of the first unit that is no space. */
  readonly content: number;
  readonly indent: number;
  /** The line from `content` to its end, white space at the end taken off. */
  readonly text: string;
  /** Holds nothing, or a comment alone. */
  readonly blank: boolean;
};

/** The lines of a text. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    const end = text[stop - 1] === '\r' && stop > start ? stop - 1 : stop;
    let content = start;
    while (content < end && text[content] === ' ') content++;
    const bare = text.slice(content, end).trimEnd();
    lines.push({
      index: lines.length,
      start,
      end,
      content,
      indent: content - start,
      text: bare,
      blank: bare === '' || bare.startsWith('#'),
    });
    if (newline < 0) break;
    start = newline + 1;
  }
  return lines;
}

/** The line that holds an offset. */
export function lineAt(lines: readonly Line[], offset: number): Line | undefined {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low];
}

/** Whether a line ends in a key whose value stands on the lines below: a comment, an anchor or a tag may follow its colon. */
export function opensBlock({ text }: Line): boolean {
  return /:(?:\s+[&!]\S+)*(?:\s+#.*)?$/.test(text);
}

/** The nearest line before (`-1`) or after (`1`) one that holds something. */
export function neighbour(lines: readonly Line[], index: number, step: 1 | -1): Line | undefined {
  for (let at = index + step; at >= 0 && at < lines.length; at += step) {
    if (lines[at]?.blank === false) return lines[at];
  }
  return undefined;
}

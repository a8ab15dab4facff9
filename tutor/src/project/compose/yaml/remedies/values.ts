import { KEY, LEAD, type Propose, quoted, remedy, valueEnd } from './remedy.ts';

/** Text after a quoted or bracketed value. */
export const textAfterValue: Propose = ({ line }) => {
  const match = new RegExp(
    `^(?:${LEAD}(?:${KEY}: +)?)(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^']|'')*'|\\[[^\\]]*\\]|\\{[^}]*\\})[ ]*(?=[^\\s#:])`,
  ).exec(line.text);
  if (match === null) return [];
  const start = line.content + match[0].length;
  const end = valueEnd(line);
  return [
    remedy('text-after-value', start, end, 'this text follows a value that has already ended', {
      at: start,
      remove: end - start,
      text: '',
    }),
  ];
};

/** A value that begins with a character that YAML keeps for itself. */
export const needsQuotes: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(?:${KEY}: +)?(?=[@\`%|>*&!,?\\]}])`).exec(line.text);
  if (match === null) return [];
  const start = line.content + match[0].length;
  const end = valueEnd(line);
  const value = line.text.slice(start - line.content, end - line.content);
  return [
    remedy('needs-quotes', start, end, `a value that begins with \`${value[0]}\` needs quotes`, quoted(start, value)),
  ];
};

/** `["a" "b"]`, over several lines too. */
export const commaMissing: Propose = ({ line, slip, text }) => {
  if (slip.start < line.start || slip.start >= line.end || !/^a comma (?:or a colon )?is missing/.test(slip.message))
    return [];
  const item = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s,:\]}]+)/.exec(text.slice(slip.start))?.[0] ?? '';
  const before = text.slice(0, slip.start).trimEnd().length;
  const end = slip.start + Math.max(1, item.length);
  return [remedy('comma-missing', slip.start, end, slip.message, { at: before, remove: 0, text: ',' })];
};

/** A text between brackets in which Compose's YAML takes a sign for its own. */
export const questionBetweenBrackets: Propose = ({ line, slip, text }) => {
  if (slip.start < line.start || slip.start >= line.end || !/^between brackets a text/.test(slip.message)) return [];
  const from =
    Math.max(text.lastIndexOf(',', slip.start), text.lastIndexOf('[', slip.start), text.lastIndexOf('{', slip.start)) +
    1;
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const end = slip.end + (/^[^,\]}\n]*/.exec(text.slice(slip.end))?.[0].trimEnd().length ?? 0);
  return [remedy('needs-quotes', start, end, slip.message, quoted(start, text.slice(start, end)))];
};

import { neighbour } from '../lines.ts';
import type { Mend } from '../mend.ts';
import { insert, KEY, LEAD, type Propose, remedy, valueEnd } from './remedy.ts';

/** `ports: - "80:80"`. */
export const listOnKeyLine: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}${KEY}:( +)(?=- )`).exec(line.text);
  if (match === null) return [];
  const dash = line.content + match[0].length;
  const gap = match[2]?.length ?? 0;
  const mend: Mend = {
    at: dash - gap,
    remove: gap,
    text: `\n${' '.repeat(line.indent + (match[1]?.length ?? 0) + 2)}`,
  };
  return [remedy('list-on-key-line', dash, valueEnd(line), 'a list item begins on the line of its key', mend)];
};

/** Keys and list items in one section. */
export const listAndMapping: Propose = ({ line, lines }) => {
  const before = neighbour(lines, line.index, -1);
  if (before === undefined) return [];
  const end = valueEnd(line);
  const dashed = line.text.startsWith('- ');
  const first = lines.slice(0, line.index).findLast((other) => !other.blank && other.indent <= line.indent);
  if (first === undefined || first.indent !== line.indent || first.text.startsWith('- ') === dashed) return [];
  const said = dashed
    ? 'a list item stands among the keys of a mapping'
    : 'this line stands among list items but does not begin with `- `';
  const mend: Mend = dashed ? { at: line.content, remove: 1, text: '#' } : insert(line.content, '- ');
  return [remedy('list-and-mapping', line.content, end, said, mend)];
};

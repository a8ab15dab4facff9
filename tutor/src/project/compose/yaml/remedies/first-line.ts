import { neighbour } from '../lines.ts';
import { insert, KEY, type Propose, remedy, valueEnd } from './remedy.ts';

/** Services that stand indented with no line `services:` above them. */
export const servicesLine: Propose = ({ line, lines }) => {
  const isFirst = neighbour(lines, line.index, -1) === undefined;
  const key = new RegExp(`^${KEY}(?=:$)`).exec(line.text)?.[0];
  if (!isFirst || line.indent === 0 || key === undefined) return [];
  const end = line.content + key.length;
  const said = `\`${key}\` is indented, and there is no \`services:\` above it`;
  return [remedy('services-line', line.content, end, said, insert(line.start, 'services:\n'))];
};

/** A comment without its `#`. */
export const strayText: Propose = ({ line }) => {
  if (/^[-?:"'[{|>&*!]/.test(line.text) || /:(\s|$)/.test(line.text)) return [];
  const said = 'this line is neither a key nor a comment';
  return [remedy('stray-text', line.content, valueEnd(line), said, insert(line.content, '# '))];
};

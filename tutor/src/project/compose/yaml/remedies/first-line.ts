import { hasKey } from '../../sections.ts';
import { lineAt, neighbour, opensBlock } from '../lines.ts';
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

/** Keys of a service right below `services:`, with other services further left: the line with its name lacks. */
export const serviceLine: Propose = ({ line, lines, slip }) => {
  const own = lineAt(lines, slip.start);
  const above = neighbour(lines, line.index, -1);
  const key = /^[a-z_]+(?=:(?:\s|$))/.exec(line.text)?.[0];
  if (own === undefined || key === undefined || above?.text !== 'services:' || !hasKey('services.*', key)) return [];
  if (own.indent <= above.indent || own.indent >= line.indent) return [];
  const name = lines.some((other) => other.text === 'web:') ? 'db' : 'web';
  const said = `\`${key}\` stands below \`services\`, with no name of a service above it`;
  const mend = insert(line.start, `${' '.repeat(own.indent)}${name}:\n`);
  return [remedy('service-line', line.content, line.content + key.length, said, mend)];
};

/** Variables right below a list, or a key that has its value, with nothing above them that takes keys: the line `environment:` lacks. */
export const environmentLine: Propose = ({ line, lines }) => {
  const name = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+(?=:\s)/.exec(line.text)?.[0];
  const above = neighbour(lines, line.index, -1);
  if (name === undefined || above === undefined || line.indent < STEP) return [];
  const value = new RegExp(`^${KEY}: +[^\\s#&|>]`).test(above.text) && above.indent === line.indent - STEP;
  if (!value && !above.text.startsWith('- ')) return [];
  const end = line.content + name.length;
  const said = `\`${name}\` stands below ${value ? 'a key that has its value' : 'a list'}, with no line \`environment:\` above it`;
  const mend = insert(line.start, `${' '.repeat(line.indent - STEP)}environment:\n`);
  return [remedy('environment-line', line.content, end, said, mend)];
};

/** Spaces of one step to the right. */
const STEP = 2;

/** An address or a path that goes on on the next line. */
export const brokenLine: Propose = ({ line, lines }) => {
  const above = neighbour(lines, line.index, -1);
  if (above === undefined || above.index !== line.index - 1 || opensBlock(above)) return [];
  if (!/^[^\s"'[{|>&*!#-]\S*$/.test(line.text) || !/[:/@.]/.test(line.text) || /:$/.test(line.text)) return [];
  const end = valueEnd(above);
  const mend = { at: end, remove: line.content - end, text: '' };
  return [remedy('line-broken', line.content, valueEnd(line), 'this goes on with the line above', mend)];
};

/** A comment without its `#`. */
export const strayText: Propose = ({ line }) => {
  if (/^[-?:"'[{|>&*!]/.test(line.text) || /:(\s|$)/.test(line.text)) return [];
  const said = 'this line is neither a key nor a comment';
  return [remedy('stray-text', line.content, valueEnd(line), said, insert(line.content, '# '))];
};

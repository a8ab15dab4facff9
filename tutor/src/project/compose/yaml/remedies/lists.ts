import type { Mend } from '../mend.ts';
import { insert, KEY, LEAD, type Propose, remedy, valueEnd } from './remedy.ts';

/** `ports: - "80:80"`; `build: - ./web`, where no list is wanted. */
export const listOnKeyLine: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}${KEY}:( +)(?=- )`).exec(line.text);
  if (match === null) return [];
  const dash = line.content + match[0].length;
  const gap = match[2]?.length ?? 0;
  const indent = line.indent + (match[1]?.length ?? 0) + 2;
  const below: Mend = { at: dash - gap, remove: gap, text: `\n${' '.repeat(indent)}` };
  const without: Mend = { at: dash, remove: 2, text: '' };
  const said = 'a list item begins on the line of its key';
  return [
    remedy('list-on-key-line', dash, valueEnd(line), said, below),
    remedy('dash-before-value', dash, dash + 1, 'a dash stands before a value that is no list', without),
  ];
};

/** `- - path: ./db.env`. */
export const doubleDash: Propose = ({ line }) => {
  const first = /^- +(?=- )/.exec(line.text)?.[0];
  if (first === undefined) return [];
  const dash = line.content + first.length;
  const said = 'a dash stands before a value that is no list';
  return [remedy('dash-before-value', dash, dash + 1, said, { at: dash, remove: 2, text: '' })];
};

/** Keys and list items in one section: the line is written like those before it, the first one like those after it. */
export const listAndMapping: Propose = ({ line, lines }) => {
  const before = lines.slice(0, line.index).findLast((other) => !other.blank && other.indent <= line.indent);
  const after = lines.slice(line.index + 1).find((other) => !other.blank && other.indent <= line.indent);
  const first = before?.indent === line.indent ? before : after;
  const dashed = line.text.startsWith('- ');
  if (first === undefined || first.indent !== line.indent || first.text.startsWith('- ') === dashed) return [];
  const said = dashed
    ? 'a list item stands among the keys of a mapping'
    : 'this line stands among list items but does not begin with `- `';
  const { content } = line;
  const ways = dashed ? asKey(line.text) : asItem(line.text, first.text);
  return ways.map((way) =>
    remedy(
      'list-and-mapping',
      content,
      valueEnd(line),
      said,
      ...way.map((mend) => ({ ...mend, at: content + mend.at })),
    ),
  );
};

/** A list item among keys that can be no key: left out, so that the rest can be read. */
export const strayItem: Propose = ({ line }) => {
  if (!line.text.startsWith('- ')) return [];
  const said = 'a list item stands among the keys of a mapping';
  return [remedy('stray-item', line.content, valueEnd(line), said, { at: line.content, remove: 1, text: '#' })];
};

/** `- A=1` and `- A: 1` as keys. Offsets from the text's start. */
function asKey(text: string): readonly (readonly Mend[])[] {
  const dash = /^- +/.exec(text)?.[0].length ?? 0;
  const equals = /^- +[A-Za-z_][\w.-]*( *= *)(?=\S)/.exec(text);
  const gap = equals?.[1]?.length ?? 0;
  const bare: Mend = { at: 0, remove: dash, text: '' };
  return [...(equals === null ? [] : [[bare, { at: equals[0].length - gap, remove: gap, text: ': ' }]]), [bare]];
}

/** `B: 2` among `- A=1` as an item of that form. */
function asItem(text: string, before: string): readonly (readonly Mend[])[] {
  const dash = insert(0, '- ');
  const colon = /^- +[A-Za-z_][\w.-]*=/.test(before) ? /^[A-Za-z_][\w.-]*(:\s+)(?=\S)/.exec(text) : null;
  const gap = colon?.[1]?.length ?? 0;
  return [...(colon === null ? [] : [[dash, { at: colon[0].length - gap, remove: gap, text: '=' }]]), [dash]];
}

import { type Line, lineAt, linesOf, neighbour } from './lines.ts';
import type { Mend } from './mend.ts';
import type { Slip } from './slip.ts';

/** What a learner most likely slipped on, in the word `slip` of a `yaml-syntax` fault. */
export type SlipName =
  | 'tab'
  | 'merge-conflict'
  | 'odd-character'
  | 'space-after-colon'
  | 'space-after-dash'
  | 'quote-unclosed'
  | 'bracket-unclosed'
  | 'colon-missing'
  | 'equals-for-colon'
  | 'colon-in-value'
  | 'list-on-key-line'
  | 'list-and-mapping'
  | 'text-after-value'
  | 'needs-quotes'
  | 'indentation';

/** One way to read a text that is no YAML: what the slip is, where, and the mends with which the rest can be read. */
export type Remedy = {
  readonly slip: SlipName;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly mends: readonly Mend[];
  /** More places of the same slip. */
  readonly also?: readonly { readonly start: number; readonly end: number }[];
  /** More words of the fault. */
  readonly words?: Readonly<Record<string, string>>;
};

/** Lines before and after a slip that are suspected with it. */
const REACH = 2;

/** The remedies for a slip, the likeliest first, each made when it is asked for. Whether one helps is seen by reading the mended text. */
export function* remediesFor(text: string, slip: Slip): Generator<Remedy> {
  const lines = linesOf(text);
  const whole: Remedy[] = [...conflicts(lines), ...tabs(lines, slip)];
  yield* whole;
  if (whole.length > 0) return;
  const suspects = suspectsOf(lines, slip);
  for (const propose of PROPOSALS) {
    for (const line of suspects) yield* propose({ text, lines, line, slip });
  }
}

type Case = { readonly text: string; readonly lines: readonly Line[]; readonly line: Line; readonly slip: Slip };
type Propose = (suspect: Case) => Iterable<Remedy>;

/**
 * The lines around a slip that hold something: the slip's own first, then those before it and after it, then those that
 * the indentation leads to: the line above that stands further left, the first line beneath that one, and the first of the file.
 */
function suspectsOf(lines: readonly Line[], slip: Slip): readonly Line[] {
  const own = lineAt(lines, slip.start);
  const last = lineAt(lines, Math.max(slip.start, slip.end - 1));
  if (own === undefined) return [];
  const found = new Set<Line>();
  const add = (line: Line | undefined) => line !== undefined && !line.blank && found.add(line);
  add(own);
  add(last);
  for (const step of [-1, 1] as const) {
    let at: Line | undefined = step === -1 ? own : (last ?? own);
    for (let count = 0; count < REACH && at !== undefined; count++) {
      at = neighbour(lines, at.index, step);
      add(at);
    }
  }
  const outer = lines.slice(0, own.index).findLast((line) => !line.blank && line.indent < own.indent);
  add(outer);
  if (outer !== undefined) add(neighbour(lines, outer.index, 1));
  const top = lines.find((line) => !line.blank);
  if (top !== undefined && top.indent > 0) add(top);
  return [...found];
}

function remedy(slip: SlipName, start: number, end: number, message: string, ...mends: readonly Mend[]): Remedy {
  return { slip, start, end, message, mends };
}

function insert(at: number, text: string): Mend {
  return { at, remove: 0, text };
}

// --- slips of whole files ---

function conflicts(lines: readonly Line[]): readonly Remedy[] {
  const first = lines.find((line) => /^(<{7}|>{7}|\|{7})( |$)/.test(line.text) && line.indent === 0);
  if (first === undefined) return [];
  const mends: Mend[] = [];
  let side: 'ours' | 'theirs' = 'ours';
  for (const line of lines) {
    const marker = line.indent === 0 ? /^([<>=|])\1{6}( |$)/.exec(line.text)?.[1] : undefined;
    if (marker === '=' || marker === '|') side = 'theirs';
    if (marker !== undefined || side === 'theirs')
      mends.push({ at: line.start, remove: line.end - line.start, text: '' });
    if (marker === '>') side = 'ours';
  }
  return [remedy('merge-conflict', first.start, first.end, 'a merge conflict was left in the file', ...mends)];
}

/** How many spaces a tab may stand for where it indents, the likeliest first. */
const TAB_WIDTHS = [2, 4, 8];

/** Places of tabs that are told one by one; the mend has them all. */
const MAX_TABS_TOLD = 50;

function tabs(lines: readonly Line[], slip: Slip): readonly Remedy[] {
  if (slip.kind !== 'tab' && !lines.some((line) => line.text.startsWith('\t'))) return [];
  const found = lines.flatMap(leadingTabs);
  const [first, ...also] = found.map(({ at, remove }) => ({ start: at, end: at + remove }));
  if (first === undefined) return [];
  return TAB_WIDTHS.map((width) => ({
    ...remedy('tab', first.start, first.end, 'a tab stands where spaces must indent'),
    mends: found.map((mend) => ({ ...mend, text: ' '.repeat(width * mend.remove) })),
    also: also.slice(0, MAX_TABS_TOLD),
    words: { spaces: String(width) },
  }));
}

/** The runs of tabs before the text of a line, and after the dashes it begins with. */
function leadingTabs(line: Line): readonly Mend[] {
  if (line.text === '') return [];
  const head = /^(?:[ \t]|-(?=[ \t]))*/.exec(line.text)?.[0] ?? '';
  return [...head.matchAll(/\t+/g)].map((match) => ({
    at: line.content + match.index,
    remove: match[0].length,
    text: '',
  }));
}

// --- slips of one line ---

const KEY = `(?:[A-Za-z_][\\w.-]*|"[^"]*"|'[^']*')`;
const LEAD = '((?:- +)*)';

/** Where the text of a line ends, a comment after it taken off. */
function valueEnd(line: Line): number {
  const comment = / #/.exec(line.text)?.index;
  const text = comment === undefined ? line.text : line.text.slice(0, comment).trimEnd();
  return line.content + text.length;
}

const oddCharacters: Propose = ({ line }) => {
  const spaces = /^[\u00a0\u2000-\u200b\u202f\u3000\ufeff ]*[\u00a0\u2000-\u200b\u202f\u3000\ufeff]/.exec(
    line.text,
  )?.[0];
  if (spaces !== undefined) {
    const end = line.content + spaces.length;
    return [
      remedy('odd-character', line.content, end, 'these blanks are no spaces', {
        at: line.content,
        remove: spaces.length,
        text: ' '.repeat(spaces.length),
      }),
    ];
  }
  const colon = line.text.search(/[：﹕∶]/);
  if (colon < 0) return [];
  const at = line.content + colon;
  return [
    remedy('odd-character', at, at + 1, 'this colon is not the one that YAML knows', { at, remove: 1, text: ': ' }),
  ];
};

const spaceAfterColon: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(${KEY}):(?=[^\\s:])`).exec(line.text);
  if (match === null) return [];
  const start = line.content + (match[1]?.length ?? 0);
  const colon = line.content + match[0].length;
  return [remedy('space-after-colon', start, valueEnd(line), 'a space is missing after the colon', insert(colon, ' '))];
};

const spaceAfterDash: Propose = ({ line }) => {
  if (!/^-[^\s-]/.test(line.text)) return [];
  return [
    remedy(
      'space-after-dash',
      line.content,
      valueEnd(line),
      'a space is missing after the dash',
      insert(line.content + 1, ' '),
    ),
  ];
};

const quoteUnclosed: Propose = ({ line, text }) => {
  const remedies: Remedy[] = [];
  for (const open of openQuotes(line)) {
    const at = line.content + open.at;
    const end = line.content + line.text.length;
    const close = closingPlace(line, open.at);
    const mend = insert(line.content + close, open.quote);
    remedies.push(remedy('quote-unclosed', at, end, 'the quote that opens here is never closed', mend));
    if (close !== line.text.length)
      remedies.push(
        remedy('quote-unclosed', at, end, 'the quote that opens here is never closed', insert(end, open.quote)),
      );
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

/** Where the missing quote most likely belongs: before the bracket that ends the line, else at its end. */
function closingPlace(line: Line, open: number): number {
  const bracketed = /[[{]/.test(line.text.slice(0, open)) && /[\]}]$/.test(line.text);
  return bracketed ? line.text.length - 1 : line.text.length;
}

const bracketUnclosed: Propose = ({ line }) => {
  const open: { readonly at: number; readonly close: string }[] = [];
  let quote = '';
  for (let at = 0; at < line.text.length; at++) {
    const unit = line.text[at] ?? '';
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if (unit === '[' || unit === '{') open.push({ at, close: unit === '[' ? ']' : '}' });
    else if (unit === ']' || unit === '}') open.pop();
  }
  const first = open[0];
  if (first === undefined) return [];
  const end = valueEnd(line);
  const closers = open
    .map((bracket) => bracket.close)
    .reverse()
    .join('');
  return [
    remedy(
      'bracket-unclosed',
      line.content + first.at,
      end,
      'the bracket that opens here is never closed',
      insert(end, closers),
    ),
  ];
};

const colonMissing: Propose = ({ line, lines }) => {
  const word = new RegExp(`^${LEAD}(${KEY})(?=\\s*(?:#.*)?$)`).exec(line.text);
  if (word !== null) {
    const start = line.content + (word[1]?.length ?? 0);
    const end = line.content + word[0].length;
    return [remedy('colon-missing', start, end, 'a colon is missing after the key', insert(end, ':'))];
  }
  const pair = new RegExp(`^(${KEY}) +(?=\\S)`).exec(line.text);
  if (pair === null || !/^[A-Za-z_]/.test(line.text) || lines.length === 0) return [];
  const end = line.content + (pair[1]?.length ?? 0);
  return [remedy('colon-missing', line.content, end, 'a colon is missing after the key', insert(end, ':'))];
};

const equalsForColon: Propose = ({ line }) => {
  const match = /^([A-Za-z_][\w.-]*) *= */.exec(line.text);
  if (match === null) return [];
  const mend: Mend = {
    at: line.content + (match[1]?.length ?? 0),
    remove: match[0].length - (match[1]?.length ?? 0),
    text: ': ',
  };
  return [
    remedy('equals-for-colon', line.content, valueEnd(line), 'a mapping is written with `: `, not with `=`', mend),
  ];
};

const colonInValue: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(?:${KEY}:\\s+)?`).exec(line.text);
  const start = line.content + (match?.[0].length ?? 0);
  const end = valueEnd(line);
  const value = line.text.slice(start - line.content, end - line.content);
  if (match?.[0].includes(':') !== true || !/^[^"'[{|>&*!].*:(\s|$)/.test(value)) return [];
  return [
    remedy('colon-in-value', start, end, 'a value on the line of its key holds a second `: `', quoted(start, value)),
  ];
};

function quoted(start: number, value: string): Mend {
  return { at: start, remove: value.length, text: `'${value.replaceAll("'", "''")}'` };
}

const listOnKeyLine: Propose = ({ line }) => {
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

const listAndMapping: Propose = ({ line, lines }) => {
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

const textAfterValue: Propose = ({ line }) => {
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

const needsQuotes: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(?:${KEY}: +)?(?=[@\`%|>*&!,?\\]}])`).exec(line.text);
  if (match === null) return [];
  const start = line.content + match[0].length;
  const end = valueEnd(line);
  const value = line.text.slice(start - line.content, end - line.content);
  return [
    remedy('needs-quotes', start, end, `a value that begins with \`${value[0]}\` needs quotes`, quoted(start, value)),
  ];
};

const questionBetweenBrackets: Propose = ({ line, slip, text }) => {
  if (slip.start < line.start || slip.start >= line.end || !/^between brackets a text/.test(slip.message)) return [];
  const from =
    Math.max(text.lastIndexOf(',', slip.start), text.lastIndexOf('[', slip.start), text.lastIndexOf('{', slip.start)) +
    1;
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const end = slip.end + (/^[^,\]}\n]*/.exec(text.slice(slip.end))?.[0].trimEnd().length ?? 0);
  return [remedy('needs-quotes', start, end, slip.message, quoted(start, text.slice(start, end)))];
};

// --- indentation ---

/** Moves a line to the indentation of a neighbour: alone where what lies beneath it still would, and with it. */
const indentation: Propose = function* ({ line, lines }) {
  const ordered = [...levelsAbove(lines, line)]
    .filter((level) => level !== line.indent)
    .sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent));
  for (const level of ordered) {
    const block = blockOf(lines, line, level);
    const [, below] = block;
    if (below !== undefined && below.indent > level) yield moveTo(level, line, [line]);
    yield moveTo(level, line, block);
  }
};

function moveTo(level: number, line: Line, moved: readonly Line[]): Remedy {
  const word = line.text.startsWith('- ') ? undefined : /^[^\s:]+:?/.exec(line.text)?.[0];
  const end = word === undefined ? valueEnd(line) : line.content + word.length;
  const mends = moved.map((one) => shift(one, level - line.indent));
  return remedy('indentation', line.content, end, 'this line is indented unlike the lines it belongs to', ...mends);
}

/**
 * A key that stands too far right takes those that should lie beneath it for its neighbours, and they stand twice:
 * keys without a value between the two, moved to the left.
 */
export function remediesForTwice(text: string, slip: Slip): readonly Remedy[] {
  const lines = linesOf(text);
  const [first, again] = [lineAt(lines, slip.other?.start ?? slip.start), lineAt(lines, slip.start)];
  if (first === undefined || again === undefined) return [];
  return lines.slice(first.index + 1, again.index).flatMap((line) => {
    const below = neighbour(lines, line.index, 1);
    const bare =
      !line.blank && line.indent === again.indent && line.text.endsWith(':') && below?.indent === line.indent;
    if (!bare) return [];
    return [...levelsAbove(lines, line)]
      .filter((level) => level < line.indent)
      .map((level) => moveTo(level, line, [line]));
  });
}

/** The indentations at which a line could stand: those of the lines it follows, level by level, and one step beneath a key. */
function levelsAbove(lines: readonly Line[], line: Line): ReadonlySet<number> {
  const levels = new Set<number>();
  let least = Number.POSITIVE_INFINITY;
  for (let at = neighbour(lines, line.index, -1); at !== undefined && least > 0; at = neighbour(lines, at.index, -1)) {
    if (at.indent >= least) continue;
    least = at.indent;
    levels.add(at.indent);
    const item = /^(?:- +)+/.exec(at.text)?.[0].length;
    if (item !== undefined) levels.add(at.indent + item);
    if (/:$/.test(at.text) && levels.size <= 2) levels.add(at.indent + 2);
  }
  return levels;
}

/** A line and those beneath it, where it is to stand at `level`: a line that stands there already is its neighbour. */
function blockOf(lines: readonly Line[], line: Line, level: number): readonly Line[] {
  const block = [line];
  const above = Math.max(line.indent, level);
  for (const other of lines.slice(line.index + 1)) {
    if (!other.blank && other.indent <= above) break;
    if (!other.blank) block.push(other);
  }
  return block;
}

function shift(line: Line, by: number): Mend {
  if (by >= 0) return insert(line.start, ' '.repeat(by));
  return { at: line.start, remove: Math.min(-by, line.indent), text: '' };
}

const PROPOSALS: readonly Propose[] = [
  oddCharacters,
  spaceAfterColon,
  quoteUnclosed,
  bracketUnclosed,
  listOnKeyLine,
  questionBetweenBrackets,
  needsQuotes,
  textAfterValue,
  spaceAfterDash,
  listAndMapping,
  equalsForColon,
  indentation,
  colonInValue,
  colonMissing,
];

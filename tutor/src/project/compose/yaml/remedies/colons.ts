import type { Line } from '../lines.ts';
import type { Mend } from '../mend.ts';
import { insert, KEY, LEAD, type Propose, quoted, remedy, valueEnd } from './remedy.ts';

/** A key without its colon. */
export const colonMissing: Propose = ({ line, lines }) => {
  const word = new RegExp(`^${LEAD}(${KEY})(?=\\s*(?:#.*)?$)`).exec(line.text);
  if (word !== null) {
    const start = line.content + (word[1]?.length ?? 0);
    const end = line.content + word[0].length;
    return [remedy('colon-missing', start, end, 'a colon is missing after the key', insert(end, ':'))];
  }
  const pair = new RegExp(`^${LEAD}((?:[A-Za-z_][\\w.-]*|(["'])[\\w.-]+\\3)) +(?=\\S)`).exec(line.text);
  if (pair === null || lines.length === 0) return [];
  const start = line.content + (pair[1]?.length ?? 0);
  const end = start + (pair[2]?.length ?? 0);
  return [remedy('colon-missing', start, end, 'a colon is missing after the key', insert(end, ':'))];
};

/** `A=1` in a mapping. */
export const equalsForColon: Propose = ({ line }) => {
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

/** `build; ./web`, `ports;`, `build. ./web`. */
export const semicolonForColon: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}${KEY}[;.,](?=\\s|$)`).exec(line.text);
  if (match === null) return [];
  const at = line.content + match[0].length - 1;
  const sign = line.text[at - line.content];
  const mend: Mend = { at, remove: 1, text: ':' };
  return [remedy('semicolon-for-colon', at, at + 1, `a key ends in a colon, not in \`${sign}\``, mend)];
};

const SECOND_COLON = 'a value on the line of its key holds a second `: `';

/** `build: context: ./web`, `image: postgres: 16`, `command: echo: hello`, `build: ./web:`. */
export const colonInValue: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(?:${KEY}:(\\s+))?`).exec(line.text);
  const start = line.content + (match?.[0].length ?? 0);
  const end = valueEnd(line);
  const value = line.text.slice(start - line.content, end - line.content);
  if (match?.[0].includes(':') !== true || !/^[^"'[{|>&*!].*:(\s|$)/.test(value)) return [];
  if (/^[^:]*(?::[^:\s]+)*:$/.test(value)) {
    const colon: Mend = { at: end - 1, remove: 1, text: '' };
    return [remedy('colon-after-value', end - 1, end, 'this colon follows a value that is whole', colon)];
  }
  const ways = [onItsOwnLine(line, match, start, value), withoutSpaces(line, start, value), [quoted(start, value)]];
  return ways.flatMap((mends) =>
    mends === undefined ? [] : [remedy('colon-in-value', start, end, SECOND_COLON, ...mends)],
  );
};

/** `context: ./web` belongs beneath `build:`. */
function onItsOwnLine(line: Line, match: RegExpExecArray, start: number, value: string): readonly Mend[] | undefined {
  if (!new RegExp(`^${KEY}:\\s+\\S`).test(value)) return undefined;
  const gap = match[2]?.length ?? 0;
  const indent = line.indent + (match[1]?.length ?? 0) + 2;
  return [{ at: start - gap, remove: gap, text: `\n${' '.repeat(indent)}` }];
}

/** A space that slipped into the name of an image, or into an address. */
function withoutSpaces(line: Line, start: number, value: string): readonly Mend[] | undefined {
  if (!/^(?:- +)*image:/.test(line.text) && !/^[a-z+\d]+:\/\/\S/i.test(value)) return undefined;
  return [...value.matchAll(/(?<=:)\s+/g)].map((gap) => ({ at: start + gap.index, remove: gap[0].length, text: '' }));
}

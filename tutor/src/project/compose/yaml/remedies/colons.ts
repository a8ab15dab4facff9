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
  const pair = new RegExp(`^(${KEY}) +(?=\\S)`).exec(line.text);
  if (pair === null || !/^[A-Za-z_]/.test(line.text) || lines.length === 0) return [];
  const end = line.content + (pair[1]?.length ?? 0);
  return [remedy('colon-missing', line.content, end, 'a colon is missing after the key', insert(end, ':'))];
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

/** `command: echo: hello`. */
export const colonInValue: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(?:${KEY}:\\s+)?`).exec(line.text);
  const start = line.content + (match?.[0].length ?? 0);
  const end = valueEnd(line);
  const value = line.text.slice(start - line.content, end - line.content);
  if (match?.[0].includes(':') !== true || !/^[^"'[{|>&*!].*:(\s|$)/.test(value)) return [];
  return [
    remedy('colon-in-value', start, end, 'a value on the line of its key holds a second `: `', quoted(start, value)),
  ];
};

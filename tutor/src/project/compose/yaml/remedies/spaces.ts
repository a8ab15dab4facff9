import { insert, KEY, LEAD, type Propose, remedy, valueEnd } from './remedy.ts';

/** `image:postgres`. */
export const spaceAfterColon: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(${KEY}):(?=[^\\s:])`).exec(line.text);
  if (match === null) return [];
  const start = line.content + (match[1]?.length ?? 0);
  const colon = line.content + match[0].length;
  return [remedy('space-after-colon', start, valueEnd(line), 'a space is missing after the colon', insert(colon, ' '))];
};

/** `-"80:80"`. */
export const spaceAfterDash: Propose = ({ line }) => {
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

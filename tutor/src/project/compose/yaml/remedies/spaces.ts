import { insert, KEY, LEAD, type Propose, remedy, valueEnd } from './remedy.ts';

/** `image:postgres`, `image :postgres`. */
export const spaceAfterColon: Propose = ({ line }) => {
  const match = new RegExp(`^${LEAD}(${KEY}) *:(?=[^\\s:])`).exec(line.text);
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

/** `* "80:80"`, as a list is written elsewhere. */
export const starForDash: Propose = ({ line }) => {
  if (!/^[*•–—] /.test(line.text)) return [];
  const { content } = line;
  const mend = { at: content, remove: 1, text: '-' };
  return [remedy('star-for-dash', content, content + 1, 'a list item begins with `- `', mend)];
};

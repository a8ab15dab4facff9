import { type Propose, remedy } from './remedy.ts';

/** Blanks and colons that look like what YAML knows and are others. */
export const oddCharacters: Propose = ({ line }) => {
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

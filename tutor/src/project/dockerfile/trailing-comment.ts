import { keywordOf } from './keywords.ts';

/** Instructions to which a `#` further along their line is one more word (tried: all but USER are refused). */
const TAKING = ['FROM', 'EXPOSE', 'ENV', 'LABEL', 'COPY', 'ADD', 'USER'];

/**
 * Where a comment begins that someone wrote behind an instruction: comments have lines of their own in a Dockerfile.
 * `from`: of the `#` in the text; `before`: the end of what stands before it.
 */
export function commentFrom(
  word: string,
  text: string,
): { readonly from: number; readonly before: number } | undefined {
  const keyword = keywordOf(word);
  if (keyword === undefined || !TAKING.includes(keyword) || !text.includes('#')) return undefined;
  // The old form `ENV NAME some text # more` takes all of it as the value.
  if ((keyword === 'ENV' || keyword === 'LABEL') && !/^[^\s=]+=/.test(text)) return undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? '';
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if (unit === '#' && /\s/.test(text[at - 1] ?? ''))
      return { from: at, before: text.slice(0, at).trimEnd().length };
  }
  return undefined;
}

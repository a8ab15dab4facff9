import type { CST } from 'yaml';
import type { Desk } from './desk.ts';

/** Reads what follows a value: blanks, comments and line breaks alone may. */
export function readEnd(desk: Desk, tokens: readonly CST.SourceToken[] | undefined): void {
  let atLineStart = false;
  for (const token of tokens ?? []) {
    const { type, offset, source } = token;
    if (type === 'newline') atLineStart = true;
    else if (type === 'space') tabAtLineStart(desk, token, atLineStart);
    else if (type !== 'comment' && source !== '') {
      desk.report('syntax', offset, offset + source.length, 'this text follows a value that has already ended');
    }
  }
}

function tabAtLineStart(desk: Desk, token: CST.SourceToken, atLineStart: boolean): void {
  const tab = token.source.indexOf('\t');
  if (!atLineStart || tab < 0 || desk.brackets > 0) return;
  const at = token.offset + tab;
  desk.report('tab', at, at + 1, 'a tab stands where spaces must indent');
}

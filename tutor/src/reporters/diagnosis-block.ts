import { sayEvidence } from '../core/evidence.ts';
import { codeFrames } from '../core/frame.ts';
import { MARKS, type Standing } from '../core/palette.ts';
import type { DiagnosisResult } from '../core/result.ts';
import { cut } from '../core/text.ts';
import { wrap } from '../core/wrap.ts';
import { cells } from './cells.ts';
import { frameRows } from './frame-rows.ts';
import { hanging, justified, type Sheet, stateOf } from './sheet.ts';

/** What kind of trouble a block tells of. */
export type Trouble = Extract<Standing, 'failed' | 'blocked' | 'warning' | 'advice'>;

/** Evidence is shown in full by `--format json`; for people the first lines do. */
const SAW_UNITS = 300;
const SAW_ROWS = 3;

/** A diagnosis for people: what is so, where, how to mend it, what was seen, what follows from it, where to read more. */
export function diagnosisBlock(diagnosis: DiagnosisResult, trouble: Trouble, sheet: Sheet): readonly string[] {
  const indent = sheet.size === 'wide' ? '   ' : ' ';
  const rows = [...headed(diagnosis, trouble, indent, sheet)];
  const say = (label: string, text: string): void => {
    rows.push(...hanging(`${indent}${sheet.paint('accent', label)} `, text, sheet));
  };
  if (trouble === 'blocked') rows.push(...hanging(indent, 'this is about the machine, not about your work', sheet));
  for (const note of diagnosis.notes) say('note:', note);
  say('help:', diagnosis.help);
  for (const seen of diagnosis.evidence.slice(0, SAW_ROWS)) say('saw: ', cut(sayEvidence(seen), SAW_UNITS));
  rows.push(...consequenceRows(diagnosis.consequences, indent, sheet));
  say('more:', `tutor explain ${diagnosis.rule}`);
  return rows;
}

/** What follows from the cause and goes away with it; a list of names needs no deep indentation. */
function consequenceRows(consequences: readonly string[], indent: string, sheet: Sheet): readonly string[] {
  if (consequences.length === 0) return [];
  const [first = '', ...more] = wrap(
    sheet.clean(`follows from this: ${consequences.join(', ')}`),
    sheet.columns - indent.length - CONTINUED.length - 1,
    cells,
  );
  const label = 'follows from this:';
  return [
    indent + first.replace(label, sheet.paint('accent', label)),
    ...more.map((line) => indent + CONTINUED + line),
  ];
}

const CONTINUED = '  ';

/** Title, rule, and the marked text of each file. The rule's name goes where there is room for it; `more` has it anyway. */
function headed(diagnosis: DiagnosisResult, trouble: Trouble, indent: string, sheet: Sheet): readonly string[] {
  const rule = sheet.paint('muted', diagnosis.rule);
  const title = hanging(leadOf(trouble, indent, sheet), diagnosis.title, sheet);
  const beside = justified(title.at(-1) ?? '', rule, sheet);
  const rows = [...title.slice(0, -1), beside.line];
  const frameIndent = sheet.size === 'wide' ? '    ' : ' ';
  const frames = codeFrames(diagnosis.primary, diagnosis.labels, {
    columns: sheet.codeColumns - frameIndent.length - 1,
    cells,
    context: 1,
    ellipsis: sheet.ellipsis,
    indentation: sheet.size === 'wide' ? 'kept' : 'shifted',
  });
  for (const [at, frame] of frames.entries()) {
    const place = `${indent}${sheet.paint('accent', `${sheet.clean(frame.file)}:${frame.at.line}:${frame.at.column}`)}`;
    rows.push(at === 0 && !beside.fits ? justified(place, rule, sheet).line : place);
    rows.push(...frameRows(frame, MARKS[trouble].role, frameIndent, sheet));
  }
  return rows;
}

/** An error stands below the check that it failed; a warning fails none, so it says itself what it is. */
function leadOf(trouble: Trouble, indent: string, sheet: Sheet): string {
  return trouble === 'warning' || trouble === 'advice' ? ` ${stateOf(trouble, sheet)}  ` : indent;
}

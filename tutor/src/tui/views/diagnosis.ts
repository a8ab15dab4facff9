import { sayEvidence } from '../../core/evidence.ts';
import type { Place } from '../../core/place.ts';
import type { DiagnosisResult } from '../../core/result.ts';
import { cut } from '../../core/text.ts';
import { apart, type Piece, piece, type Row, row, widthOf } from '../rows.ts';
import type { Theme } from '../theme.ts';
import { drawFrames } from './code-frame.ts';
import { labelled, prose } from './prose.ts';

/** What of a diagnosis is shown: the narrower or shorter the screen, the less. Title, place and marks always stay. */
export type DiagnosisShape = {
  readonly columns: number;
  readonly rule: 'named' | 'unnamed';
  readonly saw: 'told' | 'left out';
  readonly notes: 'told' | 'left out';
  readonly lines: 'around' | 'marked';
  /** `deep`: parts stand under the title by three cells. */
  readonly indent: 'deep' | 'flat';
};

/** One diagnosis: its sentence, its place, the code, what helps, what was seen. */
export function diagnosisRows(diagnosis: DiagnosisResult, shape: DiagnosisShape, theme: Theme): readonly Row[] {
  const depth = shape.indent === 'deep' ? 3 : 1;
  const rule = shape.rule === 'named' ? piece(diagnosis.rule, 'muted') : undefined;
  const title = titleRows(diagnosis, shape.columns, theme);
  const isRuleInTitle = rule !== undefined && title.length === 1 && fitsBeside(title[0], rule, shape.columns);
  return [
    ...(isRuleInTitle ? title.map((line) => apart(line, rule)) : title),
    ...placeRows(diagnosis, shape, depth, isRuleInTitle ? undefined : rule, theme),
    ...labelled(piece('help', 'accent'), diagnosis.help, shape.columns, theme, depth),
    ...(shape.notes === 'told'
      ? diagnosis.notes.flatMap((note) => labelled(piece('note', 'muted'), note, shape.columns, theme, depth))
      : []),
    ...(shape.saw === 'told' ? sawRows(diagnosis, shape.columns, depth, theme) : []),
  ];
}

const SEVERITY_WORDS = { error: '', warning: 'warning: ', advice: 'advice: ' } as const;

/** The sentence of a diagnosis; what never fails a step says that it does not. */
function titleRows(diagnosis: DiagnosisResult, columns: number, theme: Theme): readonly Row[] {
  const word = SEVERITY_WORDS[diagnosis.severity];
  return prose(`${word}${diagnosis.title}`, columns, theme, 1, 'strong');
}

function fitsBeside(line: Row | undefined, right: Piece, columns: number): boolean {
  return line !== undefined && widthOf(line.pieces) + widthOf([right]) + 3 <= columns;
}

/** `compose.yaml:13:3` */
export function placeText(place: Place): string {
  return `${place.file}:${place.start.line}:${place.start.column}`;
}

function placeRows(
  diagnosis: DiagnosisResult,
  shape: DiagnosisShape,
  depth: number,
  rule: Piece | undefined,
  theme: Theme,
): readonly Row[] {
  const { primary, labels } = diagnosis;
  if (primary === undefined) return [];
  const frames = drawFrames(
    primary,
    labels,
    {
      columns: shape.columns,
      indentCells: depth === 3 ? depth + 1 : depth,
      lines: shape.lines,
      margin: depth === 3 ? 'kept' : 'shifted',
    },
    theme,
  );
  return frames.flatMap((frame, at) => {
    const place = row(' '.repeat(depth), piece(frame.place, 'place'));
    return [at === 0 && rule !== undefined ? apart(place, rule) : place, ...frame.rows];
  });
}

/** Longer quotations are for `explain` and the logs. */
const SAW_UNITS = 200;

function sawRows(diagnosis: DiagnosisResult, columns: number, depth: number, theme: Theme): readonly Row[] {
  const [evidence] = diagnosis.evidence;
  if (evidence === undefined) return [];
  return labelled(piece('saw ', 'muted'), cut(sayEvidence(evidence), SAW_UNITS), columns, theme, depth);
}

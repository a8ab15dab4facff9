import { sayEvidence } from '../../core/evidence.ts';
import { cut } from '../../core/text.ts';
import { type CheckSeen, isBusy, type Model, type Standing } from '../model.ts';
import { apart, indent, piece, type Row, row, widthOf, wrap } from '../rows.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, hasPassed, seenOf, standingOfCheck } from '../steps.ts';
import { spellText, type Theme } from '../theme.ts';
import { doingRows } from './activity.ts';
import { databaseRow, pageRow } from './answers.ts';
import { type DiagnosisShape, diagnosisRows } from './diagnosis.ts';
import { fitHeight, proseWidth, spaced, stacked } from './fit.ts';
import { forecastRows } from './forecast.ts';
import { mark, markAndWord } from './marks.ts';
import { labelled, prose } from './prose.ts';

/** How much of a step is shown; each narrower or shorter screen drops the next thing. */
type StepShape = Omit<DiagnosisShape, 'columns'> & {
  readonly columns: number;
  readonly words: 'marks and words' | 'marks';
  readonly gaps: 'spaced' | 'close';
  /** `folded`: passed checks share a row. `counted`: one row for all checks. */
  readonly checks: 'listed' | 'folded' | 'counted' | 'left out';
  readonly asks: 'told' | 'left out';
};

/** The step at hand: what it asks, its checks in their fixed order, the one thing to mend next. */
export function stepRows(model: Model, columns: number, height: number): readonly Row[] {
  const wide = widestShape(columns);
  const close: StepShape = { ...wide, gaps: 'close' };
  const untitled: StepShape = { ...wide, asks: 'left out' };
  const both: StepShape = { ...close, asks: 'left out' };
  const folded: StepShape = { ...both, checks: 'folded' };
  const terse: StepShape = { ...folded, lines: 'marked', notes: 'left out' };
  const silent: StepShape = { ...terse, saw: 'left out' };
  const counted: StepShape = { ...silent, checks: 'counted' };
  const alone: StepShape = { ...silent, checks: 'left out' };
  const shapes = [wide, close, untitled, both, folded, terse, silent, counted, alone];
  return fitHeight(
    height,
    shapes.map((shape) => () => arrange(model, shape)),
  );
}

const WORDS_FROM_COLUMNS = 56;
const RULE_FROM_COLUMNS = 52;
const SAW_FROM_COLUMNS = 48;
const AROUND_FROM_COLUMNS = 44;

function widestShape(columns: number): StepShape {
  const from = <Wide, Narrow>(least: number, wide: Wide, narrow: Narrow): Wide | Narrow =>
    columns >= least ? wide : narrow;
  return {
    columns,
    words: from(WORDS_FROM_COLUMNS, 'marks and words', 'marks'),
    rule: from(RULE_FROM_COLUMNS, 'named', 'unnamed'),
    saw: from(SAW_FROM_COLUMNS, 'told', 'left out'),
    notes: from(SAW_FROM_COLUMNS, 'told', 'left out'),
    lines: from(AROUND_FROM_COLUMNS, 'around', 'marked'),
    indent: from(WORDS_FROM_COLUMNS, 'deep', 'flat'),
    asks: 'told',
    gaps: 'spaced',
    checks: 'listed',
  };
}

function arrange(model: Model, shape: StepShape): readonly Row[] {
  const step = currentStep(model);
  const put = shape.gaps === 'spaced' ? spaced : stacked;
  return put(
    shape.asks === 'told' ? prose(step.title, shape.columns, model.theme, 1, 'strong') : [],
    checkRows(model, shape),
    answerRows(model, shape),
    hasPassed(model, step) ? passedRows(model, shape) : [],
    whatIsWrong(model, shape),
    forecastRows(model, shape.columns),
  );
}

function checkRows(model: Model, shape: StepShape): readonly Row[] {
  const { checks } = seenOf(model, currentStep(model).id);
  switch (shape.checks) {
    case 'listed':
      return listRows(checks, shape, model.theme);
    case 'folded': {
      const others = checks.filter((check) => check.state !== 'passed');
      const fold = others.length === checks.length ? [] : [countRow(checks, ['passed'])];
      return [...fold, ...listRows(others, shape, model.theme)];
    }
    case 'counted':
      return [countRow(checks, ['passed', 'failed', 'blocked', 'waiting', 'to do'])];
    case 'left out':
      return [];
  }
}

/** `✓ 2 passed   ✗ 1 failed` */
function countRow(checks: readonly CheckSeen[], standings: readonly Standing[]): Row {
  const counted = standings
    .map((standing) => ({ standing, number: checks.filter((check) => standingOfCheck(check) === standing).length }))
    .filter(({ number }) => number > 0);
  return row(
    ...counted.flatMap(({ standing, number }, at) => [
      piece(at === 0 ? ' ' : '   '),
      mark(standing),
      piece(` ${number} ${standing}`, mark(standing).role),
    ]),
  );
}

/** What several checks wait for is said at the first of them. */
function listRows(checks: readonly CheckSeen[], shape: StepShape, theme: Theme): readonly Row[] {
  return checks.flatMap((check, at) => {
    const before = checks[at - 1];
    const isSaid = before?.state === check.state && before?.needs === check.needs;
    return checkLines(check, isSaid ? undefined : check.needs, shape, theme);
  });
}

function checkLines(check: CheckSeen, needs: string | undefined, shape: StepShape, theme: Theme): readonly Row[] {
  const standing = standingOfCheck(check);
  const lead = shape.words === 'marks' ? [mark(standing), piece(' ')] : [...markAndWord(standing), piece('  ')];
  const indentCells = 1 + widthOf(lead);
  const lines = wrap([piece(spellText(check.asserts, theme))], proseWidth(shape.columns, indentCells));
  const rows = lines.map((line, at) =>
    at === 0 ? { pieces: [piece(' '), ...lead, ...line.pieces] } : indent(indentCells, line),
  );
  const [first, ...rest] = rows;
  if (needs === undefined || shape.words === 'marks' || first === undefined) return rows;
  switch (standing) {
    case 'blocked':
      return [apart(first, piece(needs, 'muted')), ...rest];
    case 'waiting':
      return [apart(first, piece(`after: ${needs}`, 'muted')), ...rest];
    default:
      return rows;
  }
}

function passedRows(model: Model, shape: StepShape): readonly Row[] {
  const { achieved } = currentStep(model);
  const lines = wrap([piece('✓ Passed:', 'good'), piece(` ${achieved}`)], proseWidth(shape.columns, 3));
  return lines.map((line, at) => indent(at === 0 ? 1 : 3, line));
}

/** The address to open in the browser, and what the page and its database answered. */
function answerRows(model: Model, shape: StepShape): readonly Row[] {
  if (currentStep(model).judgedFrom !== 'stack') return [];
  const labels = shape.words === 'marks' ? 'bare' : 'labelled';
  return [...pageRow(model, labels), ...databaseRow(model, labels)];
}

function whatIsWrong(model: Model, shape: StepShape): readonly Row[] {
  if (model.broken !== undefined) return prose(model.broken, shape.columns, model.theme, 1, 'strong');
  const diagnosis = spokenDiagnosis(model);
  const step = currentStep(model);
  // What was seen before `up` or `down` began is on its way out.
  if (step.judgedFrom === 'stack' && isBusy(model)) return doingRows(model);
  if (diagnosis === undefined) return hasPassed(model, step) ? [] : findingRows(model, shape);
  const other = diagnosis.step === step.id ? undefined : model.chapter.steps.find(({ id }) => id === diagnosis.step);
  const stands = hasPassed(model, step) ? 'does not pass now' : 'comes first';
  const before =
    other === undefined
      ? []
      : prose(`step ${other.number}, ${other.id}, ${stands}:`, shape.columns, model.theme, 1, 'muted');
  return [...before, ...diagnosisRows(diagnosis, shape, model.theme)];
}

const SAW_UNITS = 200;

/** Where no rule knows the cause, what the check itself found. */
function findingRows(model: Model, shape: StepShape): readonly Row[] {
  const check = seenOf(model, currentStep(model).id).checks.find((one) => one.state === 'failed');
  if (check?.finding === undefined) return [];
  const { theme } = model;
  const [evidence] = check.evidence ?? [];
  return [
    ...prose(check.finding, shape.columns, theme, 1, 'strong'),
    ...(check.look === undefined ? [] : labelled(piece('look', 'accent'), check.look, shape.columns, theme, 3)),
    ...(evidence === undefined || shape.saw === 'left out'
      ? []
      : labelled(
          piece('saw ', 'muted'),
          spellText(cut(sayEvidence(evidence), SAW_UNITS), theme),
          shape.columns,
          theme,
          3,
        )),
  ];
}

import { sayEvidence } from '../../core/evidence.ts';
import { cut } from '../../core/text.ts';
import {
  type CheckSeen,
  currentStep,
  hasPassed,
  type Model,
  seenOf,
  spokenDiagnosis,
  standingOfCheck,
} from '../model.ts';
import { apart, piece, type Row, row } from '../rows.ts';
import { spellText } from '../theme.ts';
import { type DiagnosisShape, diagnosisRows } from './diagnosis.ts';
import { fitHeight, spaced, stacked } from './fit.ts';
import { forecastRows } from './forecast.ts';
import { mark, markAndWord } from './marks.ts';
import { labelled, prose } from './prose.ts';

/** How much of a step is shown; each narrower or shorter screen drops the next thing. */
type StepShape = Omit<DiagnosisShape, 'columns'> & {
  readonly columns: number;
  readonly words: 'marks and words' | 'marks';
  readonly gaps: 'spaced' | 'close';
  readonly passed: 'listed' | 'folded';
  readonly asks: 'told' | 'left out';
};

/** The step at hand: what it asks, its checks in their fixed order, the one thing to mend next. */
export function stepRows(model: Model, columns: number, height: number): readonly Row[] {
  const wide = widestShape(columns);
  const close: StepShape = { ...wide, gaps: 'close' };
  const folded: StepShape = { ...close, passed: 'folded' };
  const terse: StepShape = { ...folded, lines: 'marked', notes: 'left out' };
  const silent: StepShape = { ...terse, saw: 'left out', asks: 'left out' };
  return fitHeight(
    height,
    [wide, close, folded, terse, silent].map((shape) => () => arrange(model, shape)),
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
    asks: from(WORDS_FROM_COLUMNS, 'told', 'left out'),
    gaps: 'spaced',
    passed: 'listed',
  };
}

function arrange(model: Model, shape: StepShape): readonly Row[] {
  const step = currentStep(model);
  const put = shape.gaps === 'spaced' ? spaced : stacked;
  return put(
    shape.asks === 'told' ? prose(step.title, shape.columns, model.theme, 1, 'strong') : [],
    checkRows(model, shape),
    hasPassed(model, step) ? passedRows(model, shape) : [],
    whatIsWrong(model, shape),
    forecastRows(model, shape.columns),
  );
}

function checkRows(model: Model, shape: StepShape): readonly Row[] {
  const { checks } = seenOf(model, currentStep(model).id);
  if (shape.passed === 'listed') return checks.map((check) => checkRow(check, shape));
  const passed = checks.filter((check) => check.state === 'passed');
  const others = checks.filter((check) => check.state !== 'passed');
  const fold = passed.length === 0 ? [] : [row(' ', mark('passed'), piece(` ${passed.length} passed`, 'good'))];
  return [...fold, ...others.map((check) => checkRow(check, shape))];
}

function checkRow(check: CheckSeen, shape: StepShape): Row {
  const standing = standingOfCheck(check);
  if (shape.words === 'marks') return row(' ', mark(standing), ` ${check.asserts}`);
  const left = row(' ', ...markAndWord(standing), `  ${check.asserts}`);
  if (check.needs === undefined) return left;
  if (standing === 'blocked') return apart(left, piece(check.needs, 'muted'));
  return standing === 'waiting' ? apart(left, piece(`after: ${check.needs}`, 'muted')) : left;
}

function passedRows(model: Model, shape: StepShape): readonly Row[] {
  const step = currentStep(model);
  const page = model.forecast?.page.url;
  const address = step.judgedFrom === 'stack' && page !== undefined ? ` Your page: ${page}` : '';
  return labelled(piece('✓ Passed:', 'good'), `${step.achieved}${address}`, shape.columns, model.theme, 1).map(closer);
}

/** A label that ends in a colon stands one cell before its text. */
function closer(line: Row, at: number): Row {
  return at === 0 ? { pieces: line.pieces.map((one) => (one.text === '  ' ? piece(' ') : one)) } : line;
}

function whatIsWrong(model: Model, shape: StepShape): readonly Row[] {
  if (model.broken !== undefined) return prose(model.broken, shape.columns, model.theme, 1, 'strong');
  const diagnosis = spokenDiagnosis(model);
  const step = currentStep(model);
  if (diagnosis === undefined) return hasPassed(model, step) ? [] : findingRows(model, shape);
  const other = diagnosis.step === step.id ? undefined : model.chapter.steps.find(({ id }) => id === diagnosis.step);
  const before =
    other === undefined
      ? []
      : prose(`step ${other.number}, ${other.id}, comes first:`, shape.columns, model.theme, 1, 'muted');
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

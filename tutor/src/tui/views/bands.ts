import { currentStep, hasLessonBeside, hasPassed, isBusy, type Model, spokenDiagnosis } from '../model.ts';

/** How the screen is shared between its bands. */
export type Bands = {
  /** `small`: no rules and no keys, under 40 columns or 12 rows. */
  readonly kind: 'whole' | 'small';
  /** Rows of the band in the middle. */
  readonly nowRows: number;
  /** Rows above the keys that repeat the diagnosis while a long text covers it. */
  readonly foldedRows: 0 | 1;
  /** Columns of the step, where the lesson stands beside it; all of them otherwise. */
  readonly stepColumns: number;
};

const SMALL_COLUMNS = 40;
const SMALL_ROWS = 12;
/** Row 1, two rules, `next`, keys. */
const CHROME_ROWS = 5;
/** Row 1 and `next`. */
const SMALL_CHROME_ROWS = 2;
/** The step is given its prose and a margin; the rest goes to the lesson, up to its own widest. */
const STEP_SHARE = 0.54;

/** Shares the screen out for what is shown now. */
export function bandsOf(model: Model): Bands {
  const { columns, rows } = model.size;
  const kind = columns < SMALL_COLUMNS || rows < SMALL_ROWS ? 'small' : 'whole';
  const foldedRows = kind === 'whole' && isFolded(model) ? 1 : 0;
  const chrome = kind === 'whole' ? CHROME_ROWS : SMALL_CHROME_ROWS;
  return {
    kind,
    nowRows: Math.max(0, rows - chrome - foldedRows),
    foldedRows,
    stepColumns: hasLessonBeside(model) ? Math.min(MOST_STEP_COLUMNS, Math.floor(columns * STEP_SHARE)) : columns,
  };
}

const MOST_STEP_COLUMNS = 80;

/** Reading the lesson or the stack, the learner still sees what is to be mended, or that it is. */
function isFolded(model: Model): boolean {
  if (model.base !== 'step' || model.asking !== undefined) return false;
  switch (model.pane?.kind) {
    case 'activity':
      return !isBusy(model) && hasSomethingToSay(model);
    case 'lesson':
    case 'hints':
    case 'diff':
    case 'stack':
    case 'logs':
    case 'explain':
      return hasSomethingToSay(model);
    default:
      return false;
  }
}

function hasSomethingToSay(model: Model): boolean {
  return hasPassed(model, currentStep(model)) || spokenDiagnosis(model) !== undefined;
}

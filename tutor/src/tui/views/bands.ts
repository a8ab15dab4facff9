import { hasLessonBeside } from '../beside.ts';
import { isBusy, type Model } from '../model.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, hasPassed } from '../steps.ts';
import { nextRows } from './next.ts';

/** How the screen is shared between its bands. */
export type Bands = {
  /** `small`: no rules and no keys, under 40 columns or 12 rows. */
  readonly kind: 'whole' | 'small';
  /** Rows of the band in the middle. */
  readonly nowRows: number;
  /** Rows above the keys that repeat the diagnosis while a long text covers it. */
  readonly foldedRows: 0 | 1;
  /** Rows of `next`: a long answer to a key grows upwards. */
  readonly nextRows: number;
  /** Columns of the band in the middle: so many that the eye finds its way from left to right. */
  readonly nowColumns: number;
};

const SMALL_COLUMNS = 40;
const SMALL_ROWS = 12;
/** Row 1, two rules, keys. */
const CHROME_ROWS = 4;
/** Row 1. */
const SMALL_CHROME_ROWS = 1;
/** The step is given its prose and a margin; the rest goes to the lesson, up to its own widest. */
const STEP_SHARE = 0.54;

/** Shares the screen out for what is shown now. */
export function bandsOf(model: Model): Bands {
  const { columns, rows } = model.size;
  const kind = columns < SMALL_COLUMNS || rows < SMALL_ROWS ? 'small' : 'whole';
  const foldedRows = kind === 'whole' && isFolded(model) ? 1 : 0;
  const nextHeight = nextRows(model).length;
  const chrome = (kind === 'whole' ? CHROME_ROWS : SMALL_CHROME_ROWS) + nextHeight;
  const share = hasLessonBeside(model) ? Math.floor(columns * STEP_SHARE) : columns;
  return {
    kind,
    nowRows: Math.max(0, rows - chrome - foldedRows),
    foldedRows,
    nextRows: nextHeight,
    nowColumns: Math.min(share, MOST_NOW_COLUMNS),
  };
}

const MOST_NOW_COLUMNS = 92;
/** What the bar beside the lesson takes: itself and the free cell that every row has. */
export const BAR_COLUMNS = 2;

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
  return (
    isBusy(model) ||
    model.broken !== undefined ||
    hasPassed(model, currentStep(model)) ||
    spokenDiagnosis(model) !== undefined
  );
}

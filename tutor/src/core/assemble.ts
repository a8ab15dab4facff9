import type { Attached } from './attach.ts';
import type { Label } from './diagnosis.ts';
import { forecastOf, type Prospect } from './effect.ts';
import type { Judgement } from './judge.ts';
import { twoDecimals } from './judge.ts';
import { type Place, toPlace } from './place.ts';
import type { DiagnosisResult, EngineSeen, Result, StackPicture, StepResult } from './result.ts';
import type { Chapter } from './step.ts';

/** What a result says beside the verdicts. */
export type Surroundings = {
  readonly version: string;
  readonly chapter: Chapter;
  readonly composeFiles: readonly string[];
  readonly engine: EngineSeen;
  /** Left out where no forecast is to be made: nothing of the stack is planned. */
  readonly prospect?: Prospect;
  readonly stack?: StackPicture;
  /** The text of a project file that a span speaks of; `''` where it is gone. */
  readonly textOf: (file: string) => string;
};

/** Makes the published result of a judgement. */
export function assemble(judgement: Judgement, around: Surroundings): Result {
  const { steps } = judgement;
  return {
    schema: 'compose-tutor/result/v1',
    tutor: { version: around.version },
    chapter: { id: around.chapter.id, title: around.chapter.title },
    project: { composeFiles: around.composeFiles },
    engine: around.engine,
    state: overall(steps),
    score: {
      points: twoDecimals(steps.reduce((sum, step) => sum + step.points, 0)),
      max: twoDecimals(steps.reduce((sum, step) => sum + step.max, 0)),
    },
    steps,
    diagnoses: judgement.diagnoses.map((attached) => toResult(attached, around.textOf)),
    ...(around.prospect === undefined ? {} : { forecast: forecastOf(around.prospect, judgement) }),
    ...(around.stack === undefined ? {} : { stack: around.stack }),
  };
}

/** Work to do outranks not knowing. */
function overall(steps: readonly StepResult[]): Result['state'] {
  if (steps.some((step) => step.state === 'failed')) return 'failed';
  if (steps.some((step) => step.state === 'blocked')) return 'blocked';
  return 'passed';
}

function toResult(attached: Attached, textOf: (file: string) => string): DiagnosisResult {
  const { diagnosis } = attached;
  const place = (label: Label): Place => toPlace(label.span, label.message, textOf(label.span.file));
  return {
    rule: attached.rule,
    severity: attached.severity,
    step: attached.step,
    check: attached.check,
    basis: diagnosis.basis ?? 'files',
    title: diagnosis.title,
    ...(diagnosis.primary === undefined ? {} : { primary: place(diagnosis.primary) }),
    labels: (diagnosis.labels ?? []).map(place),
    notes: diagnosis.notes ?? [],
    help: diagnosis.help,
    ...(diagnosis.fix === undefined
      ? {}
      : {
          fix: {
            title: diagnosis.fix.title,
            confidence: diagnosis.fix.confidence,
            edits: diagnosis.fix.edits.map((edit) => ({
              place: place({ span: edit.span, message: 'becomes' }),
              text: edit.text,
            })),
          },
        }),
    consequences: attached.consequences,
    evidence: diagnosis.evidence ?? [],
  };
}

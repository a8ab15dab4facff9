import type { CheckResult, DiagnosisResult, ForecastResult, Result, StackPicture, StepResult } from './result.ts';

/** What a run tells while it goes on. The command line, the terminal app and the grader are readers of this one stream. */
export type RunEvent =
  /** All steps and checks that will be judged, before the first verdict. */
  | {
      readonly kind: 'planned';
      readonly steps: readonly {
        readonly id: string;
        readonly title: string;
        readonly checks: readonly { readonly id: string; readonly asserts: string }[];
      }[];
    }
  /** Something long is under way: `building web`, `waiting for db`; for people. */
  | { readonly kind: 'progress'; readonly message: string; readonly service?: string }
  /** A line that Docker printed, control sequences stripped. */
  | { readonly kind: 'output'; readonly line: string }
  | { readonly kind: 'checked'; readonly step: string; readonly check: CheckResult }
  | { readonly kind: 'judged'; readonly step: StepResult }
  /** `stack`: as the files draw it, while the engine is still being asked. */
  | {
      readonly kind: 'diagnosed';
      readonly diagnoses: readonly DiagnosisResult[];
      readonly forecast?: ForecastResult;
      readonly stack?: StackPicture;
    }
  | { readonly kind: 'finished'; readonly result: Result };

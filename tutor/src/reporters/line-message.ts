import type { Severity } from '../core/diagnosis.ts';
import type { Place, Point } from '../core/place.ts';
import type { DiagnosisResult, Result } from '../core/result.ts';
import { stripControls } from '../core/text.ts';
import { isOfMachine, unexplained } from './standing.ts';

/** What formats that write a line for each trouble tell: a diagnosis, or a finding that no rule explains. */
export type LineMessage = {
  readonly severity: Severity;
  /** Whose trouble it is: `machine` could not be judged. */
  readonly whose: 'learner' | 'machine';
  /** Step id. */
  readonly step: string;
  /** The rule's slug, or the check's id where no rule explains the finding. */
  readonly name: string;
  readonly title: string;
  readonly help?: string;
  readonly place?: Place;
  readonly labels: readonly Place[];
};

/** All troubles of a result, diagnoses in the order of the result, then what no rule explains. */
export function lineMessages(result: Result): readonly LineMessage[] {
  return [
    ...result.diagnoses.map((diagnosis) => fromDiagnosis(diagnosis, result)),
    ...unexplained(result).map(
      ({ step, check }): LineMessage => ({
        severity: 'error',
        whose: 'learner',
        step: step.id,
        name: `${step.id}/${check.id}`,
        title: check.finding ?? `does not hold: ${check.asserts}`,
        ...(check.look === undefined ? {} : { help: `run \`${check.look}\`, which shows more` }),
        labels: [],
      }),
    ),
  ];
}

function fromDiagnosis(diagnosis: DiagnosisResult, result: Result): LineMessage {
  return {
    severity: diagnosis.severity,
    whose: isOfMachine(diagnosis, result) ? 'machine' : 'learner',
    step: diagnosis.step,
    name: diagnosis.rule,
    title: diagnosis.title,
    help: diagnosis.help,
    ...(diagnosis.primary === undefined ? {} : { place: diagnosis.primary }),
    labels: diagnosis.labels,
  };
}

/** A text on one line without control sequences, whatever a learner's program printed into it. */
export function oneLine(text: string): string {
  return stripControls(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim();
}

/** A file of the project as seen from where the reader of a report stands. */
export function seenFrom(folder: string | undefined, file: string): string {
  const prefix = (folder ?? '').replace(/\/+$/, '');
  return prefix === '' || prefix === '.' || file.startsWith('/') ? file : `${prefix}/${file}`;
}

/** `file:line:column`, as editors open it. */
export function position(file: string, at: Point): string {
  return `${file}:${at.line}:${at.column}`;
}

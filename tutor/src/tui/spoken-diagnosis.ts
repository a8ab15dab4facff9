import type { DiagnosisResult } from '../core/result.ts';
import type { Model } from './model.ts';
import type { FilePoint } from './ports.ts';
import { currentStep, hasPassed } from './steps.ts';

/** What the step screen shows beneath the checks: one diagnosis at a time. */
export function spokenDiagnosis(model: Model): DiagnosisResult | undefined {
  const step = currentStep(model);
  const own = model.diagnoses.filter((one) => one.step === step.id);
  // What broke a step before this one weighs more than advice on what works.
  if (hasPassed(model, step)) return earlierDiagnosis(model) ?? own.find((one) => one.severity !== 'error');
  const error = own.find((one) => one.severity === 'error');
  return error ?? earlierDiagnosis(model) ?? own[0];
}

/** The first error of a step before this one, which is to be mended before anything here. */
function earlierDiagnosis(model: Model): DiagnosisResult | undefined {
  const before = model.chapter.steps.slice(0, model.current).map((step) => step.id);
  return model.diagnoses.find((one) => one.severity === 'error' && before.includes(one.step));
}

/** Where the first diagnosis points, for the editor. */
export function spokenPoint(model: Model): FilePoint | undefined {
  const place = spokenDiagnosis(model)?.primary;
  return place === undefined ? undefined : { file: place.file, line: place.start.line, column: place.start.column };
}

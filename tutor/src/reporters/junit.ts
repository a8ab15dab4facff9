import type { CheckResult, DiagnosisResult, Result, StepResult } from '../core/result.ts';
import { diagnosisBlock, type Trouble } from './diagnosis-block.ts';
import { oneLine, position, seenFrom } from './line-message.ts';
import type { RenderOptions, Reporter } from './reporter.ts';
import { type Sheet, sheetFor } from './sheet.ts';
import { isOfMachine } from './standing.ts';
import { xmlText } from './xml.ts';

/**
 * JUnit XML: a `testsuite` for each step, a `testcase` for each check. The learner's faults are `failure`;
 * what the machine could not answer is `error`, which every reader of JUnit keeps apart from failures; what waits is `skipped`.
 * A body holds the diagnoses as people read them; warnings and advice go to `system-out`, where they fail nothing.
 */
export const junit: Reporter = {
  name: 'junit',
  render(result, options) {
    const page: Page = {
      result,
      options,
      sheet: sheetFor({ ...options, width: BODY_COLUMNS, colour: 'none', unicode: true }),
    };
    const all = result.steps.flatMap((step) => step.checks);
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${attributes({ name: result.chapter.title, ...countsOf(all) })}>`,
      ...result.steps.flatMap((step) => suite(step, page)),
      '</testsuites>',
      '',
    ].join('\n');
  },
};

type Page = { readonly result: Result; readonly options: RenderOptions; readonly sheet: Sheet };

const BODY_COLUMNS = 100;
const MS_PER_SECOND = 1000;

function countsOf(checks: readonly CheckResult[]): Readonly<Record<string, number | string>> {
  const count = (state: CheckResult['state']): number => checks.filter((check) => check.state === state).length;
  return {
    tests: checks.length,
    failures: count('failed'),
    errors: count('blocked'),
    skipped: count('skipped'),
    time: secondsOf(checks.reduce((sum, check) => sum + check.durationMs, 0)),
  };
}

const secondsOf = (ms: number): string => (ms / MS_PER_SECOND).toFixed(3);

function suite(step: StepResult, page: Page): readonly string[] {
  const ofStep = page.result.diagnoses.filter((diagnosis) => diagnosis.step === step.id);
  const judged = step.checks.filter((check) => check.state === 'failed' || check.state === 'blocked');
  // A machine's error can stand on a check that waits: it is told, and still fails nothing.
  const asides = ofStep.filter(
    (diagnosis) => diagnosis.severity !== 'error' || !judged.some((check) => check.id === diagnosis.check),
  );
  return [
    `  <testsuite${attributes({ name: step.id, ...countsOf(step.checks) })}>`,
    `    <properties><property${attributes({ name: 'title', value: step.title })}/></properties>`,
    ...step.checks.flatMap((check) => testcase(step, check, ofStep, page)),
    ...(asides.length === 0 ? [] : [`    <system-out>${xmlText(bodyOf(asides, page))}</system-out>`]),
    '  </testsuite>',
  ];
}

function testcase(
  step: StepResult,
  check: CheckResult,
  ofStep: readonly DiagnosisResult[],
  page: Page,
): readonly string[] {
  const errors = ofStep.filter((diagnosis) => diagnosis.severity === 'error' && diagnosis.check === check.id);
  const verdict = verdictOf(check, errors, page);
  const { primary } = errors[0] ?? {};
  const where =
    primary === undefined ? {} : { file: seenFrom(page.options.folder, primary.file), line: primary.start.line };
  const open = attributes({
    name: check.asserts,
    classname: `${page.result.chapter.id}.${step.id}`,
    time: secondsOf(check.durationMs),
    ...where,
  });
  if (verdict === undefined) return [`    <testcase${open}/>`];
  return [`    <testcase${open}>`, `      ${verdict}`, '    </testcase>'];
}

function verdictOf(check: CheckResult, errors: readonly DiagnosisResult[], page: Page): string | undefined {
  switch (check.state) {
    case 'passed':
      return undefined;
    case 'skipped':
      return `<skipped${attributes({ message: check.needs === undefined ? 'waiting' : `waits for ${check.needs}` })}/>`;
    case 'failed':
      return trouble('failure', errors, check.finding ?? check.asserts, page);
    case 'blocked':
      return trouble('error', errors, check.needs ?? 'the machine could not answer', page);
  }
}

function trouble(
  element: 'failure' | 'error',
  errors: readonly DiagnosisResult[],
  otherwise: string,
  page: Page,
): string {
  const [first] = errors;
  const said = attributes({ message: first?.title ?? otherwise, type: first?.rule ?? 'finding' });
  return `<${element}${said}>${xmlText(first === undefined ? otherwise : bodyOf(errors, page))}</${element}>`;
}

function bodyOf(diagnoses: readonly DiagnosisResult[], page: Page): string {
  return diagnoses
    .map((diagnosis) => {
      const { primary } = diagnosis;
      // Where the project is a folder of a repository, the first line is a place that CI logs make a link of.
      const { folder } = page.options;
      const isElsewhere = primary !== undefined && folder !== undefined;
      const place = isElsewhere ? [position(seenFrom(folder, primary.file), primary.start)] : [];
      return [...place, ...diagnosisBlock(diagnosis, troubleOf(diagnosis, page.result), page.sheet)].join('\n');
    })
    .join('\n\n');
}

function troubleOf(diagnosis: DiagnosisResult, result: Result): Trouble {
  if (diagnosis.severity !== 'error') return diagnosis.severity;
  return isOfMachine(diagnosis, result) ? 'blocked' : 'failed';
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(typeof value === 'number' ? String(value) : oneLine(value))}"`)
    .join('');
}

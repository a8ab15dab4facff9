import { sayEvidence } from '../core/evidence.ts';
import type { DiagnosisResult, EngineSeen, Result } from '../core/result.ts';
import { cut } from '../core/text.ts';
import { diagnosisBlock, type Trouble } from './diagnosis-block.ts';
import { forecastBlock } from './forecast-block.ts';
import { nextAction } from './next-action.ts';
import type { Reporter } from './reporter.ts';
import { hanging, type Sheet, sheetFor, stateOf } from './sheet.ts';
import { checkOf, hasLearnersError, isOfMachine, type Unexplained, unexplained } from './standing.ts';
import { stepRows } from './step-rows.ts';

/** For people: steps, what is wrong and where, what would happen, and at the end one thing to do. */
export const pretty: Reporter = {
  name: 'pretty',
  render(result, options) {
    const sheet = sheetFor(options);
    const blocks = [
      heading(result, sheet),
      stepRows(result, sheet),
      ...troubles(result, sheet),
      ...(result.forecast !== undefined && result.engine.mode !== 'observed'
        ? [forecastBlock(result.forecast, sheet)]
        : []),
      closing(result, sheet),
    ];
    return `${blocks.map((rows) => rows.join('\n')).join('\n\n')}\n`;
  },
};

function heading(result: Result, sheet: Sheet): readonly string[] {
  const files = result.project.composeFiles;
  const looked = `${files.length === 0 ? 'no Compose file yet' : files.join(', ')} · ${sayEngine(result.engine)}`;
  return [...hanging(' ', result.chapter.title, sheet), ...hanging(' ', looked, sheet)];
}

function sayEngine(engine: EngineSeen): string {
  switch (engine.mode) {
    case 'observed': {
      const versions = [engine.docker && `Docker ${engine.docker}`, engine.compose && `Compose ${engine.compose}`];
      return `seen running with ${versions.filter(Boolean).join(', ') || 'Docker'}`;
    }
    case 'off':
      return 'files only, Docker was not asked';
    case 'absent':
      return 'files only, Docker could not be asked';
  }
}

/** A block for each diagnosis, in the order of the result; the check that errors failed stands once above them. */
function troubles(result: Result, sheet: Sheet): readonly (readonly string[])[] {
  const blocks: (readonly string[])[] = [];
  let above: string | undefined;
  for (const diagnosis of result.diagnoses) {
    const trouble = troubleOf(diagnosis, result);
    const header = headerOf(diagnosis, trouble, result, sheet);
    if (header !== undefined && header !== above) blocks.push([header]);
    above = header;
    blocks.push(diagnosisBlock(diagnosis, trouble, sheet));
  }
  if (hasLearnersError(result)) return blocks;
  return [...unexplained(result).map((open) => unexplainedBlock(open, sheet)), ...blocks];
}

function troubleOf(diagnosis: DiagnosisResult, result: Result): Trouble {
  if (diagnosis.severity !== 'error') return diagnosis.severity;
  return isOfMachine(diagnosis, result) ? 'blocked' : 'failed';
}

function headerOf(diagnosis: DiagnosisResult, trouble: Trouble, result: Result, sheet: Sheet): string | undefined {
  if (trouble === 'warning' || trouble === 'advice') return undefined;
  const asserts = checkOf(diagnosis, result)?.asserts ?? '';
  return hanging(` ${stateOf(trouble, sheet)}  ${diagnosis.step}  `, asserts, sheet)
    .join('\n')
    .trimEnd();
}

/** A finding without a cause: what was found and seen, and where to look. */
function unexplainedBlock({ step, check }: Unexplained, sheet: Sheet): readonly string[] {
  const say = (label: string, text: string): readonly string[] =>
    hanging(`   ${sheet.paint('accent', label)} `, text, sheet);
  return [
    ...hanging(` ${stateOf('failed', sheet)}  ${step.id}  `, check.asserts, sheet),
    '',
    ...hanging('   ', check.finding ?? 'this does not hold', sheet),
    ...(check.evidence ?? []).flatMap((seen) => say('saw: ', cut(sayEvidence(seen), SAW_UNITS))),
    ...(check.look === undefined ? [] : say('look:', check.look)),
    // What was seen and has no known cause is said to be so; a thing that the files lack needs only a hint.
    ...(check.look === undefined && check.evidence === undefined
      ? say('more:', `tutor hint ${step.id}`)
      : say('note:', 'the tutor does not recognise the cause of this one')),
  ];
}

const SAW_UNITS = 300;

function closing(result: Result, sheet: Sheet): readonly string[] {
  const counted = result.steps.filter((step) => step.max > 0 || step.state !== 'skipped');
  const passed = counted.filter((step) => step.state === 'passed').length;
  const { points, max } = result.score;
  return [
    ...hanging(' ', `${passed} of ${counted.length} steps passed · ${points} of ${max} points`, sheet),
    ...hanging(` ${sheet.paint('accent', 'next')}  `, nextAction(result), sheet),
  ];
}

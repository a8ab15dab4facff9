import { sayEvidence } from '../core/evidence.ts';
import { sayPage, sayService } from '../core/forecast-words.ts';
import { codeFrames, type FrameLine } from '../core/frame.ts';
import { MARKS } from '../core/palette.ts';
import type { DiagnosisResult, Result, StepResult } from '../core/result.ts';
import { cut, stripControls } from '../core/text.ts';
import { cells } from './cells.ts';
import { oneLine } from './line-message.ts';
import { nextAction } from './next-action.ts';
import { hasLearnersError, isOfMachine, standingOfStep, unexplained, waitsFor } from './standing.ts';

/** The job summary in Markdown (what goes into `GITHUB_STEP_SUMMARY`): the steps as a table, each diagnosis with its code. */
export function summary(result: Result): string {
  const parts = [
    `## ${inline(result.chapter.title)}`,
    `**${result.score.points} of ${result.score.max} points.** Next: ${inline(nextAction(result))}.`,
    stepTable(result),
    ...result.diagnoses.map((diagnosis) => section(diagnosis, result)),
    ...openFindings(result),
    ...forecastPart(result),
  ];
  return `${parts.join('\n\n')}\n`;
}

function stepTable(result: Result): string {
  const rows = result.steps.map((step) => {
    const standing = standingOfStep(step, result);
    const reason = standing === 'waiting' || standing === 'blocked' ? waitsFor(step) : undefined;
    const title = reason === undefined ? cell(step.title) : `${cell(step.title)} (${cell(reason)})`;
    return `| ${MARKS[standing].unicode} ${standing} | ${cell(step.id)} | ${title} | ${step.points} of ${step.max} | ${passedOf(step)} |`;
  });
  return ['| state | step | | points | checks |', '|---|---|---|---:|---:|', ...rows].join('\n');
}

/** A text in a table, where a pipe ends a cell even inside code. */
const cell = (text: string): string => inline(text).replace(/(?<!\\)\|/g, '\\|');

function passedOf(step: StepResult): string {
  return `${step.checks.filter((check) => check.state === 'passed').length} of ${step.checks.length}`;
}

function section(diagnosis: DiagnosisResult, result: Result): string {
  const machine = isOfMachine(diagnosis, result);
  const standing = diagnosis.severity !== 'error' ? diagnosis.severity : machine ? 'blocked' : 'failed';
  return [
    `### ${MARKS[standing].unicode} ${standing}: ${inline(diagnosis.title)}`,
    ...(machine ? ['This is about the machine, not about the work.'] : []),
    ...frames(diagnosis),
    [
      ...diagnosis.notes.map((note) => `- ${inline(note)}`),
      `- **help** ${inline(diagnosis.help)}`,
      ...diagnosis.evidence.map((seen) => `- **saw** ${literal(oneLine(cut(sayEvidence(seen), SAW_UNITS)))}`),
      ...(diagnosis.consequences.length === 0
        ? []
        : [`- **follows from this** ${diagnosis.consequences.map(literal).join(', ')}`]),
      `- **more** ${literal(`tutor explain ${diagnosis.rule}`)}`,
    ].join('\n'),
  ].join('\n\n');
}

const SAW_UNITS = 500;
const CODE_COLUMNS = 100;

function frames(diagnosis: DiagnosisResult): readonly string[] {
  const made = codeFrames(diagnosis.primary, diagnosis.labels, {
    columns: CODE_COLUMNS,
    cells,
    context: 1,
    ellipsis: '…',
    indentation: 'kept',
  });
  return made.map((frame) => {
    const rows = frame.lines.map((line) => codeRow(line, frame.digits));
    return `${literal(`${frame.file}:${frame.at.line}:${frame.at.column}`)}\n\n${fenced(rows.join('\n'))}`;
  });
}

function codeRow(line: FrameLine, digits: number): string {
  const edge = (number: string): string => `${number.padStart(digits)} │ `;
  switch (line.kind) {
    case 'source':
      return edge(String(line.number)) + line.text;
    case 'mark':
      return `${edge('')}${line.underline} ${line.message}`.trimEnd();
    case 'message':
      return edge('') + line.text;
    case 'gap':
      return '…';
  }
}

function openFindings(result: Result): readonly string[] {
  const open = unexplained(result);
  if (open.length === 0) return [];
  const rows = open.map(
    ({ step, check }) => `- ${inline(step.id)}: ${inline(check.asserts)}: ${inline(check.finding ?? 'does not hold')}`,
  );
  const heading = hasLearnersError(result) ? '### Found as well' : '### Found, with no cause that the tutor recognises';
  return [[heading, '', ...rows].join('\n')];
}

function forecastPart(result: Result): readonly string[] {
  const { forecast } = result;
  if (forecast === undefined || result.engine.mode === 'observed') return [];
  const services = Object.entries(forecast.services).map(([name, state]) => `- ${literal(name)} ${sayService(state)}`);
  return [
    [
      '### Forecast, worked out from the files: nothing was run',
      '',
      ...services,
      `- page ${inline(sayPage(forecast.page))}`,
    ].join('\n'),
  ];
}

/** Text that may hold names in backticks: those stay code, all else is made harmless to Markdown and HTML. */
function inline(text: string): string {
  const parts = oneLine(text).split('`');
  if (parts.length % 2 === 0) return escapeMarkdown(parts.join('`'));
  return parts.map((part, at) => (at % 2 === 0 ? escapeMarkdown(part) : literal(part))).join('');
}

function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#!|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;');
}

/** Code in a line: fenced by more backticks than it holds. */
function literal(code: string): string {
  if (code === '') return '';
  const clean = oneLine(code);
  const fence = '`'.repeat(longestRun(clean) + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return fence + pad + clean + pad + fence;
}

function fenced(code: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}text\n${stripControls(code)}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}

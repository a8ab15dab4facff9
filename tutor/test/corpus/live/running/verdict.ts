import type { DiagnosisResult, Result } from '../../../../src/core/result.ts';
import type { RunningEntry } from '../../running.ts';
import { judgeKept } from './asked.ts';
import { placed } from './places.ts';
import { type KeptRun, lastFiles } from './run.ts';

/** What is not as an entry says, each in a sentence; empty where the root cause, and nothing else, is told with its evidence. */
export async function faultsOfRun(entry: RunningEntry, kept: KeptRun): Promise<readonly string[]> {
  const result = await judgedRun(entry, kept);
  const errors = result.diagnoses.filter((one) => one.severity === 'error');
  const [first] = errors;
  const say = (text: string): string => `${entry.file}: ${entry.name}: ${text}`;
  const wanted = entry.expect.map((one) => ({ ...one, text: one.text && placed(one.text, kept.places) }));
  const told = errors.map((one, at) => asWanted(one, wanted[at]));
  const evidence = (first ?? result.diagnoses[0])?.evidence ?? [];
  const shown = JSON.stringify(evidence).replaceAll('\\"', '"');
  const folded = [...(first?.consequences ?? [])].sort();
  return [
    ...(JSON.stringify(told) === JSON.stringify(wanted)
      ? []
      : [`told ${JSON.stringify(told)}, not ${JSON.stringify(wanted)}: ${errors.map((one) => one.title).join(' | ')}`]),
    ...(result.state === entry.state ? [] : [`is ${result.state}, not ${entry.state}`]),
    ...entry.saw
      .map((text) => placed(text, kept.places))
      .filter((text) => !shown.includes(text))
      .map((text) => `no evidence of ${JSON.stringify(text)} in ${shown.slice(0, SHOWN_UNITS)}`),
    ...entry.beside
      .filter((rule) => !result.diagnoses.some((one) => one.rule === rule && one.severity !== 'error'))
      .map((rule) => `no ${rule} beside it`),
    ...(entry.folds === undefined || JSON.stringify([...entry.folds].sort()) === JSON.stringify(folded)
      ? []
      : [`folds ${JSON.stringify(folded)}, not ${JSON.stringify(entry.folds)}`]),
  ].map(say);
}

const SHOWN_UNITS = 600;

/** The verdict of today's rules on what was seen then. */
export function judgedRun(entry: RunningEntry, { places, observation }: KeptRun): Promise<Result> {
  return judgeKept(entry.ask, places.NAME, lastFiles(entry, places), entry.asking ?? {}, observation);
}

/** A diagnosis with as much of its place as is asked for. */
function asWanted(
  { rule, primary }: DiagnosisResult,
  wanted: RunningEntry['expect'][number] | undefined,
): RunningEntry['expect'][number] {
  const at = primary === undefined ? 'nowhere' : `${primary.file}:${primary.start.line}:${primary.start.column}`;
  return {
    rule,
    ...(wanted?.at === undefined ? {} : { at }),
    ...(wanted?.text === undefined ? {} : { text: primary?.text ?? '' }),
  };
}

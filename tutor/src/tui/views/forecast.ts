import type { PageForecast, ServiceForecast } from '../../core/result.ts';
import type { Model } from '../model.ts';
import { piece, type Row } from '../rows.ts';
import { currentStep, seenOf } from '../steps.ts';
import { labelled } from './prose.ts';

/** Without an engine, what the files say would happen: labelled as such, since it never passes a step. */
export function forecastRows(model: Model, columns: number): readonly Row[] {
  const { forecast, theme } = model;
  const step = currentStep(model);
  if (forecast === undefined || step.judgedFrom !== 'stack' || seenOf(model, step.id).state !== 'blocked') return [];
  const services = Object.entries(forecast.services);
  const cells = Math.max('page'.length, ...services.map(([name]) => name.length));
  const say = (name: string, text: string): readonly Row[] =>
    labelled(piece(name.padEnd(cells), 'muted'), text, columns, theme, 3);
  return [
    ...labelled(piece('forecast', 'accent'), HEADING, columns, theme, 1),
    ...services.flatMap(([name, state]) => say(name, SERVICE_WORDS[state])),
    ...say('page', sayPage(forecast.page)),
  ];
}

const HEADING = 'at `docker compose up`, from your files: nothing was run';

function sayPage(page: PageForecast): string {
  const subject = page.url === undefined ? '' : `${page.url} `;
  if (page.status !== undefined) {
    const body = (page.body ?? '').trim().split('\n')[0] ?? '';
    return `${subject}would answer ${page.status}${body === '' ? '' : `: ${body}`}`;
  }
  return `${page.fails === 'unpublished' ? '' : subject}${FAILURE_WORDS[page.fails ?? 'unknown']}`;
}

const FAILURE_WORDS: Readonly<Record<NonNullable<PageForecast['fails']>, string>> = {
  refused: 'would refuse the connection',
  reset: 'would break the connection off',
  unpublished: 'could not be reached: no port is published',
  unknown: 'cannot be told from the files',
};

const SERVICE_WORDS: Readonly<Record<ServiceForecast, string>> = {
  running: 'would run',
  exited: 'would start and exit',
  restarting: 'would exit and be started again, over and over',
  created: 'would be created and never started',
  'not-built': 'would not be built',
  'not-created': 'would not be made',
  unknown: 'cannot be told from the files',
};

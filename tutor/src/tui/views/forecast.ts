import type { ForecastResult, PageForecast, ServiceForecast } from '../../core/result.ts';
import { currentStep, type Model, seenOf } from '../model.ts';
import { piece, type Row } from '../rows.ts';
import { labelled, prose } from './prose.ts';

/** Without an engine, what the files say would happen: labelled as such, since it never passes a step. */
export function forecastRows(model: Model, columns: number): readonly Row[] {
  const { forecast, theme } = model;
  const step = currentStep(model);
  if (forecast === undefined || step.judgedFrom !== 'stack' || seenOf(model, step.id).state !== 'blocked') return [];
  return [
    ...prose('Forecast from your files, nothing was run:', columns, theme, 1, 'muted'),
    ...labelled(piece('page'), sayPage(forecast.page), columns, theme, 3),
    ...sayServices(forecast).flatMap((sentence) => labelled(piece('    '), sentence, columns, theme, 3)),
  ];
}

function sayPage(page: PageForecast): string {
  const url = page.url === undefined ? '' : `${page.url} `;
  if (page.fails === 'unknown') return `${url}cannot be told from the files`;
  if (page.fails === 'unpublished') return 'has no address: no port is published';
  if (page.fails !== undefined) return `${url}would be ${page.fails}`;
  return `${url}would answer ${page.status ?? ''} ${page.body ?? ''}`.trim();
}

const SERVICE_WORDS: Readonly<Record<ServiceForecast, string>> = {
  running: 'would run',
  exited: 'would exit',
  restarting: 'would restart again and again',
  created: 'would be made and not started',
  'not-built': 'would not be built',
  unknown: 'cannot be told from the files',
};

function sayServices(forecast: ForecastResult): readonly string[] {
  return Object.entries(forecast.services).map(([name, state]) => `${name} ${SERVICE_WORDS[state]}`);
}

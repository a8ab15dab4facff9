import type { ForecastResult, PageForecast, ServiceForecast } from '../core/result.ts';
import { hanging, type Sheet } from './sheet.ts';

const BODY_UNITS = 200;

/** What would happen at `docker compose up`, labelled as worked out and not seen. */
export function forecastBlock(forecast: ForecastResult, sheet: Sheet): readonly string[] {
  const services = Object.entries(forecast.services);
  const label = Math.max('because'.length, ...services.map(([name]) => name.length));
  const say = (name: string, text: string): readonly string[] =>
    hanging(`   ${sheet.clean(name).padEnd(label)}  `, text, sheet);
  const heading = 'at `docker compose up`, worked out from the files: nothing was run';
  return [
    ...hanging(` ${sheet.paint('accent', 'forecast')}  `, heading, sheet),
    ...services.flatMap(([name, state]) => say(name, sayService(state))),
    ...say('page', sayPage(forecast.page)),
    ...(forecast.because.length === 0 ? [] : say('because', forecast.because.join(', '))),
  ];
}

/** A service's forecast in words. */
export function sayService(state: ServiceForecast): string {
  switch (state) {
    case 'running':
      return 'would run';
    case 'exited':
      return 'would start and exit';
    case 'restarting':
      return 'would exit and be started again, over and over';
    case 'created':
      return 'would be created and never started';
    case 'not-built':
      return 'would not be built';
    case 'not-created':
      return 'would not be made';
    case 'unknown':
      return 'cannot be told from the files';
  }
}

/** The page's forecast in words. */
export function sayPage(page: PageForecast): string {
  const subject = page.url === undefined ? '' : `${page.url} `;
  if (page.status !== undefined) {
    const body = (page.body ?? '').trim().split('\n')[0] ?? '';
    return `${subject}would answer ${page.status}${body === '' ? '' : `: ${body.slice(0, BODY_UNITS)}`}`;
  }
  switch (page.fails ?? 'unknown') {
    case 'refused':
      return `${subject}would refuse the connection`;
    case 'reset':
      return `${subject}would break the connection off`;
    case 'unpublished':
      return 'could not be reached: no port is published';
    case 'unknown':
      return 'cannot be told from the files';
  }
}

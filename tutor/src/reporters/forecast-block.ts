import { sayPage, sayService } from '../core/forecast-words.ts';
import type { ForecastResult } from '../core/result.ts';
import { hanging, type Sheet } from './sheet.ts';

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

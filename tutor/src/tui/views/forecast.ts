import { sayPage, sayService } from '../../core/forecast-words.ts';
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
    ...services.flatMap(([name, state]) => say(name, sayService(state))),
    ...say('page', sayPage(forecast.page)),
  ];
}

const HEADING = 'at `docker compose up`, from your files: nothing was run';

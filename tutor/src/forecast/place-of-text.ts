import { type Scalar, sourceOf } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { type PlaceToChange, placeToChange } from './place-to-change.ts';

/** Where a whole text of the Compose file is changed: within its quotes, in the default of a variable, or in `.env`. */
export function placeOfText(project: Project, text: Scalar): PlaceToChange {
  const { span, use, variable } = sourceOf(text, 0, lengthOf(text));
  if (variable?.from !== 'dotenv' || use === undefined) return { at: span, labels: [] };
  return placeToChange(project, { span, use, dotenvName: variable.name });
}

/** Units of its text: a number may be typed by now, a path resolved. */
export function lengthOf({ value, pieces }: Scalar): number {
  return pieces?.at(-1)?.to ?? String(value).length;
}

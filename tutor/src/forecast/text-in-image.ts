import type { Span } from '../core/span.ts';
import type { Scalar } from '../project/compose/tree.ts';
import { sourceOf } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { placeToChange } from './place-to-change.ts';

/** The text that gives `length` units of an image's name from `offset` on: in the Compose file, or in `.env`. */
export function textInImage(project: Project, image: Scalar, offset: number, length: number): Span {
  const { span, use, variable } = sourceOf(image, offset, length);
  const through = variable?.from === 'dotenv' && use !== undefined;
  return placeToChange(project, through ? { span, use, dotenvName: variable.name } : { span }).at;
}

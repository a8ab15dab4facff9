import type { StackPicture } from '../core/result.ts';
import { chainRows } from './graph-text-chain.ts';
import { pictureRows } from './graph-text-picture.ts';
import type { RenderOptions } from './reporter.ts';
import { fitted, sheetFor } from './sheet.ts';
import { shapeOf } from './stack-shape.ts';

/** Below this many columns the parts stand under each other. */
const PICTURE_COLUMNS = 60;

/** The learner's own stack as text: boxes side by side where there is room, a chain where there is not. */
export function graphText(picture: StackPicture, options: RenderOptions): string {
  const sheet = sheetFor(options);
  const shape = shapeOf(picture);
  if (shape.services.length === 0) return ` ${sheet.sign('○')} no service yet\n`;
  const columns = sheet.columns - 1;
  const rows = options.width < PICTURE_COLUMNS ? chainRows(shape, sheet) : pictureRows(shape, sheet);
  return `${rows.map((row) => fitted(row, columns, sheet).trimEnd()).join('\n')}\n`;
}

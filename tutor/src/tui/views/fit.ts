import { blank, piece, type Row, row } from '../rows.ts';

/** The first of several arrangements, fullest first, that is no taller than the space; the last one cut otherwise. */
export function fitHeight(height: number, arrangements: readonly (() => readonly Row[])[]): readonly Row[] {
  let rows: readonly Row[] = [];
  for (const arrange of arrangements) {
    rows = arrange();
    if (rows.length <= height) return rows;
  }
  return cutBelow(rows, height);
}

/** Cuts rows at the bottom and says how many are hidden. */
export function cutBelow(rows: readonly Row[], height: number): readonly Row[] {
  if (rows.length <= height) return rows;
  if (height < 1) return [];
  const hidden = rows.length - height + 1;
  return [...rows.slice(0, height - 1), row(' ', piece(`↓ ${hidden} more`, 'muted'))];
}

/** Blocks of rows with a blank one between them; empty blocks leave no gap. */
export function spaced(...blocks: readonly (readonly Row[])[]): readonly Row[] {
  const filled = blocks.filter((block) => block.length > 0);
  return filled.flatMap((block, at) => (at === 0 ? block : [blank, ...block]));
}

/** Blocks of rows without gaps. */
export function stacked(...blocks: readonly (readonly Row[])[]): readonly Row[] {
  return blocks.flat();
}

/** Prose is at most so wide, however wide the screen. */
const PROSE_CELLS = 76;

/** Width of running text that starts so many cells from the left edge. */
export function proseWidth(columns: number, indentCells: number): number {
  return Math.max(10, Math.min(PROSE_CELLS, columns - 1) - indentCells);
}

import { join } from 'node:path';
import { expect } from 'vitest';
import { screenPicture } from './picture.ts';
import type { Cell, Terminal } from './terminal.ts';

const SCREENS = join(import.meta.dirname, '..', '..', 'docs', 'screens');
const TITLE = 'compose-tutor';

/** What differs from run to run, and what stands for it in pictures. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/Docker Engine [^,]+/, 'Docker Engine 28.5'],
  [/Compose \d[\d.]*/, 'Compose 2.40'],
  // Below a minute no time is told.
  [/(?<= of 9 passed · )(?:[\dhmin ]+ · )?(?=\d+ hints)/, '41 min · '],
  [/(?<=9 steps · )(?:\d+ h )?\d+ min/, '41 min'],
  [/\d+ tries/, '12 tries'],
];

/** Holds the screen against the picture in the documents: as text, on light and on dark ground. A new one is written. */
export async function shoot(terminal: Terminal, name: string): Promise<void> {
  await settled(terminal);
  const cells = terminal.cells().map(settle);
  const text = cells.map((row) =>
    row
      .map((cell) => cell.text)
      .join('')
      .trimEnd(),
  );
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(join(SCREENS, `${name}.txt`));
  for (const ground of ['light', 'dark'] as const)
    await expect(screenPicture(cells, ground, TITLE)).toMatchFileSnapshot(join(SCREENS, `${name}-${ground}.svg`));
}

/** A look that is under way says so in the corner, once it takes longer than a blink: for so long nothing must change. */
const STILL_MS = 600;
const STILL_WITHIN_MS = 60_000;

async function settled(terminal: Terminal): Promise<void> {
  const end = Date.now() + STILL_WITHIN_MS;
  for (let before = ''; Date.now() < end; ) {
    const now = terminal.text();
    if (now === before && !now.includes('checking')) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
  }
  throw new Error(`the screen does not come to rest:\n${terminal.text()}`);
}

/** A row with its varying parts settled; what that adds or takes away, the widest gap gives or gets. */
function settle(row: readonly Cell[]): readonly Cell[] {
  return VARYING.reduce((cells, [varying, settled]) => {
    const text = cells.map((cell) => cell.text).join('');
    const found = varying.exec(text);
    if (found === null) return cells;
    const style = cells[found.index];
    if (style === undefined) return cells;
    const put = [...settled].map((sign) => ({ ...style, text: sign }));
    const changed = [...cells.slice(0, found.index), ...put, ...cells.slice(found.index + found[0].length)];
    return fitted(changed, cells.length);
  }, row);
}

function fitted(cells: readonly Cell[], width: number): readonly Cell[] {
  const text = cells.map((cell) => cell.text).join('');
  const gap = [...text.matchAll(/ {2,}/g)].sort((a, b) => b[0].length - a[0].length)[0];
  const blank = cells.find((cell) => cell.text === ' ');
  if (gap === undefined || blank === undefined || cells.length === width) return cells;
  const more = Math.max(0, width - cells.length);
  const less = Math.max(0, cells.length - width);
  return [...cells.slice(0, gap.index), ...Array<Cell>(more).fill(blank), ...cells.slice(gap.index + less)];
}

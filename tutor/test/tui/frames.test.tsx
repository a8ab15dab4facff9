import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { Screen } from '../../src/tui/app.tsx';
import { cellsOf } from '../../src/tui/cells.ts';
import type { Model } from '../../src/tui/model.ts';
import { inStep } from './drive.ts';
import { networkFailing } from './result.ts';
import { views } from './views.ts';

const SIZES = [
  { columns: 40, rows: 24 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 34 },
] as const;

/** A frame as it stands on a screen without colours. */
function draw(model: Model): string {
  return renderToString(<Screen model={model} />, { columns: model.size.columns }).replace(/\x1b\[[\d;]*m/g, '');
}

/** Screens that are too small for everything, or larger than anybody needs. */
const ODD_SIZES = [
  [200, 60],
  [80, 16],
  [80, 13],
  [40, 16],
  [60, 11],
  [39, 20],
  [30, 10],
  [20, 6],
  [12, 3],
] as const;

describe('a failing step on an odd screen', () => {
  it.each(ODD_SIZES)('of %d × %d', async (columns, rows) => {
    const frame = draw(inStep('network', networkFailing, { columns, rows }).model);
    expect(frame.split('\n').length).toBe(rows);
    expect(frame.split('\n').filter((line) => cellsOf(line) > columns)).toEqual([]);
    await expect(`${frame}\n`).toMatchFileSnapshot(`frames/step-${columns}x${rows}.txt`);
  });
});

describe.each(Object.entries(views))('%s', (name, view) => {
  it.each(SIZES)('at $columns columns', async ({ columns, rows }) => {
    const frame = draw(view({ columns, rows }).model);
    const lines = frame.split('\n');
    expect(lines.length).toBe(rows);
    expect(lines.filter((line) => cellsOf(line) > columns)).toEqual([]);
    await expect(`${frame}\n`).toMatchFileSnapshot(`frames/${name}-${columns}.txt`);
  });
});

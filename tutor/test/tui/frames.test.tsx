import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { Screen } from '../../src/tui/app.tsx';
import { cellsOf } from '../../src/tui/cells.ts';
import type { Model } from '../../src/tui/model.ts';
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

describe.each(Object.entries(views))('%s', (name, view) => {
  it.each(SIZES)('at $columns columns', async ({ columns, rows }) => {
    const frame = draw(view({ columns, rows }).model);
    const lines = frame.split('\n');
    expect(lines.length).toBe(rows);
    expect(lines.filter((line) => cellsOf(line) > columns)).toEqual([]);
    await expect(`${frame}\n`).toMatchFileSnapshot(`frames/${name}-${columns}.txt`);
  });
});

import type { Cell } from './terminal.ts';

/** A screen as a picture: every character of the terminal, on a light or a dark ground. */
export type Ground = 'light' | 'dark';

const GROUNDS: Readonly<
  Record<Ground, { readonly paper: string; readonly ink: string; readonly bar: string; readonly edge: string }>
> = {
  light: { paper: '#ffffff', ink: '#24292f', bar: '#f0f2f4', edge: '#d0d7de' },
  dark: { paper: '#16191d', ink: '#d5dae0', bar: '#22272e', edge: '#373e47' },
};

const CELL = { width: 8.4, height: 18 } as const;
const FONT_PX = 14;
const BASELINE = 13.5;
const MARGIN = 14;
const BAR_PX = 30;
const FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Lines of a drawing reach the edges of their cells, whatever the font: left, right, up, down. */
const STROKES: Readonly<Record<string, string>> = {
  '─': 'lr',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': 'udr',
  '┤': 'udl',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
};

/** Draws the cells as an SVG. */
export function screenPicture(cells: readonly (readonly Cell[])[], ground: Ground, title: string): string {
  const { paper, ink, bar, edge } = GROUNDS[ground];
  const width = round((cells[0]?.length ?? 0) * CELL.width + 2 * MARGIN);
  const height = round(cells.length * CELL.height + BAR_PX + 1.5 * MARGIN);
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, at) => `<circle cx="${MARGIN + 6 + at * 20}" cy="${BAR_PX / 2}" r="5.5" fill="${colour}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="${paper}" stroke="${edge}"/>`,
    `<path d="M1 ${BAR_PX}V9.5a8.5 8.5 0 0 1 8.5-8.5H${width - 9.5}a8.5 8.5 0 0 1 8.5 8.5V${BAR_PX}z" fill="${bar}"/>`,
    ...dots,
    `<text x="${width / 2}" y="${BAR_PX / 2 + 4.5}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="12.5" fill="${ink}" opacity="0.7">${escaped(title)}</text>`,
    `<g font-family="${FONTS}" font-size="${FONT_PX}" fill="${ink}" xml:space="preserve">`,
    ...cells.flatMap((row, y) => runsOf(row).map((run) => drawRun(run, y, ink))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Cells side by side in one style. */
type Run = { readonly x: number; readonly text: string; readonly cell: Cell };

function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [x, cell] of row.entries()) {
    const last = runs.at(-1);
    const isSame = last !== undefined && styleOf(last.cell) === styleOf(cell) && isStroke(last.cell) === isStroke(cell);
    if (isSame) runs[runs.length - 1] = { ...last, text: last.text + cell.text };
    else runs.push({ x, text: cell.text, cell });
  }
  return runs.filter((run) => run.text.trim() !== '');
}

function styleOf(cell: Cell): string {
  return [cell.colour, cell.weight, cell.dim, cell.line].join(' ');
}

function isStroke(cell: Cell): boolean {
  return cell.text in STROKES;
}

function drawRun(run: Run, row: number, ink: string): string {
  const colour = run.cell.colour === 'own' ? ink : colourOf(run.cell.colour);
  const top = BAR_PX + MARGIN / 2 + row * CELL.height;
  if (isStroke(run.cell)) return drawStrokes(run, top, colour);
  const style = [
    ...(run.cell.colour === 'own' ? [] : [`fill="${colour}"`]),
    ...(run.cell.weight === 'bold' ? ['font-weight="600"'] : []),
    ...(run.cell.dim === 'dim' ? ['opacity="0.65"'] : []),
    ...(run.cell.line === 'underlined' ? ['text-decoration="underline"'] : []),
  ];
  return phrasesOf(run.text)
    .map(({ at, text }) => {
      const point = `x="${round(MARGIN + (run.x + at) * CELL.width)}" y="${round(top + BASELINE)}"`;
      const length = `textLength="${round([...text].length * CELL.width)}"`;
      return `<text ${[point, length, ...style].join(' ')}>${escaped(text)}</text>`;
    })
    .join('\n');
}

/** What stands between gaps: several spaces in a row are drawn as one. */
function phrasesOf(text: string): readonly { readonly at: number; readonly text: string }[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((found) => ({ at: found.index, text: found[0] }));
}

function drawStrokes(run: Run, top: number, colour: string): string {
  const path = [...run.text].map((sign, at) => strokePath(sign, MARGIN + (run.x + at) * CELL.width, top)).join('');
  return `<path d="${path}" stroke="${colour}" fill="none"/>`;
}

function strokePath(sign: string, left: number, top: number): string {
  const middle = [left + CELL.width / 2, top + CELL.height / 2] as const;
  const ends: Readonly<Record<string, readonly [number, number]>> = {
    l: [left, middle[1]],
    r: [left + CELL.width, middle[1]],
    u: [middle[0], top],
    d: [middle[0], top + CELL.height],
  };
  return [...(STROKES[sign] ?? '')]
    .map((way) => `M${middle.map(round).join(' ')}L${(ends[way] ?? middle).map(round).join(' ')}`)
    .join('');
}

/** The 256 colours of xterm: 16 plain ones, a cube of 6 × 6 × 6, and 24 greys. */
function colourOf(index: number): string {
  if (index < 16) return PLAIN[index] ?? '#000000';
  if (index >= 232) return grey(8 + (index - 232) * 10);
  const level = (of: number): number => (of === 0 ? 0 : 55 + of * 40);
  const at = index - 16;
  return hex(level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6));
}

const PLAIN = ['#000000', '#cd3131', '#0dbc79', '#b58900', '#2472c8', '#bc3fbc', '#11a8cd', '#e5e5e5'] as const;

function grey(level: number): string {
  return hex(level, level, level);
}

function hex(...levels: readonly number[]): string {
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

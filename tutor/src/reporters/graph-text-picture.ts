import type { StackNode } from '../core/result.ts';
import { wrap } from '../core/wrap.ts';
import { cells } from './cells.ts';
import { marked, restRows, serviceRows } from './graph-text-chain.ts';
import { fitted, padded, type Sheet } from './sheet.ts';
import { networksOf, type StackShape, sharedNetworks } from './stack-shape.ts';
import { edgeWords, partedFacts, VERDICT_MARKS, volumeWords } from './stack-words.ts';

/** The front service and the one behind it, as boxes in the network that they share; other services below as a list. */
export function pictureRows(shape: StackShape, sheet: Sheet): readonly string[] {
  const scene = sceneOf(shape, sheet);
  const others = shape.services.filter((service) => service !== scene.front && service !== scene.back);
  const drawn = new Set([...scene.shared, ...(others.length === 0 ? networksInBoxes(scene) : [])]);
  const rest = {
    ...shape,
    networks: shape.networks.filter(({ network }) => !drawn.has(network)),
    services: others,
  };
  return [
    ...pageRows(scene),
    ...framed(scene, boxRows(scene)),
    ...keptRows(scene),
    ...(others.length === 0 ? [] : ['', ...serviceRows(shape, others, sheet)]),
    ...restRows(rest, sheet),
  ];
}

type Scene = {
  readonly shape: StackShape;
  readonly sheet: Sheet;
  readonly front: StackNode;
  readonly back: StackNode | undefined;
  readonly shared: readonly StackNode[];
  /** Cells between the frame's own sides. */
  readonly inner: number;
  readonly frontCells: number;
  readonly gapCells: number;
  readonly backCells: number;
};

/** Blanks between the frame and the boxes in it. */
const MARGIN = 2;
/** Sides and blanks of a box. */
const BOX_EDGE = 4;
const LEAST_BOX = 16;
const LEAST_GAP = 17;
const MOST_COLUMNS = 100;

function sceneOf(shape: StackShape, sheet: Sheet): Scene {
  const front = shape.services[0] as StackNode;
  const back =
    shape.connections.find(({ from }) => from === front)?.to ?? shape.services.find((service) => service !== front);
  const shared = back === undefined ? networksOf(shape, front) : sharedNetworks(shape, front, back);
  const inner = Math.min(sheet.columns, MOST_COLUMNS) - 4;
  const room = inner - 2 * MARGIN;
  const most = back === undefined ? room : Math.floor((room - LEAST_GAP) / 2);
  const bare = { shape, sheet, front, back, shared, inner, frontCells: most, gapCells: 0, backCells: most };
  const wanted = (service: StackNode): number =>
    Math.max(
      LEAST_BOX,
      ...contentOf(service, bare, most - BOX_EDGE).map((row) => cells(row) + BOX_EDGE),
      cells(service.name) + BOX_EDGE + 2,
    );
  const frontCells = Math.min(most, wanted(front));
  const backCells = back === undefined ? 0 : Math.min(most, wanted(back));
  return { ...bare, frontCells, backCells, gapCells: room - frontCells - backCells };
}

function networksInBoxes(scene: Scene): readonly StackNode[] {
  return [scene.front, scene.back].flatMap((service) =>
    service === undefined ? [] : networksOf(scene.shape, service),
  );
}

function pageRows(scene: Scene): readonly string[] {
  const { shape, sheet } = scene;
  if (shape.page === undefined) return [];
  const entry = shape.entries.find(({ service }) => service === scene.front);
  const name = `   ${sheet.clean(shape.page.name)}`;
  const words = entry === undefined ? 'no port is published' : edgeWords(entry.edge);
  if (entry === undefined || entry.edge.label === '')
    return [name, `    ${sheet.paint('bad', `${sheet.sign('╳')} ${sheet.clean(words)}`)}`];
  const label = sheet.clean(entry.edge.label).padEnd(WORDS_AT);
  const said = words === '' ? '' : marked(entry.edge.verdict, words, sheet);
  return [name, `    ${sheet.sign('│')} ${label}  ${said}`.trimEnd(), `    ${sheet.sign('▼')}`];
}

const WORDS_AT = 30;

/** Both boxes with the edge between them. */
function boxRows(scene: Scene): readonly string[] {
  const { front, back } = scene;
  const widths = [scene.frontCells, scene.backCells];
  const contents = [front, back].map((service, at) =>
    service === undefined ? [] : contentOf(service, scene, (widths[at] ?? 0) - BOX_EDGE),
  );
  const height = Math.max(LEAST_ROWS, ...contents.map((rows) => rows.length));
  const left = box(front, contents[0] ?? [], scene.frontCells, height, 'closed', scene.sheet);
  if (back === undefined) return left;
  const isKept = scene.shape.mounts.some(({ service }) => service === back);
  const right = box(back, contents[1] ?? [], scene.backCells, height, isKept ? 'open' : 'closed', scene.sheet);
  const between = edgeBetween(scene, height);
  return left.map((row, at) => row + (between[at] ?? '') + (right[at] ?? ''));
}

const LEAST_ROWS = 3;

/** What stands in a service's box: state, facts, and its networks where no frame shows them. */
function contentOf(service: StackNode, scene: Scene, room: number): readonly string[] {
  const { sheet, shape } = scene;
  const { time, facts } = partedFacts(service);
  const elsewhere = networksOf(shape, service).filter((network) => !scene.shared.includes(network));
  const names = elsewhere.map(({ name }) => name).join(', ');
  const state = marked(service.verdict, service.state, sheet);
  const timed = `${state}  ${sheet.clean(time)}`.trimEnd();
  const on = names === '' ? [] : [`${scene.shared.length === 0 ? 'on' : 'also on'} ${names}`];
  return [cells(timed) <= room ? timed : state, ...[...facts, ...on].map(sheet.clean)];
}

function box(
  service: StackNode,
  content: readonly string[],
  width: number,
  height: number,
  floor: 'open' | 'closed',
  sheet: Sheet,
): readonly string[] {
  const line = sheet.sign('─');
  const side = sheet.sign('│');
  const room = width - BOX_EDGE;
  const name = fitted(sheet.clean(service.name), room - 2, sheet).trimEnd();
  const rows = Array.from({ length: height }, (_, at) => `${side} ${fitted(content[at] ?? '', room, sheet)} ${side}`);
  const middle = Math.floor(width / 2);
  const bottom = line.repeat(width - 2);
  const opened = floor === 'open' ? bottom.slice(0, middle - 1) + sheet.sign('┬') + bottom.slice(middle) : bottom;
  return [
    `${sheet.sign('┌')} ${name} ${line.repeat(width - cells(name) - BOX_EDGE)}${sheet.sign('┐')}`,
    ...rows,
    `${sheet.sign('└')}${opened}${sheet.sign('┘')}`,
  ];
}

/** The edge from the front box to the one behind it, as a column of rows as high as the boxes. */
function edgeBetween(scene: Scene, height: number): readonly string[] {
  const { sheet, gapCells: width } = scene;
  const connection = scene.shape.connections.find(({ from, to }) => from === scene.front && to === scene.back);
  const blank = ' '.repeat(width);
  const rows = Array.from({ length: height + 2 }, () => blank);
  if (connection === undefined) return rows;
  const { edge } = connection;
  const words = edgeWords(edge);
  const said = words === '' ? [] : wrap(sheet.clean(words), width - 4, cells);
  const label = labelLines(sheet.clean(edge.label), width - ARROW_CELLS);
  const isBroken = edge.verdict === 'bad' && scene.shared.length === 0;
  const { role, sign } = VERDICT_MARKS[edge.verdict];
  const above = said
    .slice(-WORD_ROWS)
    .map((text, at) => centred(sheet.paint(role, at === 0 ? `${sheet.sign(sign)} ${text}` : text), width));
  const below = (isBroken ? label : label.slice(1)).map((text) => centred(text, width));
  // The words stand right above the arrow, the first of two beside the boxes' upper edge.
  const drawn = [
    ...Array.from({ length: WORD_ROWS - above.length }, () => blank),
    ...above,
    arrow(isBroken ? '' : (label[0] ?? ''), isBroken, scene),
    ...below,
  ];
  return rows.map((row, at) => drawn[at] ?? row);
}

const WORD_ROWS = 2;

/** Blanks, the least of line on both sides of a label, and the point. */
const ARROW_CELLS = 9;

function arrow(label: string, isBroken: boolean, scene: Scene): string {
  const { sheet, gapCells: width } = scene;
  const line = sheet.sign('─');
  const inside = isBroken ? sheet.paint('bad', sheet.sign('╳')) : label === '' ? '' : ` ${label} `;
  const room = width - 3 - cells(inside);
  const left = Math.floor(room / 2);
  return ` ${line.repeat(left)}${inside}${line.repeat(room - left)}${sheet.sign('▸')} `;
}

/** A label in the arrow, and what does not fit there below it; `as user` is a line of its own then. */
function labelLines(label: string, room: number): readonly string[] {
  if (cells(label) <= room) return [label];
  const [address = '', ...user] = label.split(/ (?=as )/);
  return [address, ...user].flatMap((part) => wrap(part, room, cells));
}

function centred(text: string, width: number): string {
  const room = Math.max(0, width - cells(text));
  const left = Math.ceil(room / 2);
  return ' '.repeat(left) + text + ' '.repeat(room - left);
}

/** The frame of the shared network around the boxes; without one, the boxes where they would stand in it. */
function framed(scene: Scene, boxes: readonly string[]): readonly string[] {
  const { sheet, inner } = scene;
  const margin = ' '.repeat(MARGIN);
  const [first, ...more] = scene.shared;
  if (first === undefined) return boxes.map((row) => `  ${margin}${row}`);
  const side = sheet.sign('│');
  const line = sheet.sign('─');
  const names = [first, ...more].map((network) => [network.name, ...network.facts.slice(0, 1)].join(' · ')).join(', ');
  const title = fitted(sheet.clean(names), inner - 4, sheet).trimEnd();
  const rows = boxes.map((row) => ` ${side}${margin}${padded(row, inner - 2 * MARGIN)}${margin}${side}`);
  const drop = dropAt(scene);
  const floor = line.repeat(inner);
  const opened = drop === undefined ? floor : floor.slice(0, drop - 2) + sheet.sign('┼') + floor.slice(drop - 1);
  return [
    ` ${sheet.sign('┌')} ${title} ${line.repeat(inner - cells(title) - 2)}${sheet.sign('┐')}`,
    ...rows,
    ` ${sheet.sign('└')}${opened}${sheet.sign('┘')}`,
  ];
}

/** The column at which the line from the box behind goes down to its volume. */
function dropAt(scene: Scene): number | undefined {
  const { back } = scene;
  if (back === undefined || !scene.shape.mounts.some(({ service }) => service === back)) return undefined;
  return 2 + MARGIN + scene.frontCells + scene.gapCells + Math.floor(scene.backCells / 2);
}

/** What each drawn service keeps, and where: below the drop of the box behind, at the left for the front. */
function keptRows(scene: Scene): readonly string[] {
  const { sheet, shape } = scene;
  const at = 2 + MARGIN + scene.frontCells + scene.gapCells;
  return [
    ...shape.mounts
      .filter(({ service }) => service === scene.back)
      .flatMap(({ volume, edge }) => [
        placed(sheet.clean(edge.label), at, sheet),
        placed(volumeRow(volume, sheet), at, sheet),
      ]),
    ...shape.mounts
      .filter(({ service }) => service === scene.front)
      .map(
        ({ volume, edge }) => `    ${sheet.clean(`${scene.front.name} ${edge.label}`)}  ${volumeRow(volume, sheet)}`,
      ),
  ];
}

function volumeRow(volume: StackNode, sheet: Sheet): string {
  return marked(volume.verdict, [volume.name, 'volume', ...volumeWords(volume)].join(' · '), sheet);
}

/** A text that begins at a column, or further left where it would run over the edge. */
function placed(text: string, at: number, sheet: Sheet): string {
  return ' '.repeat(Math.max(1, Math.min(at, sheet.columns - 1 - cells(text)))) + text;
}

import type { StackEdge, StackNode } from '../core/result.ts';
import { cells } from './cells.ts';
import { networksOf, type StackShape } from './stack-shape.ts';
import { edgeWords, partedFacts, volumeWords } from './stack-words.ts';

/** A rectangle in pixels, its corner at the top left. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Blanks right of the line from a service down to its volume, before the path that is mounted. */
const PATH_INDENT = 8;

export type Card = { readonly node: StackNode; readonly box: Box; readonly facts: readonly string[] };
/** `bent`: it goes round what lies between its ends. */
export type Line = {
  readonly edge: StackEdge;
  readonly from: Point;
  readonly to: Point;
  readonly course: 'straight' | 'bent' | 'down';
  /** The middle of the label, on the line. */
  readonly label: Point;
};
type Point = { readonly x: number; readonly y: number };

/** Where everything of a picture stands. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly page: Card | undefined;
  readonly services: readonly Card[];
  readonly volumes: readonly Card[];
  readonly frames: readonly { readonly network: StackNode; readonly box: Box }[];
  /** Networks that nobody is on, as a line of text at the foot. */
  readonly unused: readonly StackNode[];
  readonly lines: readonly Line[];
};

/** Width of a cell of the facts' type: 12 px monospace. */
export const FACT_CELL = 7.25;
/** Generous for the names' type: 15 px, half bold. */
const NAME_CELL = 9.2;
/** Height of a line of facts. */
export const FACT_LINE = 18;
/** Height of a card above its facts: name and state. */
export const CARD_HEAD = 50;
export const PADDING = 14;

const MARGIN = 24;
const LEAST_CARD = 150;
const LEAST_GAP = 90;
const PAGE_WIDTH = 96;
const FRAME_PADDING = 22;
const FRAME_TITLE = 26;
const VOLUME_HEIGHT = 58;
/** Between a card and its volume: room for the path beside the line. */
const VOLUME_DROP = 64;
const ROW_GAP = 44;
const FOOT_LINE = 22;

/** Lays a stack out: the page at the left, services in columns inwards, volumes below what mounts them, networks around. */
export function layOut(shape: StackShape): Layout {
  const slots = slotsOf(shape);
  const factsOf = (service: StackNode): readonly string[] => cardFacts(shape, service, slots);
  const columns = columnsOf(shape, slots, factsOf);
  const rows = rowsOf(shape, slots, factsOf);
  const services = shape.services.map((service): Card => {
    const slot = slots.get(service) ?? { column: 0, row: 0 };
    const { x = 0, width = 0 } = columns[slot.column] ?? {};
    const { y = 0, cardHeight = 0 } = rows[slot.row] ?? {};
    return { node: service, facts: factsOf(service), box: { x, y, width, height: cardHeight } };
  });
  const page = pageCard(shape, services);
  const volumes = volumeCards(shape, services);
  const frames = framesOf(shape, slots).map((network) => ({
    network,
    box: around(membersOf(shape, network, services)),
  }));
  const framed = new Set(frames.map(({ network }) => network));
  const unused = shape.networks
    .filter(({ network, members }) => members.length === 0 && !framed.has(network))
    .map(({ network }) => network);
  const boxes = [...services, ...volumes, ...(page === undefined ? [] : [page])].map((card) => card.box);
  const all = [...boxes, ...frames.map(({ box }) => box)];
  const lines = linesOf(shape, page, services, volumes);
  const paths = lines
    .filter(({ course }) => course === 'down')
    .map(({ from, edge }) => from.x + PATH_INDENT + cells(edge.label) * FACT_CELL);
  return {
    width: Math.max(...all.map((box) => box.x + box.width), ...paths) + MARGIN,
    height: Math.max(...all.map((box) => box.y + box.height)) + MARGIN + unused.length * FOOT_LINE,
    page,
    services,
    volumes,
    frames,
    unused,
    lines,
  };
}

type Slot = { readonly column: number; readonly row: number };

/** A service's column is how many services a request passes before it; rows count down within a column. */
function slotsOf(shape: StackShape): ReadonlyMap<StackNode, Slot> {
  const slots = new Map<StackNode, Slot>();
  const filled: number[] = [];
  for (const service of shape.services) {
    const before = shape.connections
      .filter(({ to }) => to === service)
      .map(({ from }) => slots.get(from)?.column ?? -1);
    const column = Math.max(0, ...before.map((one) => one + 1));
    const row = filled[column] ?? 0;
    filled[column] = row + 1;
    slots.set(service, { column, row });
  }
  return slots;
}

function cardFacts(shape: StackShape, service: StackNode, slots: ReadonlyMap<StackNode, Slot>): readonly string[] {
  const framed = new Set(framesOf(shape, slots));
  const chips = networksOf(shape, service).filter((network) => !framed.has(network));
  return [...partedFacts(service).facts, ...chips.map((network) => `on ${network.name}`)];
}

function columnsOf(
  shape: StackShape,
  slots: ReadonlyMap<StackNode, Slot>,
  factsOf: (service: StackNode) => readonly string[],
): readonly { readonly x: number; readonly width: number }[] {
  const count = Math.max(0, ...[...slots.values()].map(({ column }) => column + 1));
  const columns: { x: number; width: number }[] = [];
  const entry = Math.max(LEAST_GAP, ...shape.entries.map(({ edge }) => edgeRoom(edge)));
  let x = MARGIN + (shape.page === undefined ? 0 : PAGE_WIDTH + entry);
  if (framesOf(shape, slots).length > 0) x = Math.max(x, MARGIN + FRAME_PADDING);
  for (let column = 0; column < count; column++) {
    const here = shape.services.filter((service) => slots.get(service)?.column === column);
    const width = Math.max(LEAST_CARD, ...here.map((service) => cardWidth(shape, service, factsOf(service))));
    columns.push({ x, width });
    const onward = shape.connections.filter(({ from }) => here.includes(from));
    x += width + Math.max(LEAST_GAP, ...onward.map(({ edge }) => edgeRoom(edge)));
  }
  return columns;
}

function edgeRoom(edge: StackEdge): number {
  return Math.max(cells(edge.label), cells(edgeWords(edge)) + 2) * FACT_CELL + 2 * FRAME_PADDING + PADDING;
}

function cardWidth(shape: StackShape, service: StackNode, facts: readonly string[]): number {
  const { time } = partedFacts(service);
  const mounts = shape.mounts.filter((mount) => mount.service === service);
  const texts = [...facts, `${service.state}  ${time}  `];
  return Math.max(
    cells(service.name) * NAME_CELL + 2 * PADDING,
    ...texts.map((text) => cells(text) * FACT_CELL + 2 * PADDING),
    ...mounts.map(({ volume }) => volumeWidth(volume)),
  );
}

function volumeWidth(volume: StackNode): number {
  const about = Math.max(cells(volume.name) * NAME_CELL, cells(volumeWords(volume).join(' · ')) * FACT_CELL);
  return Math.max(LEAST_CARD, about + 2 * PADDING);
}

function rowsOf(
  shape: StackShape,
  slots: ReadonlyMap<StackNode, Slot>,
  factsOf: (service: StackNode) => readonly string[],
): readonly { readonly y: number; readonly cardHeight: number }[] {
  const count = Math.max(0, ...[...slots.values()].map(({ row }) => row + 1));
  const rows: { y: number; cardHeight: number }[] = [];
  let y = MARGIN + (framesOf(shape, slots).length > 0 ? FRAME_PADDING + FRAME_TITLE : 0);
  for (let row = 0; row < count; row++) {
    const here = shape.services.filter((service) => slots.get(service)?.row === row);
    const cardHeight = CARD_HEAD + Math.max(1, ...here.map((one) => factsOf(one).length)) * FACT_LINE + PADDING;
    rows.push({ y, cardHeight });
    const kept = Math.max(0, ...here.map((one) => shape.mounts.filter(({ service }) => service === one).length));
    y += cardHeight + ROW_GAP + kept * (VOLUME_DROP + VOLUME_HEIGHT);
  }
  return rows;
}

/**
 * The networks that can be drawn as a frame: around their members and nobody else, and into no other frame.
 * The one with most members first; the others are named in the cards of their members.
 */
function framesOf(shape: StackShape, slots: ReadonlyMap<StackNode, Slot>): readonly StackNode[] {
  const taken = new Set<StackNode>();
  const bySize = [...shape.networks].sort((a, b) => b.members.length - a.members.length);
  return bySize.flatMap(({ network, members }) => {
    if (members.length === 0 || members.some((member) => taken.has(member))) return [];
    const at = members.map((member) => slots.get(member) ?? { column: 0, row: 0 });
    const inside = shape.services.filter((service) => {
      const slot = slots.get(service);
      return slot !== undefined && isWithin(slot, at);
    });
    if (inside.length !== members.length) return [];
    for (const member of members) taken.add(member);
    return [network];
  });
}

function isWithin(slot: Slot, others: readonly Slot[]): boolean {
  const between = (value: number, values: readonly number[]): boolean =>
    value >= Math.min(...values) && value <= Math.max(...values);
  return (
    between(
      slot.column,
      others.map(({ column }) => column),
    ) &&
    between(
      slot.row,
      others.map(({ row }) => row),
    )
  );
}

function membersOf(shape: StackShape, network: StackNode, services: readonly Card[]): readonly Card[] {
  const members = shape.networks.find((one) => one.network === network)?.members ?? [];
  return services.filter(({ node }) => members.includes(node));
}

function around(cards: readonly Card[]): Box {
  const left = Math.min(...cards.map(({ box }) => box.x)) - FRAME_PADDING;
  const top = Math.min(...cards.map(({ box }) => box.y)) - FRAME_PADDING - FRAME_TITLE;
  const right = Math.max(...cards.map(({ box }) => box.x + box.width)) + FRAME_PADDING;
  const bottom = Math.max(...cards.map(({ box }) => box.y + box.height)) + FRAME_PADDING;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function pageCard(shape: StackShape, services: readonly Card[]): Card | undefined {
  const [first] = services;
  if (shape.page === undefined || first === undefined) return undefined;
  const height = CARD_HEAD + PADDING;
  const y = first.box.y + (first.box.height - height) / 2;
  return { node: shape.page, facts: [], box: { x: MARGIN, y, width: PAGE_WIDTH, height } };
}

function volumeCards(shape: StackShape, services: readonly Card[]): readonly Card[] {
  const placed: Card[] = [];
  for (const { node: service, box } of services) {
    const mounts = shape.mounts.filter((mount) => mount.service === service);
    const fresh = mounts.filter(({ volume }) => !placed.some(({ node }) => node === volume));
    for (const [at, { volume }] of fresh.entries()) {
      const width = volumeWidth(volume);
      const y = box.y + box.height + VOLUME_DROP + at * (VOLUME_HEIGHT + VOLUME_DROP);
      placed.push({
        node: volume,
        facts: [],
        box: { x: box.x + (box.width - width) / 2, y, width, height: VOLUME_HEIGHT },
      });
    }
  }
  const foot = Math.max(0, ...[...services, ...placed].map(({ box }) => box.y + box.height)) + ROW_GAP;
  let x = MARGIN;
  for (const volume of shape.loose) {
    const width = Math.max(LEAST_CARD, cells(volume.name) * NAME_CELL + 2 * PADDING);
    placed.push({ node: volume, facts: [], box: { x, y: foot, width, height: VOLUME_HEIGHT } });
    x += width + PADDING;
  }
  return placed;
}

function linesOf(
  shape: StackShape,
  page: Card | undefined,
  services: readonly Card[],
  volumes: readonly Card[],
): readonly Line[] {
  const cardOf = (node: StackNode): Card | undefined => [...services, ...volumes].find((card) => card.node === node);
  const across = (from: Card, to: Card, edge: StackEdge): Line => {
    const start = { x: from.box.x + from.box.width, y: from.box.y + from.box.height / 2 };
    const end = { x: to.box.x, y: to.box.y + to.box.height / 2 };
    const isLevel = Math.abs(start.y - end.y) < 1;
    const isFree = !services.some(({ box }) => box.y === to.box.y && box.x > start.x && box.x < end.x - 1);
    // The page's label stands before the frame of a network, not across its side.
    const reach = from === page ? end.x - FRAME_PADDING : end.x;
    const label = { x: (start.x + reach) / 2, y: (start.y + end.y) / 2 };
    return { edge, from: start, to: end, course: isLevel && isFree ? 'straight' : 'bent', label };
  };
  const drop = (from: Card, to: Card, edge: StackEdge): Line => {
    const x = to.box.x + to.box.width / 2;
    const label = { x: x + PATH_INDENT, y: to.box.y };
    return { edge, from: { x, y: from.box.y + from.box.height }, to: { x, y: to.box.y }, course: 'down', label };
  };
  const between = (a: Card | undefined, b: Card | undefined, edge: StackEdge, make: typeof across): readonly Line[] =>
    a === undefined || b === undefined ? [] : [make(a, b, edge)];
  return [
    ...shape.entries.flatMap(({ service, edge }) => between(page, cardOf(service), edge, across)),
    ...shape.connections.flatMap(({ from, to, edge }) => between(cardOf(from), cardOf(to), edge, across)),
    ...shape.mounts.flatMap(({ service, volume, edge }) => between(cardOf(service), cardOf(volume), edge, drop)),
  ];
}

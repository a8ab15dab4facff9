import type { PictureVerdict, StackNode, StackPicture } from '../core/result.ts';
import { cells } from './cells.ts';
import {
  type Box,
  CARD_HEAD,
  type Card,
  FACT_CELL,
  FACT_LINE,
  type Layout,
  type Line,
  layOut,
  PADDING,
} from './graph-svg-layout.ts';
import { oneLine } from './line-message.ts';
import { type StackShape, shapeOf } from './stack-shape.ts';
import { edgeWords, partedFacts, VERDICT_MARKS, volumeWords } from './stack-words.ts';
import { xmlText } from './xml.ts';

/** The stack as a picture that stands alone: no outside font or style, light or dark as the reader's screen is. */
export function graphSvg(picture: StackPicture): string {
  const shape = shapeOf(picture);
  const layout = shape.services.length === 0 ? EMPTY : layOut(shape);
  const { width, height } = layout;
  const body = [
    `<rect class="ground" width="${px(width)}" height="${px(height)}" rx="12"/>`,
    ...layout.frames.map(({ network, box }) => frame(network, box)),
    ...layout.lines.map(line),
    ...(layout.page === undefined ? [] : [pageCard(layout.page)]),
    ...layout.services.map(serviceCard),
    ...layout.volumes.map(volumeCard),
    ...layout.unused.map((network, at) => footnote(network, height, at)),
    ...(shape.services.length === 0 ? [text(24, 46, 'fact', 'no service yet')] : []),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}" role="img" aria-labelledby="stack-title stack-desc">`,
    `<title id="stack-title">${xmlText(`stack: ${shape.services.map(({ name }) => name).join(', ')}`)}</title>`,
    `<desc id="stack-desc">${xmlText(describe(shape))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs>${(['good', 'bad', 'unknown'] as const).map(arrowHead).join('')}</defs>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

const EMPTY: Layout = {
  width: 200,
  height: 80,
  page: undefined,
  services: [],
  volumes: [],
  frames: [],
  unused: [],
  lines: [],
};

const STYLE = `
svg { --ground: #ffffff; --card: #f6f8fa; --line: #c6cdd5; --text: #1c2430; --soft: #5a6675; --net: #eef4fb; --netline: #9db8d6;
  --good: #1f7a4d; --bad: #c23a2f; --unknown: #6d7785; }
@media (prefers-color-scheme: dark) { svg { --ground: #10151c; --card: #1a222c; --line: #3a4655; --text: #e7edf4; --soft: #a0adbc;
  --net: #15202d; --netline: #46648a; --good: #5fcf95; --bad: #ff8a80; --unknown: #93a0b0; } }
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--text); white-space: pre; }
.name { font: 600 15px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
.netname { font: 600 12.5px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--soft); }
.fact { fill: var(--soft); } .ground { fill: var(--ground); }
.card { fill: var(--card); stroke: var(--line); stroke-width: 1.5; } .frame { fill: var(--net); stroke: var(--netline); stroke-width: 1.5; }
.line { fill: none; stroke-width: 2; } .halo { paint-order: stroke; stroke: var(--ground); stroke-width: 5px; stroke-linejoin: round; }
.good { fill: var(--good); } .bad { fill: var(--bad); } .unknown { fill: var(--unknown); }
.line.good { stroke: var(--good); fill: none; } .line.bad { stroke: var(--bad); fill: none; stroke-dasharray: 6 4; }
.line.unknown { stroke: var(--unknown); fill: none; stroke-dasharray: 2 4; }
.card.bad { fill: var(--card); stroke: var(--bad); } .card.good { fill: var(--card); stroke: var(--good); } .card.unknown { fill: var(--card); stroke: var(--line); }
`;

function arrowHead(verdict: PictureVerdict): string {
  return `<marker id="stack-${verdict}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0 L10 5 L0 10 z" class="${verdict}"/></marker>`;
}

/** The picture in a sentence a part, for those who hear it. */
function describe(shape: StackShape): string {
  const part = (subject: string, words: string): string => `${subject}: ${words}`;
  return [
    ...shape.entries.map(({ service, edge }) =>
      part(`you to ${service.name}${edge.label === '' ? '' : ` at ${edge.label}`}`, edgeWords(edge) || edge.verdict),
    ),
    ...shape.services.map((service) => part(service.name, [service.state, ...service.facts].join(', '))),
    ...shape.connections.map(({ from, to, edge }) =>
      part(`${from.name} to ${to.name}${edge.label === '' ? '' : `, ${edge.label}`}`, edgeWords(edge) || edge.verdict),
    ),
    ...shape.networks.map(({ network, members }) =>
      part(`network ${network.name}`, members.map(({ name }) => name).join(', ')),
    ),
    ...shape.mounts.map(({ service, volume, edge }) =>
      part(`${service.name} keeps ${edge.label}`, `in ${volume.name}, ${volume.state}`),
    ),
  ]
    .map(oneLine)
    .join('. ');
}

function frame(network: StackNode, box: Box): string {
  const titles = [[network.name, 'network', ...network.facts], [network.name, ...network.facts], [network.name]];
  const room = (box.width - 2 * PADDING) / FACT_CELL;
  const title = titles.map((words) => words.join(' · ')).find((words) => cells(words) <= room) ?? network.name;
  return `${rect(box, 'frame', 14)}${text(box.x + PADDING, box.y + 21, 'netname', title)}`;
}

function pageCard({ node, box }: Card): string {
  const middle = box.x + box.width / 2;
  return `${rect(box, `card ${node.verdict}`, box.height / 2)}${centredText(middle, box.y + box.height / 2 + 5, 'name', node.name)}`;
}

function serviceCard({ node, box, facts }: Card): string {
  const { time } = partedFacts(node);
  const x = box.x + PADDING;
  const state = `${VERDICT_MARKS[node.verdict].sign} ${node.state}`;
  return [
    rect(box, `card ${node.verdict}`, 9),
    text(x, box.y + 24, 'name', node.name),
    text(x, box.y + 44, node.verdict, state),
    ...(time === '' ? [] : [text(x + (cells(state) + 2) * FACT_CELL, box.y + 44, 'fact', time)]),
    ...facts.map((fact, at) => text(x, box.y + CARD_HEAD + 14 + at * FACT_LINE, 'fact', fact)),
  ].join('');
}

/** A cylinder, as disks have been drawn since there were disks. */
function volumeCard({ node, box }: Card): string {
  const { x, y, width, height } = box;
  const lip = 8;
  const right = x + width;
  const ellipse = (sweep: 0 | 1): string => `A${px(width / 2)} ${lip} 0 0 ${sweep}`;
  const side = `M${px(x)} ${px(y + lip)} ${ellipse(1)} ${px(right)} ${px(y + lip)} V${px(y + height - lip)} ${ellipse(1)} ${px(x)} ${px(y + height - lip)} Z`;
  const top = `M${px(x)} ${px(y + lip)} ${ellipse(0)} ${px(right)} ${px(y + lip)}`;
  return [
    `<path class="card ${node.verdict}" d="${side}"/><path class="card ${node.verdict}" style="fill:none" d="${top}"/>`,
    centredText(x + width / 2, y + 31, 'name', node.name),
    centredText(
      x + width / 2,
      y + 47,
      node.verdict,
      `${VERDICT_MARKS[node.verdict].sign} ${volumeWords(node).join(' · ')}`,
    ),
  ].join('');
}

function line({ edge, from, to, course, label }: Line): string {
  const end = course === 'down' ? '' : ` marker-end="url(#stack-${edge.verdict})"`;
  const drawn = `<path class="line ${edge.verdict}" d="${pathOf(from, to, course)}"${end}/>`;
  if (course === 'down') return drawn + text(label.x, label.y - 10, 'fact', edge.label);
  const words = edgeWords(edge);
  const halo = course === 'bent' ? ' halo' : '';
  return [
    drawn,
    ...(edge.label === '' ? [] : [centredText(label.x, label.y - 9, `fact${halo}`, edge.label)]),
    ...(words === ''
      ? []
      : [centredText(label.x, label.y + 19, `${edge.verdict}${halo}`, `${VERDICT_MARKS[edge.verdict].sign} ${words}`)]),
  ].join('');
}

function pathOf(from: Line['from'], to: Line['to'], course: Line['course']): string {
  const start = `M${px(from.x)} ${px(from.y)}`;
  if (course !== 'bent') return `${start} L${px(to.x)} ${px(to.y)}`;
  const pull = Math.max(40, Math.abs(to.x - from.x) / 2);
  return `${start} C${px(from.x + pull)} ${px(from.y)} ${px(to.x - pull)} ${px(to.y)} ${px(to.x)} ${px(to.y)}`;
}

function footnote(network: StackNode, height: number, at: number): string {
  const words = `${VERDICT_MARKS[network.verdict].sign} network ${network.name}: nobody is on it`;
  return text(24, height - 18 - at * 22, network.verdict, words);
}

function rect(box: Box, classes: string, radius: number): string {
  return `<rect class="${classes}" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" rx="${px(radius)}"/>`;
}

function text(x: number, y: number, classes: string, words: string): string {
  return `<text class="${classes}" x="${px(x)}" y="${px(y)}">${xmlText(oneLine(words))}</text>`;
}

function centredText(x: number, y: number, classes: string, words: string): string {
  return `<text class="${classes}" text-anchor="middle" x="${px(x)}" y="${px(y)}">${xmlText(oneLine(words))}</text>`;
}

/** Pixels with at most one decimal, so that pictures of one stack are the same text everywhere. */
const px = (value: number): string => String(Math.round(value * 10) / 10);

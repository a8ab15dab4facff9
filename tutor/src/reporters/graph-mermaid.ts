import type { PictureVerdict, StackEdge, StackNode, StackPicture } from '../core/result.ts';
import { oneLine } from './line-message.ts';
import { type StackShape, shapeOf } from './stack-shape.ts';
import { edgeWords, VERDICT_MARKS } from './stack-words.ts';

/** The stack as a Mermaid flowchart: networks as subgraphs, volumes as cylinders, verdicts as marks and classes. */
export function graphMermaid(picture: StackPicture): string {
  const shape = shapeOf(picture);
  const names = new Map(picture.nodes.map((node, at) => [node.id, `n${at}`]));
  const nameOf = (node: StackNode): string => names.get(node.id) ?? 'n';
  const homes = homesOf(shape);
  const roaming = shape.services.filter((service) => !homes.has(service));
  const lines = [
    'flowchart LR',
    ...(shape.page === undefined ? [] : [`  ${nameOf(shape.page)}([${quoted(shape.page.name)}])`]),
    ...shape.networks.flatMap(({ network }) => subgraph(network, homes, nameOf)),
    ...roaming.map((service) => `  ${nameOf(service)}[${quoted(...aboutNode(service))}]`),
    ...volumesOf(shape).map((volume) => `  ${nameOf(volume)}[(${quoted(...aboutNode(volume))})]`),
    ...edgeLines(shape, homes, nameOf),
    ...classLines(picture, nameOf),
  ];
  return `${lines.join('\n')}\n`;
}

type NameOf = (node: StackNode) => string;
/** The one network in whose subgraph a service is drawn: Mermaid draws a node once. */
type Homes = ReadonlyMap<StackNode, StackNode>;

function homesOf(shape: StackShape): Homes {
  const bySize = [...shape.networks].sort((a, b) => b.members.length - a.members.length);
  return new Map(
    shape.services.flatMap((service) => {
      const home = bySize.find(({ members }) => members.includes(service));
      return home === undefined ? [] : [[service, home.network] as const];
    }),
  );
}

function subgraph(network: StackNode, homes: Homes, nameOf: NameOf): readonly string[] {
  const here = [...homes].filter(([, home]) => home === network).map(([service]) => service);
  const about = quoted([network.name, ...network.facts].join(' · '));
  // An empty subgraph is drawn as a node of its own, which is just what an unused network is.
  return [
    `  subgraph ${nameOf(network)}[${about}]`,
    ...here.map((service) => `    ${nameOf(service)}[${quoted(...aboutNode(service))}]`),
    '  end',
  ];
}

function volumesOf(shape: StackShape): readonly StackNode[] {
  return [...new Set([...shape.mounts.map(({ volume }) => volume), ...shape.loose])];
}

function aboutNode(node: StackNode): readonly string[] {
  const facts = node.facts.filter((fact) => fact !== node.kind);
  return [node.name, `${VERDICT_MARKS[node.verdict].sign} ${node.state}`, ...facts];
}

function edgeLines(shape: StackShape, homes: Homes, nameOf: NameOf): readonly string[] {
  const { page } = shape;
  const elsewhere = shape.networks.flatMap(({ network, members }) =>
    members.filter((service) => homes.get(service) !== network).map((service) => ({ network, service })),
  );
  return [
    ...(page === undefined ? [] : shape.entries.map(({ service, edge }) => arrow(nameOf(page), edge, nameOf(service)))),
    ...shape.connections.map(({ from, to, edge }) => arrow(nameOf(from), edge, nameOf(to))),
    ...shape.mounts.map(
      ({ service, volume, edge }) => `  ${nameOf(service)} ---|${quoted(edge.label)}| ${nameOf(volume)}`,
    ),
    ...elsewhere.map(({ network, service }) => `  ${nameOf(service)} -.- ${nameOf(network)}`),
  ];
}

/** What works is a line, what does not or is not known a broken one. */
function arrow(from: string, edge: StackEdge, to: string): string {
  const words = edgeWords(edge);
  const said = words === '' ? [] : [`${VERDICT_MARKS[edge.verdict].sign} ${words}`];
  const text = quoted(...[edge.label, ...said].filter((part) => part !== ''));
  return `  ${from} ${edge.verdict === 'good' ? '-->' : '-.->'}${text === '""' ? '' : `|${text}|`} ${to}`;
}

// Strokes alone, so that the reader's own light or dark theme keeps its grounds and letters.
const STROKES: Readonly<Record<PictureVerdict, string>> = {
  good: 'stroke:#2e8b57,stroke-width:2px',
  bad: 'stroke:#d1443a,stroke-width:2px',
  unknown: 'stroke:#8a8f98,stroke-width:1px',
};

function classLines(picture: StackPicture, nameOf: NameOf): readonly string[] {
  const verdicts = Object.keys(STROKES) as readonly PictureVerdict[];
  return verdicts.flatMap((verdict) => {
    const members = picture.nodes.filter((node) => node.verdict === verdict && node.kind !== 'network').map(nameOf);
    if (members.length === 0) return [];
    return [`  classDef ${verdict} ${STROKES[verdict]}`, `  class ${members.join(',')} ${verdict}`];
  });
}

/** Lines of text in quotes. Mermaid reads HTML and its own signs in there, so all but letters that are harmless become entities. */
function quoted(...lines: readonly string[]): string {
  return `"${lines.map((line) => escapeMermaid(oneLine(line))).join('<br>')}"`;
}

function escapeMermaid(text: string): string {
  return text.replace(/["#&<>;`\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
}

import type { PictureVerdict, StackNode } from '../core/result.ts';
import { cells } from './cells.ts';
import type { Sheet } from './sheet.ts';
import { networksOf, type StackShape } from './stack-shape.ts';
import { edgeWords, partedFacts, VERDICT_MARKS } from './stack-words.ts';

/** The stack as a chain from the page inwards, for narrow screens. */
export function chainRows(shape: StackShape, sheet: Sheet): readonly string[] {
  return [...pageRows(shape, sheet), ...serviceRows(shape, shape.services, sheet), ...restRows(shape, sheet)];
}

/** Services one below the other, each with what it connects to and what it keeps. */
export function serviceRows(shape: StackShape, services: readonly StackNode[], sheet: Sheet): readonly string[] {
  return services.flatMap((service, at) => {
    const next = services[at + 1];
    const onward = shape.connections.filter(({ from }) => from === service);
    const down = onward.find(({ to }) => to === next);
    const aside = onward.filter((connection) => connection !== down);
    const mounts = shape.mounts.filter((mount) => mount.service === service);
    const lastMount = next === undefined ? mounts.at(-1) : undefined;
    return [
      nodeRow(service, sheet),
      ...aside.flatMap(({ to, edge }) =>
        asideRows(edge.label, `${sheet.sign('▸')} ${to.name}`, edge.verdict, edgeWords(edge), sheet),
      ),
      ...mounts
        .filter((mount) => mount !== lastMount)
        .flatMap(({ volume, edge }) => asideRows(edge.label, `in ${volume.name}`, volume.verdict, volume.state, sheet)),
      ...(down === undefined ? [] : edgeRows(down.edge.label, down.edge.verdict, edgeWords(down.edge), sheet)),
      ...(lastMount === undefined
        ? []
        : [`  ${sheet.sign('│')} ${sheet.clean(lastMount.edge.label)}`, nodeRow(lastMount.volume, sheet)]),
      ...(down === undefined && next !== undefined ? [''] : []),
    ];
  });
}

function pageRows(shape: StackShape, sheet: Sheet): readonly string[] {
  const { page } = shape;
  if (page === undefined) return [];
  const entry = shape.entries.find(({ service }) => service === shape.services[0]);
  const name = ` ${sheet.clean(page.name)}`;
  const words = entry === undefined ? 'no port is published' : edgeWords(entry.edge);
  if (entry === undefined || entry.edge.label === '')
    return [name, `  ${sheet.paint('bad', `${sheet.sign('╳')} ${sheet.clean(words)}`)}`];
  return [name, ...edgeRows(entry.edge.label.replace(/^https?:\/\//, ''), entry.edge.verdict, words, sheet)];
}

/** What no service leads to: volumes that nothing mounts, and who is on which network. */
export function restRows(shape: StackShape, sheet: Sheet): readonly string[] {
  return [...shape.loose.map((volume) => nodeRow(volume, sheet)), ...networkRows(shape, sheet)];
}

function networkRows(shape: StackShape, sheet: Sheet): readonly string[] {
  const lonely = shape.services.filter((service) => networksOf(shape, service).length === 0);
  return [
    ...shape.networks.map(({ network, members }) =>
      members.length === 0
        ? ` ${marked(network.verdict, `${network.name}: nobody is on it`, sheet)}`
        : ` on ${sheet.clean(network.name)}: ${sheet.clean(members.map(({ name }) => name).join(', '))}`,
    ),
    ...(lonely.length === 0 || shape.networks.length === 0
      ? []
      : [` on no network here: ${sheet.clean(lonely.map(({ name }) => name).join(', '))}`]),
  ];
}

/** `web  ✓ running  14 s`. */
function nodeRow(node: StackNode, sheet: Sheet): string {
  const { time } = partedFacts(node);
  return ` ${sheet.clean(node.name)}  ${marked(node.verdict, node.state, sheet)}  ${time}`.trimEnd();
}

/** The edge down to what stands below. */
function edgeRows(label: string, verdict: PictureVerdict, words: string, sheet: Sheet): readonly string[] {
  const rule = sheet.sign('│');
  const said = words === '' ? '' : marked(verdict, words, sheet);
  const left = `  ${rule} ${sheet.clean(label)}`;
  const room = sheet.columns - cells(left) - cells(said) - 1;
  const rows = room >= 2 ? [`${left.padEnd(WORDS_AT)}  ${said}`] : [left, `  ${rule} ${said}`];
  return [...rows.map((row) => row.trimEnd()), `  ${sheet.sign('▼')}`];
}

/** Words of edges line up here where labels are short enough. */
const WORDS_AT = 19;

/** An edge that leads to nothing below: what it is and where it goes, on two rows where one is too short. */
function asideRows(
  label: string,
  end: string,
  verdict: PictureVerdict,
  words: string,
  sheet: Sheet,
): readonly string[] {
  const said = words === '' ? '' : `  ${marked(verdict, words, sheet)}`;
  const lead = `  ${sheet.sign('─')} ${sheet.clean(label)}`.trimEnd();
  const rest = `${sheet.clean(end)}${said}`;
  const whole = `${lead} ${rest}`;
  return cells(whole) < sheet.columns || label === '' ? [whole] : [lead, `    ${rest}`];
}

/** A mark and its words, painted. */
export function marked(verdict: PictureVerdict, words: string, sheet: Sheet): string {
  const { sign, role } = VERDICT_MARKS[verdict];
  return sheet.paint(role, `${sheet.sign(sign)} ${sheet.clean(words)}`);
}

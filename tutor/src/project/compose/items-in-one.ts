import type { FaultList } from './fault-list.ts';
import { mapServices, sequence, slice, withEntry } from './grow.ts';
import { linesWithin } from './lines-within.ts';
import { entryOf, type Mapping, type Scalar, type Sequence, type TreeNode } from './tree.ts';

/** Lists of which Compose takes no item that holds ` - `. */
const LISTS = ['ports', 'networks', 'depends_on', 'volumes'];

/** An item that stands further in than the one above it goes on with that one's text: read as the item that was meant, and told once. */
export function itemsInOne(tree: Mapping, faults: FaultList): Mapping {
  return mapServices(tree, (service, name) => ofService(service, name, faults));
}

function ofService(service: Mapping, name: string, faults: FaultList): Mapping {
  return LISTS.reduce((now, key) => {
    const list = entryOf(now, key)?.value;
    const apart = list?.kind === 'sequence' ? takenApart(list, key, name, faults) : list;
    return apart === undefined || apart === list ? now : withEntry(now, key, apart);
  }, service);
}

function takenApart(list: Sequence, key: string, name: string, faults: FaultList): Sequence {
  const items = list.items.flatMap((item, index): readonly TreeNode[] => {
    const lines = item.kind === 'scalar' ? linesWithin(item) : [];
    const [first, second] = lines;
    if (first === undefined || second === undefined || !isRefused(item, key) || !lines.slice(1).every(isItem))
      return [item];
    faults.add({
      kind: 'yaml-syntax',
      message: 'this item stands further in than the one above it, and goes on with its text',
      at: second.span,
      other: first.span,
      also: lines.slice(2).map((line) => line.span),
      path: ['services', name, key, index],
      words: { text: String(second.value), slip: 'item-too-deep' },
    });
    return [first, ...lines.slice(1).map((line) => slice(line, DASH, String(line.value).length))];
  });
  return items.length === list.items.length ? list : sequence(items, list.span);
}

const DASH = '- '.length;

function isItem(line: Scalar): boolean {
  return String(line.value).startsWith('- ');
}

/** Of a volume's parts Compose takes three at most, whatever they hold. */
const MOST_COLONS = 2;

function isRefused(item: TreeNode, key: string): boolean {
  if (key !== 'volumes') return true;
  return item.kind === 'scalar' && String(item.value).split(':').length - 1 > MOST_COLONS;
}

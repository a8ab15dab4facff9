import type { FaultList } from '../fault-list.ts';
import { mapEntries, mapItems, stringOf } from '../grow.ts';
import type { Mapping, TreeNode } from '../tree.ts';

/** The most ports that the ranges of one project may spell out together: three full ranges. */
export const MAX_PORTS = 200_000;

/** Leaves out the ranges of ports past the budget, which is told once: twenty characters can stand for 65,535 ports. */
export function spendPorts(services: Mapping, faults: FaultList): Mapping {
  let left = MAX_PORTS;
  const spend = (item: TreeNode): TreeNode | undefined => {
    left -= widthOf(stringOf(item) ?? '');
    if (left >= 0) return item;
    tell(item, faults);
    return undefined;
  };
  return mapEntries(services, (service) =>
    service.kind === 'mapping'
      ? mapEntries(service, (value, key) =>
          key === 'ports' && value.kind === 'sequence' ? mapItems(value, spend) : value,
        )
      : service,
  );
}

function widthOf(text: string): number {
  const range = /^(\d{1,6})-(\d{1,6})/.exec(text.slice(text.lastIndexOf(':') + 1));
  return range === null ? 1 : Math.max(1, Number(range[2]) - Number(range[1]) + 1);
}

function tell(item: TreeNode, faults: FaultList): void {
  if (faults.all().some(({ kind }) => kind === 'too-large')) return;
  faults.add({
    kind: 'too-large',
    message: `the ranges of ports stand for more than ${MAX_PORTS} ports`,
    at: item.span,
    words: { file: item.span.file, what: 'ports', limit: String(MAX_PORTS) },
  });
}

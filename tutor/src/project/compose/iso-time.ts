import type { Scalar } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** A timestamp as JSON and YAML have it, from Go's own words for it: `2024-01-01 00:00:00 +0000 UTC`. */
export function isoTime(timestamp: Scalar): string {
  const [date = '', clock = '', offset = '+0000'] = goText(timestamp).split(' ');
  const zone = offset === '+0000' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  return `${date}T${clock}${zone}`;
}

import { piece, type Row, row } from '../rows.ts';

/** A line of the logs; Compose writes `web-1  | …`, whose name is set apart. */
export function logRow(line: string): Row {
  const bar = line.indexOf('|');
  const isNamed = bar > 0 && /^[\w.-]+\s*$/.test(line.slice(0, bar));
  if (!isNamed) return row(' ', line);
  return row(' ', piece(line.slice(0, bar + 1).replace('|', '│'), 'muted'), line.slice(bar + 1));
}

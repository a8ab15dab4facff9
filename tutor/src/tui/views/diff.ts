import { piece, type Role, type Row, row } from '../rows.ts';

const ROLES: Readonly<Record<string, Role>> = { '+': 'string', '-': 'bad', '…': 'muted' };

/** A comparison of files: what one has more in one colour, what it lacks in another; the signs are always there. */
export function diffRows(lines: readonly string[]): readonly Row[] {
  if (lines.every((line) => line.trim() === ''))
    return [row(piece(' your files and the solution say the same', 'good'))];
  return lines.map((line) => {
    // A file's name stands alone, as it does above code.
    if (line.startsWith('@ ')) return row('   ', piece(line.slice(2), 'place'));
    return row(' ', piece(line, ROLES[line[0] ?? ''] ?? 'text'));
  });
}

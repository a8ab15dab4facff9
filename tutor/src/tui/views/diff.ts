import { continued, piece, type Role, type Row, row } from '../rows.ts';

const ROLES: Readonly<Record<string, Role>> = { '+': 'string', '-': 'bad', '…': 'muted' };

/** A comparison of files: what one has more in one colour, what it lacks in another; the signs are always there. */
export function diffRows(lines: readonly string[], columns: number): readonly Row[] {
  if (lines.every((line) => line.trim() === ''))
    return [row(piece(' your files and the solution say the same', 'good'))];
  return lines.flatMap((line) => {
    // A file's name stands alone, as it does above code.
    if (line.startsWith('@ ')) return [row('   ', piece(line.slice(2), 'place'))];
    const role = ROLES[line[0] ?? ''] ?? 'text';
    return continued([piece(line.slice(1), role)], columns - EDGES_AND_SIGN).map((part, at) => ({
      pieces: [piece(at === 0 ? ` ${line.slice(0, 1)}` : '  ', role), ...part.pieces],
    }));
  });
}

const EDGES_AND_SIGN = 3;

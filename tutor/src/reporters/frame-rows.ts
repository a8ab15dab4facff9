import type { Frame, FrameLine } from '../core/frame.ts';
import type { Role } from '../core/palette.ts';
import type { Sheet } from './sheet.ts';

/** The rows of a code frame: number, rule, text, with marks below the text that they mark. */
export function frameRows(frame: Frame, primaryRole: Role, indent: string, sheet: Sheet): readonly string[] {
  return frame.lines.map((line) => frameRow(line, frame.digits, primaryRole, indent, sheet));
}

function frameRow(line: FrameLine, digits: number, primaryRole: Role, indent: string, sheet: Sheet): string {
  const edge = (number: string): string =>
    `${indent}${sheet.paint('muted', number.padStart(digits))} ${sheet.paint('muted', sheet.sign('│'))} `;
  switch (line.kind) {
    case 'source':
      return (edge(String(line.number)) + line.text).trimEnd();
    case 'mark': {
      const blanks = line.underline.length - line.underline.trimStart().length;
      const marks = sheet.paint(line.role === 'primary' ? primaryRole : 'accent', line.underline.trimStart());
      return `${edge('')}${' '.repeat(blanks)}${marks} ${sheet.sign(line.message)}`.trimEnd();
    }
    case 'message':
      return edge('') + sheet.sign(line.text);
    case 'gap':
      return indent + sheet.paint('muted', sheet.ellipsis.padStart(digits));
  }
}

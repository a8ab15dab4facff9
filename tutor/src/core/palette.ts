/** How much colour a screen takes; decided once, at the edge, from `NO_COLOR`, `FORCE_COLOR` and the terminal. */
export type ColourDepth = 'none' | '16' | '256';

/** What a piece of text is, never how it looks: views and reporters name roles, this table gives colours. */
export type Role = 'good' | 'bad' | 'warn' | 'accent' | 'muted' | 'key' | 'string' | 'number' | 'comment';

/** How a role is shown. `colour256` is an index of the 256-colour table; `colour16` one of the eight plain colours. */
export type Tint = {
  readonly colour256: number;
  readonly colour16: 'green' | 'red' | 'yellow' | 'cyan' | 'none';
  readonly weight: 'bold' | 'plain';
  /** Only with 16 colours: grey by index vanishes on some backgrounds, dim does not. */
  readonly dimIn16: 'dim' | 'plain';
};

/** One palette for light and dark backgrounds: each of these reads at 3.3:1 or better on both. */
export const TINTS: Readonly<Record<Role, Tint>> = {
  good: { colour256: 65, colour16: 'green', weight: 'bold', dimIn16: 'plain' },
  bad: { colour256: 167, colour16: 'red', weight: 'bold', dimIn16: 'plain' },
  warn: { colour256: 166, colour16: 'yellow', weight: 'bold', dimIn16: 'plain' },
  accent: { colour256: 32, colour16: 'cyan', weight: 'plain', dimIn16: 'plain' },
  muted: { colour256: 244, colour16: 'none', weight: 'plain', dimIn16: 'dim' },
  key: { colour256: 32, colour16: 'none', weight: 'plain', dimIn16: 'plain' },
  string: { colour256: 65, colour16: 'none', weight: 'plain', dimIn16: 'plain' },
  number: { colour256: 133, colour16: 'none', weight: 'plain', dimIn16: 'plain' },
  comment: { colour256: 244, colour16: 'none', weight: 'plain', dimIn16: 'dim' },
};

/** A state as people read it: `waiting` is skipped for a need, `to do` is not begun yet. */
export type Standing = 'passed' | 'failed' | 'waiting' | 'to do' | 'blocked' | 'current' | 'warning' | 'advice';

/** A state's mark: one cell wide, and never an emoji. Its word stands beside it, always. */
export type Mark = { readonly unicode: string; readonly ascii: string; readonly role: Role };

/** The marks of all states. */
export const MARKS: Readonly<Record<Standing, Mark>> = {
  passed: { unicode: '✓', ascii: '+', role: 'good' },
  failed: { unicode: '✗', ascii: 'x', role: 'bad' },
  waiting: { unicode: '–', ascii: '-', role: 'muted' },
  'to do': { unicode: '○', ascii: 'o', role: 'muted' },
  blocked: { unicode: '?', ascii: '?', role: 'warn' },
  current: { unicode: '▸', ascii: '>', role: 'accent' },
  warning: { unicode: '!', ascii: '!', role: 'warn' },
  advice: { unicode: '•', ascii: '*', role: 'accent' },
};

/** Signs that we write ourselves and what stands for them where a screen has no Unicode. */
const PLAIN: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '○': 'o',
  '▸': '>',
  '–': '-',
  '—': '-',
  '•': '*',
  '·': '-',
  '…': '...',
  '→': '->',
  '│': '|',
  '─': '-',
  '▼': 'v',
  '╳': 'X',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '┬': '+',
  '┼': '+',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
};

/** A text of ours for a screen without Unicode; what a learner wrote in other letters stays as it is. */
export function toAscii(text: string): string {
  return text.replace(/[✓✗○▸–—•·…→│─▼╳┌┐└┘┬┼×≥≤‘’“”]/g, (sign) => PLAIN[sign] ?? sign);
}

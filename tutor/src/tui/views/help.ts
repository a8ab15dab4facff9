import { type Binding, bindings } from '../keys.ts';
import type { Model } from '../model.ts';
import { apart, indent, piece, type Row, row, wrap } from '../rows.ts';
import { spellText } from '../theme.ts';
import { proseWidth, spaced } from './fit.ts';
import { prose } from './prose.ts';

const GROUPS: readonly Binding['group'][] = ['chapter', 'help with a step', 'your stack', 'the program'];

const TITLES: Readonly<Record<Binding['group'], string>> = {
  chapter: 'The chapter',
  'help with a step': 'Help with a step',
  'your stack': 'Your stack',
  'the program': 'The program',
};

const SCROLLING: readonly (readonly [string, string])[] = [
  ['↑ ↓ j k', 'a row up or down'],
  ['space b', 'a page on or back; PgDn and PgUp too'],
  ['Home End', 'the beginning, the end'],
  ['esc', 'close what lies over the step; so does the key that opened it'],
  ['Ctrl-C', 'leave at once'],
  ['Ctrl-Z', 'back to the shell for a while; `fg` returns'],
];

const KEY_CELLS = 10;
const HANG_CELLS = KEY_CELLS + 3;

/** Every key and what it does; a key that does nothing now says why. */
export function helpRows(model: Model): readonly Row[] {
  const groups = GROUPS.map((group) => [
    row(piece(` ${TITLES[group]}`, 'strong')),
    ...bindings.filter((binding) => binding.group === group).flatMap((binding) => bindingRows(binding, model)),
  ]);
  const scrolling = [
    row(piece(' Reading', 'strong')),
    ...SCROLLING.flatMap(([keys, does]) => keyRows(keys, does, 'text', model)),
  ];
  const { columns } = model.size;
  const address = prose(
    `Your files are in ${model.project.folder}. Every save is checked by itself.`,
    columns,
    model.theme,
  );
  return spaced(...groups, scrolling, address);
}

function bindingRows(binding: Binding, model: Model): readonly Row[] {
  const isIdle = binding.refuses({ ...model, pane: undefined }) !== undefined;
  const rows = keyRows(binding.shown, binding.does, isIdle ? 'muted' : 'text', model);
  return isIdle ? rows.map((line, at) => (at === 0 ? apart(line, piece('not now', 'muted')) : line)) : rows;
}

/** A key, and what it does beside it. */
function keyRows(keys: string, does: string, role: 'muted' | 'text', model: Model): readonly Row[] {
  const lines = wrap([piece(spellText(does, model.theme), role)], proseWidth(model.size.columns, HANG_CELLS));
  return lines.map((line, at) =>
    at === 0
      ? { pieces: [piece('   '), piece(keys.padEnd(KEY_CELLS), role === 'muted' ? 'muted' : 'accent'), ...line.pieces] }
      : indent(HANG_CELLS, line),
  );
}

import { type Binding, bindings } from '../keys.ts';
import type { Model } from '../model.ts';
import { apart, piece, type Row, row } from '../rows.ts';
import { spaced } from './fit.ts';
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

/** Every key and what it does; a key that does nothing now says why. */
export function helpRows(model: Model): readonly Row[] {
  const groups = GROUPS.map((group) => [
    row(piece(` ${TITLES[group]}`, 'strong')),
    ...bindings.filter((binding) => binding.group === group).map((binding) => bindingRow(binding, model)),
  ]);
  const scrolling = [
    row(piece(' Reading', 'strong')),
    ...SCROLLING.map(([keys, does]) => row('   ', piece(keys.padEnd(KEY_CELLS), 'accent'), does)),
  ];
  const { columns } = model.size;
  const address = prose(
    `Your files are in ${model.project.folder}. Every save is checked by itself.`,
    columns,
    model.theme,
  );
  return spaced(...groups, scrolling, address);
}

function bindingRow(binding: Binding, model: Model): Row {
  const isIdle = binding.refuses({ ...model, pane: undefined }) !== undefined;
  const keys = piece(binding.shown.padEnd(KEY_CELLS), isIdle ? 'muted' : 'accent');
  const left = row('   ', keys, piece(binding.does, isIdle ? 'muted' : 'text'));
  return isIdle ? apart(left, piece('not now', 'muted')) : left;
}

import type { Activity, Part } from '../activity.ts';
import type { Model } from '../model.ts';
import { apart, type Piece, piece, type Role, type Row, row } from '../rows.ts';
import { shortTime } from './duration.ts';
import { cutBelow } from './fit.ts';
import { prose } from './prose.ts';

const GLYPHS: Readonly<Record<Part['state'], string>> = {
  'to come': '○',
  doing: '▸',
  done: '✓',
  failed: '✗',
  waiting: '–',
  'not run': '–',
};

const ROLES: Readonly<Record<Part['state'], Role>> = {
  'to come': 'muted',
  doing: 'accent',
  done: 'good',
  failed: 'bad',
  waiting: 'muted',
  'not run': 'muted',
};

const WORDS_FROM_COLUMNS = 60;
const WORD_CELLS = 'to come'.length;
/** Output worth showing takes a rule and this many rows at least. */
const LEAST_OUTPUT_ROWS = 2;

/** `up` or `down`: every part from the start, and below them what Docker prints. */
export function activityRows(model: Model, height: number): readonly Row[] {
  const { activity, size, theme } = model;
  if (activity === undefined) return prose('nothing has been started yet', size.columns, theme);
  const parts = activity.parts.map((part) => partRow(part, model));
  const doing = doingRows(model);
  const room = height - parts.length - doing.length - 2;
  if (room < LEAST_OUTPUT_ROWS)
    return [...cutBelow(shorten(activity, model, height - doing.length), height - doing.length), ...doing];
  const output = activity.output.slice(-room).map((line) => row(piece(` ${line}`, 'muted')));
  return [...parts, ...doing, row(''), outputRule(size.columns), ...output];
}

/** Parts that are done fold into one row where there is no room for all. */
function shorten(activity: Activity, model: Model, height: number): readonly Row[] {
  const rows = activity.parts.map((part) => partRow(part, model));
  if (rows.length <= height) return rows;
  const done = activity.parts.filter((part) => part.state === 'done').length;
  const others = activity.parts.filter((part) => part.state !== 'done');
  return [
    ...(done === 0 ? [] : [row(' ', piece('✓', 'good'), piece(` ${done} done`, 'good'))]),
    ...others.map((part) => partRow(part, model)),
  ];
}

function partRow(part: Part, model: Model): Row {
  const glyph = piece(GLYPHS[part.state], ROLES[part.state]);
  const isWide = model.size.columns >= WORDS_FROM_COLUMNS;
  const word = isWide ? [piece(` ${part.state.padEnd(WORD_CELLS)} `, ROLES[part.state])] : [];
  // What a check waits for stands where the steps say it; there is no time to tell then.
  if (part.state === 'waiting' && part.tookMs === undefined)
    return apart(row(' ', glyph, ...word, ` ${part.name}`), piece(part.note, 'muted'));
  const note = part.note === '' ? [] : [piece(`  ${part.note}`, 'muted')];
  return apart(row(' ', glyph, ...word, ` ${part.name}`, ...note), ...timeOf(part, model));
}

function timeOf(part: Part, model: Model): readonly Piece[] {
  if (part.tookMs !== undefined) return part.tookMs < 100 ? [] : [piece(shortTime(part.tookMs), 'muted')];
  if (part.state !== 'doing' || part.since === undefined) return [];
  return [piece(shortTime(model.now - part.since), 'muted')];
}

/** What is waited for, in the run's own words, with its time; nothing where nothing runs. */
export function doingRows(model: Model): readonly Row[] {
  const { doing, ended } = model.activity ?? {};
  if (doing === undefined || ended !== undefined) return [];
  const left = row(' ', piece('▸', 'accent'), ` ${doing.sentence}`);
  return [apart(left, piece(shortTime(model.now - doing.since), 'muted'))];
}

const OUTPUT_TITLE = ' ─ output ';

function outputRule(columns: number): Row {
  return row(piece(`${OUTPUT_TITLE}${'─'.repeat(Math.max(0, columns - OUTPUT_TITLE.length - 1))}`, 'muted'));
}

import { Box, Static, Text } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useKeys } from './app.tsx';
import type { Model } from './model.ts';
import type { Row } from './rows.ts';
import { currentStep } from './steps.ts';
import type { Store } from './store.ts';
import { spellText } from './theme.ts';
import { footerRow } from './views/footer.ts';
import { frameOf } from './views/frame.ts';
import { sayNext } from './views/next.ts';

/** What a screen reader is given: finished sentences one under the other, and a prompt. */
export interface Speech {
  read(): readonly string[];
  subscribe(this: void, call: () => void): () => void;
}

/** The terminal app for a screen reader. */
export function Spoken({ store, speech }: { readonly store: Store; readonly speech: Speech }): ReactNode {
  const model = useSyncExternalStore(store.subscribe, store.read);
  const sentences = useSyncExternalStore(speech.subscribe, speech.read);
  useKeys(store);
  return (
    <Box flexDirection="column">
      <Static items={[...sentences]}>{(sentence, at) => <Text key={at}>{sentence}</Text>}</Static>
      <Text>{`next: ${sayNext(model)[0]}`}</Text>
    </Box>
  );
}

/** Remembers everything that was said. */
export function createSpeech(store: Store): Speech {
  let said: readonly string[] = [...sayAll(store.read()), sayKeys(store.read())];
  let before = store.read();
  const listeners = new Set<() => void>();
  store.subscribe(() => {
    const after = store.read();
    const fresh = sayChange(before, after);
    before = after;
    if (fresh.length === 0) return;
    said = [...said, ...fresh];
    for (const call of listeners) call();
  });
  return {
    read: () => said,
    subscribe: (call) => {
      listeners.add(call);
      return () => listeners.delete(call);
    },
  };
}

/** What is new on the screen: all of it where another view was opened, else only the rows that changed. */
export function sayChange(before: Model, after: Model): readonly string[] {
  if (placeOf(before) !== placeOf(after)) return [...sayPlace(after), ...sayAll(after), sayKeys(after)];
  if (viewOf(before) !== viewOf(after)) return sayAll(after);
  const known = new Set(sayAll(before));
  return sayAll(after).filter((sentence) => !known.has(sentence));
}

/** Which step it is; a list and an end say it themselves. */
function sayPlace(model: Model): readonly string[] {
  const step = currentStep(model);
  return model.base === 'step' ? [`step ${step.number} of ${model.chapter.steps.length}, ${step.id}`] : [];
}

/** What the last row shows: a listener learns here that there are keys. */
function sayKeys(model: Model): string {
  const row = footerRow({ ...model, size: TALL }, undefined);
  const offers = row.pieces.map((one) => spellText(one.text, model.theme)).join('');
  return `keys: ${offers.trim().split(/ {2,}/).join(', ')}`;
}

function placeOf(model: Model): string {
  return `${model.base} ${model.current}`;
}

function viewOf(model: Model): string {
  return [model.base, model.current, model.pane?.kind ?? '', model.asking?.ask ?? ''].join(' ');
}

/** Taller than any view, so that nothing is folded away. */
const TALL = { columns: 80, rows: 400 };

function sayAll(model: Model): readonly string[] {
  const whole = { ...model, size: TALL, now: model.activity?.since ?? model.now };
  const { now } = frameOf(whole);
  return now.map((row) => sayRow(row, whole)).filter((sentence) => sentence !== '');
}

/** Words only: marks and lines of a drawing are noise to a listener. */
function sayRow(row: Row, model: Model): string {
  const text = [...row.pieces, ...(row.right ?? []).map((one) => ({ ...one, text: `  ${one.text}` }))]
    .map((one) => spellText(one.text, model.theme))
    .join('');
  return text
    .replace(/[✓✗○▸–│─┌┐└┘├┤┬┴┼▼╳]|\^+|-{2,}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

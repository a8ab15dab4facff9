import { Box, Text, useInput } from 'ink';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { frameText } from './frame-text.ts';
import { keyReader } from './key-reader.ts';
import type { Model } from './model.ts';
import type { Store } from './store.ts';

/** The terminal app on a screen: keys go to the store, its model comes back as one whole frame. */
export function App({ store }: { readonly store: Store }): ReactNode {
  const [readFrame] = useState(() => frameReader(store));
  const frame = useSyncExternalStore(store.subscribe, readFrame);
  useKeys(store);
  const { columns, rows } = store.read().size;
  return <Frame text={frame} columns={columns} rows={rows} />;
}

/** Much of what happens changes nothing on the screen: where the text is the same, nothing is rendered. */
function frameReader(store: Store): () => string {
  let known: { readonly model: Model; readonly text: string } | undefined;
  return () => {
    const model = store.read();
    if (known?.model !== model) known = { model, text: frameText(model) };
    return known.text;
  };
}

/** Sends every key that can be told apart to the store. */
export function useKeys(store: Store): void {
  const [read] = useState(keyReader);
  useInput((input, ink) => {
    for (const struck of read(input, ink)) store.send({ kind: 'pressed', ...struck });
  });
}

/** One frame: where, now, next, keys. */
export function Screen({ model }: { readonly model: Model }): ReactNode {
  const { columns, rows } = model.size;
  return <Frame text={frameText(model)} columns={columns} rows={rows} />;
}

type FrameProps = { readonly text: string; readonly columns: number; readonly rows: number };

/** Its lines are cut and coloured already; as one text they cost Ink the least. */
function Frame({ text, columns, rows }: FrameProps): ReactNode {
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate-end">{text}</Text>
    </Box>
  );
}

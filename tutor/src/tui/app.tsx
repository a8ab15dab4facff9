import { Box, Text, useInput } from 'ink';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { frameText } from './frame-text.ts';
import { keyReader } from './key-reader.ts';
import type { Model } from './model.ts';
import type { Store } from './store.ts';

/** The terminal app on a screen: keys go to the store, its model comes back as one whole frame. */
export function App({ store }: { readonly store: Store }): ReactNode {
  const model = useSyncExternalStore(store.subscribe, store.read);
  useKeys(store);
  return <Screen model={model} />;
}

/** Sends every key that can be told apart to the store. */
export function useKeys(store: Store): void {
  const [read] = useState(keyReader);
  useInput((input, ink) => {
    for (const struck of read(input, ink)) store.send({ kind: 'pressed', ...struck });
  });
}

/** One frame: where, now, next, keys. Its lines are cut and coloured already; as one text they cost Ink the least. */
export function Screen({ model }: { readonly model: Model }): ReactNode {
  const { columns, rows } = model.size;
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate-end">{frameText(model)}</Text>
    </Box>
  );
}

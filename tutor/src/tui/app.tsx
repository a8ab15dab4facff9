import { Box, Text, useInput } from 'ink';
import { memo, type ReactNode, useState, useSyncExternalStore } from 'react';
import { keyReader } from './key-reader.ts';
import type { Model } from './model.ts';
import { piece, type Row, row } from './rows.ts';
import type { Store } from './store.ts';
import { paintRow, type Theme } from './theme.ts';
import { BAR_COLUMNS } from './views/bands.ts';
import { frameOf } from './views/frame.ts';
import { besideColumns } from './views/sheet.ts';

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

/** One frame: where, now, next, keys. */
export function Screen({ model }: { readonly model: Model }): ReactNode {
  const { bands, where, now, beside, folded, next, keys } = frameOf(model);
  const { columns, rows } = model.size;
  const { theme } = model;
  const { nowColumns } = bands;
  const rule = <Line text={paintRow(ruleRow(columns), columns + 1, theme)} />;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Line text={paintRow(where, columns, theme)} />
      {bands.kind === 'whole' && rule}
      <Box flexGrow={1} flexDirection="row">
        <Lines rows={now} columns={beside === undefined ? columns : nowColumns} edge={nowColumns} theme={theme} />
        {beside !== undefined && <Beside rows={beside} columns={besideColumns(model)} theme={theme} />}
      </Box>
      <Lines rows={folded === undefined ? next : [folded, ...next]} columns={columns} edge={nowColumns} theme={theme} />
      {bands.kind === 'whole' && rule}
      {bands.kind === 'whole' && <Line text={paintRow(keys, columns, theme)} />}
    </Box>
  );
}

/** From edge to edge: the one row without a free cell at its right. */
function ruleRow(columns: number): Row {
  return row(piece('─'.repeat(columns), 'muted'));
}

type Area = { readonly rows: readonly Row[]; readonly columns: number; readonly theme: Theme };

/** `edge`: the column at which stands what is at the right of a row. */
function Lines({ rows, columns, edge, theme }: Area & { readonly edge: number }): ReactNode {
  return (
    <Box flexDirection="column" width={columns}>
      {rows.map((of, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
        <Line key={at} text={paintRow(of, of.right === undefined ? columns : Math.min(edge, columns), theme)} />
      ))}
    </Box>
  );
}

/** A bar, and the lesson at its right. */
function Beside({ rows, columns, theme }: Area): ReactNode {
  const bar = rows.map(() => row(piece('│', 'muted')));
  return (
    <>
      <Lines rows={bar} columns={BAR_COLUMNS} edge={BAR_COLUMNS} theme={theme} />
      <Lines rows={rows} columns={columns} edge={columns} theme={theme} />
    </>
  );
}

/** A row that is already cut and coloured; Ink gives empty text no height. */
const Line = memo(function Line({ text }: { readonly text: string }): ReactNode {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});

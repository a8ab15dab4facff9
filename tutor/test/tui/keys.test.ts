import type { Key as InkKey } from 'ink';
import { describe, expect, it } from 'vitest';
import { keyReader } from '../../src/tui/key-reader.ts';
import { bindings } from '../../src/tui/keys.ts';
import { footerRow } from '../../src/tui/views/footer.ts';
import { helpRows } from '../../src/tui/views/help.ts';
import { views } from './views.ts';

const models = Object.entries(views).map(([name, view]) => [name, view({}).model] as const);

describe('the key table', () => {
  it('gives no key to two things', () => {
    const keys = bindings.flatMap((binding) => binding.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('takes no key that scrolls', () => {
    const scrolling = ['up', 'down', 'j', 'k', 'space', 'b', 'pageUp', 'pageDown', 'home', 'end', 'escape'];
    expect(bindings.flatMap((binding) => binding.keys).filter((key) => scrolling.includes(key))).toEqual([]);
  });

  it('needs no Ctrl and no Alt', () => {
    expect(bindings.flatMap((binding) => binding.keys).filter((key) => /ctrl|alt|meta/.test(key))).toEqual([]);
  });

  it('is whole in the help', () => {
    const [, model] = models[0] ?? [];
    if (model === undefined) throw new Error('there are views');
    const help = helpRows(model)
      .map((row) => row.pieces.map((piece) => piece.text).join(''))
      .join('\n');
    for (const binding of bindings) expect(help).toContain(`   ${binding.shown.padEnd(10)}`);
  });

  it.each(models)('says why a key does nothing, calmly: %s', (_, model) => {
    const reasons = bindings.map((binding) => binding.refuses(model)).filter((reason) => reason !== undefined);
    for (const reason of reasons) expect(reason).toMatch(/^[a-z`].*[^.!]$/);
  });

  it.each(models)('offers in the footer only keys that do something now: %s', (_, model) => {
    const shown = footerRow({ ...model, size: { columns: 300, rows: 24 } }, undefined).pieces.filter(
      (piece) => piece.role === 'accent',
    );
    const asked = model.asking === undefined ? [] : ['enter'];
    const refused = bindings.filter((binding) => binding.refuses(model) !== undefined).map((binding) => binding.shown);
    const closing = model.pane === undefined ? [] : ['e', 'g', 'l', 's', 't', '?'];
    const others = [...closing, ...asked];
    expect(shown.map((piece) => piece.text).filter((key) => refused.includes(key) && !others.includes(key))).toEqual(
      [],
    );
  });
});

describe('what Ink reports', () => {
  const pressed = (input: string, flags: Partial<InkKey> = {}) => keyReader()(input, flags as InkKey);

  it('is one key', () => {
    expect(pressed('h')).toEqual([{ key: 'h', times: 1 }]);
    expect(pressed(' ')).toEqual([{ key: 'space', times: 1 }]);
    expect(pressed('', { upArrow: true })).toEqual([{ key: 'up', times: 1 }]);
    expect(pressed('', { return: true })).toEqual([{ key: 'enter', times: 1 }]);
    expect(pressed('', { escape: true, meta: true })).toEqual([{ key: 'escape', times: 1 }]);
  });

  it('is a key held down, when all characters are the same', () => {
    expect(pressed('jjjjjjj')).toEqual([{ key: 'j', times: 7 }]);
  });

  it('is several keys, when a few came in one turn', () => {
    expect(pressed('h\r')).toEqual([
      { key: 'h', times: 1 },
      { key: 'enter', times: 1 },
    ]);
    expect(pressed('jjl')).toEqual([
      { key: 'j', times: 2 },
      { key: 'l', times: 1 },
    ]);
  });

  it('is no key at all: a long text, a focus report, Alt, a function key', () => {
    expect(pressed('docker compose')).toEqual([]);
    expect(pressed('[I')).toEqual([]);
    expect(pressed('j', { meta: true })).toEqual([]);
    expect(pressed('')).toEqual([]);
  });

  it('is no key while something is pasted', () => {
    const read = keyReader();
    const plain = {} as InkKey;
    expect(['[200~', 'q', 'down', '[201~', 'h'].map((input) => read(input, plain))).toEqual([
      [],
      [],
      [],
      [],
      [{ key: 'h', times: 1 }],
    ]);
  });

  it('is Ctrl-C and Ctrl-Z, and no other Ctrl', () => {
    expect(pressed('c', { ctrl: true })).toEqual([{ key: 'ctrl-c', times: 1 }]);
    expect(pressed('z', { ctrl: true })).toEqual([{ key: 'ctrl-z', times: 1 }]);
    expect(pressed('d', { ctrl: true })).toEqual([]);
  });
});

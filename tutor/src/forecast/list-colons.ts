import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Service } from '../project/compose/project.ts';
import { child, textOf } from '../project/compose/tree.ts';

/**
 * An item of an environment in list form that gives a variable with a colon. `refused`: Compose refuses it, for it is a key and its value.
 * `mended`: the item with an equals sign, where it is one text.
 */
export type ListColon = {
  readonly name: string;
  readonly at: Span;
  readonly refused: boolean;
  readonly mended?: string;
};

/** `- NAME: value` is a key and its value, `- NAME:value` a name with a colon in it: neither sets the variable. */
export function listColons(service: Service): readonly ListColon[] {
  const written = child(service.source, 'environment');
  if (written?.kind !== 'sequence') return [];
  return written.items.flatMap((item): readonly ListColon[] => {
    if (item.kind === 'mapping') {
      const [first, ...others] = item.entries;
      if (first === undefined) return [];
      const value = others.length > 0 ? undefined : textOf(first.value);
      const mended = value === undefined ? {} : { mended: itemOf(first.key, value) };
      return [{ name: first.key, at: item.span, refused: true, ...mended }];
    }
    const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : '';
    const found = /^([A-Za-z_]\w*)\s*:\s*(\S.*)?$/.exec(text);
    if (found?.[1] === undefined) return [];
    return [{ name: found[1], at: item.span, refused: false, mended: itemOf(found[1], found[2] ?? '') }];
  });
}

/** What holds a sign that would end a plain text goes into quotes. */
function itemOf(name: string, value: string): string {
  const item = `${name}=${value.replace(/^(["'])(.*)\1$/, '$2')}`;
  return /: | #|["'\\]/.test(item) ? `'${item.replaceAll("'", "''")}'` : item;
}

/** What Compose's schema says of such an item. */
export function isListColon({ kind, words, path = '' }: ComposeFault): boolean {
  return kind === 'wrong-type' && words?.got === 'a mapping' && /\.environment\[\d+\]$/.test(path);
}

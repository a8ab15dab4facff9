import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { child, textOf } from '../project/compose/tree.ts';

/** An item of an environment in list form that gives a variable with a colon. `mended`: the item with an equals sign, where it is one text. */
export type ListColon = { readonly name: string; readonly at: Span; readonly mended?: string };

/** `- NAME: value` is a mapping, `- NAME:value` a text without `=`: neither sets a variable. */
export function listColons(service: Service): readonly ListColon[] {
  const written = child(service.source, 'environment');
  if (written?.kind !== 'sequence') return [];
  return written.items.flatMap((item): readonly ListColon[] => {
    if (item.kind === 'mapping') {
      const [first] = item.entries;
      if (first === undefined) return [];
      const value = textOf(first.value);
      return [{ name: first.key, at: item.span, ...(value === undefined ? {} : { mended: `${first.key}=${value}` }) }];
    }
    const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : '';
    const found = /^([A-Za-z_]\w*)\s*:\s*(\S.*)?$/.exec(text);
    if (found?.[1] === undefined || text.includes('=')) return [];
    return [{ name: found[1], at: item.span, mended: `${found[1]}=${found[2] ?? ''}` }];
  });
}

import type { CST } from 'yaml';

/** Where a token's own text ends; at least one unit after its start. */
export function endOf(token: CST.Token): number {
  return token.offset + Math.max(1, 'source' in token ? token.source.length : 1);
}

/** Where a collection's first key, item or sign stands. */
export function firstOffset(items: readonly CST.CollectionItem[], fallback: number): number {
  for (const item of items) {
    if (item.key !== null && item.key !== undefined) return item.key.offset;
    const indicator =
      item.start.find((part) => part.type === 'seq-item-ind' || part.type === 'explicit-key-ind') ?? item.sep?.[0];
    if (indicator !== undefined) return indicator.offset;
  }
  return fallback;
}

/** Where a node's own text ends: after its last line for collections. */
export function endOfNode(token: CST.Token | null | undefined, fallback: number): number {
  if (token === null || token === undefined) return fallback;
  switch (token.type) {
    case 'block-map':
    case 'block-seq':
    case 'flow-collection': {
      const closing = token.type === 'flow-collection' ? token.end[0] : undefined;
      if (closing !== undefined) return closing.offset + closing.source.length;
      for (const item of [...token.items].reverse()) {
        const last =
          item.value ??
          item.sep?.findLast((part) => part.type === 'map-value-ind') ??
          item.key ??
          item.start.findLast((part) => part.type === 'seq-item-ind');
        if (last !== undefined && last !== null) return endOfNode(last, last.offset);
      }
      return fallback;
    }
    case 'block-scalar':
      return (
        token.props.reduce((at, part) => at + ('source' in part ? part.source.length : 0), token.offset) +
        token.source.length
      );
    default:
      return 'source' in token ? token.offset + token.source.length : fallback;
  }
}

/** Whether a token is a mapping or list written without brackets. */
export function isBlockCollection(token: CST.Token | null | undefined): boolean {
  return token?.type === 'block-map' || token?.type === 'block-seq';
}

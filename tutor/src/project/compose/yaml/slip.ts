/** A place where a text is not YAML as Compose reads it, found while it was read. Offsets are those of the parsed text. */
export type Slip = {
  readonly kind: SlipKind;
  readonly start: number;
  readonly end: number;
  /** One sentence, lower case, no full stop. */
  readonly message: string;
  /** The other end: where the first of two equal keys stands. */
  readonly other?: { readonly start: number; readonly end: number };
};

export type SlipKind = 'syntax' | 'tab' | 'duplicate-key' | 'merge-key' | 'key-type' | 'alias' | 'tag' | 'escape';

/** Whether a slip hides what follows it; the others stand alone, and the tree is whole. */
export function hides(slip: Slip): boolean {
  return slip.kind === 'syntax' || slip.kind === 'tab';
}

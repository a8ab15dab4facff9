import { type Typed, typePlain } from './typed.ts';

const LONG_PREFIX = 'tag:yaml.org,2002:';

/** A tag as Compose compares it: `!!str` for the long and the verbatim form, `!reset` as it stands. */
export function shortTag(source: string): string {
  const verbatim = /^!<(.*)>$/.exec(source)?.[1];
  const tag = verbatim ?? source;
  return tag.startsWith(LONG_PREFIX) ? `!!${tag.slice(LONG_PREFIX.length)}` : tag;
}

/** Types a scalar by its tag, its quotes, or its text; undefined where the text is no value of the tag's type. */
export function typeTagged(text: string, quoted: boolean, tag: string | undefined): Typed | undefined {
  switch (tag) {
    case undefined:
    case '!':
      return quoted ? { value: text } : typePlain(text);
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!null':
    case '!!timestamp':
      return ofType(typePlain(text), tag);
    case '!!binary':
      return binary(text);
    default:
      return { value: text };
  }
}

function ofType(typed: Typed, tag: '!!bool' | '!!int' | '!!float' | '!!null' | '!!timestamp'): Typed | undefined {
  const { value, kind } = typed;
  const integer = (typeof value === 'number' && kind === undefined) || typeof value === 'bigint';
  switch (tag) {
    case '!!bool':
      return typeof value === 'boolean' ? typed : undefined;
    case '!!null':
      return value === null ? typed : undefined;
    case '!!int':
      return integer ? typed : undefined;
    case '!!float':
      return integer ? { value: Number(value), kind: 'float' } : kind === 'float' ? typed : undefined;
    case '!!timestamp':
      return kind === 'timestamp' ? typed : undefined;
  }
}

function binary(text: string): Typed | undefined {
  const bare = text.replace(/[\r\n]/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined;
  return { value: new TextDecoder().decode(Uint8Array.from(atob(bare), (unit) => unit.charCodeAt(0))) };
}

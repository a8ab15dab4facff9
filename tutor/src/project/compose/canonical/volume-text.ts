import { isLetter } from '../letter.ts';

/** A part of a short volume and where it starts in the text. */
export type VolumePart = { readonly text: string; readonly from: number };

/** A volume in its short form, taken apart: `source:target:options`. */
export type VolumeText = {
  readonly type: 'bind' | 'volume';
  readonly source?: VolumePart;
  readonly target?: VolumePart;
  /** Options as written, in order. */
  readonly options: readonly VolumePart[];
  /** Why Compose refuses the text, in a few words. */
  readonly refusal?: 'empty' | 'empty-section' | 'too-many-colons';
};

/**
 * Takes a short volume apart as Compose does (compose-go, `format/volume.go`): a single letter before a colon is a Windows drive,
 * one or two characters are a target, an option that nobody knows is passed over.
 */
export function readVolume(text: string): VolumeText {
  if (text === '') return { type: 'volume', options: [], refusal: 'empty' };
  if (isTiny(text)) return { type: 'volume', target: { text, from: 0 }, options: [] };
  const sections = sectionsOf(text);
  const refusal = refusalOf(sections);
  const [first, second, third] = sections;
  if (sections.length === 1 || first === undefined) {
    return { type: 'volume', ...(first === undefined ? {} : { target: first }), options: [], ...refusal };
  }
  return {
    type: isHostPath(first.text) ? 'bind' : 'volume',
    source: first,
    ...(second === undefined ? {} : { target: second }),
    options: third === undefined ? [] : optionsOf(third),
    ...refusal,
  };
}

/** Whether a text is one or two bytes long: Compose takes it for a target without a look. */
export function isTiny(text: string): boolean {
  return /^[\0-\x7f]{1,2}$|^[\x80-\u07ff]$/.test(text);
}

function refusalOf(sections: readonly VolumePart[]): { readonly refusal?: 'empty-section' | 'too-many-colons' } {
  const empty = sections.findIndex((section) => section.text === '');
  if (empty >= 0 && empty < 3) return { refusal: 'empty-section' };
  return sections.length > 3 ? { refusal: 'too-many-colons' } : {};
}

function sectionsOf(text: string): readonly VolumePart[] {
  const sections: VolumePart[] = [];
  let from = 0;
  let open = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = text[at];
    if (unit === '$' && text[at + 1] === '{') open++;
    else if (unit === '}' && open > 0) open--;
    const ends = unit === undefined || (unit === ':' && !isLetter(text.slice(from, at)));
    if (!ends || open > 0) continue;
    sections.push({ text: text.slice(from, at), from });
    from = at + 1;
  }
  return sections;
}

function optionsOf(section: VolumePart): readonly VolumePart[] {
  let from = section.from;
  return section.text.split(',').map((text) => {
    const option = { text, from };
    from += text.length + 1;
    return option;
  });
}

function isHostPath(source: string): boolean {
  if (/^[./~]/.test(source) || source.startsWith('\\\\')) return true;
  const colon = source.indexOf(':');
  return colon > 0 && isLetter(source.slice(0, colon));
}

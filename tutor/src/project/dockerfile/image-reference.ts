import type { ImageReference, Value } from './reading.ts';

/** Why a name is no image's name: `uppercase`, `space`, `characters`, `tag`, `digest`, `empty`. */
export type ImageNameFault = 'uppercase' | 'space' | 'characters' | 'tag' | 'digest' | 'empty';

export type ReferenceReading =
  | { readonly kind: 'reference'; readonly reference: ImageReference }
  | { readonly kind: 'fault'; readonly why: ImageNameFault };

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Takes an image's name apart as Docker does (`registry/repository:tag@digest`). Undefined where the name is not known. */
export function readReference(value: Value): ReferenceReading | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  if (text.trim() === '') return { kind: 'fault', why: 'empty' };
  if (/\s/.test(text)) return { kind: 'fault', why: 'space' };
  const parts = split(text);
  const fault = faultOf(parts);
  if (fault !== undefined) return { kind: 'fault', why: fault };
  return { kind: 'reference', reference: placed(value, text, parts) };
}

type Parts = { readonly registry?: string; readonly path: string; readonly tag?: string; readonly digest?: string };

function split(text: string): Parts {
  const [named = '', digest] = cut(text, text.indexOf('@'));
  const colon = named.lastIndexOf(':');
  const [name = '', tag] = cut(named, colon > named.lastIndexOf('/') ? colon : -1);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry =
    first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase();
  return {
    ...(isRegistry ? { registry: first } : {}),
    path: isRegistry ? name.slice(slash + 1) : name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function cut(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function faultOf(parts: Parts): ImageNameFault | undefined {
  if (parts.path !== parts.path.toLowerCase()) return 'uppercase';
  if (!parts.path.split('/').every((component) => COMPONENT.test(component))) return 'characters';
  if (parts.tag !== undefined && !TAG.test(parts.tag)) return 'tag';
  if (parts.digest !== undefined && !DIGEST.test(parts.digest)) return 'digest';
  return undefined;
}

function placed(value: Value, text: string, parts: Parts): ImageReference {
  const exact = value.raw === text && value.span.end - value.span.start === text.length;
  const part = (from: number, length: number) =>
    exact
      ? { file: value.span.file, start: value.span.start + from, end: value.span.start + from + length }
      : value.span;
  const official = parts.registry === undefined || /^(?:index\.)?docker\.io$/.test(parts.registry);
  const repository = official ? parts.path.replace(/^library\//, '') : parts.path;
  const pathFrom = parts.registry === undefined ? 0 : parts.registry.length + 1;
  const tagFrom = pathFrom + parts.path.length + 1;
  const digestFrom = text.length - (parts.digest?.length ?? 0);
  return {
    ...(parts.registry === undefined || official ? {} : { registry: parts.registry }),
    repository,
    repositoryAt: part(pathFrom + parts.path.length - repository.length, repository.length),
    ...(parts.tag === undefined ? {} : { tag: parts.tag, tagAt: part(tagFrom, parts.tag.length) }),
    ...(parts.digest === undefined ? {} : { digest: parts.digest, digestAt: part(digestFrom, parts.digest.length) }),
  };
}

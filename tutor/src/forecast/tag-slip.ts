import { editDistance } from '../core/nearest.ts';
import { type ImageReference, isOfficialPostgres } from './image.ts';

/** What the tags of the official image say of what it is built on (Docker Hub, `postgres`, 2026). */
const VARIANTS = ['alpine', 'bookworm', 'bullseye', 'trixie', 'buster', 'stretch', 'jessie'];
const VARIANT = `(?:alpine(?:\\d\\.\\d+)?|${VARIANTS.slice(1).join('|')})`;
const KNOWN = new RegExp(`^(?:latest|${VARIANT}|\\d+(?:\\.\\d+)*(?:beta\\d+|rc\\d+)?(?:-${VARIANT})?)$`);
/** What the chapter runs. */
const CHAPTER_TAG = '16-alpine';
/** What tags of other images say, and none of PostgreSQL's does. */
const ELSEWHERE =
  /^(?:slim(?:-\w+)?|\w+-slim|ubuntu\S*|debian\S*|jammy|focal|noble|windows\S*|latest|lts|stable|current|x|x\.x)$/;
/** Letters that a slip may change in a word of a tag. */
const SLIP = 2;

/** The tag of the official image that was meant where the one written is nearly it; undefined where the tag is one, or tells nothing. */
export function meantTag(reference: ImageReference): string | undefined {
  const { tag } = reference;
  if (tag === undefined || tag === '' || !isOfficialPostgres(reference)) return undefined;
  if (KNOWN.test(tag)) return undefined;
  const lower = tag.toLowerCase();
  const [, version, rest = ''] = /^v?(\d+(?:\.\d+)*)[-_.]*(.*)$/.exec(lower) ?? [];
  if (version !== undefined)
    return rest === '' || ELSEWHERE.test(rest) ? version : joined(version, wordOf(rest, VARIANTS));
  const [, word, after] = /^([a-z]+)[-_.]*(\d+)$/.exec(lower) ?? [];
  if (word !== undefined && after !== undefined) return joined(after, wordOf(word, VARIANTS));
  if (lower !== 'latest' && ELSEWHERE.test(lower)) return CHAPTER_TAG;
  return wordOf(lower, ['latest', ...VARIANTS]);
}

function joined(version: string, variant: string | undefined): string | undefined {
  return variant === undefined ? undefined : `${version}-${variant}`;
}

function wordOf(text: string, words: readonly string[]): string | undefined {
  return words.find((word) => word === text) ?? words.find((word) => editDistance(word, text) <= SLIP);
}

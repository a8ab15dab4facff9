/** Blocks of a tar archive, and where its header says what (POSIX pax, *ustar Interchange Format*). */
const BLOCK = 512;
const SIZE_AT = 124;
const SIZE_LENGTH = 12;
const TYPE_AT = 156;
/** Types of entries that only describe the next one. */
const DESCRIBES = new Set(['x', 'g', 'L', 'K']);
const FILE = new Set(['0', '\0', '7']);

/**
 * The text of the first file in a tar archive, as `docker cp CONTAINER:PATH -` writes it; undefined where it begins with something else.
 * The archive was read as UTF-8; headers are plain letters, so that offsets hold up to the file's own text.
 */
export function fileInArchive(archive: string): string | undefined {
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const type = archive[at + TYPE_AT] ?? '';
    const size = Number.parseInt(archive.slice(at + SIZE_AT, at + SIZE_AT + SIZE_LENGTH), 8);
    if (Number.isNaN(size)) return undefined;
    if (FILE.has(type)) return textFrom(archive, at + BLOCK, size);
    if (!DESCRIBES.has(type)) return undefined;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

/** A size counts bytes, a text counts letters: the text ends where so many bytes are used up. */
function textFrom(archive: string, from: number, size: number): string {
  const rest = archive.slice(from, from + size);
  if (Buffer.byteLength(rest) === size) return rest;
  return Buffer.from(rest).subarray(0, size).toString();
}

import {
  closeSync,
  copyFileSync,
  type Dirent,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileRead, FolderEntry, ProjectFiles } from '../project/files.ts';

/** What `projectFilesOnDisk` may be told. */
export type DiskOptions = {
  /** Files larger than this are not read. Default 1 MiB. */
  readonly fileBytes?: number;
};

/** A project folder that can be looked into, or the reason why not: `reason` is the system's own word, e.g. `EACCES`. */
export type FolderLook =
  | { readonly kind: 'folder'; readonly realPath: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-a-folder' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const FILE_BYTES = 1024 * 1024;

/**
 * The files of a project folder. Paths that are absolute or climb with `..` are read too, as Compose would.
 * Each path is read once: what it gave then is what it gives for as long as this object lives.
 */
export function projectFilesOnDisk(folder: string, options: DiskOptions = {}): ProjectFiles {
  const limit = options.fileBytes ?? FILE_BYTES;
  const at = (path: string) => (isAbsolute(path) ? path : resolve(folder, path));
  return {
    read: remembered((path) => readOneFile(at(path), limit)),
    list: remembered((path) => listFolder(at(path))),
    kind: remembered((path) => {
      const stats = statsOf(at(path));
      if ('reason' in stats) return 'absent';
      return stats.found.isDirectory() ? 'folder' : 'file';
    }),
  };
}

/** Whether a folder is there and may be read, and its path with every link resolved. */
export function lookAtFolder(folder: string): FolderLook {
  try {
    if (!statSync(folder).isDirectory()) return { kind: 'not-a-folder' };
    readdirSync(folder);
    return { kind: 'folder', realPath: realpathSync(folder) };
  } catch (error) {
    const reason = codeOf(error);
    if (reason === 'ENOENT') return { kind: 'absent' };
    return reason === 'ENOTDIR' ? { kind: 'not-a-folder' } : { kind: 'unreadable', reason };
  }
}

/** Every file beneath a folder, as paths with `/`, sorted; links and what begins with a name in `skip` are left out. */
export function filesBeneath(folder: string, skip: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  const walk = (inside: string) => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      if (skip.includes(entry.name)) continue;
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  walk('');
  return found.sort();
}

/** What writing a file came to. `reason` is the system's own word, e.g. `EACCES`, `ENOSPC`; `kept` is where the copy lies. */
export type Written =
  | { readonly kind: 'written'; readonly kept?: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string; readonly path: string };

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. A file that is there already is copied
 * into `copies` before, under the same relative path; where that copy cannot be made nothing is written.
 */
export function writeSafely(folder: string, path: string, content: string | Uint8Array, copies: string): Written {
  const target = resolve(folder, path);
  if (isOutside(folder, target)) return { kind: 'failed', reason: 'OUTSIDE', path };
  try {
    const before = bytesOf(target);
    if (before?.equals(Buffer.from(content))) return { kind: 'unchanged' };
    // A link stays a link: what it points at is what is replaced.
    const real = before === undefined ? target : realpathSync(target);
    const kept = before === undefined ? undefined : keepCopy(real, path, copies);
    replaceFile(real, content, before === undefined ? undefined : statSync(real).mode);
    return kept === undefined ? { kind: 'written' } : { kind: 'written', kept };
  } catch (error) {
    return { kind: 'failed', reason: codeOf(error), path };
  }
}

/** Writes a file whole or not at all, keeping no copy. Throws the system's error. */
export function replaceFile(target: string, content: string | Uint8Array, mode?: number): void {
  mkdirSync(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}-${process.hrtime.bigint().toString(36)}.tmp`;
  try {
    writeFileSync(beside, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** A folder for the copies of one command, beside the tutor's own state: never inside the learner's project. */
export function copiesFolder(stateFolder: string, projectKey: string, at: Date): string {
  return join(stateFolder, 'copies', projectKey, at.toISOString().replaceAll(':', '-'));
}

function keepCopy(real: string, path: string, copies: string): string {
  const kept = join(copies, path);
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(real, kept);
  return kept;
}

function isOutside(folder: string, target: string): boolean {
  const way = relative(resolve(folder), target);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function bytesOf(target: string): Buffer | undefined {
  try {
    return readFileSync(target);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function remembered<Answer>(ask: (path: string) => Answer): (path: string) => Answer {
  const known = new Map<string, Answer>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = ask(path);
    known.set(path, answer);
    return answer;
  };
}

function statsOf(path: string): { readonly found: Stats } | { readonly reason: string } {
  try {
    return { found: statSync(path) };
  } catch (error) {
    return { reason: codeOf(error) };
  }
}

/** These mean that nothing is there: no such entry, a file where a folder should be, a path no file can have. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE', 'ENAMETOOLONG']);

function readOneFile(path: string, limit: number): FileRead {
  const stats = statsOf(path);
  if ('reason' in stats) return absentOr(stats.reason);
  const { found } = stats;
  if (found.isDirectory()) return { kind: 'folder' };
  // A pipe or a device would be waited for without end.
  if (!found.isFile()) return { kind: 'unreadable', reason: 'not a regular file' };
  if (found.size > limit) return { kind: 'too-large', bytes: found.size, limit };
  try {
    return decode(readBounded(path, found.size, limit), limit);
  } catch (error) {
    return absentOr(codeOf(error));
  }
}

function absentOr(reason: string): FileRead {
  return ABSENT.has(reason) ? { kind: 'absent' } : { kind: 'unreadable', reason };
}

/** A file may grow between the look at its size and the reading: never more than one byte beyond the limit is read. */
function readBounded(path: string, size: number, limit: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const first = readUpTo(descriptor, Buffer.allocUnsafe(size + 1));
    // The commonest case: the file is as large as it was said to be.
    if (first.length <= size) return first;
    return Buffer.concat([first, readUpTo(descriptor, Buffer.allocUnsafe(Math.max(0, limit - size)))]);
  } finally {
    closeSync(descriptor);
  }
}

function readUpTo(descriptor: number, buffer: Buffer): Buffer {
  let filled = 0;
  while (filled < buffer.length) {
    const got = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (got === 0) break;
    filled += got;
  }
  return buffer.subarray(0, filled);
}

function decode(bytes: Buffer, limit: number): FileRead {
  if (bytes.length > limit) return { kind: 'too-large', bytes: bytes.length, limit };
  const wide = utf16Of(bytes);
  if (wide !== undefined)
    return hasUtf16Mark(bytes) ? { kind: 'utf16', text: wide, mark: 'utf16-bom' } : { kind: 'utf16', text: wide };
  if (bytes.includes(0)) return { kind: 'binary' };
  const offset = firstWrongByte(bytes);
  if (offset !== undefined) return { kind: 'not-utf8', offset, text: bytes.toString('utf8') };
  const text = bytes.toString('utf8');
  return text.startsWith('\ufeff')
    ? { kind: 'text', text: text.slice(1), mark: 'utf8-bom' }
    : { kind: 'text', text, mark: 'none' };
}

/** With a mark, or with NUL at every other byte, as PowerShell's `>` writes. */
function utf16Of(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const looked = bytes.subarray(0, 512);
  if (looked.length < 4 || looked.length % 2 === 1) return undefined;
  const even = looked.filter((_byte, index) => index % 2 === 0);
  const odd = looked.filter((_byte, index) => index % 2 === 1);
  if (odd.every((byte) => byte === 0) && even.every((byte) => byte !== 0)) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  if (even.every((byte) => byte === 0) && odd.every((byte) => byte !== 0)) {
    return new TextDecoder('utf-16be').decode(bytes);
  }
  return undefined;
}

function hasUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function firstWrongByte(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  // Halving finds the longest beginning that is UTF-8, give or take a character cut in two.
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8Beginning(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  let start = low;
  while (start > 0 && !isUtf8(bytes.subarray(0, start))) start--;
  return start;
}

function isUtf8(bytes: Uint8Array): boolean {
  return decodes(bytes, false);
}

function isUtf8Beginning(bytes: Uint8Array): boolean {
  return decodes(bytes, true);
}

/** `open`: a character that is cut off at the end is no fault. */
function decodes(bytes: Uint8Array, open: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: open });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function listFolder(path: string): readonly FolderEntry[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    // Absent and unreadable alike list nothing (ProjectFiles.list); `read` of the folder's files tells which.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
  return entries.map((entry) => entryOf(path, entry)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function entryOf(folder: string, entry: Dirent): FolderEntry {
  const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other';
  if (kind !== 'file' || process.platform === 'win32') return { name: entry.name, kind };
  try {
    return { name: entry.name, kind, executable: (lstatSync(join(folder, entry.name)).mode & 0o111) !== 0 };
  } catch (error) {
    // Gone since it was listed: what is known of it is its name.
    if (codeOf(error) === 'ENOENT') return { name: entry.name, kind };
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

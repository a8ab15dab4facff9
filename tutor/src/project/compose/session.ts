import type { Span } from '../../core/span.ts';
import { join, type ProjectFiles } from '../files.ts';
import type { FaultList } from './fault-list.ts';
import type { TreeNode } from './tree.ts';
import { readYaml } from './yaml.ts';

/** What one reading of a project shares: its files, each opened once, and what is wrong. */
export type Session = {
  readonly files: ProjectFiles;
  readonly faults: FaultList;
  /** Absolute path of the project's folder, or `''`. */
  readonly folderPath: string;
  readonly home: string | undefined;
  /** Every file that was opened or looked for. */
  readonly watched: Set<string>;
  readonly documents: Map<string, readonly TreeNode[]>;
  /** How many files may still be included: each of two that include two doubles them. */
  readonly budget: { includes: number };
};

/** The most files that one project may include, each counted as often as it is named. */
export const MAX_INCLUDES = 500;

/** The documents of a YAML file, read once; what is wrong with it is told. `named` is the text that names the file. */
export function documentsOf(session: Session, file: string, named?: Span): readonly TreeNode[] {
  const known = session.documents.get(file);
  if (known !== undefined) return known;
  const text = textOfFile(session, file, 'yaml', named);
  const documents = text === undefined ? [] : readDocuments(session, file, text);
  session.documents.set(file, documents);
  return documents;
}

function readDocuments(session: Session, file: string, text: string): readonly TreeNode[] {
  const { documents, faults } = readYaml(file, text);
  session.faults.addAll(faults);
  return documents;
}

/** Of a text that names several files, the words for one of them. */
function partOf(session: Session, named: Span, file: string): Span {
  const read = session.files.read(named.file);
  if (read.kind !== 'text') return named;
  const parts = [...read.text.slice(named.start, named.end).matchAll(/[^:;,"']+/g)];
  const part = parts.find(([text]) => join('', text) === file);
  if (part === undefined) return named;
  const start = named.start + part.index;
  return { file: named.file, start, end: start + part[0].length };
}

/** The text of a file for one of Compose's readers, or undefined after telling why there is none. `named` is the text that names the file. */
export function textOfFile(
  session: Session,
  file: string,
  reader: 'yaml' | 'dotenv',
  named?: Span,
): string | undefined {
  session.watched.add(file);
  const read = session.files.read(file);
  const at = { file, start: 0, end: 0 };
  switch (read.kind) {
    case 'text':
      return read.text;
    case 'utf16':
      // Compose's YAML reader takes UTF-16 that says so at its head; its reader of env files never does.
      if (reader === 'yaml' && read.mark === 'utf16-bom') return read.text;
      session.faults.add({
        kind: 'file-encoding',
        message: `${file} is written in UTF-16`,
        at,
        words: { file, encoding: 'UTF-16' },
      });
      return read.text;
    case 'not-utf8': {
      // Compose's reader of env files takes the bytes as they are.
      const text = reader === 'dotenv' ? read.text : undefined;
      session.faults.add({
        kind: 'file-encoding',
        refuses: text === undefined,
        message: `${file} is not written in UTF-8`,
        at,
        words: { file, encoding: 'not UTF-8' },
      });
      return text;
    }
    case 'binary':
      session.faults.add({ kind: 'file-binary', message: `${file} is no text`, at, words: { file } });
      return undefined;
    case 'too-large':
      session.faults.add({
        kind: 'too-large',
        message: `${file} has ${read.bytes} bytes, more than ${read.limit}`,
        at,
        words: { file, what: 'bytes', limit: String(read.limit) },
      });
      return undefined;
    case 'absent':
      session.faults.add({
        kind: 'file-missing',
        message: `there is no file ${file}`,
        ...(named === undefined ? {} : { at: partOf(session, named, file) }),
        words: { file },
      });
      return undefined;
    case 'folder':
    case 'unreadable': {
      const reason = read.kind === 'folder' ? 'it is a folder' : read.reason;
      session.faults.add({
        kind: 'file-unreadable',
        message: `${file} cannot be read: ${reason}`,
        at: named ?? at,
        words: { file, reason },
      });
      return undefined;
    }
  }
}

/** The path by which a file is opened, for a path that stands in the tree: relative to the project's folder where that can be said. */
export function pathOfFile(session: Session, path: string): string {
  const { folderPath } = session;
  if (!path.startsWith('/') || folderPath === '') return join('', path);
  return relativePath(folderPath, path);
}

/** One folder's path to another; the other's own path where they share nothing but the root. */
export function relativePath(from: string, to: string): string {
  const start = from.split('/').filter((part) => part !== '');
  const end = to.split('/').filter((part) => part !== '');
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same++;
  if (same === 0 && to.startsWith('/') && start.length > 0) return to;
  return [...start.slice(same).map(() => '..'), ...end.slice(same)].join('/');
}

/** What reading one file of the project gave. Paths are relative to the project folder, with `/`. */
export type FileRead =
  | { readonly kind: 'text'; readonly text: string; readonly mark: 'none' | 'utf8-bom' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'folder' }
  /** Has NUL bytes and no UTF-16 mark: not a text. */
  | { readonly kind: 'binary' }
  /** UTF-16 with a mark (which YAML readers take), or with NUL at every other byte; `text` is its decoded content. */
  | { readonly kind: 'utf16'; readonly text: string; readonly mark?: 'utf16-bom' }
  /** Text that is not UTF-8; `offset` is the first byte that is not, `text` the whole with U+FFFD for what cannot be read. */
  | { readonly kind: 'not-utf8'; readonly offset: number; readonly text?: string }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  /** `reason` is the system's own word, e.g. `EACCES`. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** One entry of a folder. `executable`: any x bit is set; undefined where the system has no such bits. */
export type FolderEntry = {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly executable?: boolean;
};

/**
 * How the project room reads files: handed in, so that it runs on a folder, on an archive, or on a table in a test.
 * A path may be absolute or climb with `..`: Compose allows both, and whether that is allowed is the port's to decide.
 * Answers are stable for one run: the same path gives the same answer twice.
 */
export interface ProjectFiles {
  read(path: string): FileRead;
  /** Entries sorted by name; empty where the folder is absent or unreadable. */
  list(folder: string): readonly FolderEntry[];
  kind(path: string): 'file' | 'folder' | 'absent';
}

/** Files from a table of path → text: for tests, previews and edits not yet written. */
export function filesFromTable(table: Readonly<Record<string, string>>): ProjectFiles {
  const paths = Object.keys(table).sort();
  const kind = (path: string): 'file' | 'folder' | 'absent' => {
    const clean = normalise(path);
    if (Object.hasOwn(table, clean)) return 'file';
    return clean === '' || paths.some((other) => other.startsWith(`${clean}/`)) ? 'folder' : 'absent';
  };
  return {
    kind,
    read(path) {
      const clean = normalise(path);
      const text = Object.hasOwn(table, clean) ? table[clean] : undefined;
      if (text === undefined) return kind(clean) === 'folder' ? { kind: 'folder' } : { kind: 'absent' };
      // U+FFFE is a UTF-16 mark read in the wrong order: in a table it stands for a file in that encoding.
      if (text.startsWith('\ufffe')) return { kind: 'utf16', text: text.slice(1) };
      if (text.includes('\0')) return { kind: 'binary' };
      return text.startsWith('\ufeff')
        ? { kind: 'text', text: text.slice(1), mark: 'utf8-bom' }
        : { kind: 'text', text, mark: 'none' };
    },
    list(folder) {
      const clean = normalise(folder);
      const prefix = clean === '' ? '' : `${clean}/`;
      const found = new Map<string, FolderEntry>();
      for (const path of paths) {
        if (!path.startsWith(prefix)) continue;
        const rest = path.slice(prefix.length);
        const slash = rest.indexOf('/');
        const name = slash < 0 ? rest : rest.slice(0, slash);
        found.set(name, { name, kind: slash < 0 ? 'file' : 'folder' });
      }
      return [...found.values()];
    },
  };
}

/** Resolves `.` and `..` and doubled slashes in a project path; `''` is the project folder. A path that climbs out keeps its `..`. */
export function normalise(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '..' || !absolute) kept.push(part);
  }
  return (absolute ? '/' : '') + kept.join('/');
}

/** Joins a path to the folder it is relative to. */
export function join(folder: string, path: string): string {
  return normalise(path.startsWith('/') || folder === '' ? path : `${folder}/${path}`);
}

/** The folder of a path; `''` is the project folder. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : slash === 0 ? '/' : path.slice(0, slash);
}

import { type BigIntStats, type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How changes are noticed: by events, or by looking again and again where no events arrive. */
export type WatchMode = 'watching' | 'polling';

export type WatchEvents = {
  /** Files that changed and have settled: absolute paths as they were given. */
  readonly onChange: (paths: readonly string[]) => void;
  readonly onMode: (mode: WatchMode) => void;
};

/** A watch that goes on until its signal is aborted. */
export interface FileWatch {
  /** From now on these files. A file that was followed before is compared with what it was then. */
  follow(paths: readonly string[]): void;
}

/** A save is many events, spread over 13 ms by some editors. */
const SETTLE_MS = 15;
const SETTLE_MOST_MS = 40;
/** A save may pass through an empty or a missing file. */
const EMPTY_MS = 100;
/** Beside the events the files are looked at; a change that no event announced in this time shows that none arrive. */
const LOOK_MS = 1_000;
const UNANNOUNCED_MS = 300;
const POLL_MS = 100;

/**
 * Watches files through the folders that hold them: a watch on a file itself, or a recursive one, loses saves that rename.
 * Files need not be there yet.
 */
export function watchFiles(paths: readonly string[], events: WatchEvents, signal: AbortSignal): FileWatch {
  let files: ReadonlyMap<string, string> = new Map();
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: bigint | undefined }>();
  let mode: WatchMode = 'watching';
  let firstEventAt: number | undefined;
  let lastEventAt = 0;
  let settling: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let expecting: NodeJS.Timeout | undefined;

  const noticed = () => {
    const now = Date.now();
    lastEventAt = now;
    firstEventAt ??= now;
    const wait = Math.max(0, Math.min(SETTLE_MS, firstEventAt + SETTLE_MOST_MS - now));
    clearTimeout(settling);
    settling = setTimeout(() => {
      firstEventAt = undefined;
      judge('first');
    }, wait);
  };

  /** `first`: a file that turned empty or vanished is given time to come back. */
  const judge = (look: 'first' | 'second') => {
    if (signal.aborted) return;
    const changed = changedOf(files);
    if (changed.length === 0) return;
    if (look === 'first' && changed.some((path) => isBare(path))) {
      clearTimeout(again);
      again = setTimeout(() => judge('second'), EMPTY_MS);
      return;
    }
    files = marksOf([...files.keys()]);
    events.onChange(changed);
  };

  const toPolling = () => {
    if (mode === 'polling' || signal.aborted) return;
    mode = 'polling';
    for (const { watcher } of watchers.values()) watcher.close();
    watchers.clear();
    events.onMode(mode);
    schedule();
  };

  const look = () => {
    const opened = openWatchers();
    if (changedOf(files).length > 0) {
      // What happened in a folder that was not watched yet could not have been announced.
      if (mode === 'polling' || opened === 'some') judge('first');
      else expectAnnouncement(Date.now());
    }
    schedule();
  };

  const expectAnnouncement = (seenAt: number) => {
    clearTimeout(expecting);
    expecting = setTimeout(() => {
      if (lastEventAt >= seenAt - LOOK_MS || changedOf(files).length === 0) return;
      toPolling();
      judge('first');
    }, UNANNOUNCED_MS);
  };

  const schedule = () => {
    clearTimeout(looking);
    if (!signal.aborted) looking = setTimeout(look, mode === 'polling' ? POLL_MS : LOOK_MS);
  };

  /** A folder that is not there yet, or was made anew, is watched as soon as it is seen. */
  const openWatchers = (): 'some' | 'none' => {
    if (mode === 'polling') return 'none';
    const folders = new Set([...files.keys()].map((path) => dirname(path)));
    for (const [folder, { watcher, inode }] of watchers) {
      if (folders.has(folder) && inodeOf(folder) === inode) continue;
      watcher.close();
      watchers.delete(folder);
    }
    const before = watchers.size;
    for (const folder of folders) if (!watchers.has(folder)) openWatcher(folder);
    return watchers.size > before ? 'some' : 'none';
  };

  const openWatcher = (folder: string) => {
    try {
      const watcher = watch(folder, { persistent: true }, (_event, name) => {
        // Swap files and the like are not the project's. Some systems give no name.
        const ours =
          name === null || [...files.keys()].some((path) => basename(path) === name && dirname(path) === folder);
        if (ours) noticed();
      });
      watcher.on('error', () => {
        // The folder went away, or the system's limit was met: it is tried again at the next look.
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, { watcher, inode: inodeOf(folder) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return;
      // ENOSPC, EMFILE: the system has no more watches to give.
      toPolling();
    }
  };

  signal.addEventListener(
    'abort',
    () => {
      for (const { watcher } of watchers.values()) watcher.close();
      watchers.clear();
      for (const timer of [settling, looking, again, expecting]) clearTimeout(timer);
    },
    { once: true },
  );
  const follow = (next: readonly string[]) => {
    files = marksOf(next, files);
    openWatchers();
  };
  follow(paths);
  schedule();
  return { follow };
}

/** What tells one state of a file from another. */
type Mark = string;

function marksOf(paths: readonly string[], known: ReadonlyMap<string, Mark> = new Map()): ReadonlyMap<string, Mark> {
  return new Map(paths.map((path) => [path, known.get(path) ?? markOf(path)]));
}

function changedOf(files: ReadonlyMap<string, Mark>): readonly string[] {
  return [...files].filter(([path, mark]) => markOf(path) !== mark).map(([path]) => path);
}

function markOf(path: string): Mark {
  const stats = statsOf(path);
  return typeof stats === 'string' ? stats : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.mode}`;
}

function inodeOf(folder: string): bigint | undefined {
  const stats = statsOf(folder);
  return typeof stats === 'string' ? undefined : stats.ino;
}

function isBare(path: string): boolean {
  const stats = statsOf(path);
  return typeof stats === 'string' || stats.size === 0n;
}

/** The system's word where it gives no facts: being unreadable is a state of a file too. */
function statsOf(path: string): BigIntStats | string {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true }) ?? 'ENOENT';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

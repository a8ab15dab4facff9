import type { FileRead } from '../project/files.ts';

/** A file and what reading it gave. */
export type SourceFile<Reading> = { readonly path: string; readonly read: FileRead; readonly reading?: Reading };

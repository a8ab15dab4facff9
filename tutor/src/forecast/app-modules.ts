import { folderOf, join } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import { readPython } from '../project/python/read-python.ts';
import type { PythonReading } from '../project/python/reading.ts';
import type { SourceFile } from './source-file.ts';

/** The app's own file and every module of the project that it imports. */
export type AppModules = {
  readonly app: SourceFile<PythonReading>;
  /** The app first. */
  readonly modules: readonly PythonReading[];
  /** Whether a top-level module is the project's own. */
  readonly isOwn: (module: string) => boolean;
};

const MAX_MODULES = 60;

/** Reads the app and follows its local imports. `root`: the folder from which it imports. */
export function readApp(project: Project, path: string, root: string): AppModules {
  const read = project.files.read(path);
  const first = read.kind === 'text' ? readPython(path, read.text) : undefined;
  const modules = new Map<string, PythonReading>();
  const visit = (reading: PythonReading): void => {
    if (modules.has(reading.file) || modules.size >= MAX_MODULES) return;
    modules.set(reading.file, reading);
    for (const target of importedFiles(project, reading, root)) {
      const inner = project.files.read(target);
      if (inner.kind === 'text' && !modules.has(target)) visit(readPython(target, inner.text));
    }
  };
  if (first !== undefined) visit(first);
  return {
    app: { path, read, ...(first === undefined ? {} : { reading: first }) },
    modules: [...modules.values()],
    isOwn: (module) =>
      fileOfModule(project, root, [module]) !== undefined || project.files.kind(join(root, module)) === 'folder',
  };
}

/** The project's files that a module imports, packages' `__init__.py` among them. */
function importedFiles(project: Project, reading: PythonReading, root: string): readonly string[] {
  const found: string[] = [];
  for (const one of reading.imports) {
    const base = one.level === 0 ? root : climb(folderOf(reading.file), one.level - 1);
    const parts = one.module === '' ? [] : one.module.split('.');
    for (let depth = 1; depth <= parts.length; depth++) push(found, fileOfModule(project, base, parts.slice(0, depth)));
    for (const name of one.names ?? []) push(found, fileOfModule(project, base, [...parts, name.name]));
  }
  return found;
}

function push(found: string[], file: string | undefined): void {
  if (file !== undefined && !found.includes(file)) found.push(file);
}

function climb(folder: string, steps: number): string {
  let here = folder;
  for (let step = 0; step < steps; step++) here = folderOf(here);
  return here;
}

function fileOfModule(project: Project, root: string, parts: readonly string[]): string | undefined {
  const path = join(root, parts.join('/'));
  if (project.files.kind(`${path}.py`) === 'file') return `${path}.py`;
  return project.files.kind(`${path}/__init__.py`) === 'file' ? `${path}/__init__.py` : undefined;
}

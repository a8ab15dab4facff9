import { folderOf, join, type ProjectFiles } from '../files.ts';
import { type ModuleView, moduleView } from './qualify.ts';
import { type PythonSource, parseSource } from './read-python.ts';

/** The project's own modules, parsed when they are first asked for. */
export interface ModuleTable {
  /** The file of a module named by an import of `from`; undefined where the project has none. */
  fileOf(from: string, module: string, level: number): string | undefined;
  /** Whether there is a module or a folder of that name. */
  holds(from: string, module: string, level: number): boolean;
  /** A module's source; undefined where the file is no text or too many were read. */
  source(file: string): PythonSource | undefined;
  view(file: string): ModuleView | undefined;
  /** Whether the project has a module or package of this top-level name. */
  owns(module: string): boolean;
}

/** The most modules that are read. */
const MAX_MODULES = 80;

/** Makes the table. `roots`: folders that Python imports from, first to last. */
export function moduleTable(files: ProjectFiles, roots: readonly string[]): ModuleTable {
  const sources = new Map<string, PythonSource | undefined>();
  const views = new Map<string, ModuleView | undefined>();
  const foldersFor = (from: string, level: number) => (level === 0 ? roots : [climb(folderOf(from), level - 1)]);
  const table: ModuleTable = {
    fileOf: (from, module, level) => findFile(files, foldersFor(from, level), module),
    holds: (from, module, level) =>
      foldersFor(from, level).some((folder) => {
        const path = join(folder, module.replaceAll('.', '/'));
        return isModule(files, path) || files.kind(path) === 'folder';
      }),
    source(file) {
      if (sources.has(file)) return sources.get(file);
      const read = sources.size < MAX_MODULES ? files.read(file) : undefined;
      const source = read?.kind === 'text' ? parseSource(file, read.text) : undefined;
      sources.set(file, source);
      return source;
    },
    view(file) {
      if (!views.has(file)) views.set(file, viewOf(table, file));
      return views.get(file);
    },
    owns: (module) =>
      roots.some((root) => isModule(files, join(root, module)) || files.kind(join(root, module)) === 'folder'),
  };
  return table;
}

function viewOf(table: ModuleTable, file: string): ModuleView | undefined {
  const source = table.source(file);
  if (source === undefined) return undefined;
  return moduleView(file, source.scope, (module, level) => {
    const target = table.fileOf(file, module, level);
    return target === undefined ? undefined : table.view(target);
  });
}

function isModule(files: ProjectFiles, path: string): boolean {
  return files.kind(`${path}.py`) === 'file' || files.kind(`${path}/__init__.py`) === 'file';
}

function findFile(files: ProjectFiles, folders: readonly string[], module: string): string | undefined {
  const path = module.replaceAll('.', '/');
  for (const folder of folders) {
    const base = path === '' ? folder : join(folder, path);
    if (path !== '' && files.kind(`${base}.py`) === 'file') return `${base}.py`;
    const inside = base === '' ? '__init__.py' : `${base}/__init__.py`;
    if (files.kind(inside) === 'file') return inside;
  }
  return undefined;
}

function climb(folder: string, steps: number): string {
  let here = folder;
  for (let step = 0; step < steps; step++) here = folderOf(here);
  return here;
}

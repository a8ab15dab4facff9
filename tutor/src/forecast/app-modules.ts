import type { Project } from '../project/project.ts';
import type { ImportFault, StartedAs } from '../project/python/import-run.ts';
import { type ModuleTable, moduleTable } from '../project/python/modules.ts';
import { type PythonProject, readPythonProject, type Shadow } from '../project/python/read-project.ts';
import type { PythonReading } from '../project/python/reading.ts';
import type { SourceFile } from './source-file.ts';

/** The app's own file and every module of the project that it imports. */
export type AppModules = {
  readonly app: SourceFile<PythonReading>;
  /** The app first. */
  readonly modules: readonly PythonReading[];
  /** Whether a top-level module is the project's own. */
  readonly isOwn: (module: string) => boolean;
  /** The first thing that goes wrong among the project's own modules at import. */
  readonly importFaults: readonly ImportFault[];
  /** Files of the project that stand in the way of a library. */
  readonly shadows: readonly Shadow[];
  readonly links: PythonProject['links'];
  readonly table: ModuleTable;
  readonly startedAs: StartedAs;
};

/** Reads the app and follows its local imports. `roots`: the folders from which it imports, first to last. */
export function readApp(project: Project, path: string, roots: readonly string[], startedAs: StartedAs): AppModules {
  const read = project.files.read(path);
  if (read.kind !== 'text') {
    const table = moduleTable(project.files, roots);
    const isOwn = (module: string) => table.owns(module);
    return { app: { path, read }, modules: [], isOwn, importFaults: [], shadows: [], links: [], table, startedAs };
  }
  const python = readPythonProject(project.files, { entry: path, roots, startedAs });
  const [first] = python.modules;
  return {
    app: { path, read, ...(first === undefined ? {} : { reading: first }) },
    modules: python.modules,
    isOwn: python.isOwn,
    importFaults: python.importFaults,
    shadows: python.shadows,
    links: python.links,
    table: python.table,
    startedAs,
  };
}

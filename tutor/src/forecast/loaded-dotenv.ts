import { folderOf, join } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { WebSource } from './source.ts';

/** Files that python-dotenv and Flask's command look for beside the app. */
const NAMES = ['.env', '.flaskenv'];

/** Whether the app itself may read a variable from a file beside it: its container need not be given it then. */
export function isLoadedFromFile(project: Project, source: WebSource, name: string): boolean {
  return linesWith(project, source, name).length > 0;
}

/** What a variable that stands in such a file is to the app, beside what its container is given; undefined where that is not told. */
export function loadedValue(
  project: Project,
  source: WebSource,
  name: string,
  given: string | undefined,
): string | undefined {
  const [line, ...more] = linesWith(project, source, name);
  if (line === undefined) return given;
  if (given !== undefined && !source.modules.some(({ dotenvLoads }) => dotenvLoads.some((one) => one.wins === 'file')))
    return given;
  const [, , quoted, plain] = /=\s*(?:(["'])(.*)\1|(.*?))\s*$/.exec(line) ?? [];
  const value = quoted ?? plain;
  return more.length > 0 || value === undefined || /[$#\\]/.test(value) ? undefined : value;
}

/** The lines that give a variable, in all files that the app may load. */
function linesWith(project: Project, source: WebSource, name: string): readonly string[] {
  if (!loadsFiles(source)) return [];
  const folders = [...new Set([source.folder, folderOf(source.app.path), ''])];
  const paths = folders.flatMap((folder) => NAMES.map((file) => join(folder, file)));
  return [...new Set(paths)]
    .filter((path) => source.contents.app(path) !== 'absent')
    .flatMap((path) => {
      const read = project.files.read(path);
      const line = new RegExp(`^[^\\S\\n]*(?:export\\s+)?${name}\\s*=.*`, 'gm');
      return read.kind === 'text' ? (read.text.match(line) ?? []) : [];
    });
}

function loadsFiles({ modules, start, requirements }: WebSource): boolean {
  if (modules.some((module) => module.dotenvLoads.length > 0)) return true;
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  return start?.kind === 'flask-run' && listed.some((one) => one.normalised === 'python-dotenv');
}

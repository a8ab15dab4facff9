import { folderOf, join } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { WebSource } from './source.ts';

/** Files that python-dotenv and Flask's command look for beside the app. */
const NAMES = ['.env', '.flaskenv'];

/** Whether the app itself may read a variable from a file beside it: its container need not be given it then. */
export function isLoadedFromFile(project: Project, source: WebSource, name: string): boolean {
  if (!loadsFiles(source)) return false;
  const folders = [...new Set([source.folder, folderOf(source.app.path), ''])];
  return folders
    .flatMap((folder) => NAMES.map((file) => join(folder, file)))
    .filter((path) => source.contents.app(path) !== 'absent')
    .some((path) => {
      const read = project.files.read(path);
      return read.kind === 'text' && new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm').test(read.text);
    });
}

function loadsFiles({ modules, start, requirements }: WebSource): boolean {
  if (modules.some((module) => module.dotenvLoads.length > 0)) return true;
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  return start?.kind === 'flask-run' && listed.some((one) => one.normalised === 'python-dotenv');
}

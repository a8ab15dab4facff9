import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import { copiesFolder, projectFilesOnDisk, writeSafely } from '../adapters/disk.ts';
import { projectKey } from '../adapters/state.ts';
import { solutions } from '../generated/solutions.ts';
import { CannotTell, type Command, EXIT, type Invocation } from './command.ts';
import { openFolder } from './project-folder.ts';

export const command: Command = {
  name: 'init',
  order: 1,
  summary: 'write the starter into a folder',
  arguments: '[DIR]',
  takes: { least: 0, most: 1 },
  about: `Writes the files that the chapter begins with. A file that is there already is left as it is,
unless --force is given; then a copy of it is kept.`,
  options: { force: { type: 'boolean', says: 'replace files that are there, keeping a copy of each' } },
  run: init,
};

async function init({ positionals, options, world }: Invocation): Promise<number> {
  const path = resolve(world.host.folder, positionals[0] ?? '.');
  makeFolder(path);
  const folder = openFolder(path);
  const files = projectFilesOnDisk(folder.realPath);
  const copies = copiesFolder(world.host.stateFolder, projectKey(folder.realPath), new Date(systemClock.now()));
  let left = 0;
  for (const [file, text] of Object.entries(solutions.starter)) {
    if (!options.flag('force') && files.kind(file) !== 'absent') {
      left += 1;
      world.out(`left    ${file} (it is there already)\n`);
      continue;
    }
    const written = writeSafely(folder.realPath, file, text, copies);
    if (written.kind === 'failed') {
      throw new CannotTell(
        `${file} cannot be written in ${folder.path} (${written.reason}).`,
        'Choose a folder that you may write to: tutor init DIR.',
      );
    }
    const kept =
      written.kind === 'written' && written.kept !== undefined ? `, the old one is kept as ${written.kept}` : '';
    world.out(`${written.kind === 'unchanged' ? 'same ' : 'wrote'}   ${file}${kept}\n`);
  }
  const there = path === world.host.folder ? 'tutor' : `tutor --dir ${positionals[0]}`;
  world.out(
    `\n${left > 0 ? `${left} of your files were left as they are; --force replaces them and keeps copies.\n` : ''}next  open the tutor: ${there}\n`,
  );
  return EXIT.passed;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CannotTell(
      `The folder ${path} cannot be made (${reason}).`,
      'Choose a folder that you may write to: tutor init DIR.',
    );
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesFrom } from '../rules/project.ts';
import { commandBlock, editFiles, FOLDER, ISSUES, readOf } from './common-issues.ts';
import { folderWith, tutor } from './tutor.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'common-issues.md');

describe('what the document of common issues shows without an engine is what the program says', () => {
  it.each(ISSUES)('$title', async ({ scenes }) => {
    const document = readFileSync(DOCUMENT, 'utf8');
    let files = filesFrom(undefined);
    const folder = folderWith(files, FOLDER);
    const said: string[] = [];
    for (const scene of scenes) {
      if ('edit' in scene) files = editFiles(folder, files, scene.edit);
      if (!('tutor' in scene) || scene.asks !== 'files') continue;
      const answer = await tutor(scene.tutor, { cwd: folder });
      said.push(commandBlock('tutor', scene.tutor, readOf(scene, answer)));
      // A mend that was applied is part of what follows.
      files = { ...files, 'compose.yaml': readFileSync(join(folder, 'compose.yaml'), 'utf8') };
    }
    expect(said.filter((block) => !document.includes(block))).toEqual([]);
    expect(document).not.toContain('\x1b');
  });
});

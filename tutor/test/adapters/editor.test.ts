import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { learnersEditor } from '../../src/adapters/editor.ts';

const place = mkdtempSync(join(tmpdir(), 'compose-tutor-editor-'));
const said = join(place, 'said');
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** An editor of that name that writes down what it is called with. */
function stub(name: string): string {
  const path = join(place, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "${said}.part" && mv "${said}.part" "${said}"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The words that the editor was called with. */
async function calledWith(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  rmSync(said, { force: true });
  await learnersEditor('/project', environment)?.open({ file: 'compose.yaml', line: 13, column: 3 });
  return expect
    .poll(() => readFileSync(said, 'utf8').trimEnd().split('\n'), { timeout: 10_000 })
    .not.toEqual([])
    .then(() => readFileSync(said, 'utf8').trimEnd().split('\n'));
}

describe('the file is opened at the line and column by', () => {
  it.each([
    ['vim', ['+call cursor(13,3)', '/project/compose.yaml']],
    ['nano', ['+13', '/project/compose.yaml']],
    ['code', ['--goto', '/project/compose.yaml:13:3']],
    ['zed', ['/project/compose.yaml:13:3']],
    ['hx', ['/project/compose.yaml:13:3']],
    ['some-editor', ['/project/compose.yaml']],
  ])('%s', async (name, words) => {
    expect(await calledWith({ EDITOR: stub(name) })).toEqual(words);
  });

  it('the editor with the options that the learner gave it', async () => {
    expect(await calledWith({ VISUAL: `${stub('code')} --wait -n` })).toEqual([
      '--wait',
      '-n',
      '--goto',
      '/project/compose.yaml:13:3',
    ]);
  });
});

describe('the editor is', () => {
  it.each([
    ['VISUAL before EDITOR', { VISUAL: 'code', EDITOR: 'vim' }, 'code', 'window'],
    ['EDITOR', { EDITOR: '/usr/bin/vim', TERM_PROGRAM: 'vscode' }, 'vim', 'terminal'],
    ['VS Code in its own terminal', { TERM_PROGRAM: 'vscode' }, 'code', 'window'],
  ])('%s', (_, environment, name, takes) => {
    expect(learnersEditor('/project', environment)).toMatchObject({ name, takes });
  });

  it('else what is on PATH, and nobody where nothing is', () => {
    stub('nano');
    expect(learnersEditor('/project', { PATH: place })?.name).toBe('nano');
    expect(learnersEditor('/project', { PATH: join(place, 'nowhere') })).toBeUndefined();
  });

  it('named where it cannot be started, with what to do', async () => {
    const editor = learnersEditor('/project', { EDITOR: join(place, 'not-there') });
    await expect(editor?.open({ file: 'compose.yaml', line: 1, column: 1 })).rejects.toThrow(
      'set EDITOR to the editor you use',
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesAfter } from '../../src/chapter/solutions.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { folderWith, tutor } from './tutor.ts';

const FINISHED = filesAfter(chapter, solutions, 'volume');
const compose = FINISHED['compose.yaml'] ?? '';

describe('tutor fix', () => {
  const mistaken = () => folderWith({ ...FINISHED, 'compose.yaml': compose.replace('image:', 'imgae:') });

  it('shows the first mend as a patch, and changes nothing', async () => {
    const folder = mistaken();
    const { stdout, stderr, code } = await tutor(['fix', '--dir', folder]);
    expect(stdout).toContain('--- a/compose.yaml\n+++ b/compose.yaml\n');
    expect(stdout.split('\n').filter((line) => /^[-+] /.test(line))).toEqual([
      expect.stringMatching(/^- {4}imgae: postgres:16-alpine/),
      expect.stringMatching(/^\+ {4}image: postgres:16-alpine/),
    ]);
    expect(stderr).toContain('`tutor fix --apply` writes it, and keeps a copy.');
    expect(code).toBe(1);
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toContain('imgae');
  });

  it('writes it with --apply, keeping a copy outside the project', async () => {
    const folder = mistaken();
    const { stdout, code } = await tutor(['fix', '--apply', '--dir', folder]);
    expect(code).toBe(0);
    const kept = /^mended {2}compose\.yaml, the old one is kept as (.+)$/m.exec(stdout)?.[1] ?? '';
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe(compose);
    expect(readFileSync(kept, 'utf8')).toContain('imgae');
    expect(kept.startsWith(folder)).toBe(false);
  });

  it('has nothing to do in files without a fault', async () => {
    const { stdout, code } = await tutor(['fix', '--dir', folderWith(FINISHED)]);
    expect({ stdout, code }).toEqual({ stdout: 'Nothing to mend: the files show no fault.\n', code: 0 });
  });

  it('refuses a rule that there is not, and names the nearest', async () => {
    const { stdout, stderr, code } = await tutor(['fix', 'network-mising']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain('There is no rule `network-mising`; the nearest is `network-missing`.');
  });
});

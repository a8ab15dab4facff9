import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesAfter } from '../../src/chapter/solutions.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { folderWith } from './tutor.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'tutor.js');
const FINISHED = filesAfter(chapter, solutions, 'volume');
const compose = FINISHED['compose.yaml'] ?? '';
const WAITS_MS = 15_000;

/** The task that the starter brings for VS Code. */
const task = JSON.parse(solutions.starter['.vscode/tasks.json'] ?? '{}').tasks[0];
const { pattern, background } = task.problemMatcher;

/** What an editor would mark, given the lines of the task as they come: the problems of the last whole round. */
function problemsOf(lines: readonly string[]): readonly string[] {
  const begins = lines.findLastIndex((line) => new RegExp(background.beginsPattern).test(line));
  const ends = lines.findLastIndex((line) => new RegExp(background.endsPattern).test(line));
  if (ends < begins) return ['a round that has not ended'];
  return lines.slice(begins, ends).flatMap((line) => {
    const found = new RegExp(pattern.regexp).exec(line);
    return found === null
      ? []
      : [
          `${found[pattern.file]}:${found[pattern.line]}:${found[pattern.column]} ${found[pattern.severity]} ${found[pattern.code]}`,
        ];
  });
}

describe('the task that the starter brings for an editor', () => {
  it('marks what is wrong at its column, and takes the mark away at the save that mends it', async () => {
    const folder = folderWith({ ...FINISHED, 'compose.yaml': compose.replace('image:', 'imgae:') });
    const [program, ...words] = task.args as readonly string[];
    expect([task.command, program]).toEqual(['npx', 'compose-tutor']);
    const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
    const rounds = async (count: number): Promise<readonly string[]> => {
      const end = Date.now() + WAITS_MS;
      while (text.split('compose-tutor: checked\n').length <= count) {
        if (Date.now() > end) throw new Error(`${count} rounds did not end; it said:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return text.split('\n');
    };
    try {
      const column = 5;
      const line = compose.split('\n').findIndex((one) => one.includes('image: postgres')) + 1;
      expect((await rounds(1))[0]).toBe('compose-tutor: checking');
      expect(problemsOf(text.split('\n'))).toContain(`compose.yaml:${line}:${column} error compose-unknown-property`);
      writeFileSync(join(folder, 'compose.yaml'), compose);
      expect(problemsOf(await rounds(2)).filter((one) => one.includes(' error '))).toEqual([]);
    } finally {
      child.kill('SIGTERM');
    }
  });
});

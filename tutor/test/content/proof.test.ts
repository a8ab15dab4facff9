import { expect, test } from 'vitest';
import { authorCheck, type Judge } from '../../src/chapter/author-check.ts';
import { lookAt } from '../../src/commands/look.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { checks } from '../../src/generated/checks.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { filesFromTable } from '../../src/project/files.ts';
import { readProject } from '../../src/project/project.ts';

/** The very judgement of `tutor check --engine off`, on a table of files, in an empty environment. */
const judge: Judge = async (files) => {
  const read = () =>
    readProject({
      files: filesFromTable(files),
      folderName: 'your-project',
      folderPath: '/home/learner/your-project',
      environment: {},
      roles: chapter.roles,
    });
  const result = await lookAt(read, { chapter, steps: [], proof: 'not-asked' }, () => undefined);
  return Object.fromEntries(result.steps.map(({ id, state }) => [id, state]));
};

test('the starter passes no step, and each solution moves exactly one', async () => {
  const words = checks.map(({ word }) => word);
  const proofs = await authorCheck({ chapter, solutions, words, rules: [], judge });
  expect(proofs.filter(({ held }) => !held)).toEqual([]);
  expect(proofs).toHaveLength(chapter.steps.length + 4);
});

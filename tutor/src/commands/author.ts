import { resolve } from 'node:path';
import { authorCheck, type Proof } from '../chapter/author-check.ts';
import { chapter as builtIn } from '../generated/chapter.ts';
import { pages } from '../generated/pages.ts';
import { rules } from '../generated/rules.ts';
import { solutions as builtInSolutions } from '../generated/solutions.ts';
import { filesFromTable } from '../project/files.ts';
import { readProject } from '../project/project.ts';
import { type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { lookAt, words } from './look.ts';

export const command: Command = {
  name: 'author',
  order: 12,
  summary: 'for authors of chapters: `author check` proves one',
  arguments: 'check [CHAPTER]',
  takes: { least: 1, most: 2 },
  about: `Proves a chapter: the starter fails every step, each solution passes its step and all before it,
every check word is there and every rule has a page.`,
  options: {},
  run: author,
};

async function author({ positionals, world }: Invocation): Promise<number> {
  const [verb, folder] = positionals;
  if (verb !== 'check')
    throw new UsageError(
      `\`tutor author ${verb}\` is not there; \`tutor author check\` is.`,
      'See `tutor author --help`.',
    );
  const { chapter, solutions } =
    folder === undefined
      ? { chapter: builtIn, solutions: builtInSolutions }
      : await (await import('./chapter-folder.ts')).chapterFromFolder(resolve(world.host.folder, folder));
  const proofs = await authorCheck({
    chapter,
    solutions,
    words: [...words.keys()],
    rules: rules.map(({ rule, step }) => ({ rule, step, page: Object.hasOwn(pages, rule) })),
    judge: async (files) => {
      const read = () =>
        readProject({
          files: filesFromTable(files),
          folderName: 'your-project',
          folderPath: '/your-project',
          environment: {},
          roles: chapter.roles,
        });
      const result = await lookAt(read, { chapter, steps: [], proof: 'not-asked' }, () => undefined);
      return Object.fromEntries(result.steps.map((step) => [step.id, step.state]));
    },
  });
  for (const proof of proofs) world.out(`${line(proof)}\n`);
  const broken = proofs.filter((proof) => !proof.held).length;
  world.out(
    broken === 0
      ? `\nThe chapter holds: ${proofs.length} claims proved.\n`
      : `\n${broken} of ${proofs.length} claims do not hold.\n`,
  );
  return broken === 0 ? EXIT.passed : EXIT.work;
}

function line(proof: Proof): string {
  return `${proof.held ? 'holds ' : 'broken'}  ${proof.claim}${proof.seen === undefined ? '' : `: ${proof.seen}`}`;
}

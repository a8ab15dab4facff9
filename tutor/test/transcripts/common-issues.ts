import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edited, type Files } from '../rules/project.ts';
import type { Transcript } from './tutor.ts';

/** One thing in a document: words to read, an edit of a file, a command of the tutor with what it answers, or one of Docker. */
export type Scene =
  | { readonly say: string }
  | { readonly edit: Readonly<Record<string, readonly (readonly [string, string])[]>>; readonly say: string }
  | { readonly tutor: readonly string[]; readonly asks: 'files' | 'engine' }
  /** Its answer is Docker's, differs from version to version, and is left out. */
  | { readonly docker: readonly string[] };

/** One of the chapter's common issues. */
export type Issue = { readonly title: string; readonly scenes: readonly Scene[] };

const DEPLOY: Scene = { tutor: ['check', 'deploy', '--up'], asks: 'engine' };
/** A container with this name has the port; it is made and removed by the test. */
export const HOLDER = 'tutor-issues-old';

/** The issues that the chapter names, played from the finished project; each begins from it anew. */
export const ISSUES: readonly Issue[] = [
  {
    title: 'Docker cannot pull an image',
    scenes: [
      {
        say: 'The chapter says to look for a slip in the name of the image. Here is one, an `s` too many:',
        edit: { 'compose.yaml': [['postgres:16-alpine', 'postgress:16-alpine']] },
      },
      {
        say: "`docker compose up` would say `pull access denied for postgress, repository does not exist or may require 'docker login'`. No login is missing. The tutor sees the slip in the file, before anything is pulled:",
      },
      { tutor: ['check', 'db', '--engine', 'off'], asks: 'files' },
      { say: 'It can write the mend, too. Without `--apply` it only shows it:' },
      { tutor: ['fix'], asks: 'files' },
      { tutor: ['fix', '--apply'], asks: 'files' },
      { tutor: ['check', 'db', '--engine', 'off', '--format', 'unix'], asks: 'files' },
      {
        say: 'Where the name is right and Docker Hub cannot be reached, nothing in your files is wrong. The tutor then says *blocked* instead of *failed*, no point is lost, and the page about it says what to look at:',
      },
      { tutor: ['explain', 'registry-unreachable'], asks: 'files' },
    ],
  },
  {
    title: 'The page shows “Failed to connect to database”',
    scenes: [
      {
        say: 'One sentence on the page, and many causes. First a slip in the password, a zero for an `o`:',
        edit: { 'compose.yaml': [['user:password@', 'user:passw0rd@']] },
      },
      {
        say: 'Before Docker is asked, the files tell already what the page will answer:',
      },
      { tutor: ['check', 'web', '--engine', 'off'], asks: 'files' },
      { say: 'With the stack running, the same cause comes with what the page, the database and its log really said:' },
      DEPLOY,
      {
        say: 'Now a trap that costs an evening. Both ends get a new password, and they agree:',
        edit: {
          'compose.yaml': [
            ['user:passw0rd@', 'user:s3cret@'],
            ['POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: s3cret'],
          ],
        },
      },
      { say: 'Nothing in the files is wrong, and the page says the same as before:' },
      DEPLOY,
      {
        say: 'The old password is put back at both ends, and all is well again. Then the database is stopped:',
        edit: {
          'compose.yaml': [
            ['user:s3cret@', 'user:password@'],
            ['POSTGRES_PASSWORD: s3cret', 'POSTGRES_PASSWORD: password'],
          ],
        },
      },
      { docker: ['compose', 'up', '--detach', '--wait'] },
      { docker: ['compose', 'stop', 'db'] },
      { tutor: ['check', 'deploy'], asks: 'engine' },
      {
        say: 'And where the database is only slow to start, there is nothing to mend: the tutor waits until it accepts connections, and says so.',
      },
    ],
  },
  {
    title: 'The port is already allocated',
    scenes: [
      {
        say: 'Something else has port 8000 of this machine: a container that was started another day and forgotten. You bring the stack up:',
      },
      DEPLOY,
      {
        say: 'Publish another port; the second number, the port inside the container, stays as it is:',
        edit: { 'compose.yaml': [['8000:8000', '8001:8000']] },
      },
      DEPLOY,
    ],
  },
];

/** Makes a folder's files those of the scene's edit. */
export function editFiles(folder: string, files: Files, edit: Extract<Scene, { edit: unknown }>['edit']): Files {
  const after = edited(files, edit);
  for (const path of Object.keys(edit)) writeFileSync(join(folder, path), after[path] ?? '');
  return after;
}

/** What a learner reads of an answer: with an engine stderr is progress, and is over when the answer comes. */
export function readOf(scene: Extract<Scene, { tutor: unknown }>, said: Transcript): string {
  return settled(scene.asks === 'files' ? said.stderr + said.stdout : said.stdout);
}

/** A command and its answer, as they stand in the document. */
export function commandBlock(program: string, words: readonly string[], answer: string): string {
  const shown = answer
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
  return `\`\`\`console\n$ ${[program, ...words].join(' ')}\n${shown === '' ? '' : `${shown}\n`}\`\`\``;
}

/** An edit as a patch without its heads. */
export function editBlock(edit: Extract<Scene, { edit: unknown }>['edit'], before: Files): string {
  const lines = Object.entries(edit).flatMap(([path, pairs]) => [
    `--- ${path}`,
    ...pairs.flatMap(([from, to]) => {
      const line = (before[path] ?? '').split('\n').find((one) => one.includes(from)) ?? from;
      return [`-${line}`, `+${line.replace(from, to)}`];
    }),
  ]);
  return `\`\`\`diff\n${lines.join('\n')}\n\`\`\``;
}

/** The folder and the holder of the port have names of their own on the engine, as long as those that stand for them. */
export const FOLDER = 'tutor-issues';
/** What differs from run to run, and what stands for it. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [new RegExp(HOLDER, 'g'), 'flask-tutorial-1'],
  [new RegExp(FOLDER, 'g'), 'your-project'],
  [/Docker \d[^,\s]*, Compose \d[\w.+-]*/g, 'Docker 28.5.2, Compose 2.40.3'],
  [/(?<=kept as ).*\/copies\/\S+\/(?=[^/\s]+$)/gm, '~/.local/state/compose-tutor/copies/…/'],
  [/Bind for \S+:(?=\d+ failed)/g, 'Bind for 0.0.0.0:'],
  [/\b172\.\d+\.\d+\.\d+\b/g, '172.18.0.2'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC \[\d+\]/g, '2026-01-31 23:59:59.000 UTC [70]'],
  [/\b[0-9a-f]{64}\b/g, `3f2a${'0'.repeat(60)}`],
];

/** An answer with its varying parts settled. */
function settled(answer: string): string {
  return VARYING.reduce((text, [varying, stands]) => text.replace(varying, stands), answer);
}

/** The document's first lines. */
export const HEAD = `# The chapter's common issues, as the tutor tells them

The chapter ends with three things that commonly go wrong. Here each is made to happen in the finished project, and the
tutor is asked. Every answer below was produced by running the program (\`tutor/test/engine/common-issues.test.ts\` runs it
again and compares); addresses, times and identifiers that differ from run to run are settled.
`;

import { expect, it } from 'vitest';
import { type Files, filesFrom, judged } from './project.ts';

/** Milliseconds that judging one of these may take at the most, on a slow machine. */
const LONGEST_MS = 4_000;
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

const cases: readonly (readonly [string, Files])[] = [
  [
    'a RUN that installs, three thousand times',
    { 'web/Dockerfile': `FROM python:3.11\n${many(3000, () => 'RUN pip install -r requirements.txt')}\n` },
  ],
  [
    'a stage that copies from the one before, five hundred times',
    {
      'web/Dockerfile': `${many(500, (at) => `FROM python:3.11 AS s${at}\nCOPY --from=${Math.max(0, at - 1)} /usr/local /usr/local\nRUN pip install -r requirements.txt`)}\nCMD flask run\n`,
    },
  ],
  [
    'two thousand imports',
    { 'web/app.py': `${many(2000, (at) => `import lib${at}`)}\nfrom flask import Flask\napp = Flask(__name__)\n` },
  ],
  ['a word that goes on for ever', { 'web/app.py': `x = "${'App'.repeat(60_000)}"\n` }],
  [
    'brackets in the command',
    {
      'web/Dockerfile': `FROM python:3.11\nENV FLASK_APP=${'('.repeat(60_000)}\nCMD [${' '.repeat(60_000)}'flask'${'] '.repeat(9_000)}\n`,
    },
  ],
  ['digits in the list', { 'web/requirements.txt': `Flask ${'1'.repeat(100_000)} !\n` }],
  ['names that nothing defines', { 'web/app.py': many(3000, (at) => `${' '.repeat(at % 2)}name${at}(other${at})`) }],
  [
    'a script of commands that are not there',
    {
      'web/Dockerfile': 'FROM python:3.11-slim\nCOPY . .\nCMD ["sh", "s.sh"]\n',
      'web/s.sh': many(4000, () => 'nc -z db 5432; psql; curl x'),
    },
  ],
  [
    'blanks in .env',
    {
      'web/.env': `A=${' '.repeat(150_000)}b\n`,
      'web/app.py': 'from dotenv import load_dotenv\nimport os\nload_dotenv(override=True)\nos.environ["A"]\n',
      'web/Dockerfile': 'FROM python:3.11-slim\nCOPY . .\n',
    },
  ],
];

it.each(cases)('%s costs little', async (_, files) => {
  const started = performance.now();
  const result = await judged({ ...filesFrom(undefined), ...files });
  expect(result.state).toBeDefined();
  expect(performance.now() - started).toBeLessThan(LONGEST_MS);
});

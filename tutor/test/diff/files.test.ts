import { describe, expect, test } from 'vitest';
import { diffProjects, pairFiles } from '../../src/diff/diff-projects.ts';
import type { Difference } from '../../src/diff/difference.ts';
import { dockerfileDifferences } from '../../src/diff/dockerfile-differences.ts';
import { pythonDifferences } from '../../src/diff/python-differences.ts';
import { requirementsDifferences } from '../../src/diff/requirements-differences.ts';
import { filesFromTable } from '../../src/project/files.ts';

const say = (found: readonly Difference[]): readonly string[] =>
  found.map(({ kind, path, yours, theirs }) => `${kind} ${path}: ${yours ?? ''} | ${theirs ?? ''}`);

describe('Dockerfiles', () => {
  const SOLUTION = `FROM python:3.11-slim AS builder
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    libpq-dev \\
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
FROM python:3.11-slim
WORKDIR /app
COPY --from=builder /usr/local/lib /usr/local/lib
COPY app.py .
EXPOSE 8000
ENV FLASK_APP=app.py
ENV FLASK_RUN_HOST=0.0.0.0
CMD ["python", "-m", "flask", "run", "--port=8000"]
`;
  const differ = (yours: string): readonly string[] =>
    say(
      dockerfileDifferences(
        { file: 'Dockerfile', text: yours, given: {} },
        { file: 'Dockerfile', text: SOLUTION, given: {} },
      ),
    );
  const edited = (from: string, to: string): string => {
    if (!SOLUTION.includes(from)) throw new Error(`${from} is not in the solution`);
    return SOLUTION.replace(from, to);
  };

  const same: Readonly<Record<string, string>> = {
    'the same text': SOLUTION,
    'comments, case and blank lines': `# mine\n\n${SOLUTION.replace('WORKDIR /app', '\nworkdir /app  ')}`,
    'ENV in another order and on one line': edited(
      'ENV FLASK_APP=app.py\nENV FLASK_RUN_HOST=0.0.0.0\n',
      'ENV FLASK_RUN_HOST="0.0.0.0" FLASK_APP=\'app.py\'\n',
    ),
    'ENV with a blank': edited('ENV FLASK_APP=app.py', 'ENV FLASK_APP app.py'),
    'another alias': SOLUTION.replaceAll('builder', 'deps'),
    'a stage by its number': edited('--from=builder', '--from=0'),
    'RUN in several instructions': edited(' \\\n    && rm -rf', '\nRUN rm -rf'),
    'packages in another order': edited('build-essential \\\n    libpq-dev', 'libpq-dev build-essential'),
    'a path in full': edited('COPY app.py .', 'COPY ./app.py /app/app.py'),
    'the shell form': edited('["python", "-m", "flask", "run", "--port=8000"]', 'python -m flask run --port=8000'),
    'an argument that fills the tag': `ARG TAG=3.11-slim\n${SOLUTION.replaceAll('python:3.11-slim', 'python:${TAG}')}`,
    'EXPOSE before ENV': edited('EXPOSE 8000\nENV FLASK_APP=app.py\n', 'ENV FLASK_APP=app.py\nEXPOSE 8000/tcp\n'),
  };
  for (const [name, text] of Object.entries(same))
    test(`mean the same: ${name}`, () => expect(differ(text)).toEqual([]));

  const other: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'another port',
      edited('--port=8000', '--port=5000'),
      ['different final / CMD: python -m flask run --port=5000 | python -m flask run --port=8000'],
    ],
    ['another value', edited('0.0.0.0', '127.0.0.1'), ['different final / ENV FLASK_RUN_HOST: 127.0.0.1 | 0.0.0.0']],
    ['a variable left out', edited('ENV FLASK_APP=app.py\n', ''), ['missing final / ENV FLASK_APP:  | app.py']],
    [
      'another base',
      edited('FROM python:3.11-slim\n', 'FROM python:3.12\n'),
      ['different final / FROM: python:3.12 | python:3.11-slim'],
    ],
    [
      'another place',
      edited('COPY app.py .', 'COPY app.py /srv/'),
      ['different final / COPY: app.py /srv/ | app.py /app/'],
    ],
    [
      'the requirements copied too late',
      edited(
        'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n',
        'RUN pip install --no-cache-dir -r requirements.txt\nCOPY requirements.txt .\n',
      ),
      [
        'different builder / order: RUN pip install --no-cache-dir -r requirements.txt, then COPY requirements.txt /app/ | COPY requirements.txt /app/, then RUN pip install --no-cache-dir -r requirements.txt',
      ],
    ],
    [
      'an instruction of one’s own',
      edited('EXPOSE 8000', 'EXPOSE 8000\nUSER nobody'),
      ['extra final / USER: nobody | '],
    ],
  ];
  for (const [name, text, expected] of other) test(`differ: ${name}`, () => expect(differ(text)).toEqual(expected));

  test('differ by a stage', () => {
    const single = SOLUTION.slice(SOLUTION.indexOf('FROM python:3.11-slim\n')).replace(/COPY --from.*\n/, '');
    expect(differ(single).map((line) => line.split(':')[0])).toEqual(['missing stage builder', 'missing final / COPY']);
  });
});

describe('Python modules', () => {
  const SOLUTION = `import os
from flask import Flask

app = Flask(__name__)

@app.route('/')
def hello():
    url = os.environ.get("DATABASE_URL")
    if not url:
        return "not set", 500
    return "fine"
`;
  const differ = (yours: string): readonly string[] =>
    say(pythonDifferences({ file: 'app.py', text: yours }, { file: 'app.py', text: SOLUTION }));

  const same: Readonly<Record<string, string>> = {
    'comments, docstrings and blank lines': SOLUTION.replace('import os', '"""Mine."""\n# mine\n\nimport os').replace(
      'def hello():\n',
      'def hello():\n    """Says hello."""\n\n',
    ),
    'quotes and blanks': SOLUTION.replace('"DATABASE_URL"', "'DATABASE_URL'").replace(
      'Flask(__name__)',
      'Flask( __name__ )',
    ),
    'broken lines and a comma behind the last argument': SOLUTION.replace(
      '.get("DATABASE_URL")',
      '.get(\n        "DATABASE_URL",\n    )',
    ),
    'imports in another order': SOLUTION.replace(
      'import os\nfrom flask import Flask',
      'from flask import Flask\nimport os',
    ),
    tabs: SOLUTION.replaceAll('    ', '\t'),
  };
  for (const [name, text] of Object.entries(same))
    test(`say the same: ${name}`, () => expect(differ(text)).toEqual([]));

  const other: readonly (readonly [string, string, readonly string[]])[] = [
    ['a text', SOLUTION.replace('"fine"', '"good"'), ['different def hello: return "good" | return "fine"']],
    ['an import', SOLUTION.replace('import os\n', ''), ['missing imports:  | import os']],
    [
      'a statement left out',
      SOLUTION.replace('    if not url:\n        return "not set", 500\n', ''),
      ['missing def hello:  | if not url :', 'missing def hello:  | return "not set", 500'].map((line) =>
        line.replace('url :', 'url:'),
      ),
    ],
    [
      'a statement more',
      SOLUTION.replace('    return "fine"', '    print(url)\n    return "fine"'),
      ['extra def hello: print(url) | '],
    ],
    ['a tuple', `${SOLUTION}x = (1,)\n`, ['extra : x = (1,) | ']],
    [
      'what belongs to another block',
      SOLUTION.replace('    return "fine"', '        return "fine"'),
      ['different def hello: return "fine" | return "fine"'],
    ],
  ];
  for (const [name, text, expected] of other) test(`differ: ${name}`, () => expect(differ(text)).toEqual(expected));

  test('a comma makes a tuple and is no formatting', () => {
    const compare = (yours: string, theirs: string): number =>
      pythonDifferences({ file: 'a.py', text: yours }, { file: 'a.py', text: theirs }).length;
    expect(compare('x = (1,)\n', 'x = (1)\n')).toBe(1);
    expect(compare('x = (1, 2,)\n', 'x = (1, 2)\n')).toBe(0);
    expect(compare('x = a[1,]\n', 'x = a[1]\n')).toBe(1);
    expect(compare('x = [1,]\n', 'x = [1]\n')).toBe(0);
  });
});

describe('requirements', () => {
  const differ = (yours: string, theirs = 'Flask==2.3.3\npsycopg2-binary==2.9.9\n'): readonly string[] =>
    say(requirementsDifferences({ file: 'requirements.txt', text: yours }, { file: 'requirements.txt', text: theirs }));

  test('mean the same in another spelling and order', () => {
    expect(differ('# mine\npsycopg2_binary == 2.9.9\nflask==2.3.3  # web\n')).toEqual([]);
    expect(differ('a>=1,<2\n', 'A<2,>=1\n')).toEqual([]);
  });

  test('differ in a version, a package, a line that pip refuses', () => {
    expect(differ('Flask==2.3.2\nPsycopg2-Binary==2.9.9\ngunicorn\n')).toEqual([
      'different Flask: Flask==2.3.2 | Flask==2.3.3',
      'extra gunicorn: gunicorn | ',
    ]);
    expect(differ('Flask==2.3.3\n')).toEqual(['missing psycopg2-binary:  | psycopg2-binary==2.9.9']);
    expect(differ('Flask=2.3.3\npsycopg2-binary==2.9.9\n')).toContain('extra : Flask=2.3.3 | ');
  });
});

describe('files of a project', () => {
  const theirs = filesFromTable({
    'compose.yaml': 'services: { web: { build: ./web } }\n',
    'web/Dockerfile': 'FROM python:3.11\nCOPY app.py .\n',
    'web/app.py': 'x = 1\n',
    'web/requirements.txt': 'flask\n',
    'notes.txt': 'a\n',
  });
  const paths = (table: Readonly<Record<string, string>>, files?: readonly string[]): readonly string[] =>
    diffProjects(filesFromTable(table), theirs, { folderName: 'p', ...(files === undefined ? {} : { files }) }).map(
      ({ file, kind }) => `${kind} ${file}`,
    );

  test('are found where the learner builds, whatever the folder', () => {
    expect(
      paths({
        'docker-compose.yml': 'services: { site: { build: { context: ./src, dockerfile: Web.Dockerfile } } }\n',
        'src/Web.Dockerfile': 'FROM python:3.11\nCOPY app.py .\n',
        'src/app.py': 'x = 2\n',
        'src/requirements.txt': 'Flask\n',
      }),
    ).toEqual(['different docker-compose.yml', 'different src/app.py']);
  });

  test('are paired for a plain diff', () => {
    const yours = filesFromTable({
      'docker-compose.yml': 'services: { site: { build: ./src } }\n',
      'src/app.py': 'x = 2\n',
    });
    expect(pairFiles(yours, theirs, { folderName: 'p', files: ['compose.yaml', 'web/app.py'] })).toEqual([
      { yours: 'docker-compose.yml', theirs: 'compose.yaml' },
      { yours: 'src/app.py', theirs: 'web/app.py' },
    ]);
  });

  test('are missed', () => {
    expect(paths({ 'compose.yaml': 'services: { web: { build: ./web } }\n' })).toEqual([
      'missing web/Dockerfile',
      'missing web/app.py',
      'missing web/requirements.txt',
    ]);
  });

  test('are only those that were asked for', () => {
    expect(paths({}, ['web/app.py'])).toEqual(['missing web/app.py']);
    expect(paths({ 'notes.txt': 'b\n' }, ['notes.txt'])).toEqual(['different notes.txt']);
    expect(paths({ 'notes.txt': 'a  \r\n\n' }, ['notes.txt'])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import { type Files, filesFrom, judged } from './project.ts';
import { APPS } from './works-app.ts';

/** Dockerfiles, apps and lists of packages that work, each in place of the chapter's own; no rule may find an error in any. */
type Variant = { readonly name: string; readonly files: Readonly<Record<string, string | null>> };

const dockerfile = (name: string, text: string, more: Variant['files'] = {}): Variant => ({
  name,
  files: { 'web/Dockerfile': text, ...more },
});

const FINISHED = filesFrom(undefined);
const REQUIREMENTS = 'Flask==2.3.3\npsycopg2-binary==2.9.9\n';
const WITH_GUNICORN = `${REQUIREMENTS}gunicorn==21.2.0\n`;
const START = 'EXPOSE 8000\nCMD ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]\n';
const ENTRYPOINT = '#!/bin/sh\nset -e\nexec "$@"\n';

const DOCKERFILES: readonly Variant[] = [
  dockerfile(
    'one stage, slim',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app.py .\n${START}`,
  ),
  dockerfile(
    'one stage, the full image, everything copied',
    `FROM python:3.12\nWORKDIR /usr/src/app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n${START}`,
  ),
  dockerfile(
    'Alpine with wheels',
    `FROM python:3.11-alpine\nWORKDIR /app\nCOPY requirements.txt app.py ./\nRUN pip install -r requirements.txt\n${START}`,
  ),
  dockerfile(
    'Alpine that builds psycopg2 itself',
    `FROM python:3.11-alpine\nRUN apk add --no-cache gcc musl-dev postgresql-dev\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${START}`,
    { 'web/requirements.txt': 'Flask==2.3.3\npsycopg2==2.9.9\n' },
  ),
  dockerfile(
    'psycopg2 from source, and its library in the stage that runs',
    `FROM python:3.11-slim AS builder
WORKDIR /app
RUN apt-get update && apt-get install -y gcc libpq-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5
WORKDIR /app
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY app.py .
${START}`,
    { 'web/requirements.txt': 'Flask==2.3.3\npsycopg2==2.9.9\n' },
  ),
  dockerfile(
    'a virtual environment is copied and put on PATH',
    `FROM python:3.11-slim AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.11-slim
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY app.py .
EXPOSE 8000
CMD ["flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
  ),
  dockerfile(
    'a virtual environment is named by its path',
    `FROM python:3.11-slim AS build
RUN python -m venv /venv && /venv/bin/pip install flask==2.3.3 psycopg2-binary==2.9.9
FROM python:3.11-slim
COPY --from=build /venv /venv
WORKDIR /app
COPY app.py .
EXPOSE 8000
CMD ["/venv/bin/python", "-m", "flask", "run", "--host", "0.0.0.0", "--port", "8000"]
`,
  ),
  dockerfile(
    'packages of the user are copied',
    `FROM python:3.11-slim AS builder
COPY requirements.txt .
RUN pip install --user -r requirements.txt
FROM python:3.11-slim
WORKDIR /app
COPY --from=builder /root/.local /root/.local
ENV PATH=/root/.local/bin:$PATH
COPY app.py .
EXPOSE 8000
CMD ["flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
  ),
  dockerfile(
    'a prefix is copied to /usr/local',
    `FROM python:3.11-slim AS builder
WORKDIR /install
COPY requirements.txt /requirements.txt
RUN pip install --prefix=/install -r /requirements.txt
FROM python:3.11-slim
COPY --from=builder /install /usr/local
COPY . /app
WORKDIR /app
EXPOSE 8000
CMD flask run --host=0.0.0.0 --port=8000
`,
  ),
  dockerfile(
    'all of /usr/local is copied, gunicorn starts',
    `FROM python:3.11-slim AS builder
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.11-slim
COPY --from=builder /usr/local /usr/local
WORKDIR /app
COPY app.py .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
`,
    { 'web/requirements.txt': WITH_GUNICORN },
  ),
  dockerfile(
    'programs are copied beside the packages',
    `FROM python:3.11-slim AS builder
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.11-slim
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY --from=builder /usr/local/bin /usr/local/bin
WORKDIR /app
COPY app.py .
EXPOSE 8000
CMD ["gunicorn", "-b", ":8000", "app:app"]
`,
    { 'web/requirements.txt': WITH_GUNICORN },
  ),
  dockerfile(
    'the one program is copied beside the packages',
    `FROM python:3.11-slim AS builder
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.11-slim
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY --from=builder /usr/local/bin/flask /usr/local/bin/flask
WORKDIR /app
COPY app.py .
EXPOSE 8000
CMD ["flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
  ),
  dockerfile(
    'gunicorn as a module, with PORT',
    `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
ENV PORT=8000
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "app:app"]
`,
    { 'web/requirements.txt': WITH_GUNICORN },
  ),
  dockerfile(
    'gunicorn in a shell form, its port from a variable',
    `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
ENV PORT 8000
EXPOSE $PORT
CMD exec gunicorn --bind :$PORT --workers 1 --threads 8 --timeout 0 app:app
`,
    { 'web/requirements.txt': WITH_GUNICORN },
  ),
  dockerfile(
    'gunicorn is installed beside the list',
    `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt && pip install gunicorn
EXPOSE 8000
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
`,
  ),
  dockerfile(
    'python app.py',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\nCMD ["python", "app.py"]\n`,
  ),
  dockerfile(
    'ENTRYPOINT and CMD together',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\nENTRYPOINT ["python"]\nCMD ["app.py"]\n`,
  ),
  dockerfile(
    'an entrypoint script that hands over',
    `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt && chmod +x entrypoint.sh
EXPOSE 8000
ENTRYPOINT ["./entrypoint.sh"]
CMD ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
    { 'web/entrypoint.sh': ENTRYPOINT },
  ),
  dockerfile(
    'an entrypoint script that waits and then starts the server itself',
    `FROM python:3.11-slim
RUN apt-get update && apt-get install -y netcat-openbsd
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
ENTRYPOINT ["sh", "/app/start.sh"]
`,
    {
      'web/start.sh':
        '#!/bin/sh\nuntil nc -z db 5432; do\n  sleep 1\ndone\nexec python -m flask run --host=0.0.0.0 --port=8000\n',
    },
  ),
  dockerfile(
    'a chain of stages that begin from one base',
    `ARG PYTHON=3.11
FROM python:\${PYTHON}-slim AS base
WORKDIR /app
ENV FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=8000
FROM base AS build
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM build AS final
COPY app.py .
EXPOSE 8000
CMD ["flask", "run"]
`,
  ),
  dockerfile(
    'versions from arguments',
    `ARG VERSION=3.11.9
ARG VARIANT=slim-bookworm
FROM python:$VERSION-$VARIANT AS builder
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:$VERSION-$VARIANT
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
WORKDIR /app
COPY app.py .
${START}`,
  ),
  dockerfile(
    'ADD, a user of its own, a healthcheck, labels',
    `FROM python:3.11-slim
LABEL org.opencontainers.image.title="page"
RUN useradd --create-home page
WORKDIR /home/page
ADD requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
ADD --chown=page:page app.py .
USER page
EXPOSE 8000/tcp
HEALTHCHECK --interval=5s CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000')"
STOPSIGNAL SIGINT
CMD ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
  ),
  dockerfile(
    'files in a folder of their own, the app named by path',
    `FROM python:3.11-slim
WORKDIR /code
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY src/ src/
ENV FLASK_APP=src/page.py
${START}`,
    { 'web/app.py': null, 'web/src/page.py': FINISHED['web/app.py'] ?? '' },
  ),
  dockerfile(
    'files in a folder of their own, copied to the working folder',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\nCOPY src /app\n${START}`,
    { 'web/app.py': null, 'web/src/app.py': FINISHED['web/app.py'] ?? '' },
  ),
  dockerfile(
    'the image of the page is not exposed',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "-m", "flask", "run", "-h", "0.0.0.0", "-p", "8000"]\n`,
  ),
  dockerfile(
    'packages named on the command line',
    `FROM python:3.11-slim\nWORKDIR /app\nRUN pip install "Flask==2.3.3" 'psycopg2-binary==2.9.9'\nCOPY app.py .\n${START}`,
  ),
  dockerfile(
    'a list that is mounted for the one command',
    `FROM python:3.11-slim
WORKDIR /app
RUN --mount=type=cache,target=/root/.cache/pip --mount=type=bind,source=requirements.txt,target=requirements.txt \\
    python -m pip install -r requirements.txt
COPY . .
${START}`,
  ),
  dockerfile(
    'wheels are made in one stage and installed in the next',
    `FROM python:3.11-slim AS builder
WORKDIR /src
COPY requirements.txt .
RUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt
FROM python:3.11-slim
WORKDIR /app
COPY --from=builder /wheels /wheels
RUN pip install --no-cache /wheels/*
COPY app.py .
${START}`,
  ),
  dockerfile(
    'uv',
    `FROM python:3.11-slim
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /uvx /bin/
WORKDIR /app
COPY requirements.txt .
RUN uv pip install --system -r requirements.txt
COPY app.py .
${START}`,
  ),
  dockerfile(
    'uv with a project of its own',
    `FROM ghcr.io/astral-sh/uv:python3.11-bookworm-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY app.py .
EXPOSE 8000
CMD ["uv", "run", "flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
    {
      'web/requirements.txt': null,
      'web/pyproject.toml': '[project]\nname = "page"\nversion = "1"\ndependencies = ["flask", "psycopg2-binary"]\n',
      'web/uv.lock': 'version = 1\n',
    },
  ),
  dockerfile(
    'uv in the image of Python, with a lock file',
    `FROM python:3.11-slim
COPY --from=ghcr.io/astral-sh/uv:latest /uv /usr/local/bin/uv
WORKDIR /app
COPY pyproject.toml uv.lock* ./
RUN uv sync --no-dev --no-install-project
COPY app.py .
EXPOSE 8000
CMD ["uv", "run", "flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
    {
      'web/requirements.txt': null,
      'web/pyproject.toml': '[project]\nname = "page"\nversion = "1"\ndependencies = ["flask", "psycopg2-binary"]\n',
    },
  ),
  dockerfile(
    'commands of its own in manage.py, behind a script that waits',
    `FROM python:3.11-slim
RUN apt-get update && apt-get install -y netcat-openbsd
WORKDIR /usr/src/app
COPY . .
RUN pip install -r requirements.txt && chmod +x entrypoint.sh
EXPOSE 8000
ENTRYPOINT ["/usr/src/app/entrypoint.sh"]
CMD ["python", "manage.py", "run", "-h", "0.0.0.0", "-p", "8000"]
`,
    {
      'web/manage.py':
        'from flask.cli import FlaskGroup\nfrom app import app\n\ncli = FlaskGroup(app)\n\nif __name__ == "__main__":\n    cli()\n',
      'web/entrypoint.sh':
        '#!/bin/sh\nwhile ! nc -z db 5432; do\n  sleep 0.1\ndone\npython manage.py create_db\nexec "$@"\n',
    },
  ),
  dockerfile(
    'poetry',
    `FROM python:3.11-slim
ENV POETRY_VIRTUALENVS_CREATE=false
RUN pip install poetry==1.8.3
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --only main
COPY app.py .
${START}`,
    {
      'web/requirements.txt': null,
      'web/pyproject.toml': '[tool.poetry]\nname = "page"\nversion = "1"\n[tool.poetry.dependencies]\nflask = "*"\n',
      'web/poetry.lock': '',
    },
  ),
  dockerfile(
    'Debian with its own Python',
    `FROM debian:12-slim
RUN apt-get update && apt-get install -y python3 python3-pip python3-venv
RUN python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
${START}`,
  ),
  dockerfile(
    'an image of one’s own underneath',
    `FROM registry.example.com/team/python-base:1\nWORKDIR /app\nCOPY app.py .\n${START}`,
  ),
  dockerfile(
    'small letters, CRLF, comments and blank lines',
    `# page\r\nfrom python:3.11-slim\r\n\r\nworkdir /app\r\ncopy . .\r\n# packages\r\nrun pip install \\\r\n    # exact ones\r\n    -r requirements.txt\r\nexpose 8000\r\ncmd ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]\r\n`,
  ),
  dockerfile(
    'a .dockerignore that lets the app pass',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${START}`,
    { 'web/.dockerignore': '*\n!app.py\n!requirements.txt\n__pycache__\n' },
  ),
  dockerfile(
    'a heredoc and a script from the shell',
    `# syntax=docker/dockerfile:1
FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN <<EOF
set -e
pip install -r requirements.txt
rm -rf /root/.cache
EOF
EXPOSE 8000
CMD ["sh", "-c", "python -m flask run --host=0.0.0.0 --port=\${PORT:-8000}"]
`,
  ),
  dockerfile(
    'waitress',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\nCMD ["waitress-serve", "--port=8000", "app:app"]\n`,
    { 'web/requirements.txt': `${REQUIREMENTS}waitress==3.0.0\n` },
  ),
  dockerfile(
    'gunicorn with a file of settings',
    `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\nCMD ["gunicorn", "-c", "gunicorn.conf.py", "app:app"]\n`,
    { 'web/requirements.txt': WITH_GUNICORN, 'web/gunicorn.conf.py': 'bind = "0.0.0.0:8000"\nworkers = 2\n' },
  ),
  {
    name: 'the folder is mounted over an image that holds no app',
    files: {
      'web/Dockerfile': `FROM python:3.11-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n${START}`,
      'compose.yaml': composeWith('build: ./web', 'build: ./web\n    volumes:\n      - ./web:/app'),
    },
  },
  {
    name: 'Compose gives the command',
    files: {
      'web/Dockerfile':
        'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\n',
      'compose.yaml': composeWith(
        'build: ./web',
        'build: ./web\n    command: flask --app app run --host 0.0.0.0 --port 8000',
      ),
    },
  },
  {
    name: 'the files lie at the top of the project',
    files: {
      'web/Dockerfile': null,
      'web/app.py': null,
      'web/requirements.txt': null,
      Dockerfile: `FROM python:3.11-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n${START}`,
      'app.py': FINISHED['web/app.py'] ?? '',
      'requirements.txt': REQUIREMENTS,
      'compose.yaml': composeWith('build: ./web', 'build: .'),
    },
  },
  {
    name: 'a Dockerfile of another name, built from the project folder, up to a stage',
    files: {
      'web/Dockerfile': null,
      'docker/page.Dockerfile': `FROM python:3.11-slim AS page\nWORKDIR /app\nCOPY web/requirements.txt .\nRUN pip install -r requirements.txt\nCOPY web/app.py .\n${START}FROM page AS tests\nRUN pip install pytest\nCMD ["pytest"]\n`,
      'compose.yaml': composeWith(
        'build: ./web',
        'build:\n      context: .\n      dockerfile: docker/page.Dockerfile\n      target: page',
      ),
    },
  },
  {
    name: 'a Dockerfile inside the Compose file',
    files: {
      'web/Dockerfile': null,
      'compose.yaml': composeWith(
        'build: ./web',
        'build:\n      context: ./web\n      dockerfile_inline: |\n        FROM python:3.11-slim\n        WORKDIR /app\n        COPY . .\n        RUN pip install -r requirements.txt\n        CMD ["flask", "run", "--host=0.0.0.0", "--port=8000"]',
      ),
    },
  },
  {
    name: 'another port everywhere',
    files: {
      'web/Dockerfile': `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 5000\nCMD ["python", "-m", "flask", "run", "--host=0.0.0.0"]\n`,
      'compose.yaml': composeWith('"8000:8000"', '"8080:5000"'),
    },
  },
];

const REQUIREMENT_LISTS: readonly Variant[] = [
  {
    name: 'hashes, extras and markers',
    files: {
      'web/requirements.txt': `--require-hashes
flask[async]==2.3.3 \\
    --hash=sha256:09c347a92aa7ff4a8e7f3206795f30d826654baf38b873d0744cd571ca609efc \\
    --hash=sha256:f69fcd559dc907ed196ab9df0e48471709175e696d6e698dd4dbe940f96ce66b
psycopg2-binary==2.9.9 ; python_version >= "3.8" \\
    --hash=sha256:7f01846810177d829c7692f1f5ada8096762d9172af1b1a28d4ab5b77c923c1c
`,
    },
  },
  {
    name: 'a list that includes another',
    files: {
      'web/requirements.txt': '-r base.txt\npsycopg2-binary==2.9.9\n',
      'web/base.txt': '# web\nFlask==2.3.3\n',
      'web/Dockerfile': `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${START}`,
    },
  },
  {
    name: 'names in other letters, ranges, a comment behind a line',
    files: { 'web/requirements.txt': 'flask~=2.3.0   # the framework\nPsycopg2_Binary >= 2.9.9, < 3\n\n' },
  },
  {
    name: 'an old Flask beside a Werkzeug that suits it',
    files: { 'web/requirements.txt': 'Flask==2.2.2\nWerkzeug==2.2.3\npsycopg2-binary==2.9.9\n' },
  },
];

const everything: readonly Variant[] = [...DOCKERFILES, ...REQUIREMENT_LISTS, ...APPS];

describe('what works is never called wrong', () => {
  it.each(everything)('$name', async ({ files }) => {
    const result = await judged(withFiles(files));
    expect({ errors: errorsOf(result), unfinished: unfinishedOf(result) }).toEqual({ errors: [], unfinished: [] });
  });
});

function composeWith(from: string, to: string): string {
  const text = FINISHED['compose.yaml'] ?? '';
  if (!text.includes(from)) throw new Error(`the Compose file does not hold ${from}`);
  return text.replace(from, to);
}

function withFiles(files: Variant['files']): Files {
  const all = { ...FINISHED, ...files };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}

function errorsOf(result: Result): readonly string[] {
  return result.diagnoses
    .filter((diagnosis) => diagnosis.severity === 'error')
    .map((diagnosis) => `${diagnosis.rule}: ${diagnosis.title}`);
}

/** Checks of the steps that look at the page and its image, where they are not passed. */
function unfinishedOf(result: Result): readonly string[] {
  return result.steps
    .filter((step) => step.id === 'app' || step.id === 'dockerfile' || step.id === 'web')
    .flatMap((step) =>
      step.checks
        .filter((check) => check.state !== 'passed')
        .map((check) => `${check.id}: ${check.finding ?? check.state}`),
    );
}

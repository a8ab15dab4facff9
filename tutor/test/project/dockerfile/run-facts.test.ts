import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { type RunFacts, readRun } from '../../../src/project/dockerfile/run-facts.ts';
import { runVariables } from '../../../src/project/dockerfile/run-variables.ts';
import { finalStage } from '../../../src/project/dockerfile/stages.ts';
import { marked } from '../marked.ts';

function facts(line: string): { facts: RunFacts; text: string } {
  const text = `FROM python:3.11\nENV D=/srv\nWORKDIR /app\n${line}\n`;
  const stage = finalStage(readDockerfile('Dockerfile', text));
  const run = stage?.instructions.find((one) => one.keyword === 'RUN');
  if (stage === undefined || run === undefined) throw new Error('there is no RUN');
  return { facts: readRun(run, runVariables(stage)), text };
}

describe('what a RUN installs with pip and its kin', () => {
  it.each<[string, string]>([
    ['pip install -r requirements.txt', 'pip /app/requirements.txt | | system'],
    [
      'pip3 install --no-cache-dir --upgrade pip && pip3 install flask==2.3.3 "psycopg2-binary>=2.9"',
      'pip | pip | system; pip | flask psycopg2-binary | system',
    ],
    ['python -m pip install -r/tmp/r.txt -c c.txt', 'pip /tmp/r.txt | | system'],
    ['/opt/venv/bin/pip install flask', 'pip | flask | environment /opt/venv'],
    ['pip install --user flask', 'pip | flask | user'],
    ['pip install --prefix=/install -r requirements.txt', 'pip /app/requirements.txt | | prefix /install'],
    ['pip install -t lib flask', 'pip | flask | target /app/lib'],
    ['pip install .', 'pip | +. | system'],
    ['pip install -e . --extra-index-url https://x flask', 'pip | flask +. | system'],
    ['pip install /wheels/*', 'pip | +/wheels/* | system'],
    ['cd web && pip install -r requirements.txt', 'pip /app/web/requirements.txt | | system'],
    ['pip install -r $D/requirements.txt', 'pip /srv/requirements.txt | | system'],
    ['uv pip install --system -r requirements.txt', 'uv /app/requirements.txt | | system'],
    ['uv pip sync --system requirements.txt', 'uv /app/requirements.txt | | system'],
    ['uv sync --frozen --no-dev', 'uv | +. | environment /app/.venv'],
    ['poetry config virtualenvs.create false && poetry install --no-root', 'poetry | +. | environment'],
    ['pipenv install --system --deploy', 'pipenv | +. | system'],
    ['PIP_NO_CACHE_DIR=1 pip install flask', 'pip | flask | system'],
    ['--mount=type=cache,target=/root/.cache pip install flask', 'pip | flask | system'],
    ['["pip", "install", "flask"]', 'pip | flask | system'],
    ['["/bin/sh", "-c", "pip install flask"]', 'pip | flask | system'],
    ['<<EOF\npip install flask\npip install gunicorn\nEOF', 'pip | flask | system; pip | gunicorn | system'],
    ['pip --version && pip list', ''],
    ['pip download flask', 'pip | flask | system (wheel)'],
    ['apt-get install -y python3-pip', ''],
  ])('%s', (line, told) => {
    const said = facts(`RUN ${line}`).facts.installs.map((one) => {
      const into = one.into.kind + ('path' in one.into && one.into.path !== undefined ? ` ${one.into.path}` : '');
      const names = [...one.packages.map((each) => each.name), ...one.others.map((other) => `+${other.text}`)].join(
        ' ',
      );
      const files = one.requirements.map((file) => file.path).join(' ');
      return `${one.tool}${files === '' ? '' : ` ${files}`} | ${names}${names === '' ? '' : ' '}| ${into}${one.action === 'wheel' ? ' (wheel)' : ''}`;
    });
    expect(said.join('; ')).toBe(told);
  });

  it('is placed', () => {
    const { facts: read, text } = facts(
      'RUN pip install --no-cache-dir \\\n    -r requirements.txt \\\n    gunicorn==21.2.0',
    );
    const [install] = read.installs;
    expect(
      [install?.requirements[0]?.at, install?.packages[0]?.at, install?.toolAt].map((span) => marked(text, span)),
    ).toEqual(['requirements.txt', 'gunicorn==21.2.0', 'pip']);
  });
});

describe('what else a RUN does', () => {
  it.each<[string, string[]]>([
    [
      'apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev=13.* && rm -rf /var/lib/apt/lists/*',
      ['apt update', 'apt gcc libpq-dev'],
    ],
    ['apk add --no-cache --virtual .build gcc musl-dev', ['apk gcc musl-dev']],
    ['DEBIAN_FRONTEND=noninteractive apt-get -qq install -y curl', ['apt curl']],
    ['dnf install -y gcc', ['dnf gcc']],
    ['apt-get clean', []],
  ])('%s', (line, installs) => {
    expect(
      facts(`RUN ${line}`).facts.systemInstalls.map((one) =>
        [one.manager, one.action === 'update' ? 'update' : one.packages.map((each) => each.name).join(' ')].join(' '),
      ),
    ).toEqual(installs);
  });

  it.each<[string, string[], string[]]>([
    ['chmod +x entrypoint.sh', ['/app/entrypoint.sh'], []],
    ['chmod 755 /start.sh && chmod 644 /x', ['/start.sh'], []],
    ['chmod -R a+rx scripts/', ['/app/scripts'], []],
    ['chmod u+w x', [], []],
    [`sed -i 's/\\r$//' entrypoint.sh && chmod +x entrypoint.sh`, ['/app/entrypoint.sh'], ['/app/entrypoint.sh']],
    ['dos2unix /a.sh b.sh', [], ['/a.sh', '/app/b.sh']],
    [`sed -i 's/a/b/' x`, [], []],
  ])('%s', (line, executable, mended) => {
    const { facts: read } = facts(`RUN ${line}`);
    expect([read.madeExecutable.map((one) => one.path), read.lineEndsMended.map((one) => one.path)]).toEqual([
      executable,
      mended,
    ]);
  });

  it.each([
    ['python -m venv /opt/venv', '/opt/venv'],
    ['virtualenv --python=python3 venv', '/app/venv'],
    ['uv venv', '/app/.venv'],
  ])('%s makes an environment', (line, path) => {
    expect(facts(`RUN ${line}`).facts.environments.map((one) => one.path)).toEqual([path]);
  });

  it.each([
    ['pip install flask && rm -rf /root/.cache', 'no'],
    ['useradd -m app && chown -R app /app', 'no'],
    ['git clone https://x /y', 'perhaps'],
    ['curl -o /x https://y', 'perhaps'],
    ['python manage.py collectstatic', 'perhaps'],
    ['./setup.sh', 'perhaps'],
    ['cp a b', 'perhaps'],
  ])('%s writes files: %s', (line, writes) => {
    expect(facts(`RUN ${line}`).facts.writesFiles).toBe(writes);
  });
});

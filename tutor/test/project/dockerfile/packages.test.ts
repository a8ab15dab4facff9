import { describe, expect, it } from 'vitest';
import { arrivedInstalls } from '../../../src/project/dockerfile/packages.ts';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { finalStage } from '../../../src/project/dockerfile/stages.ts';

function arrived(text: string): string[] {
  const reading = readDockerfile('Dockerfile', text);
  const stage = finalStage(reading);
  return stage === undefined
    ? []
    : arrivedInstalls(reading, stage).map(
        (one) =>
          `${one.seen} ${one.callable} ${one.sitePackages ?? '-'} ${one.scripts ?? '-'}${one.singleScripts.map((script) => ` +${script}`).join('')}`,
      );
}

const BUILDER = 'FROM python:3.11-slim AS builder\nWORKDIR /app\n';
const SITE = '/usr/local/lib/python3.11/site-packages';
const INSTALL = 'RUN pip install -r requirements.txt\n';

describe('packages in the stage that runs', () => {
  it.each<[string, string, string[]]>([
    ['installed there', `FROM python:3.11\n${INSTALL}`, [`seen yes ${SITE} /usr/local/bin`]],
    ['installed in the stage underneath', `${BUILDER}${INSTALL}FROM builder\n`, [`seen yes ${SITE} /usr/local/bin`]],
    ['left behind', `${BUILDER}${INSTALL}FROM python:3.11\n`, []],
    [
      'site-packages copied, programs not',
      `${BUILDER}${INSTALL}FROM python:3.11-slim\nCOPY --from=builder ${SITE} ${SITE}\n`,
      [`seen no ${SITE} -`],
    ],
    [
      'site-packages with a slash',
      `${BUILDER}${INSTALL}FROM python:3.11-slim\nCOPY --from=0 ${SITE}/ ${SITE}/\n`,
      [`seen no ${SITE} -`],
    ],
    [
      'both folders copied',
      `${BUILDER}${INSTALL}FROM python:3.11-slim\nCOPY --from=builder ${SITE} ${SITE}\nCOPY --from=builder /usr/local/bin /usr/local/bin\n`,
      [`seen yes ${SITE} /usr/local/bin`],
    ],
    [
      'all of /usr/local copied',
      `${BUILDER}${INSTALL}FROM python:3.11-slim\nCOPY --from=builder /usr/local /usr/local\n`,
      [`seen yes ${SITE} /usr/local/bin`],
    ],
    [
      'copied into another version',
      `${BUILDER}${INSTALL}FROM python:3.12-slim\nCOPY --from=builder ${SITE} ${SITE}\n`,
      [`other-version no ${SITE} -`],
    ],
    [
      'the path of another version',
      `FROM python:3.12 AS builder\n${INSTALL}FROM python:3.11\nCOPY --from=builder /usr/local/lib/python3.12/site-packages ${SITE}\n`,
      [`other-version no ${SITE} -`],
    ],
    [
      'to a place nobody looks at',
      `${BUILDER}${INSTALL}FROM python:3.11\nCOPY --from=builder ${SITE} /packages\n`,
      ['not-searched no /packages -'],
    ],
    [
      'found by PYTHONPATH',
      `${BUILDER}${INSTALL}FROM python:3.11\nENV PYTHONPATH=/packages\nCOPY --from=builder ${SITE} /packages\n`,
      ['seen no /packages -'],
    ],
    [
      'one package of many',
      `${BUILDER}${INSTALL}FROM python:3.11\nCOPY --from=builder ${SITE}/flask ${SITE}/flask\n`,
      [`part no ${SITE} -`],
    ],
    [
      'one program',
      `${BUILDER}${INSTALL}FROM python:3.11\nCOPY --from=builder ${SITE} ${SITE}\nCOPY --from=builder /usr/local/bin/flask /usr/local/bin/\n`,
      [`seen no ${SITE} - +/usr/local/bin/flask`],
    ],
    [
      '--user, copied',
      `${BUILDER}RUN pip install --user flask\nFROM python:3.11\nCOPY --from=builder /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\n`,
      ['seen yes /root/.local/lib/python3.11/site-packages /root/.local/bin'],
    ],
    [
      '--user, not on PATH',
      `${BUILDER}RUN pip install --user flask\nFROM python:3.11\nCOPY --from=builder /root/.local /root/.local\n`,
      ['seen no /root/.local/lib/python3.11/site-packages /root/.local/bin'],
    ],
    [
      '--user, for another user',
      `${BUILDER}RUN pip install --user flask\nFROM python:3.11\nCOPY --from=builder /root/.local /root/.local\nUSER app\n`,
      ['not-searched no /root/.local/lib/python3.11/site-packages /root/.local/bin'],
    ],
    [
      '--prefix, copied to /usr/local',
      `${BUILDER}RUN pip install --prefix=/install flask\nFROM python:3.11\nCOPY --from=builder /install /usr/local\n`,
      [`seen yes ${SITE} /usr/local/bin`],
    ],
    [
      '--prefix, copied as it is',
      `${BUILDER}RUN pip install --prefix=/install flask\nFROM python:3.11\nCOPY --from=builder /install /install\n`,
      ['not-searched no /install/lib/python3.11/site-packages /install/bin'],
    ],
    [
      '--target beside the app',
      `FROM python:3.11\nWORKDIR /app\nRUN pip install --target=. flask\n`,
      ['seen no /app /app/bin'],
    ],
    [
      'a virtual environment on PATH',
      `${BUILDER}RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:3.11\nCOPY --from=builder /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\n`,
      ['seen yes /opt/venv/lib/python3.11/site-packages /opt/venv/bin'],
    ],
    [
      'a virtual environment not on PATH',
      `${BUILDER}RUN /opt/venv/bin/pip install flask\nFROM python:3.11\nCOPY --from=builder /opt/venv /opt/venv\n`,
      ['not-searched no /opt/venv/lib/python3.11/site-packages /opt/venv/bin'],
    ],
    [
      'a virtual environment that moved',
      `${BUILDER}ENV PATH=/app/venv/bin:$PATH\n${INSTALL}FROM python:3.11\nCOPY --from=builder /app/venv /venv\nENV PATH=/venv/bin:$PATH\n`,
      ['seen moved /venv/lib/python3.11/site-packages /venv/bin'],
    ],
    [
      'a moving tag',
      `FROM python:3 AS builder\n${INSTALL}FROM python:3\nCOPY --from=builder /usr/local/lib/python3.14/site-packages /usr/local/lib/python3.14/site-packages\n`,
      ['seen no /usr/local/lib/python3.14/site-packages -'],
    ],
    [
      'wheels first',
      `${BUILDER}RUN pip wheel -w /wheels -r requirements.txt\nFROM python:3.11\nCOPY --from=builder /wheels /wheels\nRUN pip install /wheels/*\n`,
      [`seen yes ${SITE} /usr/local/bin`],
    ],
    [
      'a system of another kind',
      `FROM debian:12\nRUN apt-get install -y python3-pip && pip install flask\n`,
      ['unknown unknown - -'],
    ],
    [
      'uv into its environment',
      `FROM python:3.11\nWORKDIR /app\nRUN uv sync --frozen\nENV PATH=/app/.venv/bin:$PATH\n`,
      ['seen yes /app/.venv/lib/python3.11/site-packages /app/.venv/bin'],
    ],
    [
      'uv into the system',
      `FROM python:3.11\nRUN uv pip install --system -r requirements.txt\n`,
      [`seen yes ${SITE} /usr/local/bin`],
    ],
  ])('%s', (_, text, told) => {
    expect(arrived(text)).toEqual(told);
  });
});

import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { marked } from '../marked.ts';

function faults(text: string) {
  return readDockerfile('Dockerfile', text).faults.map(({ kind, at, words }) => [kind, marked(text, at), words]);
}

describe('a fault of a Dockerfile', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['FROM a\nCOPPY . .', 'unknown-instruction', 'COPPY', { word: 'COPPY', nearest: 'COPY' }],
    ['FROM a\nRUNN ls', 'unknown-instruction', 'RUNN', { word: 'RUNN', nearest: 'RUN' }],
    ['FORM a\nRUN ls', 'from-missing', 'FORM', {}],
    ['FROM a\npip install flask', 'unknown-instruction', 'pip', { word: 'pip' }],
    [
      'FROM a\nRUN apt-get install -y \\\n  gcc\n  libpq-dev\n  curl',
      'missing-continuation',
      'libpq-dev',
      { word: 'libpq-dev', instruction: 'RUN' },
    ],
    ['FROM a\nRUN a\n&& b', 'missing-continuation', '&& b', { word: '&&', instruction: 'RUN' }],
    ['FROM a\nRUN a && \\\nCOPY . .', 'swallowed-instruction', '\\', { instruction: 'RUN', swallowed: 'COPY' }],
    ['FROM a\nRUN', 'missing-arguments', 'RUN', { instruction: 'RUN', needs: 'a command' }],
    [
      'FROM a\nCOPY app.py',
      'missing-arguments',
      'COPY app.py',
      { instruction: 'COPY', needs: 'a source and a destination' },
    ],
    ['FROM', 'missing-arguments', 'FROM', { instruction: 'FROM', needs: 'an image' }],
    ['RUN ls', 'from-missing', 'RUN', {}],
    ['RUN ls\nFROM a', 'from-not-first', 'RUN', { instruction: 'RUN' }],
    ['FROM a b', 'from-form', 'a b', { text: 'a b' }],
    ['FROM Python:3.11', 'image-name', 'Python:3.11', { image: 'Python:3.11', text: 'Python:3.11', why: 'uppercase' }],
    [
      'FROM python:3.11:slim',
      'image-name',
      'python:3.11:slim',
      { image: 'python:3.11:slim', text: 'python:3.11:slim', why: 'characters' },
    ],
    ['FROM $NOTHING', 'image-empty', '$NOTHING', { image: '$NOTHING', text: '$NOTHING', why: 'empty' }],
    ['FROM a AS 1st', 'stage-name', '1st', { name: '1st' }],
    ['FROM a AS x\nFROM b AS x', 'stage-name-twice', 'x', { name: 'x' }],
    [
      'FROM a AS builder\nFROM b\nCOPY --from=biulder /x /x',
      'unknown-stage',
      'biulder',
      { name: 'biulder', nearest: 'builder' },
    ],
    ['FROM a\nFROM b\nCOPY --from=builder /x /x', 'unknown-stage', 'builder', { name: 'builder' }],
    ['FROM a\nCOPY --from=3 /x /x', 'unknown-stage', '3', { name: '3' }],
    ['FROM a AS self\nCOPY --from=self /x /x', 'stage-later', 'self', { name: 'self' }],
    ['FROM later\nFROM b AS later', 'stage-later', 'later', { name: 'later' }],
    ['FROM a AS one\nFROM ONE', 'unknown-stage', 'ONE', { name: 'ONE', nearest: 'one' }],
    ['# escape=x\nFROM a', 'directive', '# escape=x', { name: 'escape', text: 'x' }],
    ['FROM a\nLABEL a', 'equals-missing', 'a', { instruction: 'LABEL', text: 'a' }],
    ['FROM a\nCMD ["a", 1]', 'json-form', '1', { instruction: 'CMD', text: '["a", 1]' }],
    ['FROM a\nHEALTHCHECK curl x', 'healthcheck-form', 'curl x', { text: 'curl x' }],
    ['FROM a\nEXPOSE 127.0.0.1:80', 'expose-port', '127.0.0.1:80', { text: '127.0.0.1:80', why: 'not-a-number' }],
    ['FROM a AS one\nFROM onee', 'unknown-stage', 'onee', { name: 'onee', nearest: 'one' }],
    ['FROM a\nEXPOSE 80000', 'expose-port', '80000', { text: '80000', why: 'range' }],
    ['FROM a\nEXPOSE http', 'expose-port', 'http', { text: 'http', why: 'not-a-number' }],
    ['FROM a\nEXPOSE 80/tpc', 'expose-port', '80/tpc', { text: '80/tpc', why: 'protocol' }],
    ['FROM a\nCOPY --form=b x y', 'unknown-flag', '--form=b', { instruction: 'COPY', flag: 'form', nearest: 'from' }],
    ['FROM a\nENV A=${B', 'variable-form', '${B', { text: '${B' }],
    ['FROM a\nENV A=b c', 'equals-missing', 'c', { instruction: 'ENV', text: 'c' }],
    ['FROM a\nRUN <<EOF\nls\n', 'heredoc-open', 'EOF', { name: 'EOF' }],
    ['FROM a\nCOPY a b /c', 'several-sources', '/c', {}],
    ['FROM a\nCOPY ../x y', 'source-outside', '../x', { source: '../x' }],
    ['FROM a\nSHELL bash', 'json-form', 'bash', { instruction: 'SHELL', text: 'bash' }],
    ['', 'empty', '', {}],
    ['# only\n', 'empty', '# only\n', {}],
  ])('%j', (text, kind, at, words) => {
    expect(faults(text)).toContainEqual([kind, at, words]);
  });

  it.each([
    'FROM python:3.11 AS a\nFROM a AS b\nCOPY --from=a /x /x\n',
    'FROM nginx\nCOPY --from=node:20 /x /y\nCOPY --from=busybox /x /y\n',
    'FROM a\nHEALTHCHECK --interval=5s \\\n  CMD curl x\n',
    'FROM a\nRUN echo "\n"\n'.replace('"\n"', '"a"'),
    'FROM a\nRUN a \\\n\n  b\n',
    'FROM a\nRUN a \\ \n  b\n',
    'FROM a\nLABEL a="b" \\\n  c="d"\n',
    'ARG A\nFROM python:3.11\nENV A=$A\n',
    'FROM a\nCOPY --chmod=755 --link a b /c/\n',
    'FROM scratch\nCOPY a /\n',
    'FROM a\nRUN --mount=type=cache,target=/root/.cache pip install flask\n',
    'FROM a\nENV A=1 \\\n    B=2\n',
    'FROM python:3.11\nCMD python app.py # run\n',
    'FROM --platform=$BUILDPLATFORM python:3.11\n',
    'FROM a\nEXPOSE 8000:8000 :80 $PORT\n',
    'FROM a\nCOPY --from=later /x /x\nFROM b AS later\n',
    'FROM a\nWORKDIR /app\nCOPY a b /app\n',
    'FROM a AS One\nFROM b\nCOPY --from=ONE /x /x\n',
    '# check=skip=all\nFROM a\nADD --checksum=sha256:x https://x/y /z\n',
  ])('is not seen in %j', (text) => {
    expect(faults(text)).toEqual([]);
  });

  it('is told once for lines that hang in the air together', () => {
    expect(faults('FROM a\nRUN apt-get install -y\n  gcc\n  curl\n  make\nCMD a').map(([kind]) => kind)).toEqual([
      'missing-continuation',
    ]);
  });

  it('is not seen in a context that Compose gives by name', () => {
    const text = 'FROM a\nCOPY --from=assets /x /x\nFROM base\n';
    expect(readDockerfile('Dockerfile', text, { contexts: ['assets', 'base'] }).faults).toEqual([]);
  });
});

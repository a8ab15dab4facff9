import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { finalStage } from '../../../src/project/dockerfile/stages.ts';
import { startWords } from '../../../src/project/dockerfile/start-words.ts';

const image = (from: string) => finalStage(readDockerfile('Dockerfile', `FROM ${from}\n`))?.image;

describe("Python's own image", () => {
  it.each<[string, unknown[]]>([
    ['python:3.11-slim-bullseye', ['3.11', '3.11', 'debian', 'bullseye', 'slim', []]],
    ['python:3.11.9-alpine3.20', ['3.11', '3.11.9', 'alpine', '3.20', 'alpine', []]],
    ['python:3.12', ['3.12', '3.12', 'debian', undefined, 'full', []]],
    ['python', [undefined, undefined, 'debian', undefined, 'full', []]],
    ['python:latest', [undefined, undefined, 'debian', undefined, 'full', []]],
    ['python:3', [undefined, '3', 'debian', undefined, 'full', []]],
    ['python:slim', [undefined, undefined, 'debian', undefined, 'slim', []]],
    ['python:3-alpine', [undefined, '3', 'alpine', undefined, 'alpine', []]],
    ['python:3.14-rc-slim', ['3.14', '3.14', 'debian', undefined, 'slim', []]],
    ['python:3.15.0a1-slim', ['3.15', '3.15.0a1', 'debian', undefined, 'slim', []]],
    ['python:3.11-slimm', ['3.11', '3.11', 'debian', undefined, 'full', ['slimm']]],
    ['python:3.111', ['3.111', '3.111', 'debian', undefined, 'full', ['3.111']]],
    ['python:3.11-buster', ['3.11', '3.11', 'debian', 'buster', 'full', []]],
    ['python:3.11-slim-bulseye', ['3.11', '3.11', 'debian', undefined, 'slim', ['bulseye']]],
    ['library/python:3.9', ['3.9', '3.9', 'debian', undefined, 'full', []]],
  ])('%s', (from, told) => {
    const python = image(from)?.python;
    expect([
      python?.minor,
      python?.version,
      python?.system,
      python?.release,
      python?.variant,
      python?.unknownParts,
    ]).toEqual(told);
  });

  it.each(['bitnami/python:3.11', 'ghcr.io/x/python:3', 'debian:12', 'pyton:3.11'])('is not %s', (from) => {
    expect(image(from)?.python).toBeUndefined();
  });

  it('is a bottom whose settings are known, as a bare system is', () => {
    expect(
      ['python:3.11', 'debian:12', 'scratch', 'me/x'].map((from) => [image(from)?.bottom, image(from)?.workdir]),
    ).toEqual([
      ['python', '/'],
      ['system', '/'],
      ['scratch', '/'],
      ['unknown', undefined],
    ]);
  });
});

describe('the words a container starts with', () => {
  function words(lines: string, override: { entrypoint?: string[]; command?: string[] } = {}) {
    const stage = finalStage(readDockerfile('Dockerfile', `FROM python:3.11\n${lines}\n`));
    if (stage === undefined) throw new Error('there is no stage');
    const place = (list: string[] | undefined) =>
      list?.map((text) => ({ text, span: { file: 'compose.yaml', start: 0, end: 0 } }));
    const entrypoint = place(override.entrypoint);
    const command = place(override.command);
    const start = startWords(stage.image, {
      ...(entrypoint === undefined ? {} : { entrypoint }),
      ...(command === undefined ? {} : { command }),
    });
    return [start.from, ...start.words.map((word) => word.text)];
  }

  it.each<[string, { entrypoint?: string[]; command?: string[] }, string[]]>([
    ['', {}, ['base-image', 'python3']],
    ['CMD ["a", "b"]', {}, ['dockerfile', 'a', 'b']],
    ['CMD a b', {}, ['dockerfile', '/bin/sh', '-c', 'a b']],
    ['SHELL ["/bin/bash", "-c"]\nCMD a b', {}, ['dockerfile', '/bin/bash', '-c', 'a b']],
    ['ENTRYPOINT ["e"]\nCMD ["a"]', {}, ['dockerfile', 'e', 'a']],
    ['ENTRYPOINT ["e"]\nCMD a', {}, ['dockerfile', 'e', '/bin/sh', '-c', 'a']],
    ['ENTRYPOINT e\nCMD ["a"]', {}, ['dockerfile', '/bin/sh', '-c', 'e']],
    ['ENTRYPOINT ["e"]\nCMD ["a"]', { command: ['x'] }, ['compose', 'e', 'x']],
    ['ENTRYPOINT ["e"]\nCMD ["a"]', { entrypoint: ['y'] }, ['compose', 'y']],
    ['ENTRYPOINT ["e"]\nCMD ["a"]', { entrypoint: ['y'], command: ['x'] }, ['compose', 'y', 'x']],
    ['CMD ["a"]', { command: [] }, ['compose']],
  ])('%j with %j', (lines, override, told) => {
    expect(words(lines, override)).toEqual(told);
  });
});

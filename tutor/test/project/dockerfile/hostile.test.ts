import { describe, expect, it } from 'vitest';
import { readContents } from '../../../src/project/dockerfile/contents.ts';
import { arrivedInstalls } from '../../../src/project/dockerfile/packages.ts';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { readRun } from '../../../src/project/dockerfile/run-facts.ts';
import { finalStage } from '../../../src/project/dockerfile/stages.ts';

const UNITS = 250_000;
const fill = (part: string) => part.repeat(Math.floor(UNITS / part.length));

describe('a Dockerfile that is made to take for ever', () => {
  it.each<[string, string]>([
    ['one long RUN', `FROM a\n${fill('RUN echo a && \\\n')}`],
    ['one long word', `FROM a\nRUN ${fill('a')}`],
    ['nothing but continuations', fill('\\\n')],
    ['a long array', `FROM a\nCMD [${fill('"a",')}"b"]`],
    ['a long array in single quotes', `FROM a\nCMD [${fill("'a',")}]`],
    ['a long heredoc', `FROM a\nRUN <<EOF\n${fill('x\n')}EOF\n`],
    ['many heredocs', `FROM a\nRUN ${fill('<<A ')}\n`],
    ['variables in variables', `FROM a\nENV A=${fill('${a:-')}`],
    ['variables in quotes in variables', `FROM a\nENV A=${fill('${a:-"}')}`],
    ['a value that doubles', `FROM a\nENV A=aaaaaaaaaa\n${'ENV A=$A$A\n'.repeat(400)}`],
    ['many variables', `FROM a\nENV ${fill('A=b ')}`],
    ['many flags', `FROM a\nRUN ${fill('--mount=a ')}`],
    [
      'stages on stages',
      Array.from({ length: 450 }, (_, at) => `FROM ${at === 0 ? 'a' : `s${at - 1}`} AS s${at}`).join('\n'),
    ],
    [
      'copies of copies',
      Array.from(
        { length: 200 },
        (_, at) => `FROM a\nRUN pip install flask\nCOPY --from=${Math.max(0, at - 1)} /usr/local /usr/local`,
      ).join('\n'),
    ],
    [
      'two copies of each stage before',
      Array.from(
        { length: 120 },
        (_, at) =>
          `FROM a\nRUN pip install flask\nCOPY --from=${Math.max(0, at - 1)} /usr/local /usr/local\nCOPY --from=${Math.max(0, at - 1)} /app /app`,
      ).join('\n'),
    ],
    [
      'a stage that copies from itself',
      'FROM a AS x\nCOPY --from=x / /\nCOPY --from=y / /\nFROM b AS y\nCOPY --from=x / /\n',
    ],
  ])('is read all the same: %s', (_, text) => {
    const reading = readDockerfile('Dockerfile', text);
    const stage = finalStage(reading);
    const runs = stage?.instructions.flatMap((one) => (one.keyword === 'RUN' ? [readRun(one, () => null)] : [])) ?? [];
    const installs = stage === undefined ? [] : arrivedInstalls(reading, stage);
    const none = { kind: () => 'absent' as const, list: () => [] };
    const at = stage === undefined ? 'absent' : readContents(reading, stage, none).at('/app/app.py').kind;
    expect(['absent', 'unknown']).toContain(at);
    expect(reading.instructions.length + runs.length + installs.length).toBeLessThan(20_000);
  });

  it.each([
    ['many instructions', 'RUN a\n'.repeat(3_000)],
    ['much text', `FROM a\n# ${'a'.repeat(300_000)}`],
  ])('is not read where there is too much of it: %s', (_, text) => {
    expect(readDockerfile('Dockerfile', text).beyond).toBe('too-large');
  });
});

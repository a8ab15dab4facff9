import { describe, expect, test } from 'vitest';
import type { Lookup } from '../../../src/project/compose/interpolate.ts';
import { readRawEnvFile } from '../../../src/project/dotenv/raw.ts';
import { readDotenv } from '../../../src/project/dotenv/read.ts';

const nothing: Lookup = () => undefined;

function values(text: string, lookup: Lookup = nothing): unknown {
  const { variables, faults } = readDotenv('.env', text, { lookup });
  expect(faults.filter((fault) => fault.refuses)).toEqual([]);
  return Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
}

function faults(text: string): unknown {
  return readDotenv('.env', text, { lookup: nothing }).faults.map((fault) => [
    fault.kind,
    text.slice(fault.at?.start, fault.at?.end),
  ]);
}

describe('what a line gives', () => {
  test.each([
    ['A=1', { A: '1' }],
    ['A = sp aced ', { A: 'sp aced' }],
    ['export A=1', { A: '1' }],
    ['A: yaml', { A: 'yaml' }],
    ['A=', { A: '' }],
    ['A=a#b', { A: 'a#b' }],
    ['A=a #b', { A: 'a' }],
    ['A="a #b" # c', { A: 'a #b' }],
    ["A='raw $X \\n'", { A: 'raw $X \\n' }],
    ['A="two\\nlines\\t\\"q\\" \\$X"', { A: 'two\nlines\t"q" $X' }],
    ['A="over\ntwo"\nB=2', { A: 'over\ntwo', B: '2' }],
    ['A=x$$y', { A: 'x$y' }],
    ['# A=1\n\nB=2\r\n', { B: '2' }],
    ['\ufeffA=1', { A: '1' }],
    ['A=1\nA=2', { A: '2' }],
    ['A=1\nB=${A}${C:-z}', { A: '1', B: '1z' }],
    ['B=${A:-early}\nA=1', { B: 'early', A: '1' }],
    ['T\nA=1', { A: '1' }],
  ])('%j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test('the given look-up comes before the lines above, and a name alone is passed through', () => {
    const lookup: Lookup = (name) => (name === 'A' ? { value: 'outer', from: 'caller' } : undefined);
    expect(values('A=1\nB=$A\nA\n', lookup)).toEqual({ A: 'outer', B: 'outer' });
  });

  test('an earlier file is seen, and the lines above come before it', () => {
    const earlier: Lookup = (name) =>
      (({ A: { value: 'a', from: 'dotenv' }, B: { value: 'b', from: 'dotenv' } }) as const)[name];
    const { variables } = readDotenv('two.env', 'A=own\nC=$A$B\n', { lookup: nothing, earlier });
    expect(variables.get('C')?.value).toBe('ownb');
  });
});

describe('places', () => {
  test('of the key and of the value inside its quotes', () => {
    const text = 'X=1\n PW = "s3cret" # not here\n';
    const { keySpan, span } = readDotenv('.env', text, { lookup: nothing }).variables.get('PW') ?? {};
    expect([text.slice(keySpan?.start, keySpan?.end), text.slice(span?.start, span?.end)]).toEqual(['PW', 's3cret']);
  });

  test('of what a line above gave', () => {
    const text = 'A=one\nB=x$A\n';
    const pieces = readDotenv('.env', text, { lookup: nothing }).variables.get('B')?.pieces ?? [];
    expect(pieces.map((piece) => text.slice(piece.span.start, piece.span.end))).toEqual(['x', 'one']);
  });
});

describe('what Compose refuses, at its place', () => {
  test.each([
    ['DEBUG # bool\n', [['dotenv-syntax', '#']]],
    ['A B=1\n', [['dotenv-syntax', 'A B']]],
    ['X=1\nA="open\n', [['dotenv-syntax', '"open']]],
    ['A=${1}\n', [['interpolation-invalid', '${1}']]],
    ['A=${B:?set B}\n', [['interpolation-required', '${B:?set B}']]],
  ])('%j', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test('and the lines after it are read', () => {
    expect(readDotenv('.env', 'A!=1\nB=2\n', { lookup: nothing }).variables.get('B')?.value).toBe('2');
  });
});

test('variables that double one another are cut off, not slow', () => {
  const lines = ['A0=xxxxxxxxxx', ...Array.from({ length: 40 }, (_, at) => `A${at + 1}=$A${at}$A${at}`)];
  const before = process.cpuUsage();
  expect(readDotenv('.env', lines.join('\n'), { lookup: nothing }).faults[0]?.kind).toBe('too-large');
  expect(process.cpuUsage(before).user).toBeLessThan(200_000);
});

test('a raw env file keeps everything after the equals sign', () => {
  const { variables } = readRawEnvFile('raw.env', '# c\n A="x" # y\nB=$X\r\nT\n', nothing);
  expect([...variables].map(([name, { value }]) => [name, value])).toEqual([
    ['A', '"x" # y'],
    ['B', '$X'],
  ]);
});

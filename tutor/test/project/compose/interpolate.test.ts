import { describe, expect, test } from 'vitest';
import { interpolate, type Lookup } from '../../../src/project/compose/interpolate.ts';
import { down, type Scalar } from '../../../src/project/compose/tree.ts';
import { readYaml } from '../../../src/project/compose/yaml.ts';

const ENVIRONMENT: Readonly<Record<string, string>> = { A: 'va', B: 'vb', E: '' };
const lookup: Lookup = (name) => {
  const value = ENVIRONMENT[name];
  return value === undefined ? undefined : { value, from: 'caller' };
};

function fill(value: string) {
  const text = `a: ${JSON.stringify(value)}\n`;
  const [document] = readYaml('compose.yaml', text).documents;
  if (document === undefined) throw new Error('no document');
  const { node, faults } = interpolate(document, lookup);
  const scalar = down(node, 'a') as Scalar;
  return {
    scalar,
    value: scalar.value,
    text,
    faults: faults.map((fault) => [fault.kind, fault.at === undefined ? '' : text.slice(fault.at.start, fault.at.end)]),
  };
}

describe('what Compose fills in', () => {
  test.each([
    ['$A', 'va'],
    ['${A}', 'va'],
    ['${E:-d}', 'd'],
    ['${E-d}', ''],
    ['${X-d}', 'd'],
    ['${A:+y}', 'y'],
    ['${E:+y}', ''],
    ['${E+y}', 'y'],
    ['${A:?needed}', 'va'],
    ['${E?needed}', ''],
    ['${X:-${A}}', 'va'],
    ['${X:-${Y:-deep}}', 'deep'],
    ['${X:-a}b}', 'ab}'],
    ['${X:-{}}', '{}'],
    ['${X:-"q"}', '"q"'],
    ['${X:-$$Y}', '$Y'],
    ['${A:-x} and ${B:-y}', 'va and vb'],
    ['$$A', '$A'],
    ['$1', '$1'],
    ['a$', 'a$'],
    ['$ {A}', '$ {A}'],
    ['$A.y', 'va.y'],
    ['p$B-c', 'pvb-c'],
  ])('%s', (text, value) => {
    expect(fill(text)).toMatchObject({ value, faults: [] });
  });
});

test('as many variables as a line holds', () => {
  const text = Array.from({ length: 60 }, (_, index) => `-D${index}=\${V${index}:-${index}}`).join(' ');
  const filled = Array.from({ length: 60 }, (_, index) => `-D${index}=${index}`).join(' ');
  expect(fill(text)).toMatchObject({ value: filled, faults: [] });
});

describe('what Compose refuses, at its place', () => {
  test.each([
    ['x ${1} y', '${1}'],
    ['${A%y}', '${A%y}'],
    ['${ A}', '${ A}'],
    ['${A.y}', '${A.y}'],
    ['${}', '${}'],
    ['x ${A', '${A'],
    ['${X:-${1}}', '${1}'],
  ])('%s', (text, marked) => {
    expect(fill(text).faults).toEqual([['interpolation-invalid', marked]]);
  });

  test('a variable that is required and not set, with its reason', () => {
    const { faults } = fill('${X:?set it in .env}');
    expect(faults).toEqual([['interpolation-required', '${X:?set it in .env}']]);
  });

  test('a default that is not used is looked at all the same', () => {
    expect(fill('${A:-${X:?no}}').faults).toEqual([['interpolation-required', '${X:?no}']]);
  });
});

describe('variables that are not set', () => {
  test('are told at each use and leave nothing', () => {
    expect(fill('x:$X-${Y}')).toMatchObject({
      value: 'x:-',
      faults: [
        ['interpolation-unset', '$X'],
        ['interpolation-unset', '${Y}'],
      ],
    });
  });

  test('leave a piece that names them', () => {
    expect(fill('${X}').scalar.pieces).toMatchObject([{ from: 0, to: 0, variable: { name: 'X', from: 'unset' } }]);
  });

  test('an aliased value complains once', () => {
    const [document] = readYaml('compose.yaml', 'a: &x $NOPE\nb: *x\n').documents;
    if (document === undefined) throw new Error('no document');
    expect(interpolate(document, lookup).faults).toHaveLength(1);
  });
});

describe('places', () => {
  test('text around a variable keeps its own place', () => {
    const { scalar, text } = fill('postgresql://$A@db');
    expect(scalar.pieces?.map((piece) => [text.slice(piece.span.start, piece.span.end), piece.exact])).toEqual([
      ['postgresql://', true],
      ['$A', false],
      ['@db', true],
    ]);
  });

  test('a default stands in the Compose file', () => {
    const { scalar, text } = fill('${X:-secret}');
    const [piece] = scalar.pieces ?? [];
    expect(piece).toMatchObject({ exact: true, variable: { name: 'X', from: 'default' } });
    expect(text.slice(piece?.span.start, piece?.span.end)).toBe('secret');
  });

  test('a variable of a file points into that file, and says where it is used', () => {
    const fromFile: Lookup = () => ({
      value: 'pw',
      from: 'dotenv',
      pieces: [{ from: 0, to: 2, span: { file: '.env', start: 9, end: 11 }, exact: true }],
    });
    const [document] = readYaml('compose.yaml', 'a: x${PW}\n').documents;
    if (document === undefined) throw new Error('no document');
    expect((down(interpolate(document, fromFile).node, 'a') as Scalar).pieces).toEqual([
      { from: 0, to: 1, span: { file: 'compose.yaml', start: 3, end: 4 }, exact: true },
      {
        from: 1,
        to: 3,
        span: { file: '.env', start: 9, end: 11 },
        exact: true,
        variable: { name: 'PW', use: { file: 'compose.yaml', start: 4, end: 9 }, from: 'dotenv' },
      },
    ]);
  });

  test('keys, numbers and timestamps are left alone', () => {
    const [document] = readYaml('compose.yaml', '${A}: 1\nb: 2024-01-01\n').documents;
    if (document === undefined) throw new Error('no document');
    expect(interpolate(document, lookup).node).toBe(document);
  });
});

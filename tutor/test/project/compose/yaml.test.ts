import { describe, expect, test } from 'vitest';
import { down, type Scalar, sourceOf, type TreeNode } from '../../../src/project/compose/tree.ts';
import { readYaml } from '../../../src/project/compose/yaml.ts';

/** The plain value of a tree. */
function plain(node: TreeNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}

function read(text: string): unknown {
  const { documents, faults } = readYaml('compose.yaml', text);
  expect(faults).toEqual([]);
  return plain(documents[0]);
}

function scalar(text: string, ...path: readonly string[]): Scalar {
  const node = down(readYaml('compose.yaml', text).documents[0], ...path);
  if (node?.kind !== 'scalar') throw new Error(`no scalar at ${path.join('.')}`);
  return node;
}

/** The faults of a text: kind, marked text. */
function faults(text: string): readonly (readonly [string, string])[] {
  return readYaml('compose.yaml', text).faults.map((fault) => [
    fault.kind,
    fault.at === undefined ? '' : text.slice(fault.at.start, fault.at.end),
  ]);
}

describe('scalars are typed as Compose types them', () => {
  test.each([
    ['0755', 493],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['08', 8],
    ['-12', -12],
    ['1.10', 1.1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['12345678901234567890', 12345678901234567890n],
    ['2024-01-01', '2024-01-01 00:00:00 +0000 UTC'],
    ['2024-01-01T10:20:30.5+02:00', '2024-01-01 10:20:30.5 +0200 +0200'],
    ['2024-13-01', '2024-13-01'],
    ['yes', 'yes'],
    ['off', 'off'],
    ['True', true],
    ['~', null],
    ['', null],
    ['22:22', '22:22'],
    ['.inf', Number.POSITIVE_INFINITY],
    ['"1"', '1'],
    ['!!str 1', '1'],
    ['!!int "3"', 3],
  ])('%s', (text, value) => {
    expect(scalar(`a: ${text}`, 'a').value).toEqual(value);
  });
});

describe('anchors, aliases and merge keys', () => {
  test('of several merged mappings the first that has a key gives it, and local keys stay', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\n';
    expect(read(text)).toEqual({ a: { x: 1, y: 1 }, b: { y: 2, z: 2 }, c: { z: 3, x: 1, y: 1 } });
  });

  test('an aliased value has the place of its anchor', () => {
    const text = 'a: &p "5432"\nb: *p\n';
    const { span } = scalar(text, 'b');
    expect(text.slice(span.start, span.end)).toBe('"5432"');
  });

  test('a merge key that stands twice is a key that stands twice; one that holds no mapping is refused', () => {
    expect(faults('a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n')).toEqual([['yaml-duplicate-key', '<<']]);
    expect(faults('a: &a [1]\nb:\n  <<: *a\n')).toEqual([['yaml-merge-key', '<<']]);
  });

  test('an alias without anchor and one that contains itself are refused at the alias', () => {
    expect(faults('a: *nope\n')).toEqual([['yaml-syntax', '*nope']]);
    expect(faults('a: &x [*x]\n')).toEqual([['yaml-syntax', '*x']]);
  });

  test('an alias bomb is too large, not slow', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 14; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    const before = process.cpuUsage();
    const { faults: found } = readYaml('compose.yaml', lines.join('\n'));
    expect(found.map((fault) => fault.kind)).toEqual(['too-large']);
    expect(process.cpuUsage(before).user).toBeLessThan(200_000);
  });
});

describe('places', () => {
  test('a plain value maps unit by unit', () => {
    const text = 'services:\n  db:\n    image: postgres:16\n';
    const image = scalar(text, 'services', 'db', 'image');
    const { span } = sourceOf(image, 9, 2);
    expect(text.slice(span.start, span.end)).toBe('16');
  });

  test('a quoted value maps inside its quotes', () => {
    const text = 'url: "postgresql://u:p@db/x"';
    expect(sourceOf(scalar(text, 'url'), 13, 1).span).toEqual({ file: 'compose.yaml', start: 19, end: 20 });
  });

  test('an escape is a piece of its own', () => {
    expect(scalar('a: "x\\ty"', 'a').pieces).toEqual([
      { from: 0, to: 1, span: { file: 'compose.yaml', start: 4, end: 5 }, exact: true },
      { from: 1, to: 2, span: { file: 'compose.yaml', start: 5, end: 7 }, exact: false },
      { from: 2, to: 3, span: { file: 'compose.yaml', start: 7, end: 8 }, exact: true },
    ]);
  });

  test('a folded value maps line by line', () => {
    const text = 'a: >-\n  one\n  two\n';
    const value = scalar(text, 'a');
    expect(value.value).toBe('one two');
    const { span } = sourceOf(value, 4, 3);
    expect(text.slice(span.start, span.end)).toBe('two');
  });
});

describe('faults', () => {
  test('a key that stands twice is marked where it stands again, with the first place', () => {
    const text = 'a: 1\nb: 2\na: 3\n';
    expect(readYaml('compose.yaml', text).faults).toMatchObject([
      { kind: 'yaml-duplicate-key', at: { start: 10, end: 11 }, other: { start: 0, end: 1 }, words: { key: 'a' } },
    ]);
  });

  test('a key that is a number is refused', () => {
    expect(faults('a:\n  80: x\n')).toEqual([['wrong-type', '80']]);
  });
});

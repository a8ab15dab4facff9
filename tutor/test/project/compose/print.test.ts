import { describe, expect, it } from 'vitest';
import { toConfig, toConfigYaml } from '../../../src/project/compose/config.ts';
import { read } from './marked.ts';

/** The lines that Compose prints for `x-a: TEXT`, TEXT being a JSON string. */
function printed(text: string): string {
  const { reading } = read({ 'compose.yaml': `x-a: ${JSON.stringify(text)}\nservices: {a: {image: x}}\n` });
  const yaml = toConfigYaml(reading);
  return yaml.slice(yaml.indexOf('x-a:') + 'x-a: '.length, -1);
}

describe('texts are quoted as go-yaml quotes them', () => {
  it.each([
    ['word', 'word'],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['', '""'],
    ['8000', '"8000"'],
    ['1e3', '"1e3"'],
    ['yes', '"yes"'],
    ['22:22', '"22:22"'],
    ['null', '"null"'],
    ['2024-01-01', '"2024-01-01"'],
    ['<<', '"<<"'],
    ['- a', "'- a'"],
    ["it's: x", "'it''s: x'"],
    ['tail ', "'tail '"],
    ['a\tb', '"a\\tb"'],
    ['\u{1f527}', '"\\U0001F527"'],
    ['é', 'é'],
    ['$5', '$$5'],
    ['two\nlines\n', '|\n  two\n  lines'],
    ['two\nlines', '|-\n  two\n  lines'],
    ['two\n\n', '|+\n  two\n'],
    [' led\nx', '|2-\n   led\n  x'],
  ])('%j', (text, yaml) => {
    expect(printed(text)).toBe(yaml);
  });
});

describe('keys are ordered as Compose orders them', () => {
  const table = {
    'compose.yaml':
      'services: {a: {image: x, environment: {A10: 1, A9: 1, B: 1, A_1: 1, Aa: 1}, x-own: {b: 1, a: 1}}}\nx-top: {z: [], y: 1.0}\n',
  };

  it('by nature in YAML, with `x-` keys everywhere', () => {
    expect(toConfigYaml(read(table).reading)).toBe(`name: shop
services:
  a:
    environment:
      A_1: "1"
      A9: "1"
      A10: "1"
      Aa: "1"
      B: "1"
    image: x
    networks:
      default: null
    x-own:
      a: 1
      b: 1
networks:
  default:
    name: shop_default
x-top:
  "y": 1
  z: []
`);
  });

  it('by their letters in JSON, with `x-` keys at the top alone, where an empty list is lost', () => {
    const config = toConfig(read(table).reading) as { services: { a: { environment: object } } };
    expect(Object.keys(config)).toEqual(['name', 'networks', 'services', 'x-top']);
    expect(Object.keys(config.services.a)).toEqual(['command', 'entrypoint', 'environment', 'image', 'networks']);
    expect(Object.keys(config.services.a.environment)).toEqual(['A10', 'A9', 'A_1', 'Aa', 'B']);
    expect(config).toMatchObject({ 'x-top': { y: 1, z: null } });
  });
});

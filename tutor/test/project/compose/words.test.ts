import { describe, expect, it } from 'vitest';
import { isIp } from '../../../src/project/compose/addresses.ts';
import { readVolume } from '../../../src/project/compose/canonical/volume-text.ts';
import { made } from '../../../src/project/compose/grow.ts';
import { cleanPath, joinPaths } from '../../../src/project/compose/resolve.ts';
import { relativePath } from '../../../src/project/compose/session.ts';
import { bytesOf, durationText, shortestFloat32 } from '../../../src/project/compose/typed/numbers.ts';
import { shellWords } from '../../../src/project/compose/typed/shell-words.ts';

function words(text: string): readonly unknown[] | undefined {
  const command = made(text, { file: 'f', start: 0, end: text.length });
  return shellWords(command)?.map((word) => word.value);
}

describe('a command is split as Compose splits it', () => {
  it.each([
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    ['c="d"e', ['c=de']],
    ['# four', ['#', 'four']],
    ["'a b' \"c 'd'\"", ['a b', "c 'd'"]],
    ['a\\ b', ['a b']],
    ['a \\\nb', ['a', '\nb']],
    ["'a\\b'", ['a\\b']],
    ['""', ['']],
    ['a; b', ['a']],
    ['a 2>&1', ['a']],
    ['a 2x>b', ['a']],
    ['a "|" b', ['a', '|', 'b']],
    ['$(a b) c', ['$(a b)', 'c']],
    ['`a b` c', ['`a b`', 'c']],
    ['', []],
    ['a "b', undefined],
    ['a (b)', undefined],
    ['a\\', undefined],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('numbers with units', () => {
  it.each([
    ['90s', '1m30s'],
    ['1m', '1m0s'],
    ['1h30m', '1h30m0s'],
    ['1.5h', '1h30m0s'],
    ['1d', '24h0m0s'],
    ['1w', '168h0m0s'],
    ['500ms', '500ms'],
    ['1500us', '1.5ms'],
    ['10ns', '10ns'],
    ['0', '0s'],
    ['-1s', '-1s'],
    ['90', undefined],
    ['1x', undefined],
    ['', undefined],
    ['99999999999999999999s', undefined],
  ])('the duration %j', (text, expected) => {
    expect(durationText(text)).toBe(expected);
  });

  it.each([
    ['512m', 536_870_912n],
    ['1.5 GiB', 1_610_612_736n],
    ['10kb', 10_240n],
    ['100b', 100n],
    ['100', 100n],
    ['abc', undefined],
    ['5q', undefined],
    ['-1', undefined],
  ])('the size %j', (text, expected) => {
    expect(bytesOf(text)).toBe(expected);
  });

  it('32 bits are printed as the shortest number that reads back', () => {
    expect([0.1, 1.5, 10.5, 1 / 3].map(shortestFloat32)).toEqual([0.1, 1.5, 10.5, 0.33333334]);
  });
});

describe('paths', () => {
  it.each([
    ['/a/../b//c/.', '/b/c'],
    ['./a', 'a'],
    ['../a', '../a'],
    ['/..', '/'],
    ['a/..', '.'],
  ])('%s is %s', (path, clean) => {
    expect(cleanPath(path)).toBe(clean);
  });

  it('are joined and told apart', () => {
    expect(joinPaths('', './a')).toBe('a');
    expect(relativePath('/home/ann/shop', '/home/ann/shop/web/x')).toBe('web/x');
    expect(relativePath('/home/ann/shop', '/home/ann/other')).toBe('../other');
    expect(relativePath('/home/ann/shop', '/etc/passwd')).toBe('/etc/passwd');
  });
});

describe('addresses', () => {
  it.each(['127.0.0.1', '::1', '2001:db8::1', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8'])('%s is one', (text) => {
    expect(isIp(text)).toBe(true);
  });

  it.each(['localhost', '1.2.3', '01.2.3.4', '256.1.1.1', '::1%eth0', '1::2::3', '1:2:3:4:5:6:7'])(
    '%s is none',
    (text) => {
      expect(isIp(text)).toBe(false);
    },
  );
});

describe('a short volume', () => {
  it.each([
    ['ab:/b:ro', 'volume', 'ab', '/b', undefined],
    ['./a:/b', 'bind', './a', '/b', undefined],
    ['C:\\x:/y', 'bind', 'C:\\x', '/y', undefined],
    ['v:/w', 'volume', undefined, 'v:/w', undefined],
    ['/a', 'volume', undefined, '/a', undefined],
    [':/x', 'volume', '', '/x', 'empty-section'],
    ['ab:/b:ro:x', 'volume', 'ab', '/b', 'too-many-colons'],
    ['', 'volume', undefined, undefined, 'empty'],
  ])('%j', (text, type, source, target, refusal) => {
    const volume = readVolume(text);
    expect([volume.type, volume.source?.text, volume.target?.text, volume.refusal]).toEqual([
      type,
      source,
      target,
      refusal,
    ]);
  });
});

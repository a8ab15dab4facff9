import type { Scalar } from '../tree.ts';

/** What a plain text means. `kind` is present where JavaScript's own types cannot tell it. */
export type Typed = { readonly value: Scalar['value']; readonly kind?: NonNullable<Scalar['kindOfValue']> };

const WORDS: ReadonlyMap<string, Typed> = new Map<string, Typed>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { value: null }] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, { value: true }] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, { value: false }] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, { value: Number.NaN, kind: 'float' }] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, { value: Number.POSITIVE_INFINITY, kind: 'float' }] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, { value: Number.NEGATIVE_INFINITY, kind: 'float' }] as const),
]);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+([eE][-+]?[0-9]+)?$/;
const BASES: readonly (readonly [RegExp, string])[] = [
  [/^0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^0[bB]([01]+)$/, '0b'],
  [/^0[oO]?([0-7]+)$/, '0o'],
];
const LEAST_INT64 = -(2n ** 63n);
const GREATEST_INT64 = 2n ** 63n - 1n;
const GREATEST_UINT64 = 2n ** 64n - 1n;

/**
 * Types a plain scalar as Compose's YAML reader does: YAML 1.2 words, the octals of both versions, underscores in numbers,
 * timestamps, no base 60, `yes` and `no` as strings. Tried against go-yaml 3.0.4, which Compose 2.40.3 is built with.
 */
export function typePlain(text: string): Typed {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (text[0] === '.') return DOT_FLOAT.test(text) ? finite(text, text) : { value: text };
  const digit = first >= 48 && first <= 57;
  if (!digit && text[0] !== '+' && text[0] !== '-') return { value: text };
  const time = typeTimestamp(text);
  if (time !== undefined) return { value: time, kind: 'timestamp' };
  return typeNumber(text);
}

function typeNumber(text: string): Typed {
  const bare = text.replaceAll('_', '');
  const integer = integerOf(bare);
  if (integer !== undefined) return { value: integer };
  return FLOAT.test(bare) ? finite(bare, text) : { value: text };
}

function finite(number: string, text: string): Typed {
  const value = Number(number);
  return Number.isFinite(value) ? { value, kind: 'float' } : { value: text };
}

/** An integer of 64 bits as Go reads one with any base prefix; a bigint where a number cannot hold it. */
function integerOf(text: string): number | bigint | undefined {
  const sign = text[0] === '-' || text[0] === '+' ? text[0] : '';
  const digits = text.slice(sign.length);
  const value = /^(0|[1-9][0-9]*)$/.test(digits) ? BigInt(digits) : basedInteger(digits);
  if (value === undefined) return undefined;
  const signed = sign === '-' ? -value : value;
  // Go takes a sign only for int64; the greater half of uint64 has none.
  const greatest = sign === '' ? GREATEST_UINT64 : GREATEST_INT64;
  if (signed < LEAST_INT64 || signed > greatest) return undefined;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function basedInteger(digits: string): bigint | undefined {
  for (const [pattern, prefix] of BASES) {
    const match = pattern.exec(digits);
    if (match !== null) return BigInt(`${prefix}${match[1]}`);
  }
  return undefined;
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2}))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?))?$/;

/** A timestamp in the words in which Go prints one, or undefined where the text is none. */
function typeTimestamp(text: string): string | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const [hour, minute, second] = [
    match[4] ?? match[9] ?? '0',
    match[5] ?? match[10] ?? '0',
    match[6] ?? match[11] ?? '0',
  ];
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const fraction = (match[7] ?? match[12] ?? '').slice(0, 9).replace(/0+$/, '');
  const zone = zoneOf(match[8] ?? 'Z');
  if (zone === undefined) return undefined;
  const two = (part: string) => part.padStart(2, '0');
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
  return `${year}-${two(month)}-${two(day)} ${clock} ${zone}`;
}

function zoneOf(text: string): string | undefined {
  if (text === 'Z') return '+0000 UTC';
  const offset = text.replace(':', '');
  if (Number(text.slice(1, 3)) > 24 || Number(text.slice(4, 6)) > 60) return undefined;
  return offset === '+0000' || offset === '-0000' ? '+0000 UTC' : `${offset} ${offset}`;
}

/** A scalar in the words in which Compose writes it where a string is wanted; `null` as `''`. */
export function goText(scalar: Scalar): string {
  const { value } = scalar;
  if (value === null) return '';
  if (typeof value !== 'number' || scalar.kindOfValue !== 'float') return String(value);
  return goFloat(value);
}

/** A 64-bit float as Go's `%v` prints it: `1000000.0` is `1e+06`, exponents have a sign and two digits. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value === 0 || (exponent >= -4 && exponent < GO_EXPONENT_FROM)) return plainDigits(mantissa, exponent);
  const size = Math.abs(exponent).toString().padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** Go's `%v` goes over to exponents at a million. */
const GO_EXPONENT_FROM = 6;

function plainDigits(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

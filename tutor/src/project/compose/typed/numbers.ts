/** Nanoseconds in each unit of a duration, as Compose knows them (go-str2duration 2.1). */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};
const GREATEST_INT64 = 2n ** 63n - 1n;
const INT64_DIGITS = 19;

/** A duration as Compose prints it (`90s` is `1m30s`), or undefined where it is none. */
export function durationText(text: string): string | undefined {
  const nanoseconds = durationOf(text);
  return nanoseconds === undefined ? undefined : sayDuration(nanoseconds);
}

function durationOf(text: string): bigint | undefined {
  const sign = /^[-+]/.test(text) ? text[0] : '';
  const digits = text.slice(sign?.length ?? 0);
  if (digits === '0') return 0n;
  if (digits === '') return undefined;
  let total = 0n;
  let rest = digits;
  while (rest !== '') {
    const match = /^([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/.exec(rest);
    const part = match === null ? undefined : partOf(match[1] ?? '', match[2] ?? '', match[3] ?? '');
    if (match === null || part === undefined) return undefined;
    total += part;
    if (total > GREATEST_INT64) return undefined;
    rest = rest.slice(match[0].length);
  }
  return sign === '-' ? -total : total;
}

function partOf(whole: string, fraction: string, unit: string): bigint | undefined {
  const size = UNITS[unit];
  if (size === undefined || (whole === '' && fraction === '')) return undefined;
  const digits = whole.replace(/^0+/, '');
  if (digits.length > INT64_DIGITS) return undefined;
  const nanoseconds = BigInt(digits === '' ? '0' : digits) * size;
  if (nanoseconds > GREATEST_INT64) return undefined;
  // Go stops counting decimals where 64 bits hold no more of them.
  const decimals = fraction.slice(0, INT64_DIGITS - 1);
  if (decimals === '') return nanoseconds;
  return nanoseconds + BigInt(Math.trunc(Number(decimals) * (Number(size) / 10 ** decimals.length)));
}

/** Go's `time.Duration.String`. */
function sayDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const second = 1_000_000_000n;
  if (size < second) return sign + saySmall(size);
  const seconds = size / second;
  const [hours, minutes] = [seconds / 3_600n, (seconds / 60n) % 60n];
  const tail = `${seconds % 60n}${decimals(size % second, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${tail}`;
  return minutes > 0n ? `${sign}${minutes}m${tail}` : sign + tail;
}

function saySmall(size: bigint): string {
  if (size < 1_000n) return `${size}ns`;
  if (size < 1_000_000n) return `${size / 1_000n}${decimals(size % 1_000n, 3)}µs`;
  return `${size / 1_000_000n}${decimals(size % 1_000_000n, 6)}ms`;
}

function decimals(fraction: bigint, places: number): string {
  const text = fraction.toString().padStart(places, '0').replace(/0+$/, '');
  return text === '' ? '' : `.${text}`;
}

const BINARY: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

/** A size in bytes (`512m`, `1.5 GiB`), or undefined where it is none (go-units, `RAMInBytes`). */
export function bytesOf(text: string): bigint | undefined {
  const last = Math.max(...[...'01234567890. '].map((unit) => text.lastIndexOf(unit)));
  if (last < 0) return undefined;
  const number = text.slice(0, text[last] === ' ' ? last : last + 1);
  const suffix = text.slice(last + 1);
  if (!/^[+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(number)) return undefined;
  const size = Number(number);
  if (!Number.isFinite(size)) return undefined;
  if (suffix === '') return wholeOf(size);
  const match = /^([kmgtp]?)(i?b)?$/.exec(suffix.toLowerCase());
  if (match === null || (match[1] === '' && match[2] !== 'b')) return undefined;
  return wholeOf(size * (BINARY[match[1] ?? ''] ?? 1));
}

/** A number as Go makes 64 bits of it: what is too great becomes the least. */
export function wholeOf(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

/** The number that Go prints for a value held in 32 bits: the shortest that reads back as the same. */
export function shortestFloat32(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return single;
}

import type { Span } from '../../core/span.ts';
import type { Bind, Setting } from './start.ts';

/** A default of a server: nothing in the project says it. */
export function byDefault(text: string): Setting {
  return { text, from: { kind: 'default' } };
}

/** A host and a port that are given apart. */
export function bindOf(host: Setting, port: Setting): Bind {
  if (host.text === undefined || port.text === undefined) return { host, port, form: 'unknown' };
  return { host, port, form: /^\d+$/.test(port.text.trim()) ? 'address' : 'malformed' };
}

/** What a server makes of a part of the address that is left out. */
export type BindDefaults = {
  readonly host: string;
  readonly port: string;
  /** `*` stands for every address; to others it is a name that nobody has. */
  readonly star?: 'every-address';
};

/**
 * Takes `host:port` apart as gunicorn does: `:8000` is all addresses, `[::1]:8000` one of IPv6,
 * and a word without `:` is a host (so that `8000` is no address at all).
 */
export function readBind(whole: Setting, defaults: BindDefaults): Bind {
  const text = whole.text;
  const unknown = { text: undefined, from: whole.from };
  if (text === undefined) return { host: unknown, port: unknown, whole, form: 'unknown' };
  if (/^(?:unix:|fd:\/\/)/.test(text)) return { host: unknown, port: unknown, whole, form: 'unix' };
  const skipped = text.startsWith('tcp://') ? 'tcp://'.length : 0;
  const found = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text.slice(skipped));
  const host = found?.[1] ?? found?.[2] ?? '';
  const port = found?.[3];
  const hostFrom = skipped + (found?.[1] === undefined ? 0 : 1);
  const hostSetting = part(whole, host, hostFrom);
  const portSetting = port === undefined ? byDefault(defaults.port) : part(whole, port, text.length - port.length);
  return { host: hostSetting, port: portSetting, whole, form: formOf(host, port, defaults) };
}

function formOf(host: string, port: string | undefined, defaults: BindDefaults): Bind['form'] {
  const portFits = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65_535);
  if (!portFits || (port === undefined && /^\d+$/.test(host))) return 'malformed';
  if (host === '*') return defaults.star === undefined ? 'malformed' : 'address';
  return /^[\w.:%-]*$/.test(host) ? 'address' : 'malformed';
}

function part(whole: Setting, text: string, from: number): Setting {
  const piece = whole.pieces?.find((one) => one.from <= from && one.to >= from + text.length);
  if (piece?.kind === 'variable' && piece.from === from && piece.to === from + text.length)
    return { text, from: whole.from, variable: piece.name, ...(whole.at === undefined ? {} : { at: whole.at }) };
  if (piece?.kind === 'written') {
    const start = piece.span.start + from - piece.from;
    return { text, from: whole.from, at: { ...piece.span, start, end: start + text.length } };
  }
  const at = whole.at === undefined ? undefined : partSpan(whole.at, whole.text ?? '', from, text.length);
  return { text, from: whole.from, ...(at === undefined ? {} : { at }) };
}

function partSpan(span: Span, text: string, from: number, length: number): Span {
  if (span.end - span.start !== text.length) return span;
  return { file: span.file, start: span.start + from, end: span.start + from + length };
}

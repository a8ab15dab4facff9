import { blankWords, type Draft, type Head, readValue, variablesOf } from './draft.ts';
import type { ExposedPort, Value } from './reading.ts';

/** The largest port there is. */
const MAX_PORT = 65_535;

/** Reads EXPOSE's words; says which are no ports. */
export function readExpose(draft: Draft, head: Head): ExposedPort[] {
  const variables = variablesOf(draft);
  return blankWords(head.argument).map((word) => readPort(draft, readValue(draft, word, variables)));
}

function readPort(draft: Draft, value: Value): ExposedPort {
  if (value.text === undefined || value.text === '') return { value, from: undefined, to: undefined, protocol: 'tcp' };
  const slash = value.text.indexOf('/');
  const mapping = slash < 0 ? value.text : value.text.slice(0, slash);
  const protocol = (slash < 0 ? '' : value.text.slice(slash + 1)) || 'tcp';
  // `8000:8000` exposes the container's port and publishes nothing (tried).
  const range = mapping.replace(/^(?:\d+(?:-\d+)?)?:/, '');
  const found = /^(\d+)(?:-(\d+))?$/.exec(range);
  const from = found === null ? undefined : Number(found[1]);
  const to = found?.[2] === undefined ? from : Number(found[2]);
  const why = faultOf(protocol, from, to);
  if (why === undefined) return { value, from, to, protocol: protocol.toLowerCase() };
  draft.faults.push({ kind: 'expose-port', refuses: true, at: value.span, words: { text: value.text, why } });
  return { value, from: undefined, to: undefined, protocol: protocol.toLowerCase() };
}

function faultOf(protocol: string, from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined || to === undefined) return 'not-a-number';
  if (from > MAX_PORT || to > MAX_PORT || from > to) return 'range';
  return /^(?:tcp|udp|sctp)$/i.test(protocol) ? undefined : 'protocol';
}

import { stripControls } from '../core/text.ts';
import type { Page, PageAnswer } from '../observe/ports.ts';

/** At most so much of a body is read. */
const BODY_BYTES = 1024 * 1024;
/** Headers that a report may show; the others say nothing about a learner's page. */
const HEADER_UNITS = 500;

/** Asks a page with undici, directly: neither `*_proxy` nor a global dispatcher is looked at. */
export function httpPage(): Page {
  return {
    async get(url, timeoutMs, signal) {
      const { Agent, request } = await import('undici');
      const agent = new Agent({ connect: { timeout: timeoutMs }, pipelining: 0 });
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await request(url, {
          method: 'GET',
          headers: { 'user-agent': 'compose-tutor', accept: 'text/html, */*' },
          dispatcher: agent,
          signal: AbortSignal.any([signal, limit]),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        });
        const headers = plainHeaders(response.headers);
        const bytes = await readBody(response.body);
        const body = stripControls(decode(bytes, headers['content-type']));
        return { url, outcome: 'answered', status: response.statusCode, headers, body };
      } catch (error) {
        signal.throwIfAborted();
        return failure(url, error);
      } finally {
        await agent.destroy();
      }
    },
  };
}

async function readBody(body: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES);
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    plain[name.toLowerCase()] = stripControls(text).slice(0, HEADER_UNITS);
  }
  return plain;
}

function decode(bytes: Buffer, contentType: string | undefined): string {
  const charset = /charset=["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    // A name that no decoder knows: the page says something, and UTF-8 reads most of it.
    if (error instanceof RangeError) return new TextDecoder().decode(bytes);
    throw error;
  }
}

/** Codes of Node and undici that are one way to fail. */
const OUTCOMES: readonly (readonly [PageAnswer['outcome'], RegExp])[] = [
  ['refused', /^ECONNREFUSED$/],
  ['reset', /^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/],
  [
    'timeout',
    /^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|UND_ERR_ABORTED|TimeoutError|23)$/,
  ],
  [
    'malformed',
    /^(?:HTTPParserError|HPE_\w+|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_RESPONSE_STATUS_CODE|UND_ERR_HEADERS_OVERFLOW|UND_ERR_INVALID_ARG|ERR_INVALID_URL)$/,
  ],
];

function failure(url: string, error: unknown): PageAnswer {
  const words = wordsOf(error);
  const outcome = OUTCOMES.find(([, pattern]) => words.codes.some((code) => pattern.test(code)))?.[0] ?? 'unreachable';
  return { url, outcome, error: stripControls(words.message) };
}

/** The codes that an error and what caused it carry; a host name with several addresses fails with several errors. */
function wordsOf(error: unknown): { readonly codes: readonly string[]; readonly message: string } {
  if (!(error instanceof Error)) return { codes: [], message: String(error) };
  const own = 'code' in error && error.code !== undefined ? [String(error.code)] : [];
  const inner = error instanceof AggregateError ? error.errors.map(wordsOf) : [wordsOf(error.cause)];
  const codes = [...own, error.name, ...inner.flatMap((one) => one.codes)];
  return { codes, message: error.message === '' ? (inner[0]?.message ?? own.join()) : error.message };
}

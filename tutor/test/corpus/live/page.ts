import { get } from 'node:http';

/** How a page answered: a status with the beginning of its body, or the way it failed. */
export type Answer =
  | { readonly status: number; readonly body: string }
  | { readonly fails: 'refused' | 'reset' | 'timeout' | 'other' };

const ONE_ANSWER_MS = 5_000;
const BODY_MOST = 300;

/** Asks once; of a body its beginning counts. */
export function ask(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: ONE_ANSWER_MS, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: body.slice(0, BODY_MOST) }));
      response.once('error', (error) => resolve({ fails: wayOf(error) }));
    });
    request.once('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    request.once('error', (error) => resolve({ fails: wayOf(error) }));
  });
}

function wayOf(error: Error & { readonly code?: string }): 'refused' | 'reset' | 'timeout' | 'other' {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timeout';
    default:
      return 'other';
  }
}

import type { Span } from '../../core/span.ts';
import type { Connection } from './reading.ts';

/** What a connection does in the world that is asked about. */
export type ConnectionOutcome =
  | { readonly kind: 'works' }
  /** It raises the library's `OperationalError` (or what stands for it); `message` is what it says, where that is known. */
  | { readonly kind: 'fails'; readonly message?: string }
  | { readonly kind: 'unknown' };

/** The world in which a page is asked for. */
export type AnswerWorld = {
  readonly environment: Readonly<Record<string, string>>;
  readonly unknownVariables?: readonly string[];
  readonly connect: (connection: Connection) => ConnectionOutcome;
};

/** What the function behind a route answers. */
export type RouteAnswer =
  | {
      readonly kind: 'answers';
      readonly status: number;
      readonly body: BodyPattern;
      /** The `return`. */
      readonly at: Span;
    }
  | { readonly kind: 'redirects'; readonly status: number; readonly to: string | undefined; readonly at: Span }
  /** An exception that nothing catches: 500. */
  | {
      readonly kind: 'raises';
      readonly exception: string;
      readonly at: Span;
      /** In words, what the view returned, where Flask can make no response of it. */
      readonly given?: string;
      /** A parameter of the view that its route gives nothing for. */
      readonly lacks?: string;
    }
  | { readonly kind: 'unknown' };

/** The body as texts in order; between two of them anything may stand. One text alone is the whole body. */
export type BodyPattern = {
  readonly texts: readonly string[];
  /** Whether anything may stand before the first and behind the last text. */
  readonly form: 'text' | 'json' | 'template';
};

/** The body where all of it is known. */
export function wholeBody(pattern: BodyPattern): string | undefined {
  return pattern.texts.length === 1 ? pattern.texts[0] : undefined;
}

/** Whether a body fits a pattern. */
export function fitsBody(pattern: BodyPattern, body: string): boolean {
  // With debugging on, Flask indents its JSON.
  if (pattern.form === 'json')
    return fitsTexts(
      pattern.texts.map((text) => text.replace(/\n$/, '')),
      compact(body),
    );
  return fitsTexts(pattern.texts, body);
}

/** JSON without the blanks between its parts; those inside its texts stay. */
function compact(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text: string | undefined) => text ?? '');
}

function fitsTexts(texts: readonly string[], body: string): boolean {
  const first = texts[0] ?? '';
  if (texts.length < 2) return body === first;
  const last = texts.at(-1) ?? '';
  if (!body.startsWith(first)) return false;
  let at = first.length;
  for (const text of texts.slice(1, -1)) {
    const found = body.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length;
  }
  return body.length - last.length >= at && body.endsWith(last);
}

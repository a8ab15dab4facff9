import type { Span } from '../core/span.ts';

/** One thing in which the learner's files mean something else than the solution's. */
export type Difference = {
  /** The learner's file, or where it would be. */
  readonly file: string;
  /** `services.web.ports`, `final / CMD`, `def hello`, `Flask`; `''` for the file as a whole. */
  readonly path: string;
  /** `missing`: only the solution has it; `extra`: only the learner has it. */
  readonly kind: 'missing' | 'extra' | 'different';
  /** What the solution has, on one line. */
  readonly theirs?: string;
  /** What the learner has, on one line. */
  readonly yours?: string;
  /** The learner's text; for something missing, the text that it is missing from. */
  readonly span?: Span;
};

/** Makes a difference without the keys that have nothing to say. */
export function difference(
  parts: Pick<Difference, 'file' | 'path' | 'kind'> & {
    readonly theirs?: string | undefined;
    readonly yours?: string | undefined;
    readonly span?: Span | undefined;
  },
): Difference {
  const { file, path, kind, theirs, yours, span } = parts;
  return {
    file,
    path,
    kind,
    ...(theirs === undefined ? {} : { theirs }),
    ...(yours === undefined ? {} : { yours }),
    ...(span === undefined ? {} : { span }),
  };
}

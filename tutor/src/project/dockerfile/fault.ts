import type { Span } from '../../core/span.ts';

/** What `docker build` would refuse in the text of a Dockerfile, or take otherwise than it looks. A rule turns each into words. */
export type DockerfileFault = {
  readonly kind: DockerfileFaultKind;
  /** Whether the build stops because of it. */
  readonly refuses: boolean;
  /** The text to change. */
  readonly at: Span;
  /** The other text it has to do with: the first of two stages of one name, the instruction that was swallowed. */
  readonly other?: Span;
  readonly words: Readonly<Record<string, string>>;
};

/** Kinds of faults. In brackets: the words it carries. */
export type DockerfileFaultKind =
  | 'empty'
  | 'unknown-instruction' // [word, nearest?]
  /** A line that is no instruction and looks like the rest of the one before, whose `\` is missing; `other`: the end of that one. */
  | 'missing-continuation' // [word, instruction]
  /** A `\` at the end of a line joins the next instruction to this one; `other`: the instruction that is lost. */
  | 'swallowed-instruction' // [instruction, swallowed]
  | 'missing-arguments' // [instruction, needs]
  | 'too-many-arguments' // [instruction, text]
  | 'from-missing' // no FROM at all
  | 'from-not-first' // [instruction]
  | 'from-form' // [text] `FROM a b`, `FROM a AS`
  | 'image-name' // [image, why]
  | 'image-empty' // [text] a variable leaves nothing
  | 'stage-name' // [name] not a name Docker accepts
  | 'stage-name-twice' // [name]; other: the first
  | 'unknown-stage' // [name, nearest?] `--from` of what is no stage and looks like one
  /** FROM of a stage that comes later, or `--from` of the stage itself. A `--from` of a later stage works (tried). */
  | 'stage-later' // [name]
  | 'expose-port' // [text, why] why: range, not-a-number, protocol
  | 'unknown-flag' // [instruction, flag, nearest?]
  | 'flag-value' // [instruction, flag, value] `--from builder`
  /** A `#` behind an instruction begins no comment; `refuses` is false for USER, whose user is then not found. */
  | 'trailing-comment' // [instruction, text]
  | 'variable-form' // [text] `${A` left open, a modifier that is none
  | 'equals-missing' // [instruction, text] `ENV A=b c`
  /** `ENV A = b` sets A to `= b`, and nobody refuses it; read as it was meant. */
  | 'equals-apart' // [name, value]
  | 'heredoc-open' // [name]
  /** Several sources and a destination that does not end in `/`: older engines refuse it, newer ones (tried: 28.5) write one file over the other. */
  | 'several-sources'
  /** `COPY ../x` means `x`: nothing outside the context can be copied. It works where the context has `x` (tried). */
  | 'source-outside' // [source]
  | 'json-form' // [instruction, text] SHELL that is not JSON; a JSON array that holds something else than texts
  | 'healthcheck-form' // [text] neither CMD nor NONE
  | 'directive'; // [name, text]

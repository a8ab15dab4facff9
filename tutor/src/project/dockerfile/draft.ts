import type { Span } from '../../core/span.ts';
import type { PlacedText } from '../shell/placed.ts';
import type { DockerfileFault } from './fault.ts';
import type { LogicalLine } from './lines.ts';
import type { BuildArguments, FromInstruction, Instruction, Value } from './reading.ts';
import type { ImageVariable, StageImage } from './stage-image.ts';
import { type BuildVariables, substitute } from './substitute.ts';

/** A Dockerfile while it is read. */
export type Draft = {
  readonly file: string;
  readonly escape: '\\' | '`';
  readonly buildArguments: BuildArguments;
  /** Blanks before every line, where it stands inside another file. */
  readonly indent: number;
  /** ARGs before the first FROM. */
  readonly globals: Map<string, string | null | undefined>;
  readonly stages: StageDraft[];
  /** Names of all stages of the file, in lower case; undefined for one without a name. */
  readonly stageNames: readonly (string | undefined)[];
  readonly instructions: Instruction[];
  readonly faults: DockerfileFault[];
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A stage while it is read: the image so far, and the ARGs in scope. */
export type StageDraft = {
  readonly number: number;
  readonly name: string | undefined;
  readonly nameAt: Span | undefined;
  readonly from: FromInstruction;
  readonly parent: number | undefined;
  readonly instructions: Instruction[];
  readonly image: Mutable<StageImage> & { environment: Map<string, ImageVariable> };
  readonly arguments: Map<string, string | null | undefined>;
  /** Whether the stage itself has set CMD: decides whether a later ENTRYPOINT drops it. */
  commandSet: 'here' | 'inherited';
};

/** An instruction's line taken apart: keyword, flags as text, and the rest. */
export type Head = {
  readonly line: LogicalLine;
  readonly word: string;
  readonly keywordAt: Span;
  readonly flags: readonly HeadFlag[];
  readonly argument: PlacedText;
  /** What was written behind the instruction as a comment, and is none to Docker; no part of `argument`. */
  readonly comment?: PlacedText;
};

type HeadFlag = {
  readonly name: string;
  readonly value: PlacedText | undefined;
  readonly span: Span;
  /** The value stands behind a blank, where Docker wants a `=`. */
  readonly isApart?: true;
};

/** Variables that Docker gives to a build, which must be declared by ARG; their values are the machine's. */
const PLATFORM_ARGUMENTS =
  /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$|^(?:HTTPS?|FTP|NO|ALL)_PROXY$|^(?:https?|ftp|no|all)_proxy$/;

/** The variables that an instruction sees: ENV before ARG; of an image that is not known, any may be set. */
export function variablesOf(draft: Draft): BuildVariables {
  const stage = draft.stages.at(-1);
  if (stage === undefined) return (name) => lookGlobal(draft, name);
  return (name) => {
    const variable = stage.image.environment.get(name);
    if (variable !== undefined) return variable.value;
    if (stage.arguments.has(name)) return stage.arguments.get(name);
    return stage.image.bottom === 'unknown' ? undefined : null;
  };
}

/** Variables of FROM and of the ARGs before the first FROM. */
export function lookGlobal(draft: Draft, name: string): string | null | undefined {
  if (draft.globals.has(name)) return draft.globals.get(name);
  return PLATFORM_ARGUMENTS.test(name) ? undefined : null;
}

/** What `ARG NAME=default` gives: a build argument from outside, else its default, else the ARG of the same name before the first FROM. */
export function argumentValue(
  draft: Draft,
  name: string,
  fallback: string | undefined | 'none',
): string | null | undefined {
  if (Object.hasOwn(draft.buildArguments, name)) return draft.buildArguments[name];
  if (fallback !== 'none') return fallback;
  return lookGlobal(draft, name);
}

/** A stretch of an instruction as a value, with variables filled in and quotes off. Says what is wrong with its variables. */
export function readValue(draft: Draft, source: PlacedText, variables: BuildVariables): Value {
  const { text, fault } = substitute(source.text, variables, draft.escape);
  if (fault !== undefined) {
    draft.faults.push({
      kind: 'variable-form',
      refuses: true,
      at: source.span(fault.from, fault.to),
      words: { text: source.text.slice(fault.from, fault.to) },
    });
  }
  return unquoted(source, text);
}

/** A value whose place leaves out quotes around all of it. */
function unquoted(source: PlacedText, text: string | undefined): Value {
  const raw = source.text;
  const quoted = raw.length >= 2 && (raw[0] === '"' || raw[0] === "'") && raw.at(-1) === raw[0];
  return quoted
    ? { raw: raw.slice(1, -1), text, span: source.span(1, raw.length - 1) }
    : { raw, text, span: source.span(0, raw.length) };
}

/** The most words of one instruction that are read. */
export const MAX_WORDS = 1_000;

/** Words between blanks, each as a text with its place. */
export function blankWords(source: PlacedText): PlacedText[] {
  const words: PlacedText[] = [];
  for (const found of source.text.matchAll(/\S+/g)) {
    if (words.length >= MAX_WORDS) break;
    words.push(sliceOf(source, found.index, found.index + found[0].length));
  }
  return words;
}

function sliceOf(source: PlacedText, from: number, to: number): PlacedText {
  return { text: source.text.slice(from, to), span: (start, end) => source.span(from + start, from + end) };
}

import type { Diagnosis } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';

/** A `$` in a value that was read as the beginning of a variable, which nothing sets: it and the name after it became nothing. */
export type EatenDollar = {
  /** `$word` as written. */
  readonly at: Span;
  readonly name: string;
  /** In an env file `$$` stands for itself, and single quotes keep a `$`. */
  readonly in: 'compose' | 'env-file';
};

/** The `$` that was taken out of the value that stands at `near`: in it, or right before or behind it. */
export function eatenDollar(project: Project, near: Span): EatenDollar | undefined {
  const fault = project.compose.faults.find(
    ({ kind, at }) =>
      kind === 'interpolation-unset' && at?.file === near.file && at.start <= near.end && at.end >= near.start,
  );
  if (fault?.at === undefined) return undefined;
  const text = textOf(project, fault.at);
  // `${NAME}` is meant as a variable: then what lacks is its value.
  if (!/^\$\w/.test(text)) return undefined;
  const compose = project.compose.files.includes(fault.at.file);
  return { at: fault.at, name: text.slice(1), in: compose ? 'compose' : 'env-file' };
}

/** What is said and mended where a `$` was eaten; `span` is the text that holds it. */
export function mendDollar(eaten: EatenDollar, span: Span): Omit<Diagnosis, 'title'> {
  const primary = { span, message: `\`$${eaten.name}\` is read as a variable, and nothing sets it` };
  const followsFrom = ['interpolation-unset-variable'];
  if (eaten.in === 'env-file')
    return {
      primary,
      followsFrom,
      notes: ['in an env file, too, `$` begins a variable, unless the value stands in single quotes'],
      help: 'put the value in single quotes',
    };
  return {
    primary,
    followsFrom,
    notes: ['Docker Compose fills in variables that begin with `$`; `$$` stands for a plain dollar sign'],
    help: 'write `$$` for the dollar sign',
    fix: {
      title: 'write `$$` for the dollar sign',
      confidence: 'likely',
      edits: [{ span: { ...eaten.at, end: eaten.at.start }, text: '$' }],
    },
  };
}

function textOf(project: Project, span: Span): string {
  const read = project.files.read(span.file);
  return read.kind === 'text' ? read.text.slice(span.start, span.end) : '';
}

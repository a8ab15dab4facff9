import type { Label } from '../../core/diagnosis.ts';
import type { Context } from '../context.ts';
import { lineSpan } from './line-span.ts';

/** A build that did not come to its end, as BuildKit tells of it. */
export type BuildFailure = {
  /** What it says last: `process "/bin/sh -c …" did not complete successfully: exit code: 1`. */
  readonly says: string;
  /** The command of the RUN that failed, and its exit code. */
  readonly run?: { readonly command: string; readonly exitCode: number };
  /** What that command printed. */
  readonly printed: readonly string[];
  /** The instruction in the Dockerfile. */
  readonly at?: Label;
};

const FAILED = /failed to solve: (.*)$/m;
const PROCESS =
  /(?:process "\/bin\/sh -c ([\s\S]*?)" did not complete successfully|executor failed running \[\/bin\/sh -c ([\s\S]*?)\]): exit code: (\d+)/;
/** Between two rules of dashes stands what the failing step printed, each line with its time before it. */
const PRINTED = /^------\n > [^\n]*\n([\s\S]*?)^------$/m;
/** Compose that builds with Bake puts an empty line between each two. */
const PLACE = /^[^\n:]*?:(\d+)\s*\n-{10,}\s*\n([\s\S]*?)^-{10,}\s*$/m;
const PRINTED_LINES = 8;

/** The failed build in the output of `up`; undefined where none failed. */
export function buildFailure(context: Context, output: string): BuildFailure | undefined {
  const says = FAILED.exec(output)?.[1]?.trim();
  if (says === undefined) return undefined;
  const process = PROCESS.exec(output);
  const command = process?.[1] ?? process?.[2];
  const at = placeOf(context, output);
  return {
    says,
    ...(command === undefined ? {} : { run: { command, exitCode: Number(process?.[3]) } }),
    printed: printedOf(output),
    ...(at === undefined ? {} : { at }),
  };
}

function printedOf(output: string): readonly string[] {
  return (PRINTED.exec(output)?.[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^\d+(?:\.\d+)? /, '').trim())
    .filter((line) => line !== '')
    .slice(-PRINTED_LINES);
}

/** BuildKit marks the instruction's lines with `>>>`; the line must read the same in the web's Dockerfile. */
function placeOf({ project, facts }: Context, output: string): Label | undefined {
  const place = PLACE.exec(output);
  const line = Number(place?.[1]);
  const marked = /^ *\d+ \| >>> ?(.*)$/m.exec(place?.[2] ?? '')?.[1]?.trim();
  if (marked === undefined) return undefined;
  const found = lineSpan(project.files, facts.source.dockerfile.path, line);
  return found === undefined || found.text !== marked
    ? undefined
    : { span: found.span, message: 'the build ends here' };
}

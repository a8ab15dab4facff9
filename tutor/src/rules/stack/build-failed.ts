import type { Rule } from '../../core/rule.ts';
import { cut } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { type BuildFailure, buildFailure } from '../../forecast/seen/build.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import { failedUp, upEvidence } from '../../forecast/seen/up.ts';

/** An image could not be built: BuildKit says at which instruction. */
export const rule: Rule<Context> = {
  rule: 'build-failed',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: [
    'image-not-found',
    'image-pull-denied',
    'platform-mismatch',
    'registry-unreachable',
    'registry-rate-limited',
    'disk-full',
    'web-not-built',
  ],
  recognise(context) {
    const stack = troubledStack(context);
    const failure = stack === undefined ? undefined : buildFailure(context, failedUp(stack));
    if (stack === undefined || failure === undefined) return [];
    return [
      {
        title: titleOf(failure),
        ...(failure.at === undefined ? {} : { primary: failure.at }),
        notes: failure.printed.slice(-1).map((line) => `it printed: ${cut(line, LINE_UNITS)}`),
        help: 'mend this instruction, or what it works on, then run `docker compose up -d --build`',
        basis: 'observed',
        evidence: upEvidence(stack, [...failure.printed, `failed to solve: ${failure.says}`]),
      },
    ];
  },
};

const LINE_UNITS = 200;
const COMMAND_UNITS = 60;

function titleOf({ run, says }: BuildFailure): string {
  if (run === undefined) return `the build stops: ${cut(says, LINE_UNITS)}`;
  return `the build stops: \`RUN ${cut(run.command.replace(/\s+/g, ' '), COMMAND_UNITS)}\` ends with ${run.exitCode}`;
}

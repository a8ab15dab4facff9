import type { Evidence } from '../../core/evidence.ts';
import { EVIDENCE_UNITS } from '../../core/evidence.ts';
import type { StackSeen } from '../../core/observation.ts';
import { hasUpFailed } from './stack.ts';

/** What `up` printed, where it was run in this run and failed; else empty. */
export function failedUp(stack: StackSeen): string {
  return hasUpFailed(stack) ? (stack.up?.output ?? '') : '';
}

/** `up` as evidence, with the end of what it said, or only the lines that matter. */
export function upEvidence(stack: StackSeen, matters: readonly string[] = []): readonly Evidence[] {
  const { up } = stack;
  if (up === undefined) return [];
  const output = matters.length > 0 ? matters.join('\n') : lastLines(up.output);
  return [{ kind: 'command', command: up.command, exitCode: up.exitCode, output: output.slice(-EVIDENCE_UNITS) }];
}

const LINES = 12;

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-LINES).join('\n');
}

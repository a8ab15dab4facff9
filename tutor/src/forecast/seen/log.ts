import type { Evidence } from '../../core/evidence.ts';
import { fatalLines } from '../../core/fatal-lines.ts';
import type { StackSeen } from '../../core/observation.ts';
import { cut } from '../../core/text.ts';

/** Where a server of PostgreSQL's image begins anew in its log: the entrypoint finds its files there. */
const NEW_RUN = /^PostgreSQL Database directory appears to contain a database/;
/** `2026-11-24 08:36:06.229 UTC [23] FATAL:  …`: what stands before the words. */
const BEFORE_WORDS = /^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] /;
const WORDS_UNITS = 160;
const TAIL_LINES = 5;

/** The log of a service, without empty lines; empty where it said nothing. */
export function logOf(stack: StackSeen, service: string): readonly string[] {
  return (stack.logs[service] ?? []).filter((line) => line.trim() !== '');
}

/** What a database logged since it was last started. */
export function lastRun(lines: readonly string[]): readonly string[] {
  const at = lines.findLastIndex((line) => NEW_RUN.test(line));
  return at < 0 ? lines : lines.slice(at);
}

/** A line without the time and the process that PostgreSQL writes before it. */
export function wordsOf(line: string): string {
  return cut(
    line
      .replace(BEFORE_WORDS, '')
      .replace(/^(\w+): {2,}/, '$1: ')
      .trim(),
    WORDS_UNITS,
  );
}

/**
 * The line that says why a service ended: of a database the first of its last run, since what comes after follows from it;
 * of any other program the last, which ends Python's traceback.
 */
export function fatalLine(stack: StackSeen, service: string, db: string | undefined): string | undefined {
  const lines = logOf(stack, service);
  return service === db ? fatalLines(lastRun(lines))[0] : fatalLines(lines).at(-1);
}

/** A log as evidence: the lines that matter, or its end. Undefined where it is empty. */
export function logEvidence(stack: StackSeen, service: string, matters: readonly string[] = []): readonly Evidence[] {
  const lines = matters.length > 0 ? matters.slice(0, TAIL_LINES) : logOf(stack, service).slice(-TAIL_LINES);
  return lines.length === 0 ? [] : [{ kind: 'log', service, lines }];
}

/** Lines without those that say the same at another time: the last of each is kept. */
export function withoutRepeats(lines: readonly string[]): readonly string[] {
  return lines.filter((line, at) => !lines.slice(at + 1).some((later) => wordsOf(later) === wordsOf(line)));
}

import type { PlacedText } from '../shell/placed.ts';
import { readExecForm } from './exec-form.ts';
import type { CommandLine } from './reading.ts';

/** Reads what CMD, ENTRYPOINT, RUN and HEALTHCHECK CMD take: a JSON array, or a text for the shell. */
export function readCommandLine(argument: PlacedText): CommandLine {
  const exec = readExecForm(argument);
  const span = argument.span(0, argument.text.length);
  if (exec?.kind === 'exec') return { form: 'exec', words: exec.words, span };
  return { form: 'shell', source: argument, span, ...(exec === undefined ? {} : { almostExec: exec.almost }) };
}

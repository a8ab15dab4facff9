/** What was looked at, verbatim and bounded. Texts have their control sequences stripped where they enter. */
export type Evidence =
  | {
      readonly kind: 'command';
      readonly command: readonly string[];
      readonly exitCode: number | null;
      readonly output: string;
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly outcome: string;
      readonly status?: number;
      readonly body?: string;
    }
  | {
      readonly kind: 'sql';
      readonly target: string;
      readonly statement: string;
      readonly answer: string;
      readonly sqlState?: string;
    }
  | { readonly kind: 'log'; readonly service: string; readonly lines: readonly string[] }
  | { readonly kind: 'state'; readonly subject: string; readonly says: string };

/** The longest text an evidence carries; more is cut at the front for logs, at the end for the rest. */
export const EVIDENCE_UNITS = 2_000;

/** One line of an evidence, for a screen: what was asked and what it answered. */
export function sayEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'command':
      return `${evidence.command.join(' ')} said: ${lastLine(evidence.output)}`;
    case 'http':
      return `${evidence.url} ${evidence.outcome}`;
    case 'sql':
      return `${evidence.target} answered ${evidence.sqlState === undefined ? '' : `${evidence.sqlState} `}${evidence.answer}`;
    case 'log':
      return `${evidence.service} logged: ${evidence.lines.at(-1) ?? ''}`;
    case 'state':
      return `${evidence.subject} ${evidence.says}`;
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

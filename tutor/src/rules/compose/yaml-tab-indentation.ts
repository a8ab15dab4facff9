import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** A tab indents a line; YAML takes spaces alone. */
export const rule: Rule<Context> = {
  rule: 'yaml-tab-indentation',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise(context) {
    const [first, ...rest] = faultsOf(context, 'yaml-tab');
    if (first === undefined) return [];
    const tabbed = [first, ...rest].flatMap((fault) => (fault.at === undefined ? [] : [fault.at]));
    const width = Number(first.words?.spaces ?? 2);
    const fix: Pick<Diagnosis, 'fix'> = {
      fix: {
        title: `put ${width} spaces for each tab`,
        confidence: 'likely',
        edits: first.mend ?? tabbed.map((span) => ({ span, text: ' '.repeat(width * (span.end - span.start)) })),
      },
    };
    return [
      {
        title: 'a tab indents this line, and YAML takes spaces alone',
        ...primaryAt(first, 'this is a tab'),
        labels: rest.flatMap((fault) => (fault.at === undefined ? [] : [{ span: fault.at, message: 'another tab' }])),
        notes: [
          'a tab and spaces look alike on the screen; most editors can be told to write spaces when you press the tab key',
        ],
        help: 'put spaces in place of the tab, as many as the lines beside it have',
        ...fix,
      },
    ];
  },
};

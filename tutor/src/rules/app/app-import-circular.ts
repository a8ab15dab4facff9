import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';

/** Two modules of the app import each other, and one takes a name from the other before it is there. */
export const rule: Rule<Context> = {
  rule: 'app-import-circular',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  followsFrom: ['app-shadows-module'],
  recognise({ facts }) {
    return facts.source.python.importFaults.flatMap((fault) =>
      fault.kind === 'circular'
        ? [
            {
              title: `${list(fault.files)} import each other, and \`${fault.name}\` is not there yet`,
              primary: { span: fault.at, message: `is taken before ${fault.files[0]} has come to it` },
              labels: [{ span: fault.other, message: 'leads there, while its own file is only half read' }],
              notes: ['Python reads a file from top to bottom, and an import reads another file in between'],
              help: `move \`${fault.name}\` into a file of its own that both import, or import it further down`,
            },
          ]
        : [],
    );
  },
};

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { listColons } from '../../forecast/list-colons.ts';

/** `- NAME: value` in the list form of an environment: Compose takes no variable from it. */
export const rule: Rule<Context> = {
  rule: 'environment-list-colon',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  recognise: (context) =>
    context.project.view.services.flatMap((service) =>
      listColons(service).map(
        (item): Diagnosis => ({
          title: `\`${service.name}\` is not given ${item.name}: a list wants an equals sign`,
          primary: { span: item.at, message: 'this item sets nothing' },
          notes: ['in a list each item is NAME=value; a colon belongs to the form without dashes'],
          help: `write \`${item.name}=…\``,
          ...(item.mended === undefined
            ? {}
            : {
                fix: {
                  title: 'write it with an equals sign',
                  confidence: 'likely',
                  edits: [{ span: item.at, text: item.mended }],
                },
              }),
        }),
      ),
    ),
};

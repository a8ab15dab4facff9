import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';

/** `["CMD", "a b c"]`: the whole text is taken for the name of one program, so the check never succeeds. */
export const rule: Rule<Context> = {
  rule: 'healthcheck-command-form',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'web-not-started',
  recognise({ project }) {
    const { services } = project.view;
    return services.flatMap((service): readonly Diagnosis[] => {
      const test = service.healthcheck?.test;
      if (test === undefined || service.healthcheck?.disabled || test.form !== 'list') return [];
      const [kind, program, ...rest] = test.words;
      if (kind !== 'CMD' || program === undefined || rest.length > 0 || !/\s/.test(program.trim())) return [];
      const waited = services.some((other) =>
        other.dependsOn.some((one) => one.service === service.name && one.condition === 'service_healthy'),
      );
      return [
        {
          title: `the healthcheck of \`${service.name}\` names no program that is there`,
          primary: { span: test.at, message: 'the second item is taken for one program, spaces and all' },
          notes: ['after CMD each word is an item of its own; after CMD-SHELL one text is given to a shell'],
          help: `write CMD-SHELL in the place of CMD, or each word of \`${program}\` as an item`,
          ...(waited ? {} : { severity: 'advice' as const, foretells: 'nothing' as const }),
        },
      ];
    });
  },
};

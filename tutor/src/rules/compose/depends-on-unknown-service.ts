import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** `depends_on` names a service that is not there. */
export const rule: Rule<Context> = {
  rule: 'depends-on-unknown-service',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'compose-refuses',
  recognise(context) {
    const services = context.project.view.services.map((service) => service.name);
    const { inactive } = context.project.compose;
    return faultsOf(context, 'undefined-dependency').map((fault): Diagnosis => {
      const { service = '', name = '' } = fault.words ?? {};
      const others = services.filter((one) => one !== service);
      const meant = nearest(name, others) ?? (others.length === 1 ? others[0] : undefined);
      const asleep = inactive.includes(name);
      return {
        // Where there is no database at all, that is what lacks.
        followsFrom: serviceOf(context.facts.roles.db) === undefined ? ['db-service-missing'] : [],
        title: asleep
          ? `\`${service}\` waits for \`${name}\`, whose profile is not active`
          : `\`${service}\` waits for \`${name}\`, and no service has that name`,
        ...primaryAt(fault, asleep ? 'not started now' : 'not a service of this file'),
        notes: services.length === 0 ? [] : [`the services are ${services.map((one) => `\`${one}\``).join(', ')}`],
        help: asleep
          ? `activate the profile of \`${name}\`, or say \`required: false\``
          : meant === undefined
            ? `add a service \`${name}\`, or remove it from \`depends_on\``
            : `write \`${meant}\``,
        ...(meant === undefined || asleep || fault.at === undefined
          ? {}
          : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: fault.at, text: meant }] } }),
      };
    });
  },
};

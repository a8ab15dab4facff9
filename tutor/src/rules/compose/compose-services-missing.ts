import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** No `services` section, or nothing in it. */
export const rule: Rule<Context> = {
  rule: 'compose-services-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-has-services',
  foretells: 'compose-refuses',
  recognise(context) {
    const { view, compose } = context.project;
    const [fault] = faultsOf(context, 'services-missing');
    if (
      fault === undefined &&
      (view.services.length + compose.inactive.length > 0 || compose.faults.some((one) => one.refuses))
    )
      return [];
    if (compose.files.length === 0 || faultsOf(context, 'file-empty').length > 0) return [];
    const section = view.sections.get('services');
    return [
      {
        title: 'the Compose file describes no services',
        ...(fault === undefined ? {} : primaryAt(fault, 'no `services` here')),
        ...(section === undefined ? {} : { primary: { span: section, message: 'nothing is described below it' } }),
        notes: ['every container of a project is described by a key under `services`'],
        help: 'write `services:` at the left margin, and each service indented below it',
        subject: 'absent',
      },
    ];
  },
};

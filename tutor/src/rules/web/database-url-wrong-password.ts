import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { explainMismatch } from '../../forecast/mismatch.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The page signs in with another password than the one that the database is made with. */
export const rule: Rule<Context> = {
  rule: 'database-url-wrong-password',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const web = serviceOf(context.facts.roles.web);
    const db = context.facts.signIn.db?.service;
    if (web === undefined || db === undefined) return [];
    return addressFaults(context).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'wrong-password') return [];
      const given = fault.part !== undefined;
      return [
        {
          title: given
            ? `\`${web.name}\` signs in with a password that \`${db.name}\` was not given`
            : `\`${web.name}\` signs in to \`${db.name}\` without a password`,
          help: given
            ? 'use the same password in both places'
            : 'write the password after the user, with a colon between: `user:password@`',
          ...explainMismatch(context, {
            part: fault.part,
            given: fault.given,
            real: 'POSTGRES_PASSWORD',
            here: given ? 'the page signs in with this' : 'names no password',
            there: 'the database is made with this',
            otherwise: 'gives no password',
          }),
        },
      ];
    });
  },
};

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { valueOfGiven } from '../../forecast/given.ts';
import { explainMismatch } from '../../forecast/mismatch.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The page asks for a database that is not made. */
export const rule: Rule<Context> = {
  rule: 'database-url-wrong-database',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const web = serviceOf(context.facts.roles.web);
    const db = context.facts.signIn.db?.service;
    if (web === undefined || db === undefined) return [];
    return addressFaults(context).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'wrong-database') return [];
      const { part, given } = fault;
      const wanted = valueOfGiven(given) ?? '';
      const left = part?.given === 'default';
      return [
        {
          title: `\`${web.name}\` asks for a database \`${part?.value ?? ''}\`, which \`${db.name}\` does not make`,
          notes: [
            ...(left ? ['an address that names no database asks for one called as its user'] : []),
            ...(given.from === 'default'
              ? [`without POSTGRES_DB the database is called as its user, \`${wanted}\``]
              : []),
          ],
          help:
            given.from === 'default'
              ? `give \`${db.name}\` the name in POSTGRES_DB`
              : left
                ? `name the database at the end of the address: \`/${wanted}\``
                : 'use the same name in both places',
          ...explainMismatch(context, {
            part,
            given,
            real: 'POSTGRES_DB',
            here: left ? 'names no database' : 'the page asks for this database',
            there: 'the database is made under this name',
            otherwise: `sets no POSTGRES_DB, so the database is \`${wanted}\``,
          }),
        },
      ];
    });
  },
};

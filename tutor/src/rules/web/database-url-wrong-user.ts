import type { Diagnosis, Fix, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { valueOfGiven } from '../../forecast/given.ts';
import { explainMismatch } from '../../forecast/mismatch.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { Contradiction } from '../../forecast/sign-in.ts';
import type { Project } from '../../project/project.ts';

/** The page signs in as a user that the database is not made with. */
export const rule: Rule<Context> = {
  rule: 'database-url-wrong-user',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const web = serviceOf(facts.roles.web);
    const db = facts.signIn.db?.service;
    if (web === undefined || db === undefined) return [];
    return addressFaults(context).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'wrong-user') return [];
      const wanted = valueOfGiven(fault.given) ?? 'postgres';
      const places = explainMismatch(context, {
        part: fault.part,
        given: fault.given,
        real: 'POSTGRES_USER',
        here: fault.part === undefined ? 'names no user' : 'the page signs in as this user',
        there: 'the database is made with this user',
        otherwise: `sets no POSTGRES_USER, so the user is \`${wanted}\``,
      });
      const also = 'also' in fault ? fault.also : [];
      const others = also.flatMap((one): readonly Label[] => {
        if (!('part' in one) || one.part === undefined) return [];
        const what = one.kind === 'wrong-password' ? 'the password' : 'the database';
        return [{ span: placeToChange(project, one.part.source).at, message: `${what} is another one too` }];
      });
      return [
        {
          title: titleOf(web.name, db.name, fault.part?.value, also.length > 0),
          notes: fault.part === undefined ? ['without a user in the address, PostgreSQL is asked for `root`'] : [],
          help:
            also.length > 0
              ? `write user, password and database as \`${db.name}\` was given them`
              : fault.given.from === 'default'
                ? `give \`${db.name}\` the user in POSTGRES_USER, or sign in as \`${wanted}\``
                : 'use the same user in both places',
          ...places,
          ...fixOfAll(project, places.fix, also),
          labels: [...(places.labels ?? []), ...others],
        },
      ];
    });
  },
};

function titleOf(web: string, db: string, user: string | undefined, altogether: boolean): string {
  if (user === undefined) return `\`${web}\` signs in to \`${db}\` as nobody`;
  if (altogether) return `\`${web}\` signs in as \`${user}\`, and \`${db}\` was made for another user`;
  return `\`${web}\` signs in as \`${user}\`, a user that \`${db}\` does not have`;
}

/** Every part of another sign-in is mended at once, where each can be. */
function fixOfAll(project: Project, fix: Fix | undefined, also: readonly Contradiction[]): { readonly fix?: Fix } {
  if (fix === undefined || also.length === 0) return {};
  const edits = also.flatMap((one) => {
    if (!('given' in one) || one.part === undefined) return [];
    const text = encodeURIComponent(valueOfGiven(one.given) ?? '');
    return text === '' ? [] : [{ span: placeToChange(project, one.part.source).at, text }];
  });
  return { fix: { ...fix, title: 'write the sign-in that the database was given', edits: [...fix.edits, ...edits] } };
}

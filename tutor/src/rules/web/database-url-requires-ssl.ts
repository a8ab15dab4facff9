import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { AddressFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The page connects with SSL or not at all, and PostgreSQL's image speaks none until it is given a certificate. */
export const rule: Rule<Context> = {
  rule: 'database-url-requires-ssl',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise: (context) =>
    addressFaults(context).flatMap((fault) => (fault.kind === 'ssl' ? [diagnose(context, fault)] : [])),
};

function diagnose({ project, facts }: Context, { part }: Extract<AddressFault, { kind: 'ssl' }>): Diagnosis {
  const web = serviceOf(facts.roles.web)?.name ?? 'web';
  const db = serviceOf(facts.roles.db);
  const { at, labels } = placeToChange(project, part.source);
  const text = textAt(project, at);
  return {
    title: `\`${web}\` connects with SSL or not at all, and \`${db?.name ?? 'db'}\` speaks none`,
    primary: { span: at, message: 'takes no connection without SSL' },
    labels: [
      ...(db === undefined ? [] : [{ span: db.key, message: 'has no certificate, so its server speaks no SSL' }]),
      ...labels,
    ],
    notes: ['`prefer`, which is what holds when nothing is said, takes SSL where there is some'],
    help: part.value === 'true' ? 'remove `ssl=true` from the address' : 'write `prefer`, or leave the word out',
    foretells: effectOfRefusal(facts.signIn.web),
    ...(part.value !== 'true' && text === part.value
      ? { fix: { title: 'write `prefer`', confidence: 'likely', edits: [{ span: at, text: 'prefer' }] } }
      : {}),
  };
}

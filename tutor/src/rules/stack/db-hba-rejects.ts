import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** The database's own list of who may come in from where, pg_hba.conf, does not hold the page. */
export const rule: Rule<Context> = {
  rule: 'db-hba-rejects',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: OUT_OF_DATE,
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'hba') return [];
    const at = hbaPlace(context);
    return [
      {
        title: 'the database lets nobody in from where the page is: its pg_hba.conf says so',
        ...(at === undefined ? {} : { primary: at }),
        notes: ['the official image ends that file with `host all all all scram-sha-256`, which lets the page in'],
        help: 'put the line `host all all all scram-sha-256` at the end of pg_hba.conf, then restart the database',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};

/** The file that is mounted in its place, where one is. */
function hbaPlace({ facts }: Context): Label | undefined {
  const mount = facts.db?.service.mounts.find((one) => one.target.endsWith('pg_hba.conf'));
  return mount === undefined
    ? undefined
    : { span: mount.sourceAt ?? mount.at, message: 'takes the place of the list that the image has' };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** Every place at the database is taken. */
export const rule: Rule<Context> = {
  rule: 'db-too-many-connections',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: OUT_OF_DATE,
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'too-many') return [];
    const limited = limitedIn(trouble.evidence);
    if (limited !== undefined) return [limitReached(limited, trouble.evidence)];
    return [
      {
        title: 'the database has no connection left to give',
        notes: ['PostgreSQL gives 100 at most, where nothing says otherwise; one that is not closed stays taken'],
        help: 'close each connection of the page after use, then run `docker compose restart`',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};

type Limited = { readonly kind: string; readonly name: string };

/** A role or a database that was given a limit of its own. */
function limitedIn(evidence: readonly Evidence[]): Limited | undefined {
  const said = JSON.stringify(evidence).replaceAll('\\"', '"');
  const [, kind, name] = /too many connections for (role|database) "([^"]*)"/.exec(said) ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

function limitReached({ kind, name }: Limited, evidence: readonly Evidence[]): Diagnosis {
  return {
    title: `the ${kind} \`${name}\` has as many connections as it may have`,
    notes: [`\`ALTER ${kind.toUpperCase()} … CONNECTION LIMIT\` sets how many that are; -1 means as many as there are`],
    help: `give it more, in \`psql\`: \`ALTER ${kind.toUpperCase()} ${name} CONNECTION LIMIT -1;\``,
    basis: 'observed',
    evidence,
  };
}

import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { placeOfGiven } from '../../forecast/given.ts';
import { type DatabaseTrouble, databaseTrouble } from '../../forecast/seen/database.ts';
import { olderData } from '../../forecast/seen/initialised.ts';
import { logEvidence } from '../../forecast/seen/log.ts';
import { seenStack } from '../../forecast/seen/stack.ts';

/** Both ends agree in the files, and the database refuses: its data was made earlier, with other values. */
export const rule: Rule<Context> = {
  rule: 'volume-stale-credentials',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  recognise(context) {
    const stack = seenStack(context);
    const trouble = databaseTrouble(context);
    const { web, db, contradictions } = context.facts.signIn;
    if (stack === undefined || trouble === undefined || db === undefined) return [];
    if (web.kind !== 'parts' || web.untold.length > 0 || contradictions.length > 0 || db.further === 'possible')
      return [];
    const missing = missingThing(trouble);
    const older = olderData(context, stack);
    if (missing === undefined || older === undefined) return [];
    const volume = older.volume === undefined ? 'its data' : `the volume \`${older.volume}\``;
    return [
      {
        title: `\`${db.service.name}\` was made earlier with ${missing.title}, and ${volume} still holds that`,
        labels: labelsFor(db, missing.part),
        notes: [
          'the files agree: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB are read only while the data directory is empty',
          '`docker compose down --volumes` deletes everything that the database holds',
        ],
        help: `write the earlier value back at both ends; or, if the data may go, run \`docker compose down --volumes\` and \`docker compose up -d\``,
        basis: 'observed',
        evidence: [...trouble.evidence, ...logEvidence(stack, db.service.name, [older.line])],
      },
    ];
  },
};

type Part = 'user' | 'password' | 'database';

function missingThing({
  kind,
  named,
  evidence,
}: DatabaseTrouble): { readonly title: string; readonly part: Part } | undefined {
  switch (kind) {
    case 'password':
      return isRoleMissing(evidence)
        ? { title: 'another user', part: 'user' }
        : { title: 'another password', part: 'password' };
    case 'role':
      return { title: 'another user', part: 'user' };
    case 'database':
      return { title: `another database than ${named.database ?? 'the one asked for'}`, part: 'database' };
    default:
      return undefined;
  }
}

/** The log tells what the answer to the page leaves out. */
function isRoleMissing(evidence: DatabaseTrouble['evidence']): boolean {
  return evidence.some(
    (one) => one.kind === 'log' && one.lines.some((line) => /Role "[^"]*" does not exist/.test(line)),
  );
}

function labelsFor(db: NonNullable<Context['facts']['signIn']['db']>, part: Part): readonly Label[] {
  const span = placeOfGiven(db[part]);
  return span === undefined ? [] : [{ span, message: 'is not looked at while the volume holds a database' }];
}

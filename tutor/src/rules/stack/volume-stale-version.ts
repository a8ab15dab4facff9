import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { lastRun, logEvidence, logOf } from '../../forecast/seen/log.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import type { Service } from '../../project/compose/project.ts';

/** The volume holds data of another major version of PostgreSQL, which this one does not read. */
export const rule: Rule<Context> = {
  rule: 'volume-stale-version',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['db-image-wrong-version', 'db-image-unpinned'],
  recognise(context) {
    const stack = troubledStack(context);
    const db = serviceOf(context.facts.roles.db);
    if (stack === undefined || db === undefined) return [];
    const lines = lastRun(logOf(stack, db.name)).filter((line) => INCOMPATIBLE.test(line) || VERSIONS.test(line));
    const [, made, runs] = VERSIONS.exec(lines.join('\n')) ?? [];
    if (made === undefined || runs === undefined) return [];
    return [
      {
        title: `the data in the volume is of PostgreSQL ${made}, and \`${db.name}\` runs PostgreSQL ${major(runs)}`,
        labels: labelsFor(db, runs),
        notes: [
          'PostgreSQL does not read the files of another major version',
          '`docker compose down --volumes` deletes everything that the database holds',
        ],
        help: `if the data may go, run \`docker compose down --volumes\` and \`docker compose up -d\`; else run it with \`postgres:${made}\` and dump it`,
        basis: 'observed',
        evidence: logEvidence(stack, db.name, lines),
      },
    ];
  },
};

const INCOMPATIBLE = /database files are incompatible with server/;
const VERSIONS = /initialized by PostgreSQL version (\S+), which is not compatible with this version (\S+?)(?:\.| |$)/;

function major(version: string): string {
  return version.split('.')[0] ?? version;
}

function labelsFor({ image }: Service, runs: string): readonly Label[] {
  return image === undefined ? [] : [{ span: image.span, message: `runs PostgreSQL ${major(runs)}` }];
}

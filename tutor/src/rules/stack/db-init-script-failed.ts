import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { StackSeen } from '../../core/observation.ts';
import type { Rule } from '../../core/rule.ts';
import { cut } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { lineSpan } from '../../forecast/seen/line-span.ts';
import { logEvidence, logOf } from '../../forecast/seen/log.ts';
import { containersOf, isPageRight, seenStack } from '../../forecast/seen/stack.ts';
import type { Service } from '../../project/compose/project.ts';
import { join } from '../../project/files.ts';

/** A script of the first start failed: the database is half made, and stays so, since the next start skips them all. */
export const rule: Rule<Context> = {
  rule: 'db-init-script-failed',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['script-crlf-endings', 'script-not-executable', 'script-command-missing', 'disk-full'],
  recognise(context): readonly Diagnosis[] {
    const stack = seenStack(context);
    const db = serviceOf(context.facts.roles.db);
    if (stack === undefined || db === undefined) return [];
    const log = logOf(stack, db.name);
    const failure = failureIn(log) ?? (hasEnded(stack, db.name) ? lastBegun(log) : undefined);
    if (failure === undefined) return [];
    const at = placeOf(context, db, failure);
    return [
      {
        title: `the first start of \`${db.name}\` stopped in \`${failure.script}\`: ${cut(failure.says, SAYS_UNITS)}`,
        ...(at === undefined ? {} : { primary: at }),
        notes: [
          'the next start finds data and skips the scripts, so the database stays half made',
          '`docker compose down --volumes` deletes everything that the database holds',
        ],
        help: `mend the script, then run \`docker compose down --volumes\` and \`docker compose up -d\`, which begins anew`,
        severity: isPageRight(stack) ? 'warning' : 'error',
        basis: 'observed',
        evidence: logEvidence(stack, db.name, failure.lines),
      },
    ];
  },
};

const SAYS_UNITS = 140;
const FOLDER = '/docker-entrypoint-initdb.d/';
/** psql stops at the first error: `psql:/docker-entrypoint-initdb.d/01.sql:1: ERROR:  …`. */
const IN_SQL = /^psql:\/docker-entrypoint-initdb\.d\/([^:]+):(\d+): (?:ERROR|FATAL): +(.*)$/;
/** A shell: `/docker-entrypoint-initdb.d/02.sh: line 3: x: command not found`. */
const IN_SHELL = /^\/docker-entrypoint-initdb\.d\/([^:]+): (?:line )?(\d+): (.*)$/;
const BEGUN = /(?:running|sourcing) \/docker-entrypoint-initdb\.d\/(.*?)\s*$/;
/** What programs say when they end in the middle of a script, without naming it: psql, PostgreSQL's other tools, a shell, Python. */
const PROGRAM_FAILED =
  /^(?:psql|createdb|createuser|pg_restore|pg_dump)(?:: error)?: |ERROR: |FATAL: |\w*Error: |: not found$|Permission denied|No such file/;
const COMPLETE = /PostgreSQL init process complete/;

type Failure = {
  readonly script: string;
  /** Undefined where nothing says in which line. */
  readonly line: number | undefined;
  readonly says: string;
  readonly lines: readonly string[];
};

/** Only where the making of the database was begun and not completed: a script may complain and go on. */
function failureIn(log: readonly string[]): Failure | undefined {
  const begun = log.findIndex((line) => BEGUN.test(line));
  if (begun < 0 || log.slice(begun).some((line) => COMPLETE.test(line))) return undefined;
  for (const line of log.slice(begun)) {
    const [, script, number, says] = IN_SQL.exec(line) ?? IN_SHELL.exec(line) ?? [];
    if (script !== undefined && says !== undefined)
      return { script: `${FOLDER}${script}`, line: Number(number), says, lines: [line] };
  }
  return undefined;
}

function hasEnded(stack: StackSeen, db: string): boolean {
  return containersOf(stack, db).some((one) => one.state === 'exited' && one.exitCode !== 0 && !one.oomKilled);
}

/** The database ended while it ran its scripts: the last that was begun is the one, by what a program of it said. */
function lastBegun(log: readonly string[]): Failure | undefined {
  const at = log.findLastIndex((line) => BEGUN.test(line));
  const script = BEGUN.exec(log[at] ?? '')?.[1];
  if (script === undefined || log.slice(at).some((line) => COMPLETE.test(line))) return undefined;
  // The two streams of a container are not always in the order in which they were written.
  const says = log.findLast((line) => PROGRAM_FAILED.test(line) && !/ \[\d+\] /.test(line));
  return says === undefined
    ? undefined
    : { script: `${FOLDER}${script}`, line: undefined, says, lines: [log[at] ?? '', says] };
}

/** The script's line in the project, where the script comes from a folder or file that is mounted. */
function placeOf({ project }: Context, db: Service, { script, line }: Failure): Label | undefined {
  for (const mount of db.mounts) {
    if (mount.type !== 'bind') continue;
    const target = mount.target.replace(/\/+$/, '');
    const file =
      script === target
        ? mount.source
        : script.startsWith(`${target}/`)
          ? join(mount.source, script.slice(target.length + 1))
          : undefined;
    const found = file === undefined || line === undefined ? undefined : lineSpan(project.files, file, line);
    if (found !== undefined) return { span: found.span, message: 'it fails here' };
    if (file !== undefined) return { span: mount.sourceAt ?? mount.at, message: 'brings the script' };
  }
  return undefined;
}

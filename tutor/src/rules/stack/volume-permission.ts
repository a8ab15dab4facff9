import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { lastRun, logEvidence, logOf, wordsOf } from '../../forecast/seen/log.ts';
import { servicesSeen } from '../../forecast/seen/services.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';

/** The database may not write where its data is mounted. */
export const rule: Rule<Context> = {
  rule: 'volume-permission',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['volume-bind-mount', 'volume-read-only', 'disk-full'],
  recognise(context) {
    const stack = troubledStack(context);
    const db = serviceOf(context.facts.roles.db);
    if (stack === undefined || db === undefined) return [];
    const seen = servicesSeen(context, stack).find((one) => one.service === db);
    if (seen === undefined || (seen.fate !== 'ended' && seen.fate !== 'looping')) return [];
    const lines = lastRun(logOf(stack, db.name)).filter((line) => NOT_ALLOWED.test(line));
    const first = lines[0];
    if (first === undefined) return [];
    const holding = context.facts.storage?.holding;
    const isBind = holding?.type === 'bind';
    return [
      {
        title: `\`${db.name}\` may not use the place where its data is mounted`,
        ...(holding === undefined ? {} : { primary: { span: holding.at, message: 'brings the place for the data' } }),
        notes: [
          `its log says: ${wordsOf(first)}`,
          ...(isBind
            ? ['a folder of Windows or of a network drive cannot belong to another user, and PostgreSQL asks for that']
            : []),
          ...(db.user === undefined ? [] : ['`user` has it run as somebody to whom the data does not belong']),
        ],
        help: isBind
          ? 'mount a named volume there in place of the folder'
          : 'take `user` away so that the image can set the owner itself, or give the volume another name to begin anew',
        basis: 'observed',
        evidence: logEvidence(stack, db.name, lines.slice(0, LINES)),
      },
    ];
  },
};

const LINES = 3;
const NOT_ALLOWED =
  /(?:chmod|chown): .*(?:Operation not permitted|Permission denied)|could not (?:access|create|open|change permissions of) (?:directory|file) ".*": (?:Permission denied|Operation not permitted)|data directory ".*" has (?:wrong ownership|invalid permissions)|could not open file ".*": Permission denied/;

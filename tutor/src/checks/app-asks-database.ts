import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** Some module of the app connects to a database. Passes where what it imports is not known to the tutor. */
export const check: CheckWord<Context> = {
  word: 'app-asks-database',
  looksAt: 'files',
  run({ facts }) {
    const { modules, asks } = facts.source;
    if (asks === 'untold' || modules.some((module) => module.connections.length > 0)) return passed;
    return failed({ title: `${facts.source.app.path} does not connect to a database` });
  },
};

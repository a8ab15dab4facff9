import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The app's file is there, is Python, and makes a web application. Passes where it was too large to read. */
export const check: CheckWord<Context> = {
  word: 'app-loads',
  looksAt: 'files',
  run({ facts }) {
    const { path, read, reading } = facts.source.app;
    if (read.kind === 'absent') return failed({ title: `there is no ${path}`, subject: 'absent' });
    if (reading === undefined) return failed({ title: `${path} cannot be read as Python` });
    if (reading.beyond !== undefined) return passed;
    // What is wrong then is that a package's own file is started.
    if (reading.empty && path.endsWith('__init__.py')) return passed;
    if (reading.empty) return failed({ title: `${path} holds no Python yet`, subject: 'absent' });
    if (reading.fault !== undefined)
      return failed({ title: `Python cannot read ${path}`, at: { span: reading.fault.at, message: 'here' } });
    const makes = facts.source.modules.some(
      (module) => module.applications.length > 0 || module.frameworks.length > 0 || module.open,
    );
    return makes ? passed : failed({ title: `${path} makes no Flask application` });
  },
};

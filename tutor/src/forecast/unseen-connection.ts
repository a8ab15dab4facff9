import type { Cause } from '../core/diagnosis.ts';
import type { Service } from '../project/compose/project.ts';
import type { Facts } from './facts.ts';

/** Variables that tell where a database is, in parts or under a name of the project's own. */
const TELLS_DATABASE = /(?:DB|DATABASE|PG|POSTGRES|SQL)\w*(?:HOST|SERVER|DSN|URI|URL)|^PGHOST$/i;

/** What keeps the app's connection from being seen, where none is: which variables it reads is then not known either. */
export function unseenConnection({ signIn, source }: Facts, web: Service): readonly Cause[] {
  if (signIn.web.kind !== 'none') return [];
  const isMissing = source.python.importFaults.some(({ kind }) => kind === 'module-missing');
  const isSlip = source.modules.some(({ misspeltAttributes }) => misspeltAttributes !== undefined);
  const isTold = [...web.environment.values()].some(({ name, value }) => value !== null && TELLS_DATABASE.test(name));
  return [
    ...(isMissing ? ['app-file-missing'] : []),
    ...(isSlip ? ['app-undefined-name'] : []),
    ...(isTold ? ['app-never-connects'] : []),
  ];
}

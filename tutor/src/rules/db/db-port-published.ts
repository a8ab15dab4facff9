import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The database can be reached from outside the machine, which the page does not need. */
export const rule: Rule<Context> = {
  rule: 'db-port-published',
  severity: 'warning',
  step: 'db',
  explains: 'db-has-credentials',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    const web = serviceOf(facts.roles.web);
    if (db === undefined) return [];
    const open = db.ports.filter((port) => !isLoopback(port.hostAddress));
    const [first] = open;
    if (first === undefined) return [];
    const key = db.keys.get('ports');
    const edits =
      key === undefined || db.ports.length > 1 || key.file !== first.at.file ? [] : removedEntry(project, key);
    const found: Diagnosis = {
      title: `\`${db.name}\` can be reached from outside your machine`,
      primary: { span: first.at, message: 'opens a port of your machine to it' },
      labels: open.slice(1).map((port) => ({ span: port.at, message: 'and this one' })),
      notes: [
        `\`${web?.name ?? 'web'}\` reaches it over their own network, and needs no published port`,
        'a program on your own machine can be let in alone: `127.0.0.1:5432:5432`',
      ],
      help: `remove \`ports\` from \`${db.name}\``,
      ...(edits.length > 0 ? { fix: { title: 'publish no port of the database', confidence: 'likely', edits } } : {}),
    };
    return [found];
  },
};

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address.startsWith('127.') || address === '::1');
}

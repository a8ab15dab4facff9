import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';

/** The app makes pages and asks no database, as far as all of its modules tell. */
export const rule: Rule<Context> = {
  rule: 'app-never-connects',
  severity: 'error',
  step: 'app',
  explains: 'app-asks-database',
  foretells: 'page-differs',
  followsFrom: [
    'app-flask-missing',
    'app-root-route-missing',
    'app-file-missing',
    'app-undefined-name',
    'app-import-circular',
    'app-shadows-module',
  ],
  recognise({ project, facts }) {
    const { modules, asks } = facts.source;
    const [first] = modules;
    if (first === undefined || first.empty || asks === 'untold') return [];
    if (modules.some((module) => module.connections.length > 0)) return [];
    if (!modules.some((module) => module.applications.length > 0)) return [];
    const driver = modules
      .flatMap((module) => module.imports)
      .find((one) => /^(?:psycopg2?|asyncpg|pg8000|sqlalchemy|flask_sqlalchemy)$/.test(one.module.split('.')[0] ?? ''));
    const root = modules.flatMap((module) => module.routes).find((route) => route.path === '/');
    const asked: Label =
      root === undefined
        ? {
            span: modules.flatMap((module) => module.applications)[0]?.span ?? startOf(first.file),
            message: 'asks no database',
          }
        : { span: root.viewAt, message: 'answers without asking the database' };
    return [
      {
        title: 'the page does not ask the database',
        primary: asked,
        // What is asked for a cursor then is a function, which has none.
        ...(modules.some(({ file }) => namesConnect(project.files.read(file)))
          ? { foretells: 'page-raises' as const }
          : {}),
        labels: driver === undefined ? [] : [{ span: driver.span, message: 'is imported, and connects nowhere' }],
        help:
          driver === undefined
            ? 'connect in it: `import psycopg2`, then `psycopg2.connect(os.environ["DATABASE_URL"])`'
            : 'connect in it: `psycopg2.connect(os.environ["DATABASE_URL"])`, then run `SELECT 1`',
      },
    ];
  },
};

/** `conn = psycopg2.connect`, which calls nothing. */
function namesConnect(read: ReturnType<Context['project']['files']['read']>): boolean {
  return read.kind === 'text' && /=[ \t]*(?:psycopg2?|asyncpg)\.connect[ \t]*(?:#.*)?$/m.test(read.text);
}

function startOf(file: string): Label['span'] {
  return { file, start: 0, end: 0 };
}

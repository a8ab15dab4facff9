import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The password of the database stands in the Compose file. The chapter does so itself, and says that it is only for now. */
export const rule: Rule<Context> = {
  rule: 'hardcoded-credentials',
  severity: 'advice',
  step: 'db',
  explains: 'db-has-credentials',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    const password = facts.db?.password;
    if (db === undefined || password?.from !== 'variable' || password.variable.from !== 'environment') return [];
    const { scalar } = password.variable;
    if (scalar.pieces?.some((piece) => piece.variable !== undefined) !== false) return [];
    if (!project.compose.files.includes(scalar.span.file)) return [];
    return [
      {
        title: 'the password of the database stands in the Compose file',
        primary: { span: scalar.span, message: 'whoever reads the file reads it' },
        help: 'keep it in a file .env and write `${POSTGRES_PASSWORD}` here, before you share the project',
      },
    ];
  },
};

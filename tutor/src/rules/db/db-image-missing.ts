import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { blankVariable } from '../../forecast/unset-variable.ts';
import { child } from '../../project/compose/tree.ts';

/** The database names no image: neither key is there, or nothing stands behind `image`. */
export const rule: Rule<Context> = {
  rule: 'db-image-missing',
  severity: 'error',
  step: 'db',
  explains: 'db-runs-postgres',
  foretells: 'compose-refuses',
  recognise(context) {
    const { project, facts } = context;
    const db = serviceOf(facts.roles.db);
    if (db === undefined || db.build !== undefined) return [];
    const common = {
      title: `\`${db.name}\` names no image`,
      notes: ['`image` takes the name of a ready image, which Docker fetches'],
    };
    if (!faultsOf(context, 'neither-image-nor-build').some((fault) => fault.words?.service === db.name)) return [];
    const written = child(db.source, 'image');
    if (written !== undefined) {
      const unset = blankVariable(project, written.span);
      const blank: Diagnosis = {
        followsFrom: ['dotenv-syntax', 'interpolation-invalid', 'interpolation-unset-variable', 'file-encoding-utf16'],
        ...common,
        primary:
          unset === undefined
            ? { span: written.span, message: 'names nothing' }
            : { span: unset.at, message: unset.why },
        help: unset === undefined ? 'write `postgres:16-alpine`' : `${unset.help}, or write \`postgres:16-alpine\``,
      };
      return [blank];
    }
    const edits = addedToService(project, db, ['image: postgres:16-alpine']);
    const absent: Diagnosis = {
      ...common,
      primary: { span: db.key, message: 'has no `image`' },
      help: `add \`image: postgres:16-alpine\` to \`${db.name}\``,
      ...(edits.length === 0 ? {} : { fix: { title: 'name the image of PostgreSQL 16', confidence: 'likely', edits } }),
    };
    return [absent];
  },
};

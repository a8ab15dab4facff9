import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { isBare } from '../../forecast/bare.ts';
import type { Context } from '../../forecast/context.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { startsAfter } from '../../forecast/start-order.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** Compose starts the page without regard to the database. */
export const rule: Rule<Context> = {
  rule: 'web-depends-on-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    if (web === undefined || db === undefined || startsAfter(web, db, project.view.services)) return [];
    // A name that is no service, a circle, or a slip of the key has its own rule.
    const told = project.compose.faults.some(
      ({ kind, words }) =>
        kind === 'dependency-cycle' || (kind === 'undefined-dependency' && words?.service === web.name),
    );
    if (told || isUnread(project, 'services', web.name, 'depends_on')) return [];
    return [
      {
        title: `\`${web.name}\` does not wait for \`${db.name}\` to start`,
        notes: ['Compose starts services that name no dependency in any order'],
        ...(reversed(web, db) ?? lacking(project, web, db)),
      },
    ];
  },
};

type Placed = Omit<Diagnosis, 'title'>;

/** The database waits for the page: the key is in the wrong service. */
function reversed(web: Service, db: Service): Placed | undefined {
  const wrong = db.dependsOn.find((one) => one.service === web.name);
  const key = db.keys.get('depends_on');
  if (wrong === undefined || key === undefined) return undefined;
  return {
    primary: {
      span: db.dependsOn.length === 1 ? key : wrong.at,
      message: `makes \`${db.name}\` wait for \`${web.name}\``,
    },
    labels: [{ span: web.key, message: `is the one that needs \`${db.name}\`` }],
    help: `move \`depends_on\` to \`${web.name}\`, and name \`${db.name}\` in it`,
  };
}

function lacking(project: Project, web: Service, db: Service): Placed {
  const key = web.keys.get('depends_on');
  if (key !== undefined)
    return {
      primary: { span: key, message: `does not name \`${db.name}\`` },
      help: `add \`${db.name}\` to \`depends_on\``,
    };
  const edits = addedToService(project, web, ['depends_on:', `  - ${db.name}`]);
  return {
    primary: { span: web.key, message: 'has no `depends_on`' },
    help: `add \`depends_on:\` to \`${web.name}\`, and below it \`- ${db.name}\``,
    subject: isBare(web) ? 'absent' : 'begun',
    ...(edits.length === 0
      ? {}
      : { fix: { title: `let \`${web.name}\` wait for \`${db.name}\``, confidence: 'certain', edits } }),
  };
}

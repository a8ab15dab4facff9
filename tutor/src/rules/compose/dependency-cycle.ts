import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Dependency, Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** Services that wait for each other in a circle. */
export const rule: Rule<Context> = {
  rule: 'dependency-cycle',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'compose-refuses',
  recognise: (context) => faultsOf(context, 'dependency-cycle').map((fault) => diagnose(context, fault)),
};

function diagnose({ project, facts }: Context, fault: ComposeFault): Diagnosis {
  const chain = (fault.words?.chain ?? '').split(' -> ');
  const db = serviceOf(facts.roles.db);
  const title =
    new Set(chain).size === 1
      ? `\`${chain[0]}\` waits for itself`
      : `services wait for each other in a circle: ${fault.words?.chain ?? ''}`;
  const notes = ['none of them can be the first to start'];
  const needless = db === undefined || !chain.includes(db.name) ? undefined : dependencyOn(db, chain);
  if (db === undefined || needless === undefined)
    return {
      title,
      ...primaryAt(fault, 'closes the circle'),
      labels: labelsAt(fault, 'and this waits for it in turn'),
      notes,
      help: 'remove the dependency that is not needed',
    };
  return {
    title,
    primary: { span: needless.at, message: `a database waits for nobody` },
    labels: others(project, chain, db),
    notes,
    help: `remove \`${needless.service}\` from \`depends_on\` in \`${db.name}\``,
    ...fixOf(project, db, needless),
  };
}

function dependencyOn(service: Service, chain: readonly string[]): Dependency | undefined {
  return service.dependsOn.find((one) => chain.includes(one.service));
}

function others(project: Project, chain: readonly string[], db: Service): readonly Label[] {
  return project.view.services.flatMap((service) => {
    const next = service === db || !chain.includes(service.name) ? undefined : dependencyOn(service, chain);
    return next === undefined ? [] : [{ span: next.at, message: `\`${service.name}\` waits for \`${next.service}\`` }];
  });
}

/** One entry goes; with the last one the key goes too. */
function fixOf(project: Project, db: Service, needless: Dependency): Pick<Diagnosis, 'fix'> {
  const key = db.keys.get('depends_on');
  const isOnly = db.dependsOn.length === 1;
  if (key === undefined || (isOnly && key.file !== needless.at.file)) return {};
  const edits = removedEntry(project, isOnly ? key : needless.at);
  const title = `let \`${db.name}\` wait for nobody`;
  return edits.length === 0 ? {} : { fix: { title, confidence: 'likely', edits } };
}

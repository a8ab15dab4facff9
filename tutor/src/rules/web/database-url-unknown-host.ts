import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { AddressFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { mendedSign } from '../../forecast/mended-sign.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';
import type { Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** The host in the page's address is no service, or is another one than the database. */
export const rule: Rule<Context> = {
  rule: 'database-url-unknown-host',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise: (context) =>
    addressFaults(context).flatMap((fault) =>
      fault.kind === 'unknown-host' || fault.kind === 'other-service' ? [diagnose(context, fault)] : [],
    ),
};

function diagnose(
  context: Context,
  fault: Extract<AddressFault, { kind: 'unknown-host' | 'other-service' }>,
): Diagnosis {
  const { project, facts } = context;
  const web = serviceOf(facts.roles.web);
  const db = serviceOf(facts.roles.db);
  const { at, labels } = placeToChange(project, fault.part.source);
  const host = fault.part.value;
  const names = project.view.services.map((service) => service.name);
  const meant = db?.name ?? nearest(host, names);
  const whole = takenFromEnvironment(context) ?? mendedSign(context);
  const asleep = project.compose.inactive.includes(host);
  const other = fault.kind === 'other-service' ? fault.service : undefined;
  const alias = other === undefined ? aliasElsewhere(project, host) : undefined;
  const nowhere =
    alias === undefined ? 'a name that leads nowhere' : `an alias on \`${alias}\`, where \`${web?.name}\` is not`;
  const awake = other === undefined ? nowhere : 'no PostgreSQL runs here';
  return {
    title: `\`${web?.name}\` looks for its database at \`${host}\`, ${found(web, other, alias)}`,
    primary: { span: at, message: asleep ? 'its profile is not active' : awake },
    labels: [...(db === undefined ? [] : [{ span: db.key, message: 'the database runs in this service' }]), ...labels],
    notes: [
      'services find each other by the names under `services`',
      ...(db === undefined ? [`the services are ${list(names.map((name) => `\`${name}\``))}`] : []),
    ],
    help: meant === undefined ? 'write the name of the database service' : `write \`${meant}\``,
    followsFrom: causes(project, host, db),
    foretells: effectOfRefusal(facts.signIn.web),
    ...(whole !== undefined
      ? { fix: whole }
      : meant === undefined || textAt(project, at) !== host
        ? {}
        : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }),
  };
}

function found(web: Service | undefined, other: Service | undefined, alias: string | undefined): string {
  if (other !== undefined) return `which is ${other === web ? 'itself' : 'another service'}`;
  return `and no service ${alias === undefined ? 'has' : 'on its networks has'} that name`;
}

/** The network on which a service goes by that alias: it holds on that network alone. */
function aliasElsewhere({ view }: Project, host: string): string | undefined {
  return view.services.flatMap((service) => service.networks).find(({ aliases }) => aliases.includes(host))?.network;
}

/** Where no database is read, that lacks; where `depends_on` looks for the same name in vain, the name of the service slipped. */
function causes(project: Project, host: string, db: Service | undefined): readonly string[] {
  // A file that should have brought the service in is not there.
  const notIncluded = project.compose.faults.some(
    ({ kind, refuses }) => refuses && ['include', 'file-missing'].includes(kind),
  );
  if (db === undefined)
    return [
      'db-service-missing',
      'yaml-duplicate-key',
      ...(notIncluded ? ['compose-file-missing', 'compose-wrong-type'] : []),
    ];
  const waited = project.compose.faults.some(
    ({ kind, words }) => kind === 'undefined-dependency' && words?.name === host,
  );
  return waited ? ['depends-on-unknown-service'] : [];
}

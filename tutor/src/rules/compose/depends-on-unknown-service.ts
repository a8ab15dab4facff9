import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';

/** `depends_on` names a service that is not there. */
export const rule: Rule<Context> = {
  rule: 'depends-on-unknown-service',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'compose-refuses',
  recognise(context) {
    const faults = faultsOf(context, 'undefined-dependency');
    const names = [...new Set(faults.map(nameIn))];
    return names.flatMap((name) => {
      const asked = faults.filter((fault) => nameIn(fault) === name);
      const slipped = slippedName(context, name, asked);
      return slipped === undefined ? asked.map((fault) => unknownName(context, fault)) : [slipped];
    });
  },
};

function nameIn({ words }: ComposeFault): string {
  return words?.name ?? '';
}

/** Several places agree on a name that no service has, and a service that nobody asks for is nearly called so: its name is the slip. */
function slippedName(context: Context, name: string, asked: readonly ComposeFault[]): Diagnosis | undefined {
  const { services } = context.project.view;
  const meant = nearest(
    name,
    services.filter((service) => !isAskedFor(context, service)).map((service) => service.name),
  );
  const service = services.find((one) => one.name === meant);
  const uses = [...asked.flatMap(({ at }) => at ?? []), ...hostsCalled(context, name)];
  const waiting = asked.some(({ words }) => words?.service === service?.name);
  if (service === undefined || waiting || uses.length < 2) return undefined;
  return {
    title: `the service is called \`${service.name}\`, and \`${name}\` is what others look for`,
    primary: { span: service.key, message: 'nobody asks for this name' },
    labels: uses.map((span): Label => ({ span, message: 'asks for this one' })),
    notes: ['services are found by their names under `services`, letter by letter'],
    help: `write \`${name}\` here too`,
    fix: {
      title: `call the service \`${name}\``,
      confidence: 'likely',
      edits: [{ span: service.key, text: name }],
    },
  };
}

function isAskedFor(context: Context, { name }: Service): boolean {
  const { services } = context.project.view;
  const awaited = services.some((service) => service.dependsOn.some((one) => one.service === name));
  return awaited || hostsCalled(context, name).length > 0;
}

/** Where the page's address names a host. */
function hostsCalled({ facts }: Context, name: string): readonly Span[] {
  const { web } = facts.signIn;
  const host = web.kind === 'parts' ? web.host : undefined;
  return host?.value === name ? [host.source.span] : [];
}

function unknownName(context: Context, fault: ComposeFault): Diagnosis {
  const { project, facts } = context;
  const { service = '', name = '' } = fault.words ?? {};
  const names = project.view.services.map((one) => one.name);
  const others = names.filter((one) => one !== service);
  const asleep = project.compose.inactive.includes(name);
  const meant = asleep ? undefined : (nearest(name, others) ?? (others.length === 1 ? others[0] : undefined));
  return {
    // Where no database is read at all, that is what lacks.
    followsFrom: serviceOf(facts.roles.db) === undefined && !asleep ? ['db-service-missing', 'yaml-duplicate-key'] : [],
    title: asleep
      ? `\`${service}\` waits for \`${name}\`, whose profile is not active`
      : `\`${service}\` waits for \`${name}\`, and no service has that name`,
    ...primaryAt(fault, asleep ? 'not started now' : 'not a service of this file'),
    notes: names.length === 0 || asleep ? [] : [`the services are ${list(names.map((one) => `\`${one}\``))}`],
    help: asleep
      ? `take \`profiles\` out of \`${name}\`, or give \`${service}\` the same profile`
      : meant === undefined
        ? `add a service \`${name}\`, or remove it from \`depends_on\``
        : `write \`${meant}\``,
    ...(meant === undefined || fault.at === undefined
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: fault.at, text: meant }] } }),
  };
}

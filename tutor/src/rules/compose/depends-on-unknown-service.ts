import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';
import { child } from '../../project/compose/tree.ts';

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
  const near = asleep ? undefined : (nearest(name, others) ?? (others.length === 1 ? others[0] : undefined));
  // One that waits for this service in turn would close a circle.
  const meant = near === undefined || isWaitingFor(project, near, service) ? undefined : near;
  const isAwaited = isAwaitedThere(project, fault, meant);
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
        : isAwaited
          ? `remove it from \`depends_on\``
          : `write \`${meant}\``,
    ...fixOf(context, fault, meant, isAwaited ? 'awaited' : 'not-awaited'),
  };
}

/** Whether the very list that holds the name holds the one that was meant too. */
function isAwaitedThere({ view }: Context['project'], { at, words }: ComposeFault, meant: string | undefined): boolean {
  const waiting = view.services.find((one) => one.name === words?.service);
  const isThere = waiting?.dependsOn.some((one) => one.service === meant) === true;
  return isThere && isWithin(at, child(waiting.source, 'depends_on')?.span);
}

function isWithin(at: Span | undefined, whole: Span | undefined): boolean {
  return at !== undefined && whole?.file === at.file && whole.start <= at.start && at.end <= whole.end;
}

/** Whether a service waits for another, through whatever others. */
function isWaitingFor({ view }: Context['project'], from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    const service = view.services.find((one) => one.name === name);
    open.push(...(service?.dependsOn ?? []).map((one) => one.service));
  }
  return false;
}

/** A service that is awaited already is not written twice: the name that nobody has goes. */
function fixOf(
  { project }: Context,
  { at }: ComposeFault,
  meant: string | undefined,
  is: 'awaited' | 'not-awaited',
): Pick<Diagnosis, 'fix'> {
  if (meant === undefined || at === undefined) return {};
  if (is === 'not-awaited')
    return { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } };
  const edits = removedEntry(project, at);
  return edits.length === 0 ? {} : { fix: { title: 'remove it', confidence: 'likely', edits } };
}

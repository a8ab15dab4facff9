import type { Diagnosis, Fix, Label } from '../../core/diagnosis.ts';
import type { PortHolder, StackSeen } from '../../core/observation.ts';
import { ownContainers } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { seenStack } from '../../forecast/seen/stack.ts';
import { upEvidence } from '../../forecast/seen/up.ts';
import type { PortMapping, Service } from '../../project/compose/project.ts';

/** A port of this machine that the project publishes is held by something else. */
export const rule: Rule<Context> = {
  rule: 'port-conflict',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['port-published-twice'],
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    return stack.portHolders.map((held) => conflict(context, stack, held));
  },
};

type Publishing = { readonly service: Service; readonly mapping: PortMapping };

function conflict(context: Context, stack: StackSeen, held: PortHolder): Diagnosis {
  const publishing = publishingOf(context, held.port);
  const isDb = publishing !== undefined && publishing.service === serviceOf(context.facts.roles.db);
  const at = publishing === undefined ? undefined : placeOf(publishing.mapping, held.port);
  return {
    title: titleOf(held, publishing?.service),
    // Where it is free again nothing has to change.
    ...(at === undefined ? {} : held.holder.kind === 'nobody' ? { labels: [at] } : { primary: at }),
    notes: notesOf(held),
    help: helpOf(held, isDb),
    ...(at === undefined || isDb || held.holder.kind === 'nobody' ? {} : { fix: otherPort(at, held.port) }),
    basis: 'observed',
    evidence: [{ kind: 'state', subject: `port ${held.port}`, says: sayHolder(held) }, ...saidBy(stack, held.port)],
  };
}

function titleOf({ port, holder }: PortHolder, service: Service | undefined): string {
  switch (holder.kind) {
    case 'container':
      return `port ${port} of this machine is held by the container \`${holder.name}\``;
    case 'process':
      return `port ${port} of this machine is held by \`${holder.name}\` (process ${holder.pid})`;
    case 'unknown':
      return `port ${port} of this machine is held by another program`;
    case 'nobody':
      return service === undefined
        ? `port ${port} was taken when it was needed, and is free now`
        : `port ${port} was taken when \`${service.name}\` was started, and is free now`;
  }
}

function sayHolder({ holder }: PortHolder): string {
  switch (holder.kind) {
    case 'container':
      return holder.project === ''
        ? `is published by the container ${holder.name}`
        : `is published by the container ${holder.name} of the project ${holder.project}`;
    case 'process':
      return `is listened on by ${holder.name}, process ${holder.pid}`;
    case 'unknown':
      return 'could not be taken, and who holds it is not known';
    case 'nobody':
      return 'is free now';
  }
}

function notesOf({ port, holder }: PortHolder): readonly string[] {
  if (holder.kind === 'container' && holder.project !== '')
    return [`that container belongs to the project \`${holder.project}\``];
  if (
    AIRPLAY_PORTS.has(port) &&
    (holder.kind === 'unknown' || /^Control/.test(holder.kind === 'process' ? holder.name : ''))
  )
    return [`on a Mac, port ${port} is taken by AirPlay Receiver, which System Settings can switch off`];
  return [];
}

/** Ports on which AirPlay Receiver listens since macOS 12. */
const AIRPLAY_PORTS = new Set([5000, 7000]);

function helpOf({ port, holder }: PortHolder, isDb: boolean): string {
  if (holder.kind === 'nobody') return 'run `docker compose up -d` again';
  if (isDb)
    return 'take `ports` away from this service: the page reaches it over their network, without a port of the machine';
  const other = `publish another port here, such as ${port + 1}`;
  return holder.kind === 'container'
    ? `${other}, or run \`docker stop ${holder.name}\``
    : `${other}, or stop what holds it`;
}

function otherPort(at: Label, port: number): Fix {
  return {
    title: `publish port ${port + 1}`,
    confidence: 'template',
    edits: [{ span: at.span, text: String(port + 1) }],
  };
}

function publishingOf({ project }: Context, port: number): Publishing | undefined {
  for (const service of project.view.services) {
    const mapping = service.ports.find((one) => publishes(one, port));
    if (mapping !== undefined) return { service, mapping };
  }
  return undefined;
}

/** `8000`, or `8000-8005`. */
function publishes({ published }: PortMapping, port: number): boolean {
  const [from, to] = (published ?? '').split('-').map(Number);
  return from !== undefined && port >= from && port <= (to ?? from);
}

function placeOf(mapping: PortMapping, port: number): Label {
  return { span: mapping.publishedAt ?? mapping.at, message: `asks for port ${port} of this machine` };
}

/** The engine's own words: kept by the container, or said by `up`. */
function saidBy(stack: StackSeen, port: number): NonNullable<Diagnosis['evidence']> {
  const container = ownContainers(stack).find((one) => one.error.includes(`:${port}`));
  if (container !== undefined)
    return [{ kind: 'state', subject: container.service, says: `could not be started: ${container.error}` }];
  const line = stack.up?.output.split('\n').findLast((one) => one.includes(`:${port}`));
  return line === undefined ? [] : upEvidence(stack, [line.trim()]);
}

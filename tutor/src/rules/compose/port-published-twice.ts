import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { PortMapping, Service } from '../../project/compose/project.ts';
import { child } from '../../project/compose/tree.ts';

/** Two services want one port of the machine. */
export const rule: Rule<Context> = {
  rule: 'port-published-twice',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'one-starts',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    const taken: { readonly service: Service; readonly port: PortMapping }[] = [];
    const found: Diagnosis[] = [];
    for (const service of project.view.services) {
      for (const port of service.ports) {
        const first = taken.find((one) => collide(one.port, port));
        if (first === undefined) taken.push({ service, port });
        else {
          const clashing = clash(first.service, first.port, service, port);
          // It has not even its own port: nobody answers there.
          const isOwn = service === web && first.service === web;
          found.push(isOwn ? { ...clashing, foretells: 'web-not-started' } : clashing);
        }
      }
      found.push(...severalContainers(service));
    }
    return found;
  },
};

/** Tried with Engine 28: without an address a port is taken for IPv4 and IPv6, `0.0.0.0` and `::` take it for one of them. */
function collide(a: PortMapping, b: PortMapping): boolean {
  if (a.protocol !== b.protocol || !isOnePort(a) || !isOnePort(b) || Number(a.published) !== Number(b.published))
    return false;
  return FAMILIES.some((family) => {
    const [one, other] = [addressIn(a, family), addressIn(b, family)];
    return one !== undefined && other !== undefined && (one === 'all' || other === 'all' || one === other);
  });
}

const FAMILIES = ['4', '6'] as const;

/** The address of one family on which a port is taken; undefined where it is not taken there. */
function addressIn({ hostAddress = '' }: PortMapping, family: (typeof FAMILIES)[number]): string | undefined {
  if (hostAddress === '') return 'all';
  if ((family === '6') !== hostAddress.includes(':')) return undefined;
  return hostAddress === '0.0.0.0' || hostAddress === '::' ? 'all' : hostAddress;
}

function isOnePort({ published }: PortMapping): boolean {
  return published !== undefined && /^\d+$/.test(published) && Number(published) > 0;
}

/** Several containers of one service each want its port. */
function severalContainers(service: Service): readonly Diagnosis[] {
  const count = child(child(service.node, 'deploy'), 'replicas') ?? child(service.node, 'scale');
  const port = service.ports.find(isOnePort);
  if (count?.kind !== 'scalar' || !(Number(count.value) > 1) || port === undefined) return [];
  return [
    {
      title: `${count.value} containers of \`${service.name}\` want port ${port.published}, and one can have it`,
      primary: { span: count.span, message: 'so many containers' },
      labels: [{ span: port.publishedAt ?? port.at, message: 'each of them wants this' }],
      notes: [NOTE],
      // One of them has it, and answers.
      foretells: 'nothing',
      help: 'run one container, or leave the port of the machine out',
    },
  ];
}

const NOTE = 'a port of your machine leads to one container';

function clash(firstService: Service, first: PortMapping, service: Service, port: PortMapping): Diagnosis {
  return {
    title:
      firstService === service
        ? `\`${service.name}\` publishes port ${port.published} twice`
        : `\`${firstService.name}\` and \`${service.name}\` both publish port ${port.published}`,
    primary: { span: port.publishedAt ?? port.at, message: 'taken already' },
    labels: [{ span: first.publishedAt ?? first.at, message: `\`${firstService.name}\` takes it here` }],
    notes: [NOTE],
    rivals: [...new Set([firstService.name, service.name])],
    help: `give \`${service.name}\` another port on the left side of the colon, or none`,
  };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import type { PortMapping, Service } from '../../project/compose/project.ts';

/** Two services want one port of the machine. */
export const rule: Rule<Context> = {
  rule: 'port-published-twice',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'up-stops',
  recognise({ project }) {
    const taken: { readonly service: Service; readonly port: PortMapping }[] = [];
    const found: Diagnosis[] = [];
    for (const service of project.view.services) {
      for (const port of service.ports) {
        const first = taken.find((one) => one.service !== service && collide(one.port, port));
        if (first === undefined) taken.push({ service, port });
        else found.push(clash(first.service, first.port, service, port));
      }
    }
    return found;
  },
};

function collide(a: PortMapping, b: PortMapping): boolean {
  if (
    a.published === undefined ||
    a.published !== b.published ||
    a.protocol !== b.protocol ||
    a.published.includes('-')
  )
    return false;
  const anywhere = (port: PortMapping) =>
    port.hostAddress === undefined ||
    port.hostAddress === '' ||
    port.hostAddress === '0.0.0.0' ||
    port.hostAddress === '::';
  return anywhere(a) || anywhere(b) || a.hostAddress === b.hostAddress;
}

function clash(firstService: Service, first: PortMapping, service: Service, port: PortMapping): Diagnosis {
  return {
    title: `\`${firstService.name}\` and \`${service.name}\` both publish port ${port.published}`,
    primary: { span: port.publishedAt ?? port.at, message: 'taken already' },
    labels: [{ span: first.publishedAt ?? first.at, message: `\`${firstService.name}\` takes it here` }],
    notes: ['a port of your machine leads to one container'],
    help: `give \`${service.name}\` another port on the left side of the colon, or none`,
  };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { withoutNetworkMode } from '../../forecast/without-network-mode.ts';
import type { Service } from '../../project/compose/project.ts';

/** `network_mode` takes the place of networks: beside `networks` Compose refuses it, and alone it keeps a service off them. */
export const rule: Rule<Context> = {
  rule: 'network-mode-conflict',
  severity: 'error',
  step: 'network',
  explains: 'web-attached',
  foretells: 'compose-refuses',
  recognise(context) {
    const { facts, project } = context;
    const both = faultsOf(context, 'network-mode-with-networks').map((fault): Diagnosis => {
      const { service = '' } = fault.words ?? {};
      return {
        title: `\`${service}\` has both \`network_mode\` and \`networks\``,
        ...(fault.at === undefined ? {} : { primary: { span: fault.at, message: 'takes the place of networks' } }),
        labels: fault.other === undefined ? [] : [{ span: fault.other, message: 'asks for networks' }],
        notes: ['Docker Compose refuses the two together'],
        help: 'remove `network_mode`',
        explains: service === serviceOf(facts.roles.db)?.name ? 'db-attached' : 'web-attached',
        ...(fault.at === undefined
          ? {}
          : {
              fix: {
                title: 'remove `network_mode`',
                confidence: 'likely',
                edits: removedEntry(project, fault.at),
              },
            }),
      };
    });
    const pair = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)];
    const alone = pair.flatMap((service) => (service === undefined ? [] : offNetworks(context, service)));
    return [...both, ...alone];
  },
};

/** A mode other than the machine's, which has a rule of its own. */
function offNetworks(context: Context, service: Service): readonly Diagnosis[] {
  const { facts } = context;
  const mode = service.networkMode;
  const value = typeof mode?.value === 'string' ? mode.value : undefined;
  if (mode === undefined || value === undefined || value === 'host' || service.keys.has('networks')) return [];
  const key = service.keys.get('network_mode') ?? mode.span;
  const db = serviceOf(facts.roles.db);
  const fix = withoutNetworkMode(context, service, key);
  return [
    {
      title: `\`${service.name}\` joins no network of the file`,
      primary: { span: key, message: `\`${value}\` takes the place of networks` },
      notes: [value === 'bridge' ? "on Docker's own `bridge` services do not find each other by name" : sayMode(value)],
      help: 'remove `network_mode`, and name your network under `networks`',
      explains: service === db ? 'db-attached' : 'web-attached',
      foretells: foretold(service, value, service === serviceOf(facts.roles.web) ? 'web' : 'other'),
      // Docker refuses to make it where it has ports, and to start it where no network has that name.
      unmade: service.name,
      rivals: [service.name],
      ...(fix === undefined ? {} : { fix }),
    },
  ];
}

/** The network of another container is theirs together, and the page may work, but Docker publishes no port of it then. */
function foretold({ ports }: Service, mode: string, role: 'web' | 'other'): Effect {
  if (/^(service|container):/.test(mode)) return ports.length > 0 ? 'up-stops' : 'nothing';
  if (DOCKERS_OWN.test(mode)) return 'page-fails';
  return role === 'web' ? 'web-not-started' : 'one-starts';
}

/** The modes that Docker has itself; any other word is taken for the name of a network, and those of the file have longer names. */
const DOCKERS_OWN = /^(bridge|default|none)$/;

function sayMode(value: string): string {
  if (!DOCKERS_OWN.test(value) && !/^(service|container):/.test(value))
    return `Docker looks for a network called \`${value}\` outside of this file`;
  if (value === 'none') return '`none` connects the container to nothing';
  return `\`${value}\` lends it the network of another container`;
}

import type { Edit, Fix } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import type { Context } from './context.ts';
import { addedToService, removedEntry, textAt } from './insertion.ts';
import { ownNetworks } from './own-networks.ts';
import { placeToChange } from './place-to-change.ts';
import { serviceOf } from './roles.ts';

/**
 * The mend of a service whose mode keeps it off the networks of the file: the mode goes, and the network that the other
 * of the two is on comes. Undefined where it cannot be written there.
 */
export function withoutNetworkMode(context: Context, service: Service, key: Span): Fix | undefined {
  const { project } = context;
  const gone = removedEntry(project, key);
  if (gone.length === 0) return undefined;
  const network = networkFor(context, service);
  if (network === undefined) return { title: 'remove `network_mode`', confidence: 'likely', edits: gone };
  const added = addedToService(project, service, ['networks:', `  - ${network}`]);
  if (added.length === 0) return undefined;
  return {
    title: `put \`${service.name}\` on \`${network}\` instead`,
    confidence: 'likely',
    edits: [...gone, ...added, ...ownHost(context, service)],
  };
}

/** The network that the other one is on, else the only one that the file declares. */
function networkFor({ facts }: Context, service: Service): string | undefined {
  const pair = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)];
  const other = pair.find((one) => one !== undefined && one !== service);
  const { declared } = facts.networking;
  const [own] = other === undefined || !pair.includes(service) ? [] : ownNetworks(facts, other);
  return own ?? (declared.length === 1 ? declared[0]?.name : undefined);
}

/** On the network of the machine, or of its database, the page found that at localhost. */
function ownHost({ project, facts }: Context, service: Service): readonly Edit[] {
  const { web } = facts.signIn;
  const db = serviceOf(facts.roles.db);
  if (service !== serviceOf(facts.roles.web) || web.kind !== 'parts' || db === undefined) return [];
  const host = web.host;
  if (host === undefined || !/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host.value)) return [];
  const { at } = placeToChange(project, host.source);
  return textAt(project, at) === host.value ? [{ span: at, text: db.name }] : [];
}

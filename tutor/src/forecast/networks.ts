import type { Attachment, DeclaredNetwork, Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import { type Roles, serviceOf } from './roles.ts';

/** How web and db are joined. */
export type Networking = {
  /** Networks of the learner's own: declared at the top, other than `default`; a `default` that is described is one too. */
  readonly declared: readonly DeclaredNetwork[];
  /** Attachments written in the file that name no declared network. */
  readonly undeclared: readonly { readonly service: Service; readonly attachment: Attachment }[];
  /** Names of networks that web and db share. */
  readonly shared: readonly string[];
};

/** Name of the network that services join which name none. */
export const DEFAULT_NETWORK = 'default';

/** Works out how web and db are joined. */
export function networkingOf(project: Project, roles: Roles): Networking {
  const { services, networks } = project.view;
  const web = serviceOf(roles.web);
  const db = serviceOf(roles.db);
  const known = new Set([DEFAULT_NETWORK, ...networks.map((network) => network.name)]);
  return {
    declared: networks,
    undeclared: services.flatMap((service) =>
      service.networks
        .filter((one) => !one.implicit && !known.has(one.network))
        .map((attachment) => ({ service, attachment })),
    ),
    shared:
      web === undefined || db === undefined
        ? []
        : web.networks.map((one) => one.network).filter((name) => db.networks.some((other) => other.network === name)),
  };
}

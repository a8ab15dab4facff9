import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry, textAt } from '../../forecast/insertion.ts';
import { ownNetworks } from '../../forecast/own-networks.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { DeclaredNetwork } from '../../project/compose/project.ts';

/** The network of web and db is made elsewhere: Compose makes none, and stops where there is none of that name. */
export const rule: Rule<Context> = {
  rule: 'network-external',
  severity: 'error',
  step: 'network',
  explains: 'network-declared',
  foretells: 'up-stops',
  recognise(context) {
    const { facts, project } = context;
    const pair = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)].filter((service) => service !== undefined);
    const own = project.view.networks.filter((network) => !network.external).map((network) => network.name);
    // Where both are on a network of their own too, the other one only lets further things in.
    const common = own.some((name) => pair.every((service) => ownNetworks(facts, service).includes(name)));
    if (common) return [];
    return project.view.networks
      .filter((network) => network.external && network.used)
      .filter((network) => pair.some((service) => ownNetworks(facts, service).includes(network.name)))
      .map((network): Diagnosis => {
        const there = isThere(context, network);
        return {
          title: `the network \`${network.name}\` is not made with the project`,
          primary: {
            span: network.externalAt ?? network.key,
            message: 'says that it is there already, made by somebody else',
          },
          notes: [
            `where it is not, \`docker compose up\` says \`network ${nameOf(network)} declared as external, but could not be found\``,
          ],
          help: 'remove `external`, so that Compose makes the network and takes it away again',
          severity: there ? 'warning' : 'error',
          foretells: there ? 'nothing' : 'up-stops',
          ...fixOf(context, network),
        };
      });
  },
};

/** A stack that runs on it shows that it is there. */
function isThere({ observed }: Context, network: DeclaredNetwork): boolean {
  if (observed.engine !== 'observed') return false;
  return observed.stack.containers.some(
    (one) => one.state === 'running' && Object.keys(one.networks).includes(nameOf(network)),
  );
}

function nameOf(network: DeclaredNetwork): string {
  return typeof network.realName?.value === 'string' ? network.realName.value : network.name;
}

/** Only a plain `external: true` on a row of its own can be taken away without more. */
function fixOf({ project }: Context, network: DeclaredNetwork): Pick<Diagnosis, 'fix'> {
  const at = network.externalAt;
  if (at === undefined) return {};
  const row = removedEntry(project, at);
  const text = row[0] === undefined ? '' : (textAt(project, row[0].span) ?? '');
  if (!/^\s*external:\s*true\s*(#.*)?$/.test(text)) return {};
  return { fix: { title: 'let Compose make the network', confidence: 'likely', edits: row } };
}

import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { Service } from '../../project/compose/project.ts';

/** web and db are on no common network: the name of the one leads the other nowhere. */
export const rule: Rule<Context> = {
  rule: 'network-not-shared',
  severity: 'error',
  step: 'network',
  explains: 'network-shared',
  foretells: 'page-fails',
  recognise({ facts }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    const { shared, undeclared } = facts.networking;
    if (web === undefined || db === undefined || shared.length > 0) return [];
    // An undeclared name, or a network mode, is the cause then and has its own rule.
    if (undeclared.length > 0 || [web, db].some((service) => service.networkMode !== undefined)) return [];
    const own = facts.networking.declared.map((network) => network.name);
    const [left, right] =
      db.networks.some((one) => own.includes(one.network)) && !web.networks.some((one) => own.includes(one.network))
        ? [web, db]
        : [db, web];
    return [
      {
        title: `\`${left.name}\` is not on the network that \`${right.name}\` uses`,
        primary: attachedAt(
          left,
          left.networks.every((one) => one.implicit)
            ? 'has no `networks`, so it joins `default`'
            : `is on ${names(left)}`,
        ),
        labels: [
          attachedAt(
            right,
            right.networks.every((one) => one.implicit) ? 'joins `default`' : `\`${right.name}\` is attached here`,
          ),
        ],
        notes: [`the name \`${db.name}\` means nothing to a service that is on no network with it`],
        help: `attach \`${left.name}\` to ${names(right)} too`,
      },
    ];
  },
};

function names(service: Service): string {
  return list(service.networks.map((one) => `\`${one.network}\``));
}

/** The first network that is written, or the service's key where none is. */
function attachedAt(service: Service, message: string): Label {
  const written = service.networks.find((one) => !one.implicit);
  return { span: written?.at ?? service.key, message };
}

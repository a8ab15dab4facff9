import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import type { Facts } from '../../forecast/facts.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { DeclaredNetwork } from '../../project/compose/project.ts';
import { down, type Scalar, sourceOf } from '../../project/compose/tree.ts';
import type { Project } from '../../project/project.ts';

/** Drivers that Docker brings along on Linux, where images of Linux run (docker network create: any other is a plugin). */
const BROUGHT = ['bridge', 'macvlan', 'ipvlan', 'overlay', 'host', 'none', 'null'];
/** Plugins whose names look like a plain word. */
const PLUGINS = /[/:]|^(?:weave|weavemesh|calico|cilium|flannel|kuryr|contiv|romana|nuage|ovn|ovs|openvswitch|sdn)$/;

/** A network's driver is a slip, or is none with which a project of one machine can make a network. */
export const rule: Rule<Context> = {
  rule: 'network-driver-unsupported',
  severity: 'error',
  step: 'network',
  explains: 'network-declared',
  foretells: 'up-stops',
  recognise: (context) => context.project.view.networks.flatMap((network) => diagnose(context, network)),
};

function diagnose(context: Context, network: DeclaredNetwork): readonly Diagnosis[] {
  const { project } = context;
  const { driver } = network;
  const name = typeof driver?.value === 'string' ? driver.value : undefined;
  // A network that is made elsewhere, or that is left over beside the one in use, is not made from this.
  const leftOver = !network.used && project.view.networks.some((other) => other.used);
  if (driver === undefined || name === undefined || network.external || leftOver) return [];
  const at = sourceOf(driver, 0, name.length).span;
  const known = BROUGHT.includes(name) || PLUGINS.test(name);
  const near = known ? undefined : nearest(name, ['bridge', 'overlay', 'macvlan', 'ipvlan', 'host']);
  // A slip of a driver that would not do either is no slip to mend.
  const fits = near !== undefined && whyNot(context, near, network) === undefined;
  const meant = known ? undefined : fits ? near : 'bridge';
  if (meant !== undefined)
    return [
      {
        title: `Docker has no network driver \`${name}\``,
        primary: { span: at, message: `\`${meant}\` is one` },
        notes: [`Docker says \`plugin "${name}" not found\``],
        help: `write \`${meant}\``,
        ...fixOf(project, driver, name, meant),
      },
    ];
  const why = whyNot(context, name, network);
  if (why === undefined) return [];
  return [
    {
      title: `the driver \`${name}\` makes no network for this project`,
      primary: { span: at, message: why.message },
      notes: ['`bridge` is the driver for services on one machine'],
      help: 'write `bridge`, or leave `driver` out',
      ...fixOf(project, driver, name, 'bridge'),
    },
  ];
}

/** What keeps a driver that Docker knows from making a network of one's own. Overlays that containers can join work on a manager of a swarm. */
function whyNot(
  { project, facts }: Context,
  name: string,
  network: DeclaredNetwork,
): { readonly message: string } | undefined {
  switch (name) {
    case 'overlay':
      return isAttachable(project, network)
        ? undefined
        : { message: 'spans the machines of a swarm, and single containers cannot join it' };
    case 'host':
      return { message: 'there is one network of the machine itself, and no second' };
    case 'none':
    case 'null':
      return { message: 'connects nothing' };
    case 'macvlan':
    case 'ipvlan':
      return isAllOfWeb(facts, network)
        ? { message: 'gives containers a place in the network around your machine, and publishes no port' }
        : undefined;
    default:
      return undefined;
  }
}

function isAllOfWeb({ roles }: Facts, { name }: DeclaredNetwork): boolean {
  const joined = serviceOf(roles.web)?.networks ?? [];
  return joined.length > 0 && joined.every(({ network }) => network === name);
}

function isAttachable({ compose }: Project, network: DeclaredNetwork): boolean {
  const attachable = down(compose.merged, 'networks', network.name, 'attachable');
  return attachable?.kind === 'scalar' && attachable.value !== false;
}

function fixOf(project: Project, driver: Scalar, name: string, text: string): Pick<Diagnosis, 'fix'> {
  const { span, use } = sourceOf(driver, 0, name.length);
  if (use !== undefined || textAt(project, span) !== name) return {};
  return { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] } };
}

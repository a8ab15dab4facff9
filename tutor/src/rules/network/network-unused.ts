import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { isNamedAsleep } from '../../forecast/asleep.ts';
import type { Context } from '../../forecast/context.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { DEFAULT_NETWORK } from '../../forecast/networks.ts';
import { ownNetworks } from '../../forecast/own-networks.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { DeclaredNetwork, Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** A network is declared, and neither web nor db joins it; one that is left over beside another is a warning. */
export const rule: Rule<Context> = {
  rule: 'network-unused',
  severity: 'error',
  step: 'network',
  explains: 'web-attached',
  recognise({ facts, project }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    const { declared, undeclared } = facts.networking;
    if (web === undefined || declared.length === 0 || undeclared.length > 0) return [];
    const pair = db === undefined ? [web] : [web, db];
    // A slip of `networks`, or a network mode, is why a service joins nothing: that has its own rule.
    if (pair.some((one) => one.networkMode !== undefined || isUnread(project, 'services', one.name, 'networks')))
      return [];
    const joined = pair.some((service) => ownNetworks(facts, service).length > 0);
    const left = declared.filter(
      ({ name, used }) => !used && name !== DEFAULT_NETWORK && !isNamedAsleep(project, 'networks', name),
    );
    if (joined) return left.map(leftOver);
    const [first] = left.length > 0 ? left : declared;
    return first === undefined ? [] : [nobodyJoins(project, first, pair)];
  },
};

function leftOver(network: DeclaredNetwork): Diagnosis {
  return {
    title: `no service joins the network \`${network.name}\``,
    primary: { span: network.key, message: 'is declared and not used' },
    help: `remove it, or name it under \`networks\` in a service`,
    severity: 'warning',
  };
}

function nobodyJoins(project: Project, network: DeclaredNetwork, pair: readonly Service[]): Diagnosis {
  const names = pair.map((service) => `\`${service.name}\``);
  const edits = pair.flatMap((service) =>
    service.keys.has('networks') ? [] : addedToService(project, service, ['networks:', `  - ${network.name}`]),
  );
  return {
    title: `the network \`${network.name}\` is declared, and ${names.length > 1 ? 'neither' : 'not'} ${names.join(' nor ')} joins it`,
    primary: { span: network.key, message: names.length > 1 ? 'neither of them is on it' : 'it is not on it' },
    labels: pair.map((service) => ({
      span: service.keys.get('networks') ?? service.key,
      message: service.keys.has('networks') ? 'names another' : 'has no `networks`, so it joins `default`',
    })),
    notes: ['a network is written twice: declared at the left margin, and named in each service that joins it'],
    help: `name \`${network.name}\` under \`networks\` in ${list(names)}`,
    ...(edits.length === pair.length
      ? { fix: { title: `put ${list(names)} on \`${network.name}\``, confidence: 'certain', edits } }
      : {}),
  };
}

import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { ownNetworks } from '../../forecast/own-networks.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Service } from '../../project/compose/project.ts';

/** web and db are on no network of the learner's together: most often the name of the one then leads the other nowhere. */
export const rule: Rule<Context> = {
  rule: 'network-not-shared',
  severity: 'error',
  step: 'network',
  explains: 'network-shared',
  foretells: 'page-fails',
  recognise({ facts, project }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    const { shared } = facts.networking;
    if (web === undefined || db === undefined || isUnread(project, 'networks')) return [];
    // A slip of the key, or a network mode, is the cause then and has its own rule.
    if ([web, db].some((one) => isElsewhere(one) || isUnread(project, 'services', one.name, 'networks'))) return [];
    const [ofWeb, ofDb] = [ownNetworks(facts, web), ownNetworks(facts, db)];
    // A name that is not declared, and that another one stands for, has its own rule too.
    if (ofWeb.some((name) => ofDb.includes(name))) return [];
    // Both on none of their own is a network that nobody joins.
    if (ofWeb.length === 0 && ofDb.length === 0) return [];
    if (shared.length > 0 && ofWeb.length > 0 && ofDb.length > 0) return [];
    const [left, right] = ofDb.length > 0 && ofWeb.length === 0 ? [web, db] : [db, web];
    const common = left === db ? ofWeb : ofDb;
    const wanted = common[0] ?? '';
    const found: Diagnosis = {
      title: `\`${left.name}\` is not on the network that \`${right.name}\` uses`,
      primary: attachedAt(left),
      labels: [attachedAt(right)],
      notes: [
        shared.length > 0
          ? 'they find each other on `default`, where every service without `networks` is'
          : `the name \`${db.name}\` means nothing to a service that is on no network with it`,
      ],
      help: `name ${list(common.map((name) => `\`${name}\``))} under \`networks\` in \`${left.name}\``,
      // What a name that is not declared was meant for is not known.
      followsFrom: [...ofWeb, ...ofDb].some((name) => !isDeclared(facts, name)) ? ['network-undeclared'] : [],
      explains: shared.length > 0 ? (left === db ? 'db-attached' : 'web-attached') : 'network-shared',
      foretells: shared.length > 0 ? 'nothing' : 'page-fails',
      ...fixOf(project, left, wanted),
    };
    return [found];
  },
};

function isDeclared({ networking }: Context['facts'], name: string): boolean {
  return networking.declared.some((network) => network.name === name);
}

/** A service with a mode and no networks is on none of the file's. */
function isElsewhere(service: Service): boolean {
  return service.networkMode !== undefined && !service.keys.has('networks');
}

/** The first network that is written, or the service's key where none is. */
function attachedAt(service: Service): Label {
  const written = service.networks.find((one) => !one.implicit);
  if (written === undefined) return { span: service.key, message: 'has no `networks`, so it joins `default`' };
  const names = service.networks.map((one) => `\`${one.network}\``);
  return { span: written.at, message: `\`${service.name}\` is on ${list(names)}` };
}

function fixOf(project: Context['project'], service: Service, name: string): Pick<Diagnosis, 'fix'> {
  const title = `put \`${service.name}\` on \`${name}\``;
  const written = service.networks.filter((one) => !one.implicit);
  const [only, ...others] = written;
  if (only === undefined) {
    const edits = addedToService(project, service, ['networks:', `  - ${name}`]);
    return edits.length === 0 ? {} : { fix: { title, confidence: 'certain', edits } };
  }
  if (others.length > 0) return {};
  return { fix: { title, confidence: 'likely', edits: [{ span: only.at, text: name }] } };
}

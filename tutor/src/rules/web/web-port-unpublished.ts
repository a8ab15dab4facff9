import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { isBare } from '../../forecast/bare.ts';
import type { Context } from '../../forecast/context.ts';
import { addedToService, textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isGivenToStray } from '../../forecast/stray-service.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Service } from '../../project/compose/project.ts';
import { child } from '../../project/compose/tree.ts';
import type { Project } from '../../project/project.ts';

/** No port of the machine leads to the page. */
export const rule: Rule<Context> = {
  rule: 'web-port-unpublished',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'page-unpublished',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined || web.ports.length > 0 || needsNone(web)) return [];
    // Ports that are there and cannot be read have their own rule; a proxy of the project may publish the page.
    const empty = emptyList(web);
    if ((web.keys.has('ports') && empty === undefined) || isUnread(project, 'services', web.name, 'ports')) return [];
    if (isPublishedByProxy(project, web)) return [];
    const listens = facts.listening.kind === 'known' ? facts.listening.ports[0] : undefined;
    const port = listens ?? facts.source.image?.exposed[0]?.from ?? 8000;
    const db = serviceOf(facts.roles.db);
    return [
      {
        title: `\`${web.name}\` publishes no port, so no browser can reach it`,
        followsFrom: isGivenToStray(project, web, 'ports') ? ['web-build-missing'] : [],
        notes: ['a container has ports of its own; `ports` leads one of your machine to one of them'],
        help: `publish its port in \`${web.name}\`: \`ports:\` and below it \`- "${port}:${port}"\``,
        ...(empty ?? exposedOnly(project, web, port) ?? givenToDb(web, db, port) ?? nothing(project, web, port)),
      },
    ];
  },
};

/** On the network of the machine, or of another container, a service publishes nothing of its own. */
function needsNone(web: Service): boolean {
  return /^(host|service:|container:)/.test(String(web.networkMode?.value ?? '')) && !web.keys.has('networks');
}

type Placed = Omit<Diagnosis, 'title' | 'help'> & { readonly help?: string };

/** `ports: []` publishes none. */
function emptyList(web: Service): Placed | undefined {
  const key = web.keys.get('ports');
  const written = child(web.source, 'ports');
  if (key === undefined || written?.kind !== 'sequence' || written.items.length > 0) return undefined;
  return { primary: { span: key, message: 'is an empty list' } };
}

/** `expose` announces a port to the other services and opens nothing. */
function exposedOnly(project: Project, web: Service, port: number): Placed | undefined {
  const key = web.keys.get('expose');
  if (key === undefined) return undefined;
  const items: readonly Edit[] = web.expose.map((item) => ({ span: item.span, text: `"${item.raw}:${item.raw}"` }));
  const plain = web.expose.every((item) => /^["']?\d+["']?$/.test(textAt(project, item.span) ?? ''));
  return {
    primary: { span: key, message: 'opens no port of your machine' },
    notes: ['`expose` says which ports other services may use; they can without it'],
    help: `write \`ports\` instead, with your machine's port first: \`"${port}:${port}"\``,
    ...(plain
      ? { fix: { title: 'publish the port', confidence: 'likely', edits: [{ span: key, text: 'ports' }, ...items] } }
      : {}),
  };
}

/** The ports of the page, written into the service of the database. */
function givenToDb(web: Service, db: Service | undefined, port: number): Placed | undefined {
  const key = db?.keys.get('ports');
  const mapping = db?.ports.find((one) => one.target === port);
  if (db === undefined || key === undefined || mapping === undefined) return undefined;
  return {
    primary: {
      span: db.ports.length === 1 ? key : mapping.at,
      message: `publishes port ${port} of \`${db.name}\`, where nothing listens`,
    },
    labels: [{ span: web.key, message: 'has no `ports`' }],
    help: `move \`ports\` to \`${web.name}\``,
  };
}

function nothing(project: Project, web: Service, port: number): Placed {
  const edits = addedToService(project, web, ['ports:', `  - "${port}:${port}"`]);
  return {
    primary: { span: web.key, message: 'has no `ports`' },
    subject: isBare(web) ? 'absent' : 'begun',
    ...(edits.length === 0 ? {} : { fix: { title: `publish port ${port}`, confidence: 'likely', edits } }),
  };
}

function isPublishedByProxy(project: Project, web: Service): boolean {
  return project.view.services.some(
    (service) =>
      service !== web && service.ports.length > 0 && service.dependsOn.some((one) => one.service === web.name),
  );
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry, textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { down, entryOf } from '../../project/compose/tree.ts';

/** Every network of the page is closed to the outside: Docker publishes no port of a container that is on none other (tried, Engine 28). */
export const rule: Rule<Context> = {
  rule: 'network-internal',
  severity: 'error',
  step: 'network',
  explains: 'web-attached',
  foretells: 'page-unpublished',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined || web.ports.length === 0 || web.networks.length === 0) return [];
    const joined = web.networks.map(({ network }) => project.view.networks.find((one) => one.name === network));
    const [first, ...others] = joined;
    if (first === undefined || joined.some((network) => network?.internal !== true || network.external)) return [];
    const key = entryOf(down(project.compose.merged, 'networks', first.name), 'internal')?.keySpan ?? first.key;
    const row = removedEntry(project, key);
    const plain = /^\s*internal:\s*true\s*(#.*)?$/.test(
      row[0] === undefined ? '' : (textAt(project, row[0].span) ?? ''),
    );
    const found: Diagnosis = {
      title: `the network \`${first.name}\` lets nobody in from outside, and \`${web.name}\` is on no other`,
      primary: { span: key, message: 'closes the network to the outside' },
      labels: web.ports.slice(0, 1).map((port) => ({ span: port.at, message: 'is not published then' })),
      notes: ['on a network that is `internal` services reach each other, and your browser reaches none of them'],
      help:
        others.length > 0
          ? `remove \`internal\`, or put \`${web.name}\` on a second network that is open`
          : `remove \`internal\`, or put \`${web.name}\` on a second network`,
      ...(plain ? { fix: { title: 'open the network', confidence: 'likely', edits: row } } : {}),
    };
    return [found];
  },
};

import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { normalise } from '../../project/files.ts';
import { ignoredBy } from '../../project/ignore/read-ignore.ts';

/** The files of the database lie in the folder that is built: the next build tries to read them, and may not. */
export const rule: Rule<Context> = {
  rule: 'build-context-contains-data',
  severity: 'warning',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  recognise({ facts }) {
    const { folder, from, contents } = facts.source;
    const holding = facts.storage?.holding;
    const build = serviceOf(facts.roles.web)?.build;
    if (from !== 'service' || build === undefined || holding?.type !== 'bind') return [];
    const data = normalise(holding.source);
    if (data.startsWith('/') || data.startsWith('..')) return [];
    const inside = folder === '' ? data : data.startsWith(`${folder}/`) ? data.slice(folder.length + 1) : undefined;
    if (inside === undefined || inside === '' || ignoredBy(contents.context.ignore, inside) !== undefined) return [];
    return [
      {
        title: `the files of the database lie in ${data}, inside the folder that is built`,
        primary: {
          span: holding.sourceAt ?? holding.at,
          message: 'PostgreSQL keeps its files here, and lets nobody else read them',
        },
        labels: [{ span: build.contextAt, message: 'every build looks through this folder' }],
        notes: ["the first build works; the next one may stop with `permission denied` or `can't stat`"],
        help: `keep the data in a named volume, or write \`${inside}\` into \`${folder === '' ? '' : `${folder}/`}.dockerignore\``,
      },
    ];
  },
};

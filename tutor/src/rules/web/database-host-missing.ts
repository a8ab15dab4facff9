import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { misspeltVariable } from '../../forecast/misspelt-variable.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';
import { unsetVariable } from '../../forecast/unset-variable.ts';
import type { Service } from '../../project/compose/project.ts';

/** The app connects and names no host: PostgreSQL's library then looks for a socket in its own container. */
export const rule: Rule<Context> = {
  rule: 'database-host-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    if (web === undefined || hasSocket(web)) return [];
    return addressFaults(context).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'host-missing') return [];
      const { at, labels } = placeToChange(project, fault.parts.whole);
      const name = db?.name ?? 'db';
      const unset = unsetVariable(project, fault.parts.whole.span, /HOST|SERVER/i);
      if (unset !== undefined)
        return [
          {
            title: `\`${web.name}\` connects to PostgreSQL and names no host`,
            primary: { span: unset.at, message: `nothing sets ${unset.name}` },
            help: `set ${unset.name} to \`${name}\` in a file .env beside the Compose file`,
            followsFrom: ['interpolation-unset-variable'],
            foretells: effectOfRefusal(facts.signIn.web),
          },
        ];
      const misspelt = fault.parts.form === 'url' ? undefined : misspeltVariable(facts, LIBPQ_HOST);
      if (misspelt !== undefined)
        return [
          {
            title: `\`${web.name}\` connects to PostgreSQL and names no host`,
            primary: { span: misspelt.key, message: `${LIBPQ_HOST} is what PostgreSQL's library reads` },
            labels: [{ span: at, message: 'names no host, and leaves it to the library' }],
            help: `write \`${LIBPQ_HOST}\``,
            foretells: effectOfRefusal(facts.signIn.web),
            fix: {
              title: `write \`${LIBPQ_HOST}\``,
              confidence: 'likely',
              edits: [{ span: misspelt.key, text: LIBPQ_HOST }],
            },
          },
        ];
      return [
        {
          title: `\`${web.name}\` connects to PostgreSQL and names no host`,
          primary: { span: at, message: 'names no host, so a socket in its own container is looked for' },
          labels: [
            ...(db === undefined ? [] : [{ span: db.key, message: 'the database runs in this service' }]),
            ...labels,
          ],
          notes: ['the page then says `connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed`'],
          help:
            fault.parts.form === 'url'
              ? `write the host behind the \`@\`: \`@${name}:5432\``
              : `name the host: \`host=${fault.parts.form === 'arguments' ? `"${name}"` : name}\``,
          foretells: effectOfRefusal(facts.signIn.web),
          ...fixOf(context, fault.parts.form, at, name),
        },
      ];
    });
  },
};

/** The variable that libpq takes the host from. */
const LIBPQ_HOST = 'PGHOST';

/** Units behind a call's bracket in which its arguments are looked for. */
const MOST_ARGUMENTS = 1_000;

/** A folder with the database's socket may be mounted from its container. */
function hasSocket(web: Service): boolean {
  return web.mounts.some((mount) => /^\/(var\/)?run(\/|$)|^\/tmp$/.test(mount.target));
}

function fixOf(
  context: Context,
  form: 'url' | 'keywords' | 'arguments',
  at: Span,
  name: string,
): Pick<Diagnosis, 'fix'> {
  const { project } = context;
  const taken = takenFromEnvironment(context);
  if (taken !== undefined) return { fix: taken };
  const insert = (offset: number, text: string): Pick<Diagnosis, 'fix'> => ({
    fix: {
      title: `name the host \`${name}\``,
      confidence: 'likely',
      edits: [{ span: { file: at.file, start: offset, end: offset }, text }],
    },
  });
  const text = textAt(project, at) ?? '';
  switch (form) {
    case 'arguments': {
      const place = placeInCall(project, at, name);
      return place === undefined ? {} : insert(at.end + 1, place);
    }
    case 'keywords': {
      if (!text.includes('=') || /^["']/.test(text)) return {};
      const empty = /\bhost=(?=\s)/.exec(text);
      return empty === null
        ? insert(at.start, `host=${name} `)
        : insert(at.start + empty.index + empty[0].length, name);
    }
    case 'url': {
      const sign = text.indexOf('@/');
      return sign < 0 ? {} : insert(at.start + sign + 1, `${name}:5432`);
    }
  }
}

/** What stands first between the brackets of a call, in the form of its other arguments; undefined where a host is named there already. */
function placeInCall(project: Context['project'], at: Span, name: string): string | undefined {
  const behind = textAt(project, { ...at, start: at.end, end: at.end + MOST_ARGUMENTS }) ?? '';
  // An argument that is there and empty gets its value where that is given.
  if (!behind.startsWith('(') || /^\([^)]*\bhost\s*=/.test(behind)) return undefined;
  const gap = /^\([ \t]*(\r?\n[ \t]*)/.exec(behind)?.[1];
  if (gap !== undefined) return `${gap.replace('\r', '')}host="${name}",`;
  // A host alone opens nothing.
  return behind.startsWith('()') ? undefined : `host="${name}", `;
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { SchemeFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { likelyValue } from '../../forecast/likely-address.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { isMadeFor } from '../../forecast/punctuation-slip.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { ADDRESS_VARIABLE, type WebEnd } from '../../forecast/web-end.ts';

/** The scheme of the address does not suit the library that connects. */
export const rule: Rule<Context> = {
  rule: 'database-url-wrong-driver',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise({ project, facts }) {
    return addressFaults({ project, facts }).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'scheme') return [];
      const { at, labels } = placeToChange(project, fault.at);
      const { web } = facts.signIn;
      const call = 'connection' in web ? web.connection?.calleeAt : undefined;
      return [
        {
          title: isUnnamed(fault.scheme, fault.wanted)
            ? `${fault.library} connects with psycopg where the address names no driver, and another one is installed`
            : `${fault.library} takes no address that begins with \`${fault.scheme}\``,
          primary: { span: at, message: 'does not suit what connects with it' },
          labels: [
            ...(call === undefined ? [] : [{ span: call, message: `${fault.library} reads the address here` }]),
            ...labels,
          ],
          notes: notesOf(fault.scheme, fault.library),
          help: fault.wanted === '' ? `remove \`${fault.scheme}\`` : `write \`${fault.wanted}\``,
          foretells: effectOf(web, fault.library),
          ...fixOf({ project, facts }, fault, at),
        },
      ];
    });
  },
};

/** The address of another kind of database is written anew, where more in it than its scheme is of that database. */
function fixOf(
  { project, facts }: Pick<Context, 'project' | 'facts'>,
  { scheme, wanted, slip }: SchemeFault,
  at: Span,
): Pick<Diagnosis, 'fix'> {
  if (textAt(project, at) !== scheme) return {};
  if (wanted === '')
    return { fix: { title: `remove \`${scheme}\``, confidence: 'likely', edits: [{ span: at, text: '' }] } };
  const { web } = facts.signIn;
  const text = 'text' in web ? web.text : undefined;
  if (slip === 'yes' || text === undefined || isMadeFor(facts, `${wanted}${text.slice(scheme.length)}`))
    return { fix: { title: `write \`${wanted}\``, confidence: 'likely', edits: [{ span: at, text: wanted }] } };
  const whole = 'whole' in web ? placeToChange(project, web.whole).at : undefined;
  const right = likelyValue(facts, ADDRESS_VARIABLE)?.replace(/^postgresql/, wanted);
  if (whole === undefined || right === undefined || textAt(project, whole) !== text) return {};
  return { fix: { title: `write \`${right}\``, confidence: 'likely', edits: [{ span: whole, text: right }] } };
}

/** SQLAlchemy takes the scheme apart as soon as an engine is made, before anything connects. */
function effectOf(web: WebEnd, library: string): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  return library === 'SQLAlchemy' && connection?.when === 'import' ? 'web-exits' : effectOfRefusal(web);
}

/** The scheme is right but for the driver. */
function isUnnamed(scheme: string, wanted: string): boolean {
  return scheme === 'postgresql' && wanted.startsWith('postgresql+');
}

function notesOf(scheme: string, library: string): readonly string[] {
  if (scheme === 'postgresql')
    return ['up to version 2.0 SQLAlchemy connected with psycopg2, from 2.1 on with psycopg'];
  if (/^postgresql?\+/.test(scheme) && library !== 'SQLAlchemy')
    return ['a driver behind a plus sign is understood by SQLAlchemy alone'];
  if (/^postgres(\+\w+)?$/.test(scheme)) return ['SQLAlchemy has taken no `postgres://` since its version 1.4'];
  return [];
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { parseAddress } from '../../forecast/address.ts';
import type { AddressFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** The address of the database cannot be taken apart. */
export const rule: Rule<Context> = {
  rule: 'database-url-malformed',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise: (context) =>
    addressFaults(context.facts).flatMap((fault) => (fault.kind === 'malformed' ? [diagnose(context, fault)] : [])),
};

type Malformed = Extract<AddressFault, { kind: 'malformed' }>;

function diagnose(context: Context, { end }: Malformed): Diagnosis {
  const { project, facts } = context;
  const web = serviceOf(facts.roles.web)?.name ?? 'web';
  const { at, labels } = placeToChange(project, end.part);
  const variable = end.variable === undefined ? undefined : facts.environment.get(end.variable);
  const quoted = variable?.from === 'compose' && keepsQuotes(variable.variable);
  return {
    title: `the address that \`${web}\` is given is no address of a database`,
    primary: { span: at, message: messageOf(end) },
    labels,
    notes: ['an address is read in this order: `postgresql://user:password@host:port/database`'],
    help: helpOf(end),
    followsFrom: quoted ? ['environment-quotes-kept'] : [],
    foretells: effectOfRefusal(end),
    ...(quoted ? {} : fixOf(context, end)),
  };
}

function messageOf({ fault, text }: Malformed['end']): string {
  const marked = text.slice(fault.from, fault.to);
  switch (fault.why) {
    case 'empty':
      return 'is empty';
    case 'scheme':
      return isSlashes(text) ? 'two slashes follow the colon' : 'an address begins with `postgresql://`';
    case 'port':
      return `\`${marked}\` stands where the port is read, and is no port`;
    case 'escape':
      return '`%` begins a code of two digits or letters A to F';
    case 'bracket':
      return '`[` is not closed';
    case 'keyword':
      return isSlashes(text) ? 'a colon and two slashes follow the scheme' : 'is no address, and no `name=value`';
    case 'quote':
      return 'the quote is not closed';
  }
}

function helpOf({ fault, text }: Malformed['end']): string {
  switch (fault.why) {
    case 'scheme':
    case 'keyword':
      return isSlashes(text) ? 'write `postgresql://`' : 'begin the address with `postgresql://`';
    case 'port':
      return 'write the number of the port behind the host, as in `db:5432`';
    case 'escape':
      return 'write `%25` for a percent sign';
    case 'bracket':
      return 'close the bracket with `]`';
    case 'quote':
      return 'close the quote';
    case 'empty':
      return 'write the address of the database';
  }
}

const SCHEME_WITH_SLIP = /^postgres(?:ql)?\s*[:;]?\s*[/\\]{0,3}(?=[^/\\:;\s])/i;

function isSlashes(text: string): boolean {
  return /^postgres(ql)?[:;\s/\\]/i.test(text);
}

/** Writes the scheme as it should be, where all that follows can be read then. */
function fixOf({ project }: Context, end: Malformed['end']): Pick<Diagnosis, 'fix'> {
  if (end.fault.why !== 'scheme' && end.fault.why !== 'keyword') return {};
  const { at } = placeToChange(project, end.whole);
  if (textAt(project, at) !== end.text) return {};
  const head = isSlashes(end.text) ? (SCHEME_WITH_SLIP.exec(end.text)?.[0].length ?? 0) : 0;
  const mended = `postgresql://${end.text.slice(head)}`;
  const read = parseAddress(mended);
  if (read.kind !== 'address' || read.host === undefined || read.user === undefined) return {};
  return {
    fix: {
      title: 'begin the address with `postgresql://`',
      confidence: 'likely',
      edits: [{ span: { ...at, end: at.start + head }, text: 'postgresql://' }],
    },
  };
}

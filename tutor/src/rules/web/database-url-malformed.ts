import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { AddressFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { meantOption } from '../../forecast/libpq-options.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfMalformed } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { hasBrokenScheme, schemeSlip } from '../../forecast/scheme-slip.ts';
import type { Project } from '../../project/project.ts';

/** The address of the database cannot be taken apart. */
export const rule: Rule<Context> = {
  rule: 'database-url-malformed',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise: (context) =>
    addressFaults(context).flatMap((fault) => (fault.kind === 'malformed' ? [diagnose(context, fault)] : [])),
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
    foretells: effectOfMalformed(end),
    ...(quoted ? {} : fixOf(context, end)),
  };
}

function messageOf({ fault, text }: Malformed['end']): string {
  const marked = text.slice(fault.from, fault.to);
  switch (fault.why) {
    case 'empty':
      return 'is empty';
    case 'scheme':
      return hasBrokenScheme(text) ? 'two slashes follow the colon' : 'an address begins with `postgresql://`';
    case 'port':
      return `\`${marked}\` stands where the port is read, and is no port`;
    case 'escape':
      return '`%` begins a code of two digits or letters A to F';
    case 'bracket':
      return '`[` is not closed';
    case 'keyword':
      return hasBrokenScheme(text) ? 'a colon and two slashes follow the scheme' : 'is no address, and no `name=value`';
    case 'quote':
      return 'the quote is not closed';
    case 'separator':
      return 'the words are separated by blanks alone';
    case 'option':
      return `a word that ${/:\/\//.test(text) ? 'no address of PostgreSQL' : "PostgreSQL's library"} knows`;
  }
}

function helpOf({ fault, text }: Malformed['end']): string {
  switch (fault.why) {
    case 'scheme':
    case 'keyword':
      return hasBrokenScheme(text) ? 'write `postgresql://`' : 'begin the address with `postgresql://`';
    case 'port':
      return 'write the number of the port behind the host, as in `db:5432`';
    case 'escape':
      return 'write `%25` for a percent sign';
    case 'bracket':
      return 'close the bracket with `]`';
    case 'quote':
      return 'close the quote';
    case 'separator':
      return 'put blanks between the words, as in `host=db user=user`';
    case 'option':
      return helpForOption(text, text.slice(fault.from, fault.to));
    case 'empty':
      return 'write the address of the database';
  }
}

function helpForOption(text: string, name: string): string {
  const meant = meantOption(name);
  if (meant !== undefined) return `write \`${meant}\``;
  return text.includes('://')
    ? `remove \`${name}\` and its value from the address`
    : `remove \`${name}\` and its value`;
}

/** Writes the scheme as it should be, where all that follows can be read then. */
function fixOf({ project }: Context, end: Malformed['end']): Pick<Diagnosis, 'fix'> {
  if (end.fault.why === 'option') return renamed(project, end);
  const head = end.fault.why === 'scheme' || end.fault.why === 'keyword' ? schemeSlip(end.text) : undefined;
  const { at } = placeToChange(project, end.whole);
  if (head === undefined || textAt(project, at) !== end.text) return {};
  return {
    fix: {
      title: 'begin the address with `postgresql://`',
      confidence: 'likely',
      edits: [{ span: { ...at, end: at.start + head }, text: 'postgresql://' }],
    },
  };
}

function renamed(project: Project, end: Malformed['end']): Pick<Diagnosis, 'fix'> {
  const name = end.text.slice(end.fault.from, end.fault.to);
  const meant = meantOption(name);
  const { at } = placeToChange(project, end.part);
  if (meant === undefined || textAt(project, at) !== name) return {};
  return { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } };
}

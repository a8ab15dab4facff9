import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { within } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import type { AddressFault } from '../../forecast/address-fault.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { OddWord } from '../../forecast/connect-words.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { meantOption, meantOptionValue, optionBefore, valuesOf } from '../../forecast/libpq-options.ts';
import { mendedSign } from '../../forecast/mended-sign.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfMalformed, effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { hasBrokenScheme, schemeSlip } from '../../forecast/scheme-slip.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';
import type { Project } from '../../project/project.ts';

/** The address of the database cannot be taken apart. */
export const rule: Rule<Context> = {
  rule: 'database-url-malformed',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise: (context) =>
    addressFaults(context).flatMap((fault) => {
      if (fault.kind === 'odd-word') return [ofWord(context, fault.word)];
      return fault.kind === 'malformed' ? [diagnose(context, fault)] : [];
    }),
};

/** An argument of the call instead of a word of the address. */
function ofWord({ project, facts }: Context, { name, value, source, meant, library }: OddWord): Diagnosis {
  const { at, labels } = placeToChange(project, source);
  const written = value ?? name;
  return {
    title: `${library} is given ${value === undefined ? `\`${name}\`` : `\`${value}\` for ${name}`}, which it does not know`,
    primary: { span: at, message: value === undefined ? 'no word that it takes' : `${name} has no such value` },
    labels,
    notes: [`${library} refuses the whole call, whatever else it is given`],
    help:
      meant !== undefined
        ? `write \`${meant}\``
        : value === undefined
          ? `remove \`${name}\` and its value`
          : helpForValue(name, value),
    // A call that is not closed takes the lines below it for its arguments.
    followsFrom: ['app-syntax'],
    foretells: effectOfRefusal(facts.signIn.web),
    ...(meant === undefined || textAt(project, at) !== written
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }),
  };
}

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
    followsFrom: [
      ...(quoted ? ['environment-quotes-kept'] : []),
      // `- NAME = value`: Compose refuses the name, and the value begins with the other blank.
      ...(/\s$/.test(end.variable ?? '') ? ['compose-wrong-type'] : []),
    ],
    // What stands behind the `?` is looked at by the driver, when it connects.
    foretells: /^(option|value)$/.test(end.fault.why) ? effectOfRefusal(end) : effectOfMalformed(end),
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
    case 'value':
      return `${optionBefore(text, fault.from)} has no such value`;
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
    case 'value':
      return helpForValue(optionBefore(text, fault.from), text.slice(fault.from, fault.to));
    case 'empty':
      return 'write the address of the database';
  }
}

function helpForValue(name: string, value: string): string {
  const meant = meantOptionValue(name, value);
  if (meant !== undefined) return `write \`${meant}\``;
  const known = valuesOf(name);
  return known.length === 0
    ? `write a whole number behind ${name}`
    : `write one of ${list(known.map((one) => `\`${one}\``))}, or remove ${name}`;
}

function helpForOption(text: string, name: string): string {
  const meant = meantOption(name);
  if (meant !== undefined) return `write \`${meant}\``;
  return text.includes('://')
    ? `remove \`${name}\` and its value from the address`
    : `remove \`${name}\` and its value`;
}

/** Writes the scheme as it should be, where all that follows can be read then. */
function fixOf(context: Context, end: Malformed['end']): Pick<Diagnosis, 'fix'> {
  const { project } = context;
  const { why, from, to } = end.fault;
  const marked = end.text.slice(from, to);
  if (why === 'option') return replaced(project, end, meantOption(marked));
  if (why === 'value') return replaced(project, end, meantOptionValue(optionBefore(end.text, from), marked));
  if (/^(["']).+\1$/s.test(end.text)) return unquoted(project, end);
  const whole = takenFromEnvironment(context) ?? mendedSign(context);
  if (whole !== undefined) return { fix: whole };
  const head = why === 'scheme' || why === 'keyword' ? schemeSlip(end.text) : undefined;
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

/** Quotes within the quotes of the file are part of the address. */
function unquoted(project: Project, end: Malformed['end']): Pick<Diagnosis, 'fix'> {
  const { at } = placeToChange(project, end.whole);
  if (textAt(project, at) !== end.text) return {};
  const edits = [0, end.text.length - 1].map((from) => ({ span: within(at, from, 1), text: '' }));
  return { fix: { title: 'take the quotes off', confidence: 'likely', edits } };
}

function replaced(project: Project, end: Malformed['end'], meant: string | undefined): Pick<Diagnosis, 'fix'> {
  const { at } = placeToChange(project, end.part);
  if (meant === undefined || textAt(project, at) !== end.text.slice(end.fault.from, end.fault.to)) return {};
  return { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } };
}

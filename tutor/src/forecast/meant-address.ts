import type { AddressFault } from './address-fault.ts';
import type { Source } from './container-environment.ts';
import { schemeFault } from './driver.ts';
import type { Facts } from './facts.ts';
import { meantOption, optionBefore, possibleValue } from './libpq-options.ts';
import { misspeltVariable } from './misspelt-variable.ts';
import { punctuationSlip } from './punctuation-slip.ts';
import { schemeSlip } from './scheme-slip.ts';
import { textInAddress } from './text-in-address.ts';
import { unescapedPassword } from './unescaped-password.ts';
import { endOfText, endOfVariable, type WebEnd } from './web-end.ts';

/** The page's address read as it was meant, so that a slip in one part hides none in another. */
export type MeantAddress = { readonly end: WebEnd; readonly slips: readonly AddressFault[] };

/** Reads an address that is broken or misnamed as it would be without its slips; one that is whole as it stands. */
export function meantAddress(facts: Facts): MeantAddress {
  let draft = firstDraft(facts);
  const slips: AddressFault[] = [];
  while (draft !== undefined && slips.length < MOST_SLIPS) {
    const slip = nextSlip(facts, draft);
    if (slip === undefined) break;
    slips.push(slip.fault);
    draft = slip.mend === undefined ? undefined : mended(draft, slip.mend);
  }
  return { end: draft?.end ?? facts.signIn.web, slips };
}

/** No address of a learner has more; each mend makes the next one possible. */
const MOST_SLIPS = 5;

type Readable = Extract<WebEnd, { kind: 'parts' | 'malformed' }>;
type Draft = {
  readonly end: Readable;
  readonly text: string;
  readonly sourceAt: (from: number, length: number) => Source;
};
type Mend = { readonly from: number; readonly to: number; readonly text: string };
type Slip = { readonly fault: AddressFault; readonly mend?: Mend };

function firstDraft(facts: Facts): Draft | undefined {
  const { web } = facts.signIn;
  const end = web.kind === 'missing' ? underOtherName(facts, web.variable) : web;
  if (end === undefined || (end.kind !== 'parts' && end.kind !== 'malformed')) return undefined;
  if (end.text === undefined || (end.kind === 'malformed' && end.fault.why === 'empty')) return undefined;
  return { end, text: end.text, sourceAt: (from, length) => textInAddress(facts, end, from, length) };
}

function underOtherName(facts: Facts, wanted: string): WebEnd | undefined {
  const misspelt = misspeltVariable(facts, wanted);
  return misspelt === undefined || !/URL|URI|DSN/i.test(wanted)
    ? undefined
    : endOfVariable(facts.environment, misspelt.name);
}

function nextSlip(facts: Facts, { end, text, sourceAt }: Draft): Slip | undefined {
  const malformed = (mend?: Mend): Slip | undefined =>
    end.kind === 'malformed'
      ? { fault: { kind: 'malformed', end }, ...(mend === undefined ? {} : { mend }) }
      : undefined;
  const quoted = /^(["'])(.+)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return malformed({ from: 0, to: text.length, text: quoted });
  const scheme = schemeFault(facts, end, sourceAt);
  if (scheme !== undefined) {
    const other = !/^(postgres|jdbc)/i.test(scheme.scheme) && scheme.slip === 'no';
    // The address of another kind of database is one fault, whatever else in it is of that database.
    return { fault: scheme, ...(other ? {} : { mend: { from: 0, to: scheme.scheme.length, text: scheme.wanted } }) };
  }
  const head = end.kind === 'malformed' ? schemeSlip(text) : undefined;
  if (head !== undefined) return malformed({ from: 0, to: head, text: 'postgresql://' });
  const unescaped = unescapedPassword(facts, end);
  if (unescaped !== undefined) {
    const { what, from, meant, sure } = unescaped;
    return {
      fault: { kind: 'unescaped', what, at: sourceAt(from, meant.length), meant, sure },
      mend: { from, to: from + meant.length, text: encodeURIComponent(meant) },
    };
  }
  return end.kind === 'malformed' ? malformed(punctuationSlip(facts, end) ?? mendOf(end)) : undefined;
}

/** What the rest is read without. */
function mendOf({ fault, text }: Extract<WebEnd, { kind: 'malformed' }>): Mend | undefined {
  switch (fault.why) {
    case 'port':
      return fault.scheme === undefined ? undefined : { from: fault.from - 1, to: fault.to, text: '' };
    case 'escape':
      return { from: fault.from, to: fault.from + 1, text: '%25' };
    case 'option':
      // Such a word takes any text.
      return {
        from: fault.from,
        to: fault.to,
        text: meantOption(text.slice(fault.from, fault.to)) ?? 'application_name',
      };
    case 'value':
      return { from: fault.from, to: fault.to, text: possibleValue(optionBefore(text, fault.from)) };
    default:
      return undefined;
  }
}

/** The address with a stretch of it replaced: what lies behind keeps its place in the text, the stretch stands for what it was. */
function mended({ end, text, sourceAt }: Draft, { from, to, text: put }: Mend): Draft | undefined {
  const whole = from === 0 && to === text.length;
  const shift = put.length - (to - from);
  const after = text.slice(0, from) + put + text.slice(to);
  const moved: Draft['sourceAt'] = (start, length) => {
    // Taken out of its quotes, the address stands one unit further in.
    if (whole) return sourceAt(start + 1, length);
    if (start + length <= from) return sourceAt(start, length);
    return start >= from + put.length ? sourceAt(start - shift, length) : sourceAt(from, to - from);
  };
  const read = endOfText(after, moved, end.variable, end.connection);
  if (read.kind !== 'parts' && read.kind !== 'malformed') return undefined;
  return { end: { ...read, whole: end.whole }, text: after, sourceAt: moved };
}

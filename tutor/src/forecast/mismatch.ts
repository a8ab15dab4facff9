import type { Cause, Diagnosis, Fix, Label } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import type { Context } from './context.ts';
import { eatenDollar, mendDollar } from './eaten-dollar.ts';
import { type DatabaseEnd, type Given, valueOfGiven } from './given.ts';
import { addedVariable, textAt } from './insertion.ts';
import { keepsQuotes } from './kept-quotes.ts';
import { listColons } from './list-colons.ts';
import { meantAddress } from './meant-address.ts';
import { mendedSign } from './mended-sign.ts';
import { misnamedVariables, type RealVariable } from './misnamed-variables.ts';
import { placeOfGivenValue, placeToChange } from './place-to-change.ts';
import { effectOfRefusal } from './refused-effect.ts';
import { takenFromEnvironment } from './taken-from-environment.ts';
import { type UnsetVariable, unsetVariable } from './unset-variable.ts';
import type { SignInParts, WebPart } from './web-end.ts';

/** One part of the sign-in on which the two ends disagree, with what each text does. */
export type Mismatch = {
  /** What the page signs in with; undefined where it leaves the part out. */
  readonly part: WebPart | undefined;
  readonly given: Given;
  /** The variable that gives the db end. */
  readonly real: RealVariable;
  /** What the text of the web end does. */
  readonly here: string;
  /** What the text of the db end does. */
  readonly there: string;
  /** What stands in for it at the db end where nothing gives it. */
  readonly otherwise: string;
};

/** Places, mend and causes of a mismatch: the address's end is the text to change, the db's end is a label. */
export function explainMismatch(
  context: Context,
  { part, given, real, here, there, otherwise }: Mismatch,
): Partial<Diagnosis> {
  const { project, facts } = context;
  const { db } = facts.signIn;
  const { end: web } = meantAddress(facts);
  if (web.kind !== 'parts' || db === undefined) return {};
  const foretells = effectOfRefusal(web);
  const place = placeToChange(project, part?.source ?? web.whole);
  const other = placeOfGivenValue(project, given);
  const gives: Label =
    other === undefined
      ? { span: db.service.keys.get('environment') ?? db.service.key, message: otherwise }
      : { span: other.at, message: there };
  const primary: Label = { span: place.at, message: here };
  const eatenHere = part === undefined ? undefined : eatenDollar(project, part.source.span);
  if (eatenHere !== undefined)
    return { ...mendDollar(eatenHere, joined(place.at, eatenHere.at)), labels: [gives], foretells };
  const eatenThere = other === undefined ? undefined : eatenDollar(project, other.source);
  if (eatenThere !== undefined && other !== undefined)
    return { ...mendDollar(eatenThere, joined(other.source, eatenThere.at)), labels: [primary], foretells };
  const unset =
    part === undefined || part.value === ''
      ? unsetIn(project, web, part, real)
      : part.given === 'default' && real === 'POSTGRES_DB'
        ? unsetBehindSlash(project, web)
        : undefined;
  if (unset !== undefined)
    return {
      primary: { span: unset.at, message: `nothing sets ${unset.name}` },
      labels: [gives],
      help: `set ${unset.name} in a file .env beside the Compose file`,
      followsFrom: ['interpolation-unset-variable'],
      foretells,
    };
  const because = causes(context, part, given, real);
  return {
    primary,
    labels: [gives, ...place.labels, ...(other?.labels ?? [])],
    foretells,
    ...(because.length > 0 ? {} : fixOf(context, web, db, { part, given, real }, place.at)),
    followsFrom: because,
  };
}

const MEANINGS: Readonly<Record<RealVariable, RegExp>> = {
  POSTGRES_USER: /USER|LOGIN|ROLE/i,
  POSTGRES_PASSWORD: /PASS|PWD|PW|SECRET/i,
  POSTGRES_DB: /DB$|NAME|DATABASE/i,
};

/** The variable that was to give a part which is empty now. */
function unsetIn(
  project: Project,
  web: SignInParts,
  part: WebPart | undefined,
  real: RealVariable,
): UnsetVariable | undefined {
  return part === undefined
    ? unsetVariable(project, web.whole.span, MEANINGS[real])
    : unsetVariable(project, part.source.span);
}

/** The variable that was to name the database: it stands behind the last slash of an address that ends there now. */
function unsetBehindSlash(project: Project, web: SignInParts): UnsetVariable | undefined {
  const { span } = web.whole;
  const unset = unsetVariable(project, { ...span, start: span.end });
  const before = unset === undefined ? undefined : textAt(project, { ...unset.at, start: unset.at.start - 1 });
  return before?.startsWith('/$') === true ? unset : undefined;
}

/** A text and the `$` at its end, as one. */
function joined(text: Span, dollar: Span): Span {
  if (text.file !== dollar.file || text.end < dollar.start || text.start > dollar.end) return dollar;
  return { file: text.file, start: Math.min(text.start, dollar.start), end: Math.max(text.end, dollar.end) };
}

/** Letters that mean themselves in an address, in YAML, in `.env` and in Python's quotes. */
const PLAIN = /^[\w.~%-]+$/;

function fixOf(
  context: Context,
  web: SignInParts,
  db: DatabaseEnd,
  { part, given, real }: Pick<Mismatch, 'part' | 'given' | 'real'>,
  at: Span,
): { readonly fix?: Fix } {
  const { project } = context;
  const whole = takenFromEnvironment(context) ?? mendedSign(context);
  if (whole !== undefined) return { fix: whole };
  if (part === undefined) return {};
  if (given.from === 'default' && PLAIN.test(part.value)) {
    const edits = addedVariable(project, db.service, real, part.value);
    const title = `give \`${db.service.name}\` ${real}`;
    return edits.length === 0 ? {} : { fix: { title, confidence: 'likely', edits } };
  }
  const wanted = valueOfGiven(given);
  if (part.given === 'default' || wanted === undefined) return {};
  const text = web.form === 'url' ? encodeURIComponent(wanted) : wanted;
  if (!PLAIN.test(text) || !stands(project, at, part.value)) return {};
  return { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span: at, text }] } };
}

/** Whether the marked text is the value itself, so that it can be replaced by another. */
function stands(project: Project, at: Span, value: string): boolean {
  const text = textAt(project, at);
  return text === value || (text !== undefined && /%[0-9a-fA-F]{2}/.test(text));
}

/** Quotes that stay in a value, an item that sets nothing, or a name that the image does not read: the mismatch follows from them. */
function causes({ project, facts }: Context, part: WebPart | undefined, given: Given, real: RealVariable): Cause[] {
  const variable = part?.variable === undefined ? undefined : facts.environment.get(part.variable);
  const quoted =
    (variable?.from === 'compose' && keepsQuotes(variable.variable) && /^["']/.test(part?.value ?? '')) ||
    (given.from === 'variable' && keepsQuotes(given.variable));
  const db = facts.signIn.db?.service;
  const lacking = db === undefined || given.from === 'variable' || given.from === 'file' ? undefined : db;
  // A database without a name of its own is called as its user.
  const names: readonly string[] = real === 'POSTGRES_DB' ? [real, 'POSTGRES_USER'] : [real];
  const misnamed = lacking !== undefined && misnamedVariables(project, lacking).some((one) => names.includes(one.real));
  const colon = lacking !== undefined && listColons(lacking).some(({ name }) => names.includes(name));
  return [
    ...(quoted ? ['environment-quotes-kept'] : []),
    ...(misnamed ? ['db-variable-unknown'] : []),
    ...(colon ? ['environment-list-colon'] : []),
    // A value that came to nothing because it could not be read.
    ...(lacking?.environment.has(real) === true ? ['dotenv-syntax', 'interpolation-invalid'] : []),
    // A value whose name is gone.
    ...(lacking?.environment.has('') === true ? ['compose-wrong-type'] : []),
  ];
}

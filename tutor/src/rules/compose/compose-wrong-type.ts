import type { Diagnosis, Fix } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedRow } from '../../forecast/insertion.ts';
import { written } from '../../forecast/kind-fix.ts';
import { choices, said } from '../../forecast/kind-subject.ts';
import { wordsOfKind } from '../../forecast/kind-words.ts';
import { isListColon } from '../../forecast/list-colons.ts';
import { belongsWhere } from '../../forecast/misplaced.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Project } from '../../project/project.ts';

/** A list where keys are wanted, nothing where a value is wanted, a value that the key does not take. */
export const rule: Rule<Context> = {
  rule: 'compose-wrong-type',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(
      context,
      'wrong-type',
      'wrong-value',
      'missing-property',
      'repeated-item',
      'refused',
      'extends',
      'include',
      'project-name',
      'undefined-secret',
      'undefined-config',
    )
      .filter((fault) => fault.refuses && belongsWhere(fault) === undefined && !hasRuleOfItsOwn(fault))
      .filter(isFirstThere)
      .map((fault) => diagnose(context.project, fault)),
};

/** One text has one thing that is to change, whatever else follows from it. */
function isFirstThere({ at }: ComposeFault, index: number, all: readonly ComposeFault[]): boolean {
  const same = (one: ComposeFault) =>
    one.at?.file === at?.file && one.at?.start === at?.start && one.at?.end === at?.end;
  return at === undefined || all.findIndex(same) === index;
}

/** A variable with a colon in a list, and a test without its first word. */
function hasRuleOfItsOwn(fault: ComposeFault): boolean {
  return isListColon(fault) || (fault.kind === 'wrong-value' && fault.words?.key === 'test');
}

function diagnose(project: Project, fault: ComposeFault): Diagnosis {
  switch (fault.kind) {
    case 'wrong-type':
      return ofKind(project, fault);
    case 'wrong-value':
      return ofValue(fault);
    case 'missing-property':
      return ofMissing(fault);
    case 'repeated-item':
      return ofRepeated(project, fault);
    case 'undefined-secret':
    case 'undefined-config':
      return ofUndeclared(fault);
    default:
      return ofOther(fault);
  }
}

function ofKind(project: Project, fault: ComposeFault): Diagnosis {
  const { title, does, help, notes = [], fix } = wordsOfKind(project, fault);
  return { title, ...primaryAt(withDash(project, fault), does), notes, help, ...fixed(fix) };
}

/** An item with nothing in it is its dash. */
function withDash(project: Project, fault: ComposeFault): ComposeFault {
  const { at } = fault;
  const read = at === undefined || at.start < at.end ? undefined : project.files.read(at.file);
  const dash = read?.kind === 'text' ? /-[ \t]*$/.exec(read.text.slice(0, at?.start))?.index : undefined;
  return at === undefined || dash === undefined ? fault : { ...fault, at: { ...at, start: dash, end: dash + 1 } };
}

function ofValue(fault: ComposeFault): Diagnosis {
  const { got = '', allowed = '', nearest } = fault.words ?? {};
  const values = allowed.split(', ').filter((one) => one !== '');
  const choice = values.length > 1 ? choices(values) : allowed;
  return {
    title: `${said(fault.path ?? fault.words?.key ?? '')} cannot be \`${got}\``,
    ...primaryAt(fault, 'not a value that it takes'),
    notes: choice === '' ? [] : [`it takes ${choice}`],
    help:
      nearest === undefined
        ? `write ${choice === '' ? 'another value' : `one of these: ${choice}`}`
        : `write \`${nearest}\``,
    ...fixed(nearest === undefined || fault.at === undefined ? undefined : written(fault.at, nearest)),
  };
}

function ofMissing(fault: ComposeFault): Diagnosis {
  const { key = '', section = '' } = fault.words ?? {};
  const parts = section.split('.');
  const name = parts.at(-1) ?? section;
  const where = parts[2] === 'depends_on' ? ` under \`depends_on\` in \`${parts[1]}\`` : '';
  return {
    title: `\`${name}\`${where} has no \`${key}\``,
    ...primaryAt(fault, `\`${key}\` is not among its keys`),
    help:
      key === 'condition'
        ? 'add `condition: service_started`, or write `depends_on` as a list'
        : `add \`${key}:\` below \`${name}\``,
  };
}

function ofRepeated(project: Project, fault: ComposeFault): Diagnosis {
  const { text = '' } = fault.words ?? {};
  const holder = said((fault.path ?? '').replace(/\[\d+\]$/, ''));
  const edits = fault.at === undefined ? [] : removedRow(project, fault.at);
  return {
    title: text === '' ? `an item stands twice in ${holder}` : `\`${text}\` stands twice in ${holder}`,
    ...primaryAt(fault, 'written again here'),
    labels: labelsAt(fault, 'it is here already'),
    help: 'remove one of the two',
    ...fixed(isAloneInRow(project, fault) ? { title: 'remove the second', confidence: 'likely', edits } : undefined),
  };
}

/** Between brackets the items share a row, which cannot be removed. */
function isAloneInRow(project: Project, { at }: ComposeFault): boolean {
  if (at === undefined) return false;
  const read = project.files.read(at.file);
  const text = read.kind === 'text' ? read.text : '';
  return /(^|\n)[ \t]*- +$/.test(text.slice(0, at.start)) && /^[ \t]*(#[^\n]*)?(\r?\n|$)/.test(text.slice(at.end));
}

function ofUndeclared(fault: ComposeFault): Diagnosis {
  const { service = '', name = '' } = fault.words ?? {};
  const what = fault.kind === 'undefined-secret' ? 'secret' : 'config';
  return {
    title: `\`${service}\` uses the ${what} \`${name}\`, which is declared nowhere`,
    ...primaryAt(fault, `no ${what} has this name`),
    help: `declare it: \`${what}s:\` at the left margin, and \`${name}:\` with its \`file:\` below`,
  };
}

function ofName(fault: ComposeFault): Diagnosis {
  const { key = '', nearest } = fault.words ?? {};
  return {
    title: `\`${key}\` is no name that Docker Compose takes`,
    ...primaryAt(fault, 'holds a character that no name has'),
    notes: ['a name holds letters, digits, `-`, `_` and `.`'],
    help: nearest === undefined ? 'choose a name of letters and digits' : `write \`${nearest}\``,
    ...fixed(nearest === undefined || fault.at === undefined ? undefined : written(fault.at, nearest)),
  };
}

function ofOther(fault: ComposeFault): Diagnosis {
  if (fault.words?.text === 'name') return ofName(fault);
  return {
    title: fault.message,
    ...primaryAt(fault, 'Docker Compose refuses this'),
    labels: labelsAt(fault, 'it has to do with this'),
    help: HELP[fault.kind] ?? 'mend this value, or remove it',
  };
}

const HELP: Partial<Readonly<Record<ComposeFault['kind'], string>>> = {
  include: 'write the path of a file that is there, as seen from this one, or remove the line',
  extends: 'name a service that is there, or remove `extends`',
  'project-name': 'write a name of lower case letters, digits, `-` and `_`, or remove `name`',
};

function fixed(fix: Fix | undefined): Pick<Diagnosis, 'fix'> {
  return fix === undefined || fix.edits.length === 0 ? {} : { fix };
}

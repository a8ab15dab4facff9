import type { Diagnosis, Fix } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addedHealthcheck } from '../../forecast/added-healthcheck.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { written } from '../../forecast/kind-fix.ts';
import { choices, said } from '../../forecast/kind-subject.ts';
import { wordsOfKind } from '../../forecast/kind-words.ts';
import { isListColon } from '../../forecast/list-colons.ts';
import { belongsWhere } from '../../forecast/misplaced.ts';
import { POLICIES, refusedRestart } from '../../forecast/refused-restart.ts';
import { rowAround } from '../../forecast/rows.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** A list where keys are wanted, nothing where a value is wanted, a value that the key does not take. */
export const rule: Rule<Context> = {
  rule: 'compose-wrong-type',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) => [
    ...faultsOf(
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
      .map((fault) => diagnose(context, fault)),
    ...context.project.view.services.flatMap((service) => ofRestart(context.project, service)),
  ],
};

/** One text has one thing that is to change, whatever else follows from it. */
function isFirstThere({ at }: ComposeFault, index: number, all: readonly ComposeFault[]): boolean {
  const same = (one: ComposeFault) =>
    one.at?.file === at?.file && one.at?.start === at?.start && one.at?.end === at?.end;
  return at === undefined || all.findIndex(same) === index;
}

/** A variable with a colon in a list, a test without its first word, a further file that is not there. */
function hasRuleOfItsOwn(fault: ComposeFault): boolean {
  return (
    isListColon(fault) ||
    fault.words?.missing !== undefined ||
    (fault.kind === 'wrong-value' && fault.words?.key === 'test')
  );
}

function diagnose(context: Context, fault: ComposeFault): Diagnosis {
  const { project } = context;
  switch (fault.kind) {
    case 'wrong-type':
      return ofKind(project, fault);
    case 'wrong-value':
      return ofValue(context, fault);
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
  const guessed = fault.at === undefined ? {} : { guessed: rowAround(project, fault.at) };
  return { title, ...primaryAt(withDash(project, fault), does), notes, help, ...guessed, ...fixed(fix) };
}

/** An item with nothing in it is its dash. */
function withDash(project: Project, fault: ComposeFault): ComposeFault {
  const { at } = fault;
  const read = at === undefined || at.start < at.end ? undefined : project.files.read(at.file);
  const dash = read?.kind === 'text' ? /-[ \t]*$/.exec(read.text.slice(0, at?.start))?.index : undefined;
  return at === undefined || dash === undefined ? fault : { ...fault, at: { ...at, start: dash, end: dash + 1 } };
}

function ofValue(context: Context, fault: ComposeFault): Diagnosis {
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
    ...fixed(nearest === undefined || fault.at === undefined ? undefined : writtenWhole(context, fault, nearest)),
  };
}

/** Compose hands the word on, and the engine makes no container of it. */
function ofRestart({ compose }: Project, service: Service): readonly Diagnosis[] {
  const refused = refusedRestart(service);
  const isTold = compose.faults.some(({ path }) => path === `services.${service.name}.restart`);
  if (refused === undefined || isTold) return [];
  const { at, text, meant } = refused;
  return [
    {
      title: `\`restart\` in \`${service.name}\` cannot be \`${text}\``,
      primary: { span: at, message: 'no policy has this name' },
      notes: [`it takes ${choices(POLICIES)}`],
      help: meant === undefined ? `write one of these: ${choices(POLICIES)}` : `write \`${meant}\``,
      foretells: 'up-stops',
      unmade: service.name,
      ...fixed(meant === undefined ? undefined : written(at, meant === 'no' ? '"no"' : meant)),
    },
  ];
}

/** Who waits until another is healthy needs a healthcheck there. */
function writtenWhole({ project, facts }: Context, { at, path = '' }: ComposeFault, text: string): Fix | undefined {
  if (at === undefined) return undefined;
  const fix = written(at, text);
  const target = /\.depends_on\.([^.]+)\.condition$/.exec(path)?.[1];
  const service = project.view.services.find((one) => one.name === target);
  if (text !== 'service_healthy' || service === undefined || service.build !== undefined) return fix;
  if (service.healthcheck?.test !== undefined) return fix;
  const edits = addedHealthcheck({ project, facts }, service);
  return edits.length === 0
    ? undefined
    : { ...fix, title: `${fix.title}, and give \`${service.name}\` a healthcheck`, edits: [...fix.edits, ...edits] };
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
  const edits = fault.at === undefined ? [] : removedEntry(project, fault.at);
  return {
    title: text === '' ? `an item stands twice in ${holder}` : `\`${text}\` stands twice in ${holder}`,
    ...primaryAt(fault, 'written again here'),
    labels: labelsAt(fault, 'it is here already'),
    help: 'remove one of the two',
    ...fixed({ title: 'remove the second', confidence: 'likely', edits }),
  };
}

function ofUndeclared(fault: ComposeFault): Diagnosis {
  const { service = '', name = '', nearest } = fault.words ?? {};
  const what = fault.kind === 'undefined-secret' ? 'secret' : 'config';
  return {
    title: `\`${service}\` uses the ${what} \`${name}\`, which is declared nowhere`,
    ...primaryAt(fault, `no ${what} has this name`),
    help:
      nearest === undefined
        ? `declare it: \`${what}s:\` at the left margin, and \`${name}:\` with its \`file:\` below`
        : `write \`${nearest}\`, the ${what} that is declared`,
    ...fixed(nearest === undefined || fault.at === undefined ? undefined : written(fault.at, nearest)),
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

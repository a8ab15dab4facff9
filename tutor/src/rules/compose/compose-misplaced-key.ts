import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { faultsOf, primaryAt, saySection } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { type LevelMend, levelMend } from '../../forecast/level.ts';
import { belongsWhere, listAtMargin } from '../../forecast/misplaced.ts';
import { type SlippedHolder, slippedHolder } from '../../forecast/slipped-holder.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Project } from '../../project/project.ts';

/** The right key at the wrong level: its indentation puts it where it means nothing. */
export const rule: Rule<Context> = {
  rule: 'compose-misplaced-key',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) => [
    ...together(faultsOf(context, 'unknown-property', 'wrong-type')).flatMap((fault) => {
      const belongs = belongsWhere(fault);
      return belongs === undefined ? [] : [diagnose(context.project, fault, belongs)];
    }),
    ...faultsOf(context, 'yaml-duplicate-key').flatMap((fault) => listOfService(context.project, fault)),
  ],
};

/** Keys of one part that all stand in the section around it are one slip: `context` and `dockerfile` without the line `build:`. */
function together(faults: readonly ComposeFault[]): readonly ComposeFault[] {
  return faults.flatMap((fault) => {
    const alike = faults.filter((other) => isSameSlip(fault, other));
    const [first, ...others] = alike;
    if (first !== fault) return alike.length === 0 ? [fault] : [];
    if (others.length === 0) return [fault];
    const keys = alike.map(({ words }) => words?.key ?? '').join(', ');
    return [{ ...fault, also: others.flatMap(({ at }) => at ?? []), words: { ...fault.words, keys } }];
  });
}

function isSameSlip(one: ComposeFault, other: ComposeFault): boolean {
  const belongs = belongsWhere(one);
  return (
    [one, other].every(({ kind, words }) => kind === 'unknown-property' && words?.stands === undefined) &&
    belongs?.startsWith(`${one.words?.section}.`) === true &&
    belongs === belongsWhere(other) &&
    sectionPath(one) === sectionPath(other)
  );
}

function sectionPath({ path = '' }: ComposeFault): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0));
}

function diagnose(project: Project, fault: ComposeFault, belongs: string): Diagnosis {
  const holder = slippedHolder(project, fault);
  if (holder !== undefined) return tooFarRight(fault, holder);
  const mend = levelMend(project, fault);
  return {
    title: titleOf(fault, belongs),
    ...primaryAt(fault, readAs(fault)),
    labels: labelsOf(fault, belongs),
    notes: ['the column in which a line begins says what it belongs to'],
    help: helpOf(fault, belongs, mend),
    ...fixOf(mend),
  };
}

function tooFarRight({ at, words }: ComposeFault, { span, key, columns: by, edits }: SlippedHolder): Diagnosis {
  const mend = `move \`${key}\` ${columns(-by)}`;
  return {
    title: `\`${key}\` stands too far right, beside what belongs below it`,
    primary: { span, message: 'in the column of the lines below it' },
    labels: at === undefined ? [] : [{ span: at, message: `\`${words?.key ?? ''}\` belongs to it` }],
    notes: ['the column in which a line begins says what it belongs to'],
    help: mend,
    fix: { title: mend, confidence: 'likely', edits },
  };
}

function titleOf({ words, path = '', message }: ComposeFault, belongs: string): string {
  const { key = '', section = '', stands } = words ?? {};
  // The reader says where a key stands; what it is read as there is said of the text.
  if (stands !== undefined) return message.split(': ', 1)[0] ?? message;
  if (section === '') return `\`${key}\` stands at the left margin, and belongs ${inside(belongs)}`;
  if (belongs.startsWith(section)) return `\`${key}\` stands beside what it belongs to, not ${below(belongs)}`;
  return `\`${key}\` stands in ${saySection(partOf(path))}, and belongs ${inside(belongs)}`;
}

/** The section that a key stands in: the last name of the path before the key. */
function partOf(path: string): string {
  return path.split('.').at(-2) ?? path;
}

function below(belongs: string): string {
  return /^(services|networks|volumes|secrets|configs)\.\*$/.test(belongs)
    ? `in ${saySection(belongs)}`
    : `below \`${belongs.split('.').at(-1) ?? belongs}\``;
}

function inside(belongs: string): string {
  if (belongs === '') return 'at the left margin';
  return belongs.endsWith('.*') ? `to ${saySection(belongs)}` : below(belongs);
}

function readAs({ words }: ComposeFault): string {
  const { section = '' } = words ?? {};
  if (section === 'services') return 'read as a service of this name';
  if (section === 'networks') return 'read as a network of this name';
  if (section === 'volumes') return 'read as a volume of this name';
  if (section === 'services.*.environment') return 'read as a variable of this name';
  return section === '' ? 'means nothing at the left margin' : 'means nothing here';
}

/** More than these need no marks of their own. */
const MAX_LABELS = 4;

function labelsOf({ other, also = [], words }: ComposeFault, belongs: string): readonly Label[] {
  const anchor: readonly Label[] =
    other === undefined
      ? []
      : [
          {
            span: other,
            message:
              words?.stands === 'beside'
                ? 'it belongs in this column'
                : `it belongs ${belongs === 'services.*' ? 'in here' : 'below this'}`,
          },
        ];
  return [...anchor, ...also.slice(0, MAX_LABELS).map((span) => ({ span, message: 'this too' }))];
}

function helpOf({ words, also = [] }: ComposeFault, belongs: string, mend: LevelMend): string {
  const keys = (words?.keys ?? words?.key ?? '').split(', ').map((key) => `\`${key}\``);
  const what = keys.length > MAX_LABELS ? `these ${keys.length} keys` : list(keys);
  switch (mend.kind) {
    case 'write':
      return `write \`${mend.line}\` on a line of its own above ${keys[0]}`;
    case 'move':
      return `move ${what}${belowThem(mend, also.length)} ${columns(mend.columns)}`;
    case 'unknown':
      return belongs === ''
        ? `move ${what} to the left margin`
        : `move ${what} to where ${also.length > 0 ? 'they belong' : 'it belongs'}: ${inside(belongs)}`;
  }
}

/** What stands below the keys moves with them, where anything does. */
function belowThem({ edits }: LevelMend & { readonly kind: 'move' }, others: number): string {
  return edits.length > others + 1 ? `, and what stands below ${others > 0 ? 'them' : 'it'},` : '';
}

function columns(by: number): string {
  const count = Math.abs(by);
  return `${count} ${count === 1 ? 'space' : 'spaces'} to the ${by < 0 ? 'left' : 'right'}`;
}

function fixOf(mend: LevelMend): Pick<Diagnosis, 'fix'> {
  if (mend.kind === 'unknown') return {};
  const title = mend.kind === 'write' ? `write \`${mend.line}\` above it` : `move it ${columns(mend.columns)}`;
  return { fix: { title, confidence: 'likely', edits: mend.edits } };
}

/** `networks:` and `- app_network` at the left margin, beside the section of that name. */
function listOfService(project: Project, fault: ComposeFault): readonly Diagnosis[] {
  const span = listAtMargin(project, fault);
  const other = span === fault.at ? fault.other : fault.at;
  const key = fault.words?.key ?? '';
  if (span === undefined || other === undefined) return [];
  return [
    {
      title: `\`${key}\` stands at the left margin, not in the service that it belongs to`,
      primary: { span, message: 'a list of names belongs into a service' },
      labels: [{ span: other, message: `this is the section where ${key} are declared` }],
      notes: ['the column in which a line begins says what it belongs to'],
      help: `move \`${key}\`, and the list below it, to the right: in line with the keys of its service`,
    },
  ];
}

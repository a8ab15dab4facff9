import type { Diagnosis, Edit, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { listAtMargin } from '../../forecast/misplaced.ts';
import { textOfFile } from '../../forecast/rows.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** One key twice in one mapping. */
export const rule: Rule<Context> = {
  rule: 'yaml-duplicate-key',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise(context) {
    const { project } = context;
    const faults = faultsOf(context, 'yaml-duplicate-key').filter((one) => listAtMargin(project, one) === undefined);
    const lost = project.view.services
      .map((service) => ({ service, faults: faults.filter((one) => isKeyOf(service, one)) }))
      .filter((one) => one.faults.length > 1);
    const grouped = lost.flatMap((one) => one.faults);
    return [
      ...lost.map((one) => nextService(one.service, one.faults)),
      ...faults.filter((one) => !grouped.includes(one)).map((one) => twice(project, one)),
    ];
  },
};

function isKeyOf({ keys }: Service, { other }: ComposeFault): boolean {
  return [...keys.values()].some((key) => key.file === other?.file && key.start === other.start);
}

function twice(project: Project, fault: ComposeFault): Diagnosis {
  const key = fault.words?.key ?? '';
  if (key === '<<')
    return {
      title: 'the merge key `<<` stands twice in one mapping',
      ...marks([fault]),
      help: 'write one `<<`, with the names of all anchors in brackets: `<<: [*one, *other]`',
    };
  const isService = project.view.services.some(
    ({ key: name }) => name.start === fault.other?.start && name.file === fault.other.file,
  );
  const what = isService ? `two services are called \`${key}\`` : `\`${key}\` is written twice in one place`;
  return {
    title: what,
    ...marks([fault]),
    notes: [
      isService
        ? 'every service has a name of its own, and others find it by that name'
        : 'of two keys of one name nobody could say which of them counts',
    ],
    help: isService
      ? 'give this service a name of its own'
      : `put what stands below both into one \`${key}\`, and remove the other`,
    ...fixOf(project, fault),
  };
}

/** Several keys of one service stand twice: most often two services have become one. */
function nextService(service: Service, faults: readonly ComposeFault[]): Diagnosis {
  const keys = faults.map((one) => `\`${one.words?.key ?? ''}\``);
  return {
    title: `${list(keys)} are written twice in \`${service.name}\``,
    ...marks(faults),
    notes: ['where a second service begins, a line with its name stands above its keys'],
    help: `write the name of the second service, such as \`db:\`, above its first key, or put each pair into one`,
  };
}

function marks(faults: readonly ComposeFault[]): Pick<Diagnosis, 'primary' | 'labels'> {
  const [first, ...others] = faults.flatMap((one) => one.at ?? []);
  const before = faults.flatMap((one): readonly Label[] =>
    one.other === undefined ? [] : [{ span: one.other, message: 'it is here already' }],
  );
  const again = others.map((span) => ({ span, message: 'and this one again' }));
  return {
    ...(first === undefined ? {} : { primary: { span: first, message: 'written again here' } }),
    labels: [...before, ...again],
  };
}

/** Two rows that are the same to the letter, or one with nothing below it right above the other: one of them goes. */
function fixOf(project: Project, { at, other }: ComposeFault): Pick<Diagnosis, 'fix'> {
  if (at === undefined || other === undefined || at.file !== other.file) return {};
  const text = textOfFile(project, at.file) ?? '';
  const [first, second] = [rowFrom(text, other.start), rowFrom(text, at.start)];
  const right = /\S/.test(text.slice(other.start + first.length, text.lastIndexOf('\n', at.start) + 1));
  if (first !== second) return {};
  if (!right) return removing('remove the first', removedEntry(project, other));
  return first.endsWith(':') ? {} : removing('remove the second', removedEntry(project, at));
}

function removing(title: string, edits: readonly Edit[]): Pick<Diagnosis, 'fix'> {
  return edits.length === 0 ? {} : { fix: { title, confidence: 'likely', edits } };
}

/** A row from a place on, white space at its end taken off. */
function rowFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).trimEnd();
}

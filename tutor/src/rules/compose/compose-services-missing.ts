import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { columnOf, movedRows, rowAbove, STEP, textOfFile } from '../../forecast/rows.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Project } from '../../project/project.ts';

/** No `services` section, or nothing in it. */
export const rule: Rule<Context> = {
  rule: 'compose-services-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-has-services',
  foretells: 'compose-refuses',
  recognise(context) {
    const [fault] = faultsOf(context, 'services-missing');
    if (fault?.words?.keys !== undefined) return [withoutLine(context.project, fault)];
    return isEmpty(context) ? [withoutServices(context, fault)] : [];
  },
};

function isEmpty(context: Context): boolean {
  const { view, compose } = context.project;
  if (compose.files.length === 0 || faultsOf(context, 'file-empty').length > 0) return false;
  const described = view.services.length + compose.inactive.length > 0;
  return faultsOf(context, 'services-missing').length > 0 || !(described || compose.faults.some((one) => one.refuses));
}

/** Services are there, and the line `services:` above them is not. */
function withoutLine(project: Project, fault: ComposeFault): Diagnosis {
  const names = (fault.words?.keys ?? '').split(', ').map((name) => `\`${name}\``);
  const edits = fault.mend ?? lineAbove(project, fault);
  const step = fault.at === undefined ? STEP : stepOf(project, fault.at.file);
  const isIndented = fault.at !== undefined && (columnOf(project, fault.at) ?? 0) > 0;
  return {
    title: `no line \`services:\` stands above ${list(names)}`,
    ...primaryAt(fault, isIndented ? 'belongs to nothing above it' : 'means nothing at the left margin'),
    notes: ['every service stands below the key `services`, one step further in'],
    help: isIndented
      ? 'write `services:` at the left margin, on a line above'
      : `write \`services:\` on a line above, and move the services ${step === STEP ? 'two' : step} spaces to the right`,
    explains: 'compose-loads',
    ...(edits.length === 0 ? {} : { fix: { title: 'write `services:` above', confidence: 'likely', edits } }),
  };
}

/** Spaces of one level in this file. */
function stepOf(project: Project, file: string): number {
  const inner = /^[\w.-]+:[ \t]*(?:#.*)?\r?\n( +)[^\s-]/m.exec(textOfFile(project, file) ?? '')?.[1];
  return inner?.length ?? STEP;
}

function lineAbove(project: Project, { at, also = [] }: ComposeFault): readonly Edit[] {
  if (at === undefined) return [];
  const [head, ...tail] = movedRows(project, [at, ...also], stepOf(project, at.file));
  const [line] = rowAbove(project, at, 0, 'services:');
  return head === undefined || line === undefined ? [] : [{ ...head, text: `${line.text}${head.text}` }, ...tail];
}

function withoutServices({ project }: Context, fault: ComposeFault | undefined): Diagnosis {
  const section = project.view.sections.get('services');
  return {
    title: 'the Compose file describes no services',
    ...(fault === undefined || section !== undefined ? {} : primaryAt(fault, 'no `services` here')),
    ...(section === undefined ? {} : { primary: { span: section, message: 'nothing is described below it' } }),
    notes: ['every container of a project is described by a key under `services`'],
    help:
      section === undefined
        ? 'write `services:` at the left margin, and each service indented below it'
        : 'describe each service below it: its name, and further in `build:` or `image:`',
    subject: 'absent',
  };
}

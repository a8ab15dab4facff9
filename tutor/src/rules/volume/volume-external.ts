import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry, textAt } from '../../forecast/insertion.ts';
import { runningOf, seenStack } from '../../forecast/seen/stack.ts';
import type { DeclaredVolume } from '../../project/compose/project.ts';

/** The volume of the database is made elsewhere: Compose makes none, and stops where there is none of that name. */
export const rule: Rule<Context> = {
  rule: 'volume-external',
  severity: 'error',
  step: 'volume',
  explains: 'volume-declared',
  foretells: 'up-stops',
  recognise(context) {
    const { facts, project } = context;
    const { holding, service } = facts.storage ?? {};
    const volume = project.view.volumes.find((one) => holding?.type === 'volume' && one.name === holding.source);
    if (volume === undefined || service === undefined || !volume.external) return [];
    const stack = seenStack(context);
    // A database that runs on it shows that it is there.
    const there = stack !== undefined && runningOf(stack, service.name) !== undefined;
    const name = typeof volume.realName?.value === 'string' ? volume.realName.value : volume.name;
    const found: Diagnosis = {
      title: `the volume \`${volume.name}\` is not made with the project`,
      primary: {
        span: volume.externalAt ?? volume.key,
        message: 'says that it is there already, made by somebody else',
      },
      notes: [`where it is not, \`docker compose up\` says \`external volume "${name}" not found\``],
      help: 'remove `external`, so that Compose makes the volume',
      severity: there ? 'warning' : 'error',
      foretells: there ? 'nothing' : 'up-stops',
      ...fixOf(context, volume),
    };
    return [found];
  },
};

/** Only a plain `external: true` on a row of its own can be taken away without more. */
function fixOf({ project }: Context, { externalAt }: DeclaredVolume): Pick<Diagnosis, 'fix'> {
  const row = externalAt === undefined ? [] : removedEntry(project, externalAt);
  const text = row[0] === undefined ? '' : (textAt(project, row[0].span) ?? '');
  if (!/^\s*external:\s*true\s*(#.*)?$/.test(text)) return {};
  return { fix: { title: 'let Compose make the volume', confidence: 'likely', edits: row } };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { COMPOSE_FILES } from '../../project/compose/discover.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import { folderOf, join } from '../../project/files.ts';

/** Docker Compose finds no file in the folder, or not one that another file names. */
export const rule: Rule<Context> = {
  rule: 'compose-file-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) => [
    ...faultsOf(context, 'file-missing').map((fault) =>
      fault.at === undefined ? noFile(context, fault) : furtherFile(context, fault, fault.words?.file ?? ''),
    ),
    ...faultsOf(context, 'extends', 'include').flatMap((fault) => {
      const { missing } = fault.words ?? {};
      return missing === undefined ? [] : [furtherFile(context, fault, missing)];
    }),
  ],
};

function noFile(context: Context, fault: ComposeFault): Diagnosis {
  const near = fault.words?.near ?? nearName(context);
  return {
    title: 'there is no Compose file in this folder',
    notes:
      near === undefined
        ? ['Docker Compose looks for compose.yaml, then for docker-compose.yml']
        : [`there is a file ${near}, and Docker Compose does not look for that name`],
    help:
      near === undefined ? 'write a file called compose.yaml in the project folder' : `rename ${near} to compose.yaml`,
    subject: near === undefined ? 'absent' : 'begun',
  };
}

/** A file that is included, of which a service is extended, or that COMPOSE_FILE names. */
function furtherFile({ project }: Context, fault: ComposeFault, missing: string): Diagnosis {
  const folder = folderOf(missing);
  const names = project.files
    .list(folder)
    .flatMap((entry) => (entry.kind === 'file' ? [join(folder, entry.name)] : []));
  const near = nearest(
    missing,
    names.filter((name) => !project.compose.files.includes(name)),
  );
  return {
    title: fault.message,
    ...primaryAt(fault, 'no file has this path'),
    notes: ['Docker Compose reads nothing where a file that is named is not there'],
    help:
      near === undefined
        ? 'write the path of a file that is there, as seen from this one, or make the file'
        : `write the name of the file that is there: ${near}`,
  };
}

/** A file that was meant as one: an editor added an ending, a letter is wrong. */
function nearName({ project }: Context): string | undefined {
  const files = project.files.list('').filter((entry) => entry.kind === 'file');
  return files.map((entry) => entry.name).find((name) => meansCompose(name));
}

function meansCompose(name: string): boolean {
  const bare = name
    .toLowerCase()
    .replace(/\.(txt|bak|save|old)$/, '')
    .replace(/(\.ya?ml)+$/, '.yaml');
  return bare !== name
    ? NAMES.includes(bare) || nearest(bare, NAMES) !== undefined
    : nearest(name, NAMES) !== undefined;
}

const NAMES: readonly string[] = COMPOSE_FILES;

import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { COMPOSE_FILES } from '../../project/compose/discover.ts';

/** Docker Compose finds no file in the folder. */
export const rule: Rule<Context> = {
  rule: 'compose-file-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'file-missing').map((fault) => {
      const near = fault.words?.near ?? nearName(context);
      return {
        title: 'there is no Compose file in this folder',
        notes:
          near === undefined
            ? ['Docker Compose looks for compose.yaml, then for docker-compose.yml']
            : [`there is a file ${near}, and Docker Compose does not look for that name`],
        help:
          near === undefined
            ? 'write a file called compose.yaml in the project folder'
            : `rename ${near} to compose.yaml`,
        subject: near === undefined ? 'absent' : 'begun',
      };
    }),
};

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

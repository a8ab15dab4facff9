import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

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
  const names = project.files
    .list('')
    .filter((entry) => entry.kind === 'file')
    .map((entry) => entry.name);
  return names.find((name) => /^(docker[-_ ]?)?comp?ose?s?\d*\.(ya?ml|txt|json)(\.(txt|ya?ml))?$/i.test(name));
}

import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { folderOf } from '../../project/files.ts';

/** `env_file` names a file that is not there. */
export const rule: Rule<Context> = {
  rule: 'env-file-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'env-file-missing').map((fault) => {
      const { file = '', service = '' } = fault.words ?? {};
      const example = exampleBeside(context, file);
      return {
        title: `\`${service}\` takes variables from ${file}, which is not there`,
        ...primaryAt(fault, 'names a file that is not there'),
        notes: example === undefined ? [] : [`${example} is there, as a pattern for it`],
        help:
          example === undefined
            ? `write the file ${file}, or remove the line`
            : `copy ${example} to ${file}, and put your values in`,
      };
    }),
};

function exampleBeside({ project }: Context, file: string): string | undefined {
  const folder = folderOf(file);
  const names = project.files.list(folder).map((entry) => entry.name);
  const found = names.find((name) =>
    /^\.?env.*\.(example|sample|template|dist)$|^\.(example|sample)\.env$/i.test(name),
  );
  return found === undefined ? undefined : folder === '' ? found : `${folder}/${found}`;
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { inProject } from '../../forecast/in-project.ts';
import type { Service } from '../../project/compose/project.ts';
import { child, type TreeNode, textOf } from '../../project/compose/tree.ts';

/** A secret or config comes from a file that is not there: `up` stops when it is to be mounted. */
export const rule: Rule<Context> = {
  rule: 'secret-file-missing',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'up-stops',
  recognise: ({ project }) =>
    (['secrets', 'configs'] as const).flatMap((section) => {
      const declared = child(project.compose.model, section);
      if (declared?.kind !== 'mapping') return [];
      return declared.entries.flatMap(({ key, value }): readonly Diagnosis[] => {
        const file = child(value, 'file');
        const path = textOf(file);
        if (file === undefined || path === undefined || project.files.kind(inProject(project, path)) !== 'absent')
          return [];
        const user = project.view.services.find((service) => isGiven(service, section, key));
        const unmade = user === undefined ? {} : { unmade: user.name };
        return [{ ...diagnose(section === 'secrets' ? 'secret' : 'config', key, file), ...unmade }];
      });
    }),
};

function isGiven({ node }: Service, section: 'secrets' | 'configs', name: string): boolean {
  const given = child(node, section);
  return given?.kind === 'sequence' && given.items.some((item) => textOf(child(item, 'source') ?? item) === name);
}

function diagnose(kind: string, name: string, file: TreeNode): Diagnosis {
  return {
    title: `the file of the ${kind} \`${name}\` is not there`,
    primary: { span: file.span, message: 'names a file that is not there' },
    notes: ['`docker compose config` does not look for it; `docker compose up` stops at it'],
    help: 'write that file, or name the one you mean',
  };
}

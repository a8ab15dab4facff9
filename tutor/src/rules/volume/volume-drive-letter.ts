import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isDriveMount } from '../../forecast/data-mounts.ts';
import { addedDeclaration, textAt } from '../../forecast/insertion.ts';
import type { Project } from '../../project/project.ts';

/** The name of the volume is one letter, which Compose reads as a drive of Windows: what is left is no place in a container. */
export const rule: Rule<Context> = {
  rule: 'volume-drive-letter',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  // Tried on engines 28; older ones made a volume without a name, which nobody found again.
  foretells: 'up-stops',
  recognise: ({ project }) =>
    project.view.services.flatMap((service) =>
      service.mounts.filter(isDriveMount).map((mount): Diagnosis => {
        const written = textAt(project, mount.at) ?? '';
        const start = mount.at.start + (/^["']/.test(written) ? 1 : 0);
        const at = { file: mount.at.file, start, end: start + 1 };
        const letter = textAt(project, at) ?? '';
        const declared = project.view.volumes.find((volume) => volume.name === letter);
        const name = freeName(project, letter);
        return {
          title: `\`${letter}:\` is read as a drive of Windows, not as the volume \`${letter}\``,
          primary: { span: at, message: 'a name of one letter' },
          labels: declared === undefined ? [] : [{ span: declared.key, message: 'this volume is not mounted' }],
          notes: [`the engine refuses what is left for \`${service.name}\`: \`mount path must be absolute\``],
          help: 'give the volume a name of two letters or more',
          unmade: service.name,
          ...fixOf(project, at, name, declared?.key),
        };
      }),
    ),
};

function freeName(project: Project, letter: string): string {
  return project.view.volumes.some((volume) => volume.name === 'db_data') ? `${letter}_data` : 'db_data';
}

function fixOf(
  project: Project,
  at: Edit['span'],
  name: string,
  key: Edit['span'] | undefined,
): Pick<Diagnosis, 'fix'> {
  const declaration: readonly Edit[] =
    key === undefined ? addedDeclaration(project, 'volumes', name) : [{ span: key, text: name }];
  if (declaration.length === 0) return {};
  return {
    fix: {
      title: `call the volume \`${name}\``,
      confidence: 'likely',
      edits: [{ span: at, text: name }, ...declaration],
    },
  };
}

import type { Fix } from '../core/diagnosis.ts';
import type { Mount } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import { nameForData, unusedVolumes } from './data-mounts.ts';
import { addedDeclaration, textAt } from './insertion.ts';

/** Puts a named volume in the place of the folder that a mount names; undefined where it is not written in the short form. */
export function namedVolumeFix(project: Project, mount: Mount): Fix | undefined {
  const at = mount.sourceAt ?? mount.at;
  const name = nameForData(project);
  const declared = unusedVolumes(project).some((volume) => volume.name === name);
  const declaration = declared ? [] : addedDeclaration(project, 'volumes', name);
  const short = mount.sourceAt !== undefined && /^[.~/]/.test(textAt(project, mount.sourceAt) ?? '');
  const isShort = short && !/^\s*(type|source|target|read_only|bind)\s*:/.test(textAt(project, mount.at) ?? '');
  if (!isShort || (!declared && declaration.length === 0)) return undefined;
  return {
    title: `keep the files in the volume \`${name}\``,
    confidence: 'likely',
    edits: [{ span: at, text: name }, ...declaration],
  };
}

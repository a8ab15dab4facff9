import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isDriveMount, nameForData, unusedVolumes } from '../../forecast/data-mounts.ts';
import { addedDeclaration, textAt } from '../../forecast/insertion.ts';
import { isUnread } from '../../forecast/unread.ts';

/** The database keeps its files in a folder of the machine, not in a volume of Docker's. */
export const rule: Rule<Context> = {
  rule: 'volume-bind-mount',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  recognise({ project, facts }) {
    const { storage } = facts;
    const mount = storage?.holding;
    if (storage === undefined || mount?.type !== 'bind' || isDriveMount(mount)) return [];
    if (isUnread(project, 'services', storage.service.name, 'volumes')) return [];
    const at = mount.sourceAt ?? mount.at;
    const name = nameForData(project);
    const declared = unusedVolumes(project).some((volume) => volume.name === name);
    const declaration = declared ? [] : addedDeclaration(project, 'volumes', name);
    const short = mount.sourceAt !== undefined && /^[.~/]/.test(textAt(project, mount.sourceAt) ?? '');
    const isShort = short && !/^\s*(type|source|target|read_only|bind)\s*:/.test(textAt(project, mount.at) ?? '');
    const found: Diagnosis = {
      title: `\`${storage.service.name}\` keeps its files in a folder of your machine`,
      primary: { span: at, message: 'is a folder of your machine, not a volume' },
      notes: [
        'a folder has owners and rights of its own system; on Windows PostgreSQL does not start on one',
        'the name of a volume has no `/` in it',
      ],
      help: `name a volume here, and declare it at the left margin: \`${name}\``,
      ...(isShort && (declared || declaration.length > 0)
        ? {
            fix: {
              title: `keep the files in the volume \`${name}\``,
              confidence: 'likely',
              edits: [{ span: at, text: name }, ...declaration],
            },
          }
        : {}),
    };
    return [found];
  },
};

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isDriveMount, nameForData, unusedVolumes } from '../../forecast/data-mounts.ts';
import { addedDeclaration, textAt } from '../../forecast/insertion.ts';
import { isUnread } from '../../forecast/unread.ts';

/** The volume for the database has no name: the next container does not find it again. */
export const rule: Rule<Context> = {
  rule: 'volume-anonymous',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  recognise({ project, facts }) {
    const { storage } = facts;
    const mount = storage?.holding;
    if (storage === undefined || mount?.type !== 'anonymous' || isDriveMount(mount)) return [];
    if (isUnread(project, 'services', storage.service.name, 'volumes')) return [];
    const name = nameForData(project);
    const declared = unusedVolumes(project).some((volume) => volume.name === name);
    const declaration = declared ? [] : addedDeclaration(project, 'volumes', name);
    const written = textAt(project, mount.at) ?? '';
    const start = mount.at.start + (/^["']/.test(written) ? 1 : 0);
    const short = /^["']?\//.test(written);
    const found: Diagnosis = {
      title: `\`${storage.service.name}\` keeps its files in a volume without a name`,
      primary: { span: mount.at, message: 'names a place, and no volume' },
      notes: ['after `docker compose down` no container finds a volume without a name again'],
      help: `write the name of a volume and a colon before it: \`${name}:${mount.target}\``,
      ...(short && (declared || declaration.length > 0)
        ? {
            fix: {
              title: `name the volume \`${name}\``,
              confidence: 'likely',
              edits: [{ span: { file: mount.at.file, start, end: start }, text: `${name}:` }, ...declaration],
            },
          }
        : {}),
    };
    return [found];
  },
};

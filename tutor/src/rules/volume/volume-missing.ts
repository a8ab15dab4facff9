import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import {
  isDriveMount,
  misplacedDataMount,
  nameForData,
  strayDataMounts,
  unusedVolumes,
} from '../../forecast/data-mounts.ts';
import { addedDeclaration, addedToService } from '../../forecast/insertion.ts';
import { isUnread } from '../../forecast/unread.ts';

/** Nothing of the database outlives its container: no volume is mounted where it keeps its files. */
export const rule: Rule<Context> = {
  rule: 'volume-missing',
  severity: 'error',
  step: 'volume',
  explains: 'volume-declared',
  recognise({ project, facts }) {
    const { storage } = facts;
    if (storage === undefined || isUnread(project, 'volumes')) return [];
    const { service, dataPath, holding } = storage;
    if (isUnread(project, 'services', service.name, 'volumes')) return [];
    if (holding?.type === 'tmpfs') {
      const memory: Diagnosis = {
        title: `\`${service.name}\` keeps its files in memory`,
        primary: { span: holding.at, message: 'is gone when the container stops' },
        help: `mount a named volume at ${dataPath}`,
        explains: 'volume-mounted',
      };
      return [memory];
    }
    // What is mounted, or declared, in another way than it should be has a rule of its own.
    if (holding !== undefined || strayDataMounts(project, storage).length > 0 || unusedVolumes(project).length > 0)
      return [];
    if (misplacedDataMount(project, storage) !== undefined || service.mounts.some(isDriveMount)) return [];
    const section = project.view.sections.get('volumes');
    const name = nameForData(project);
    const mount = service.keys.has('volumes')
      ? []
      : addedToService(project, service, ['volumes:', `  - ${name}:${dataPath}`]);
    const declaration = addedDeclaration(project, 'volumes', name);
    const complete = mount.length > 0 && declaration.length > 0;
    const found: Diagnosis = {
      title: `\`${service.name}\` keeps its files in no volume, so they go with its container`,
      primary: {
        span: service.keys.get('volumes') ?? service.key,
        message: service.keys.has('volumes') ? `nothing here is mounted at ${dataPath}` : 'has no `volumes`',
      },
      notes: ['`docker compose down` removes the container and all that is in it; a named volume stays'],
      help: `declare a volume at the left margin, and mount it in \`${service.name}\` at ${dataPath}`,
      explains: section === undefined ? 'volume-declared' : 'volume-mounted',
      subject: section === undefined && !service.keys.has('volumes') ? 'absent' : 'begun',
      ...(complete
        ? { fix: { title: `keep the files in \`${name}\``, confidence: 'likely', edits: [...mount, ...declaration] } }
        : {}),
    };
    return [found];
  },
};

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { misplacedDataMount } from '../../forecast/data-mounts.ts';
import { isUnread } from '../../forecast/unread.ts';

/** The volume for the data is mounted in a service that is not the database. */
export const rule: Rule<Context> = {
  rule: 'volume-wrong-service',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  recognise({ project, facts }) {
    const { storage } = facts;
    if (storage === undefined || storage.holding !== undefined) return [];
    if (isUnread(project, 'services', storage.service.name, 'volumes')) return [];
    const misplaced = misplacedDataMount(project, storage);
    if (misplaced === undefined) return [];
    const { service, mount } = misplaced;
    const key = service.keys.get('volumes');
    const found: Diagnosis = {
      title: `\`${service.name}\` mounts the volume that \`${storage.service.name}\` needs for its files`,
      primary: {
        span: key !== undefined && service.mounts.length === 1 ? key : mount.at,
        message: `nothing in \`${service.name}\` writes there`,
      },
      labels: [
        { span: storage.service.key, message: `keeps its files at ${storage.dataPath}, and mounts nothing there` },
      ],
      help: `move the mount to \`volumes\` in \`${storage.service.name}\``,
    };
    return [found];
  },
};

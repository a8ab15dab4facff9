import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { unusedVolumes } from '../../forecast/data-mounts.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { DeclaredVolume, Service } from '../../project/compose/project.ts';

/** A volume is declared and mounted nowhere: an error where the database keeps its files in none. */
export const rule: Rule<Context> = {
  rule: 'volume-unused',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  followsFrom: [
    'volume-undeclared',
    'volume-bind-mount',
    'volume-anonymous',
    'volume-drive-letter',
    'volume-wrong-service',
    'volume-wrong-target',
    'volume-missing',
  ],
  recognise({ project, facts }) {
    const { storage } = facts;
    const left = unusedVolumes(project);
    if (storage === undefined) return [];
    const { service, dataPath, holding } = storage;
    // A slip of `volumes` in the service is told already.
    if (isUnread(project, 'services', service.name, 'volumes')) return [];
    if (holding?.type === 'volume') return left.map(leftOver);
    const [first] = left;
    if (first === undefined) return [];
    const edits = service.keys.has('volumes')
      ? []
      : addedToService(project, service, ['volumes:', `  - ${first.name}:${dataPath}`]);
    const found: Diagnosis = {
      title: `the volume \`${first.name}\` is declared, and \`${service.name}\` does not keep its files in it`,
      primary: { span: first.key, message: 'is mounted nowhere' },
      labels: [
        {
          span: service.keys.get('volumes') ?? service.key,
          message: service.keys.has('volumes') ? 'does not name it' : 'mounts nothing',
        },
      ],
      notes: ['a volume is written twice: declared at the left margin, and mounted in the service'],
      ...(asksOfProgram(service, first) ? { foretells: 'db-exits' as const } : {}),
      help: `mount it in \`${service.name}\`: \`volumes:\` and below it \`- ${first.name}:${dataPath}\``,
      ...(edits.length === 0
        ? {}
        : { fix: { title: `mount \`${first.name}\` in \`${service.name}\``, confidence: 'certain', edits } }),
    };
    return [found];
  },
};

/** `-v NAME:PATH` is for `docker run`; behind `command` it is PostgreSQL that gets it, and it knows no such option. */
function asksOfProgram({ command }: Service, volume: DeclaredVolume): boolean {
  const words = command?.words ?? [];
  return /^-/.test(words[0] ?? '') && words.some((word) => word.startsWith(`${volume.name}:`));
}

function leftOver(volume: DeclaredVolume): Diagnosis {
  return {
    title: `no service mounts the volume \`${volume.name}\``,
    primary: { span: volume.key, message: 'is declared and not used' },
    help: 'remove it, or mount it in a service',
    severity: 'warning',
  };
}

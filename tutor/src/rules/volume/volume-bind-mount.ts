import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isDriveMount, nameForData } from '../../forecast/data-mounts.ts';
import { namedVolumeFix } from '../../forecast/named-volume-fix.ts';
import { throughDotenv } from '../../forecast/through-dotenv.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Mount, Service } from '../../project/compose/project.ts';
import { child, type Scalar } from '../../project/compose/tree.ts';
import type { Project } from '../../project/project.ts';

/** The database keeps its files in a folder of the machine, not in a volume of Docker's. */
export const rule: Rule<Context> = {
  rule: 'volume-bind-mount',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  // A folder with things in it keeps the database from starting at all, and a volume in its place mends both.
  followsFrom: ['db-data-not-empty'],
  recognise({ project, facts }) {
    const { storage } = facts;
    const mount = storage?.holding;
    if (storage === undefined || mount?.type !== 'bind' || isDriveMount(mount)) return [];
    if (isUnread(project, 'services', storage.service.name, 'volumes')) return [];
    const kind = kindOfNamed(project, storage.service, mount);
    if (kind !== undefined) return [asFolder(storage.service, mount, kind)];
    const fix = namedVolumeFix(project, mount);
    const found: Diagnosis = {
      title: `\`${storage.service.name}\` keeps its files in a folder of your machine`,
      primary: {
        span: throughDotenv(project, mount.sourceAt ?? mount.at),
        message: 'is a folder of your machine, not a volume',
      },
      notes: [
        'a folder has owners and rights of its own system; on Windows PostgreSQL does not start on one',
        'the name of a volume has no `/` in it',
      ],
      help: `name a volume here, and declare it at the left margin: \`${nameForData(project)}\``,
      // Where there are no drives the engine makes no container for it; where there are, PostgreSQL does not start on one.
      ...(ON_DRIVE.test(mount.source) ? { foretells: 'up-stops' as const, unmade: storage.service.name } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
    return [found];
  },
};

/** `C:\data`, `C:/data`. */
const ON_DRIVE = /^[A-Za-z]:[\\/]/;

/** `type: bind` with the name of a volume of the file: the word that makes a folder of it. */
function kindOfNamed(project: Project, service: Service, mount: Mount): Scalar | undefined {
  const list = child(service.source, 'volumes');
  const items = list?.kind === 'sequence' ? list.items : [];
  const entry = items.find((item) => item.span.start === mount.at.start && item.span.file === mount.at.file);
  const [kind, source] = [child(entry, 'type'), child(entry, 'source')];
  if (kind?.kind !== 'scalar' || source?.kind !== 'scalar') return undefined;
  return project.view.volumes.some(({ name }) => name === source.value) ? kind : undefined;
}

function asFolder({ name }: Service, { source }: Mount, kind: Scalar): Diagnosis {
  return {
    title: `\`${name}\` mounts a folder of your machine that is called as the volume \`${source}\``,
    primary: { span: kind.span, message: 'makes a folder of your machine of it' },
    notes: ['`type: bind` takes a folder, `type: volume` the name of a volume'],
    help: 'write `volume`',
    fix: { title: 'mount the volume', confidence: 'likely', edits: [{ span: kind.span, text: 'volume' }] },
  };
}

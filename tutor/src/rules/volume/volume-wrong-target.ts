import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { strayDataMounts } from '../../forecast/data-mounts.ts';
import { textAt } from '../../forecast/insertion.ts';
import type { Storage } from '../../forecast/storage.ts';
import type { Mount } from '../../project/compose/project.ts';

/** The volume is mounted beside the folder in which the database keeps its files. */
export const rule: Rule<Context> = {
  rule: 'volume-wrong-target',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  // Another database, or another major version, keeps its files elsewhere.
  followsFrom: ['db-image-wrong-version', 'db-image-unpinned', 'db-image-not-postgres', 'db-image-invalid'],
  recognise({ project, facts }) {
    const { storage } = facts;
    if (storage === undefined) return [];
    const stray = strayDataMounts(storage);
    const mount = stray.find((one) => one.type === 'volume') ?? stray[0];
    if (mount === undefined) return [];
    const { service, dataPath } = storage;
    const relative = !mount.target.startsWith('/');
    const written = textAt(project, mount.targetAt);
    const wanted = dataPath;
    const found: Diagnosis = {
      title: `\`${service.name}\` mounts \`${mount.type === 'volume' ? mount.source : 'a folder'}\` beside the folder with its files`,
      primary: { span: mount.targetAt, message: messageOf(mount, storage) },
      labels: pgdata(storage),
      notes: [`PostgreSQL keeps its files at ${dataPath}`, ...notesOf(storage)],
      help: `write \`${wanted}\``,
      foretells: relative ? 'up-stops' : 'nothing',
      ...(written !== undefined && trimmed(written) === trimmed(mount.target)
        ? {
            fix: {
              title: `mount it at ${wanted}`,
              confidence: 'likely',
              edits: [{ span: mount.targetAt, text: wanted }],
            },
          }
        : {}),
    };
    return [found];
  },
};

function messageOf(mount: Mount, { shadowed }: Storage): string {
  if (!mount.target.startsWith('/')) return 'begins with no `/`, which a path in a container has to';
  return shadowed === undefined ? 'nothing is written here' : 'the files do not land here, but in a volume of no name';
}

function notesOf({ shadowed, dataPath }: Storage): readonly string[] {
  return shadowed === undefined
    ? []
    : [
        `the image asks for a volume at ${dataPath} itself; where you mount none there, Docker makes one without a name`,
      ];
}

function pgdata({ dataPathAt }: Storage): readonly Label[] {
  return dataPathAt === undefined ? [] : [{ span: dataPathAt, message: 'says where the files are kept' }];
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { isNameAlone, isSwapped, strayDataMounts } from '../../forecast/data-mounts.ts';
import { textAt } from '../../forecast/insertion.ts';
import { readsPostgresVariables } from '../../forecast/misnamed-variables.ts';
import { isOtherDatabase } from '../../forecast/other-database.ts';
import { holds, type Storage } from '../../forecast/storage.ts';
import { throughDotenv } from '../../forecast/through-dotenv.ts';
import { isUnread } from '../../forecast/unread.ts';
import { unsetVariable } from '../../forecast/unset-variable.ts';
import type { Mount } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** The volume is mounted beside the folder in which the database keeps its files. */
export const rule: Rule<Context> = {
  rule: 'volume-wrong-target',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  recognise: (context) => [...unreadable(context), ...beside(context)],
};

/** The volume is mounted, and not where the files are. */
function beside({ project, facts }: Context): readonly Diagnosis[] {
  const { storage } = facts;
  if (storage === undefined || isUnread(project, 'services', storage.service.name, 'volumes')) return [];
  const stray = strayDataMounts(project, storage);
  const mount = stray.find((one) => one.type === 'volume') ?? stray[0];
  if (mount === undefined) return [];
  const { service, dataPath } = storage;
  if (isNameAlone(mount)) return [nameAlone(project, storage, mount)];
  if (isSwapped(mount)) return [swapped(project, storage, mount)];
  const at = throughDotenv(project, mount.targetAt);
  const written = textAt(project, at);
  const found: Diagnosis = {
    title: `\`${service.name}\` mounts \`${mount.type === 'volume' ? mount.source : 'a folder'}\` beside the folder with its files`,
    primary: { span: at, message: messageOf(mount, storage) },
    labels: pgdata(storage),
    notes: [`PostgreSQL keeps its files at ${dataPath}`, ...notesOf(storage)],
    help: `write \`${dataPath}\``,
    foretells: foretold(mount, storage),
    unmade: service.name,
    // Another database keeps its files elsewhere.
    // A PGDATA above everything is what is wrong then.
    followsFrom: ['db-data-not-empty', ...(isOtherDatabase(service) ? ['db-image-not-postgres'] : [])],
    ...(written !== undefined && trimmed(written) === trimmed(mount.target)
      ? {
          fix: {
            title: `mount it at ${dataPath}`,
            confidence: 'likely',
            edits: [{ span: at, text: dataPath }],
          },
        }
      : {}),
  };
  return [found];
}

/** Docker takes no relative path; a mount inside the folder for the files keeps PostgreSQL from making them: it is not empty. */
function foretold({ target }: Mount, { dataPath, service }: Storage): Effect {
  if (!target.startsWith('/')) return 'up-stops';
  return holds(dataPath, target) && readsPostgresVariables(service) ? 'db-exits' : 'nothing';
}

function nameAlone(project: Project, storage: Storage, mount: Mount): Diagnosis {
  const { service, dataPath } = storage;
  const written = textAt(project, mount.at) ?? '';
  const slash = mount.target.indexOf('/');
  if (slash > 0) return withoutColon(storage, mount, mount.at.start + (/^["']/.test(written) ? 1 : 0) + slash);
  const end = mount.at.end - (/["']$/.test(written) ? 1 : 0);
  return {
    title: `\`${service.name}\` names the volume \`${mount.target}\`, and no place for it`,
    primary: { span: mount.at, message: 'is read as a place in the container' },
    notes: [`PostgreSQL keeps its files at ${dataPath}`],
    help: `write \`${mount.target}:${dataPath}\``,
    foretells: 'up-stops',
    unmade: service.name,
    fix: {
      title: `mount it at ${dataPath}`,
      confidence: 'likely',
      edits: [{ span: { file: mount.at.file, start: end, end }, text: `:${dataPath}` }],
    },
  };
}

/** `db_data/var/lib/…`: one word, where a name, a colon and a path should be. `offset`: where the path begins in the file. */
function withoutColon({ service, dataPath }: Storage, { target, at }: Mount, offset: number): Diagnosis {
  const name = target.slice(0, target.indexOf('/'));
  return {
    title: `\`${service.name}\` mounts \`${target}\`, in which no colon parts the volume from its place`,
    primary: { span: at, message: 'is read as a place in the container' },
    notes: ['a mount is written as `volume:/path/in/the/container`'],
    help: `write \`${name}:${dataPath}\``,
    foretells: 'up-stops',
    unmade: service.name,
    ...(target.slice(name.length) === dataPath
      ? {
          fix: {
            title: 'write a colon behind the name',
            confidence: 'likely',
            edits: [{ span: { file: at.file, start: offset, end: offset }, text: ':' }],
          },
        }
      : {}),
  };
}

/** `/path:name`: Docker takes the path for a folder of the machine. */
function swapped(project: Project, { service, dataPath }: Storage, mount: Mount): Diagnosis {
  const written = textAt(project, mount.at) ?? '';
  const [, quote = '', path = '', name = ''] = /^(["']?)(\/[^:"']*):([\w.-]+)["']?$/.exec(written) ?? [];
  const right = `${mount.target}:${dataPath}`;
  return {
    title: `\`${service.name}\` names the place first and the volume \`${mount.target}\` behind it`,
    primary: { span: mount.at, message: 'the two sides are swapped' },
    notes: ['before the colon stands what is mounted, behind it the path in the container'],
    help: `write \`${right}\``,
    foretells: 'up-stops',
    unmade: service.name,
    ...(path === '' || name !== mount.target
      ? {}
      : {
          fix: {
            title: `write \`${right}\``,
            confidence: 'likely',
            edits: [{ span: mount.at, text: `${quote}${right}${quote}` }],
          },
        }),
  };
}

/** An entry of `volumes` that Compose cannot take apart. */
function unreadable(context: Context): readonly Diagnosis[] {
  return faultsOf(context, 'mount')
    .filter((fault) => fault.path?.includes('.devices') !== true)
    .map((fault): Diagnosis => {
      const { text = '', why = '' } = fault.words ?? {};
      const twice = why === 'target-twice';
      const unset = fault.at === undefined ? undefined : unsetVariable(context.project, fault.at);
      if (unset !== undefined && !twice)
        return {
          title: fault.message,
          primary: { span: unset.at, message: `nothing sets ${unset.name}` },
          help: `set ${unset.name} in a file .env beside the Compose file, or write a volume and a path`,
          followsFrom: ['interpolation-unset-variable'],
          foretells: 'compose-refuses',
        };
      return {
        title: twice ? `two things are mounted at ${text}` : fault.message,
        ...primaryAt(fault, WHY[why] ?? 'cannot be taken apart'),
        labels: labelsAt(fault, 'is mounted here already'),
        notes: ['a mount is written as `volume:/path/in/the/container`'],
        help: twice ? 'remove one of the two, or mount it elsewhere' : 'write a volume, a colon, and a path',
        foretells: 'compose-refuses',
      };
    });
}

const WHY: Readonly<Record<string, string>> = {
  empty: 'names nothing',
  'empty-section': 'nothing stands on one side of a colon',
  'too-many-colons': 'has too many colons',
  'target-twice': 'something is mounted here already',
  'target-missing': 'has no `target`',
  'source-missing': 'has no `source`',
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

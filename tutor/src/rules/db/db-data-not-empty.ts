import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { namedVolumeFix } from '../../forecast/named-volume-fix.ts';
import { type Occupant, occupantOf } from '../../forecast/occupied-data.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { lastRun, logEvidence, logOf } from '../../forecast/seen/log.ts';
import { runningOf, seenStack, troubledStack } from '../../forecast/seen/stack.ts';
import { throughDotenv } from '../../forecast/through-dotenv.ts';
import { isUnread } from '../../forecast/unread.ts';
import type { Project } from '../../project/project.ts';

/** The folder in which PostgreSQL is to make its files holds something already: the first start refuses it. */
export const rule: Rule<Context> = {
  rule: 'db-data-not-empty',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'db-exits',
  recognise: (context) => {
    const found = inFiles(context);
    return found.length > 0 ? found : inLog(context);
  },
};

const EMPTY_ALONE = 'PostgreSQL makes its files on the first start, and in an empty folder alone';

function inFiles(context: Context): readonly Diagnosis[] {
  const { project, facts } = context;
  const { storage } = facts;
  if (storage === undefined || isUnread(project, 'services', storage.service.name, 'volumes')) return [];
  const stack = seenStack(context);
  // A database that runs was made before this came into its folder.
  if (stack !== undefined && runningOf(stack, storage.service.name) !== undefined) return [];
  const occupant = occupantOf(project, storage);
  if (occupant === undefined) return [];
  const { name } = storage.service;
  switch (occupant.kind) {
    case 'mounted':
      return [mounted(project, name, storage.dataPath, occupant)];
    case 'folder':
      return [folder(context, name, occupant)];
    case 'above':
      return [above(project, name, storage.holding !== undefined, occupant)];
  }
}

/** Files that the first start runs belong elsewhere (official image, *Initialization scripts*). */
const RUN_ON_FIRST_START = /\.(sql|sh|sql\.gz|sql\.xz|sql\.zst)$/;
/** Where settings may lie, and the setting that names them. */
const SETTINGS: Readonly<Record<string, string>> = {
  'postgresql.conf': 'config_file',
  'pg_hba.conf': 'hba_file',
  'pg_ident.conf': 'ident_file',
};

type Of<Kind extends Occupant['kind']> = Extract<Occupant, { kind: Kind }>;

function mounted(
  project: Project,
  service: string,
  dataPath: string,
  { target, targetAt, what }: Of<'mounted'>,
): Diagnosis {
  const file = target.slice(target.lastIndexOf('/') + 1);
  const setting = SETTINGS[file];
  const place =
    what === 'file' && RUN_ON_FIRST_START.test(file)
      ? `/docker-entrypoint-initdb.d/${file}`
      : setting === undefined
        ? undefined
        : `/etc/postgresql/${file}`;
  const fixable = place !== undefined && setting === undefined && textAt(project, targetAt) === target;
  return {
    title: `\`${service}\` cannot make its files, because \`${file}\` is mounted in the folder for them`,
    primary: { span: targetAt, message: `is inside ${dataPath}` },
    notes: [EMPTY_ALONE],
    help:
      place === undefined
        ? `mount it outside ${dataPath}`
        : setting === undefined
          ? `mount it at \`${place}\``
          : `mount it at \`${place}\`, and add \`command: postgres -c ${setting}=${place}\``,
    ...(fixable
      ? { fix: { title: `mount it at ${place}`, confidence: 'likely', edits: [{ span: targetAt, text: place }] } }
      : {}),
  };
}

/** So many names are enough to know the folder by. */
const NAMED = 3;

function folder({ project, facts }: Context, service: string, { path, at, entries }: Of<'folder'>): Diagnosis {
  const { holding } = facts.storage ?? {};
  const fix = holding?.type === 'bind' ? namedVolumeFix(project, holding) : undefined;
  const names = entries.slice(0, NAMED).map((name) => `\`${name}\``);
  const more = entries.length > NAMED ? [...names, `${entries.length - NAMED} more`] : names;
  return {
    title: `\`${service}\` cannot make its files in \`${path}\`, which is not empty`,
    primary: { span: throughDotenv(project, at), message: `holds ${list(more)}` },
    notes: [EMPTY_ALONE],
    help: `mount a named volume in its place, or take everything out of \`${path}\``,
    ...(fix === undefined ? {} : { fix }),
  };
}

function above(project: Project, service: string, isHeld: boolean, { path, at, inside }: Of<'above'>): Diagnosis {
  const right = `${path === '/' ? '' : path}/${isHeld ? 'pgdata' : inside}`;
  const fixable = textAt(project, at)?.replace(/\/+$/, '') === path;
  return {
    title: `\`${service}\` cannot make its files in ${path}, where \`${inside.split('/')[0]}\` stands already`,
    primary: { span: at, message: 'is never empty' },
    notes: [EMPTY_ALONE],
    help: isHeld ? `write \`${right}\`` : 'remove PGDATA',
    ...(fixable
      ? { fix: { title: `write \`${right}\``, confidence: 'likely', edits: [{ span: at, text: right }] } }
      : {}),
  };
}

/** The words of initdb, 16. */
const REFUSED = /^initdb: error: directory "(.+)" exists but is not empty/;
const OF_MOUNT = /^initdb: detail: It contains a (?:lost\+found directory|dot-prefixed)/;

/** What the files do not tell: a volume in which something was left, or a disk with a folder of its own. */
function inLog(context: Context): readonly Diagnosis[] {
  const stack = troubledStack(context);
  const db = serviceOf(context.facts.roles.db);
  if (stack === undefined || db === undefined) return [];
  const lines = lastRun(logOf(stack, db.name)).filter((line) => REFUSED.test(line) || OF_MOUNT.test(line));
  const path = lines.flatMap((line) => REFUSED.exec(line)?.[1] ?? [])[0];
  if (path === undefined || runningOf(stack, db.name) !== undefined) return [];
  const { holding } = context.facts.storage ?? {};
  const ofMount = lines.some((line) => OF_MOUNT.test(line));
  return [
    {
      title: `\`${db.name}\` cannot make its files in ${path}, which is not empty`,
      ...(holding === undefined
        ? {}
        : { primary: { span: holding.at, message: 'brings the folder and what is in it' } }),
      notes: [EMPTY_ALONE, ...(ofMount ? ['a disk of its own brings a folder along, as `lost+found`'] : [])],
      help: ofMount
        ? `have it make them one folder further in: \`PGDATA: ${path}/pgdata\``
        : 'if what is in it may go, run `docker compose down --volumes` and `docker compose up -d`',
      step: 'deploy',
      explains: 'stack-runs',
      basis: 'observed',
      evidence: logEvidence(stack, db.name, lines),
    },
  ];
}

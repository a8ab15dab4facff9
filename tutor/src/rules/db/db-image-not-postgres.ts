import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { databaseOf, type ImageReference, isImageReference, isUntold, parseImage } from '../../forecast/image.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { textInImage } from '../../forecast/text-in-image.ts';

/** The database runs an image that is not PostgreSQL: another database, or a slip of its name. */
export const rule: Rule<Context> = {
  rule: 'db-image-not-postgres',
  severity: 'error',
  step: 'db',
  explains: 'db-runs-postgres',
  foretells: 'up-stops',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    const text = db?.image?.value;
    if (db?.image === undefined || db.build !== undefined || typeof text !== 'string' || !isImageReference(text))
      return [];
    const reference = parseImage(text);
    const meaning = databaseOf(reference);
    if (meaning === 'postgres' || isUntold(reference)) return [];
    const slip = meaning === 'meant-postgres';
    const at = textInImage(project, db.image, 0, reference.name.length);
    const tagged = /^(?:library\/)?postgres(?:ql)?[/-]?v?(\d.*)$/.exec(reference.name)?.[1];
    const named = (slip ? REAL_NAMES[reference.short.toLowerCase()] : undefined) ?? 'postgres';
    const right = tagged === undefined || reference.tag !== undefined ? named : `${named}:${tagged}`;
    const whole = textInImage(project, db.image, 0, text.length);
    const mended = mendedImage(reference, named, tagged);
    const fixable = slip && textAt(project, whole) === text;
    const found: Diagnosis = {
      title: slip
        ? `there is no image \`${reference.name}\``
        : `\`${db.name}\` runs \`${reference.name}\`, which is not PostgreSQL`,
      primary: { span: at, message: slip ? `\`${right}\` is its name` : 'is another program' },
      notes: slip ? [`Docker says \`pull access denied for ${reference.name}\``] : [],
      help: slip ? `write \`${right}\`` : 'write `postgres:16-alpine`',
      foretells: slip ? 'up-stops' : 'page-fails',
      ...(fixable
        ? { fix: { title: `write \`${mended}\``, confidence: 'likely', edits: [{ span: whole, text: mended }] } }
        : {}),
    };
    return [found];
  },
};

/** The whole reference: the version that ran into the name goes to the tag, and one that names none gets the chapter's. */
function mendedImage({ tag, digest }: ImageReference, name: string, tagged: string | undefined): string {
  if (digest !== undefined) return `${name}${tag === undefined ? '' : `:${tag}`}@${digest}`;
  if (tagged !== undefined)
    return `${name}:${tag === undefined || tag === 'latest' || /^\d/.test(tag) ? tagged : `${tagged}-${tag}`}`;
  if (tag !== undefined) return `${name}:${tag}`;
  return name === 'postgres' ? 'postgres:16-alpine' : name;
}

/** Images that hold PostgreSQL and have a name before a slash. */
const REAL_NAMES: Readonly<Record<string, string>> = {
  postgis: 'postgis/postgis',
  pgvector: 'pgvector/pgvector',
  timescaledb: 'timescale/timescaledb',
  citus: 'citusdata/citus',
};

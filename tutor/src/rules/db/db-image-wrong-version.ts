import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { databaseOf, isImageReference, parseImage, postgresVersion } from '../../forecast/image.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { refusedMount } from '../../forecast/storage.ts';
import { meantTag } from '../../forecast/tag-slip.ts';
import { textInImage } from '../../forecast/text-in-image.ts';

/** The major version that the chapter asks for. */
const CHAPTER_MAJOR = 16;

/** The tag names another major version of PostgreSQL than the chapter's. */
export const rule: Rule<Context> = {
  rule: 'db-image-wrong-version',
  severity: 'error',
  step: 'db',
  explains: 'db-runs-postgres',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    const text = db?.image?.value;
    if (db?.image === undefined || db.build !== undefined || typeof text !== 'string' || !isImageReference(text))
      return [];
    const reference = parseImage(text);
    // A tag that is none has a rule of its own.
    if (meantTag(reference) !== undefined) return [];
    const version = postgresVersion(reference);
    if (databaseOf(reference) !== 'postgres' || version.kind !== 'pinned' || version.major === CHAPTER_MAJOR) return [];
    const number = numberIn(reference.tag ?? '', version.major);
    const at = textInImage(project, db.image, (reference.tagFrom ?? 0) + number.from, number.text.length);
    const refused = refusedMount(db);
    const found: Diagnosis = {
      title: `\`${db.name}\` runs PostgreSQL ${version.major}, and the chapter's is ${CHAPTER_MAJOR}`,
      primary: { span: at, message: `is PostgreSQL ${version.major}` },
      labels: refused === undefined ? [] : [{ span: refused.targetAt, message: 'it refuses to start with this' }],
      notes: [
        ...(refused === undefined ? [] : ['from 18 on PostgreSQL keeps its data in another folder']),
        'a volume that was made by one major version cannot be used by another',
      ],
      help: `write \`${CHAPTER_MAJOR}\``,
      foretells: refused === undefined ? 'nothing' : 'db-exits',
      ...(textAt(project, at) === number.text
        ? {
            fix: {
              title: `run PostgreSQL ${CHAPTER_MAJOR}`,
              confidence: 'likely',
              edits: [{ span: at, text: String(CHAPTER_MAJOR) }],
            },
          }
        : {}),
    };
    return [found];
  },
};

/** The number in a tag with what follows it of the version: `15.4` of `15.4-alpine`, `15` of `latest-pg15`. */
function numberIn(tag: string, major: number): { readonly from: number; readonly text: string } {
  const found = new RegExp(`${major}[\\d.]*(?:beta\\d+|rc\\d+)?`).exec(tag);
  return { from: found?.index ?? 0, text: (found?.[0] ?? tag).replace(/\.$/, '') };
}

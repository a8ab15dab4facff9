import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isImageReference, parseImage, postgresVersion } from '../../forecast/image.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { refusedMount } from '../../forecast/storage.ts';
import { meantTag } from '../../forecast/tag-slip.ts';
import { textInImage } from '../../forecast/text-in-image.ts';

/** The major version that the chapter asks for. */
const CHAPTER_MAJOR = 16;

/** The tag names no version: what it means moves, and today it means another than the chapter's. */
export const rule: Rule<Context> = {
  rule: 'db-image-unpinned',
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
    if (version.kind !== 'moving') return [];
    const { tag, tagFrom = 0 } = reference;
    const at =
      tag === undefined
        ? textInImage(project, db.image, 0, text.length)
        : textInImage(project, db.image, tagFrom, tag.length);
    const wanted = tag === undefined || tag.startsWith('alpine') ? `${CHAPTER_MAJOR}-alpine` : `${CHAPTER_MAJOR}`;
    const mended = tag === undefined ? `${text}:${wanted}` : wanted;
    const refused = refusedMount(db);
    const found: Diagnosis = {
      title:
        refused === undefined
          ? `\`${db.name}\` runs whatever PostgreSQL is newest, today ${version.major}`
          : `\`${db.name}\` runs whatever PostgreSQL is newest, and today's ${version.major} refuses its volume`,
      primary: { span: at, message: `means ${version.major} today, and another one later` },
      labels:
        refused === undefined ? [] : [{ span: refused.targetAt, message: `${version.major} does not start with this` }],
      notes: [
        refused === undefined
          ? `the chapter's PostgreSQL is ${CHAPTER_MAJOR}`
          : 'from 18 on PostgreSQL keeps its data in another folder',
      ],
      help: `write \`${tag === undefined ? mended : `${reference.name}:${wanted}`}\``,
      severity: version.major === CHAPTER_MAJOR ? 'warning' : 'error',
      foretells: refused === undefined ? 'nothing' : 'db-exits',
      ...(textAt(project, at) === (tag ?? text)
        ? { fix: { title: `name version ${CHAPTER_MAJOR}`, confidence: 'likely', edits: [{ span: at, text: mended }] } }
        : {}),
    };
    return [found];
  },
};

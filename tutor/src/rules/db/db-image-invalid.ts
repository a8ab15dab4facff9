import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { databaseOf, isImageReference, parseImage } from '../../forecast/image.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { meantTag } from '../../forecast/tag-slip.ts';
import { textInImage } from '../../forecast/text-in-image.ts';
import { blankVariable } from '../../forecast/unset-variable.ts';
import type { Scalar } from '../../project/compose/tree.ts';
import type { Project } from '../../project/project.ts';

/** The name of the database's image is none that Docker could read. */
export const rule: Rule<Context> = {
  rule: 'db-image-invalid',
  severity: 'error',
  step: 'db',
  explains: 'db-runs-postgres',
  foretells: 'up-stops',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    const text = db?.image?.value;
    if (db?.image === undefined || db.build !== undefined || typeof text !== 'string' || text === '') return [];
    if (isImageReference(text)) return noSuchTag(project, db.image, text);
    const unset = blankVariable(project, db.image.span);
    if (unset !== undefined) {
      const blank: Diagnosis = {
        followsFrom: ['dotenv-syntax', 'interpolation-invalid', 'interpolation-unset-variable', 'file-encoding-utf16'],
        title: `\`${text}\` is no name that an image can have`,
        primary: { span: unset.at, message: unset.why },
        help: `${unset.help}, or write \`postgres:16-alpine\``,
      };
      return [blank];
    }
    const { from, to, message } = partOf(text);
    const at = textInImage(project, db.image, from, to - from);
    const mended = mendedReference(text);
    const whole = textInImage(project, db.image, 0, text.length);
    const fixable = mended !== undefined && textAt(project, whole) === text;
    const found: Diagnosis = {
      title: `\`${text}\` is no name that an image can have`,
      primary: { span: at, message },
      notes: ['a name is written in small letters, and a colon without a space leads to its tag'],
      help: mended === undefined ? 'write `postgres:16-alpine`' : `write \`${mended}\``,
      ...(fixable
        ? { fix: { title: `write \`${mended}\``, confidence: 'likely', edits: [{ span: whole, text: mended }] } }
        : {}),
    };
    return [found];
  },
};

/** A tag that the official image does not have, and nearly one that it has. */
function noSuchTag(project: Project, image: Scalar, text: string): readonly Diagnosis[] {
  const reference = parseImage(text);
  const meant = meantTag(reference);
  const { tag = '', tagFrom = 0, name } = reference;
  if (meant === undefined) return [];
  const at = textInImage(project, image, tagFrom, tag.length);
  return [
    {
      title: `the image \`${name}\` has no tag \`${tag}\``,
      primary: { span: at, message: `\`${meant}\` is one` },
      notes: [`Docker says \`manifest for ${name}:${tag} not found\``],
      help: `write \`${name}:${meant}\``,
      ...(textAt(project, at) === tag
        ? { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }
        : {}),
    },
  ];
}

/** What was pasted along: the command that fetches the image, or the address of the page about it. */
const PASTED = /^(?:docker\s+(?:image\s+)?(?:pull|run)\s+|https?:\/\/(?:hub\.docker\.com\/(?:_|r)\/)?)/;

/** What in the text cannot stand there. */
function partOf(text: string): { readonly from: number; readonly to: number; readonly message: string } {
  const pasted = PASTED.exec(text)?.[0].length ?? 0;
  if (pasted > 0) return { from: 0, to: pasted, message: 'is no part of the name' };
  const blank = /\s+/.exec(text);
  if (blank !== null)
    return { from: blank.index, to: blank.index + blank[0].length, message: 'no space can stand here' };
  const colon = text.lastIndexOf(':');
  const name = colon < 0 || text.slice(colon).includes('/') ? text : text.slice(0, colon);
  if (/[A-Z]/.test(name)) return { from: 0, to: name.length, message: 'capital letters cannot stand here' };
  if (colon === text.length - 1) return { from: colon, to: text.length, message: 'no tag follows' };
  const second = /:[^/:]*(:)[^/]*$/.exec(text);
  if (second !== null) {
    const from = text.lastIndexOf(':');
    return { from, to: from + 1, message: 'one colon is all there is before the tag' };
  }
  const digest = text.indexOf('@');
  if (digest >= 0 && !/@[a-z0-9]+:/.test(text))
    return { from: digest, to: digest + 1, message: 'a colon stands before a tag' };
  const odd = /[^\w./:@-]+/.exec(text);
  if (odd !== null) return { from: odd.index, to: odd.index + odd[0].length, message: 'cannot stand here' };
  return { from: 0, to: text.length, message: 'cannot be read' };
}

/** The name without what cannot stand in it, where a name is left. */
function mendedReference(text: string): string | undefined {
  const plain = text
    .replace(PASTED, '')
    .trim()
    .replace(/\s*:\s*/g, ':')
    .replace(/:?[=^~><]+/, ':')
    .replace(/\s+/g, ':')
    .replace(/[,;'"]+$/g, '')
    .replace(/@(?=[\w.-]+$)/, ':')
    .replace(/(:[^/:]*):(?=[^/]*$)/, '$1-')
    .replace(/:+$/, '');
  const colon = plain.lastIndexOf(':');
  const lower = colon < 0 ? plain.toLowerCase() : plain.slice(0, colon).toLowerCase() + plain.slice(colon);
  const named = databaseOf(parseImage(lower)) === 'meant-postgres' ? lower.replace(/^[^:]*/, 'postgres') : lower;
  // Without a tag it is whatever is newest.
  const whole = /^(?:library\/)?postgres$/.test(named) ? `${named}:16-alpine` : named;
  return isImageReference(whole) && whole !== text ? whole : undefined;
}

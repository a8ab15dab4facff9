import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { isImageReference } from '../../forecast/image.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { textInImage } from '../../forecast/text-in-image.ts';
import { unsetVariable } from '../../forecast/unset-variable.ts';

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
    if (db?.image === undefined || typeof text !== 'string' || text === '' || isImageReference(text)) return [];
    const unset = unsetVariable(project, db.image.span);
    if (unset !== undefined) {
      const blank: Diagnosis = {
        title: `\`${text}\` is no name that an image can have`,
        primary: { span: unset.at, message: `nothing sets ${unset.name}` },
        help: `set ${unset.name} in a file .env beside the Compose file, or write \`postgres:16-alpine\``,
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

/** What in the text cannot stand there. */
function partOf(text: string): { readonly from: number; readonly to: number; readonly message: string } {
  const blank = /\s+/.exec(text);
  if (blank !== null)
    return { from: blank.index, to: blank.index + blank[0].length, message: 'no space can stand here' };
  const colon = text.lastIndexOf(':');
  const name = colon < 0 || text.slice(colon).includes('/') ? text : text.slice(0, colon);
  if (/[A-Z]/.test(name)) return { from: 0, to: name.length, message: 'capital letters cannot stand here' };
  if (colon === text.length - 1) return { from: colon, to: text.length, message: 'no tag follows' };
  const odd = /[^\w./:@-]/.exec(text);
  if (odd !== null) return { from: odd.index, to: odd.index + 1, message: 'cannot stand here' };
  return { from: 0, to: text.length, message: 'cannot be read' };
}

/** The name without what cannot stand in it, where a name is left. */
function mendedReference(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/\s*:\s*/g, ':')
    .replace(/\s+/g, ':')
    .replace(/[,;'"]+$/g, '')
    .replace(/:+$/, '');
  const colon = plain.lastIndexOf(':');
  const lower = colon < 0 ? plain.toLowerCase() : plain.slice(0, colon).toLowerCase() + plain.slice(colon);
  return isImageReference(lower) && lower !== text ? lower : undefined;
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';

/** The database cannot write to the volume in which it keeps its files. */
export const rule: Rule<Context> = {
  rule: 'volume-read-only',
  severity: 'error',
  step: 'volume',
  explains: 'volume-mounted',
  foretells: 'db-exits',
  recognise({ project, facts }) {
    const { storage } = facts;
    const mount = storage?.holding;
    if (storage === undefined || mount === undefined || !mount.readOnly) return [];
    const at = mount.readOnlyAt ?? mount.at;
    const text = textAt(project, at);
    const mended = text === 'ro' ? 'rw' : text === 'true' ? 'false' : undefined;
    const found: Diagnosis = {
      title: `\`${storage.service.name}\` may not write where it keeps its files`,
      primary: { span: at, message: 'makes the mount read-only' },
      notes: ['PostgreSQL writes there from its first start on, and ends where it cannot'],
      help: text === 'ro' ? 'remove `:ro`' : 'remove `read_only`',
      ...(mended === undefined
        ? {}
        : { fix: { title: 'let it write', confidence: 'certain', edits: [{ span: at, text: mended }] } }),
    };
    return [found];
  },
};

// One generated module under tutor/src/generated/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const GENERATED = join(import.meta.dirname, '..', 'src', 'generated');

/** Writes a generated module when its text differs from what is there, so that watchers stay quiet. */
export function write(name, text) {
  const path = join(GENERATED, name);
  const whole = `// Made by tutor/build; edits are lost.\n${text}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === whole) return;
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(path, whole);
}

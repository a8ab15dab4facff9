// Writes the JSON Schemas that the package publishes, each made from the zod schema that the program itself judges by.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTypeScript } from './lessons.mjs';

/** Writes `result.schema.json` into a folder, which is made where it is missing. */
export async function generateJsonSchemas(folder) {
  const { resultJsonSchema } = await loadTypeScript(
    "export { resultJsonSchema } from './tutor/src/adapters/result-schema.ts';",
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'result.schema.json'), `${JSON.stringify(resultJsonSchema(), null, 2)}\n`);
}

import { readFileSync } from 'node:fs';
import { write } from './generated-file.mjs';

const SOURCE = new URL('../src/project/compose/schema/compose-spec.json', import.meta.url);
/** Keywords that say nothing about what is accepted. */
const WORDS_FOR_PEOPLE = ['$id', '$schema', 'default', 'deprecated', 'description', 'title'];

/** Writes the Compose Specification's schema, without its descriptions, as a module. */
export function generateSchema() {
  const schema = keep(JSON.parse(readFileSync(SOURCE, 'utf8')));
  const lines = [
    "import type { SchemaDocument } from '../project/compose/schema-shape.ts';",
    '',
    '/** What Compose accepts: the Compose Specification as Compose 2.40.3 carries it. */',
    // Parsing a string is several times faster than evaluating an object literal of this size.
    `export const composeSchema = JSON.parse(${quote(JSON.stringify(schema))}) as SchemaDocument;`,
    '',
  ];
  write('compose-schema.ts', lines.join('\n'));
}

/** A schema without words for people. The keys of `properties` and its like are names, not keywords. */
function keep(schema) {
  if (Array.isArray(schema)) return schema.map(keep);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !WORDS_FOR_PEOPLE.includes(key));
  const strange = kept.find(([key]) => !KEYWORDS.includes(key));
  if (strange !== undefined) throw new Error(`the schema uses \`${strange[0]}\`, which schema.ts does not know yet`);
  return Object.fromEntries(kept.map(([key, value]) => [key, NAMED.includes(key) ? named(value) : keep(value)]));
}

const NAMED = ['properties', 'patternProperties', 'definitions'];
const KEYWORDS = [
  ...NAMED,
  ...['$ref', 'additionalProperties', 'enum', 'items', 'maximum', 'minimum', 'oneOf', 'pattern', 'required', 'type'],
  'uniqueItems',
];

function named(schemas) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, keep(schema)]));
}

function quote(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

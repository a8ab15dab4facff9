// Makes tutor/src/generated/: the folder is the registry, so that nobody keeps a list of rules, checks, reporters or commands by hand.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GENERATED, write } from './generated-file.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCE = join(ROOT, 'tutor', 'src');

/** Writes every generated module; a file that would not change is left alone, so that watchers stay quiet. */
export async function generate() {
  write('version.ts', `export const VERSION = ${JSON.stringify(packageVersion())};\n`);
  write(
    'checks.ts',
    registry(
      'checks',
      modulesIn('checks'),
      'check',
      "import type { CheckWord } from '../core/check.ts';\nimport type { Context } from '../forecast/context.ts';\n",
      'CheckWord<Context, never>',
    ),
  );
  write(
    'rules.ts',
    registry(
      'rules',
      ruleModules(),
      'rule',
      "import type { Rule } from '../core/rule.ts';\nimport type { Context } from '../forecast/context.ts';\n",
      'Rule<Context>',
    ),
  );
  write('parameters.ts', parametersModule());
  write(
    'reporters.ts',
    registry(
      'reporters',
      reporterNames().map((name) => [name, `../reporters/${name}.ts`]),
      undefined,
      "import type { Reporter } from '../reporters/reporter.ts';\n",
      'Reporter',
    ),
  );
  write('commands.ts', lazyRegistry('commands', commandModules()));
  for (const [file, call] of [
    ['schema.mjs', 'generateSchema'],
    ['chapter.mjs', 'generateChapter'],
    ['pages.mjs', 'generatePages'],
  ]) {
    const path = join(import.meta.dirname, file);
    if (!existsSync(path)) continue;
    const module = await import(pathToFileURL(path).href);
    if (typeof module[call] === 'function') await module[call]();
  }
}

/** What each check word says of its parameters, for chapters that are read at run time. */
function parametersModule() {
  const described = modulesIn('checks').filter(([, path]) =>
    /^export const parameters\b/m.test(readFileSync(join(GENERATED, path), 'utf8')),
  );
  const imports = described
    .map(([word, path]) => `import { parameters as ${identifier(word)} } from '${path}';`)
    .join('\n');
  const rows = described.map(([word]) => `  ${JSON.stringify(word)}: ${identifier(word)},`).join('\n');
  return `import type { z } from 'zod';\n${imports}\n\nexport const parameters: Readonly<Record<string, (zod: typeof z) => z.ZodType>> = {\n${rows}\n};\n`;
}

function packageVersion() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

function modulesIn(folder) {
  return filesOf(join(SOURCE, folder))
    .filter((file) => readFileSync(join(SOURCE, folder, file), 'utf8').match(/^export const (check|rule)\b/m))
    .map((file) => [basename(file, '.ts'), `../${folder}/${file}`]);
}

function ruleModules() {
  return readdirSync(join(SOURCE, 'rules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((family) => modulesIn(`rules/${family.name}`));
}

function commandModules() {
  return filesOf(join(SOURCE, 'commands'))
    .filter((file) => /^export const command\b/m.test(readFileSync(join(SOURCE, 'commands', file), 'utf8')))
    .map((file) => [basename(file, '.ts'), `../commands/${file}`]);
}

function reporterNames() {
  return filesOf(join(SOURCE, 'reporters'))
    .filter((file) => /^export const \w+: Reporter\b/m.test(readFileSync(join(SOURCE, 'reporters', file), 'utf8')))
    .map((file) => basename(file, '.ts'));
}

function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

const identifier = (name) => name.replace(/[^a-zA-Z0-9]+(.)/g, (_, letter) => letter.toUpperCase());

function registry(name, modules, constant, types, type) {
  const imports = modules
    .map(
      ([slug, path]) =>
        `import { ${constant === undefined ? identifier(slug) : `${constant} as ${identifier(slug)}`} } from '${path}';`,
    )
    .join('\n');
  const list = modules.map(([slug]) => `  ${identifier(slug)},`).join('\n');
  return `${types}${imports}\n\nexport const ${name}: readonly ${type}[] = [\n${list}\n];\n`;
}

function lazyRegistry(name, modules) {
  const rows = modules.map(([slug, path]) => `  ${JSON.stringify(slug)}: () => import('${path}'),`).join('\n');
  return `export const ${name} = {\n${rows}\n} as const;\n`;
}

if (process.argv[1] === import.meta.filename) await generate();

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readChapter } from '../../src/chapter/chapter.ts';
import { faultLine } from '../../src/chapter/fault.ts';
import { editorSchemas } from '../../src/chapter/schema.ts';
import { type FileTable, filesAfter, filesBefore, readSolutions } from '../../src/chapter/solutions.ts';
import { contentFiles, contentOnDisk } from './on-disk.ts';

const read = readChapter(contentFiles, 'tutor/steps');
if ('faults' in read) throw new Error(read.faults.map((fault) => faultLine(fault, contentFiles)).join('\n'));
const { chapter } = read;
const laid = readSolutions(contentFiles, read.folders, chapter);
if ('faults' in laid) throw new Error(laid.faults.map((fault) => faultLine(fault, contentFiles)).join('\n'));
const { solutions } = laid;

/** What counts in a file that is written with `#` comments. */
const withoutComments = (text: string): string => text.replace(/^\s*#.*$/gm, '').trim();

describe('the chapter', () => {
  test('has the nine steps of the contract, and what each needs', () => {
    expect(chapter.steps.map(({ id, needs, judgedFrom }) => [id, needs.join(' '), judgedFrom])).toEqual([
      ['app', '', 'files'],
      ['dockerfile', 'app', 'files'],
      ['compose', '', 'files'],
      ['web', 'compose', 'files'],
      ['db', 'compose', 'files'],
      ['network', 'compose', 'files'],
      ['volume', 'compose', 'files'],
      ['deploy', 'app dockerfile compose web db network volume', 'stack'],
      ['teardown', 'deploy', 'stack'],
    ]);
  });

  test('gives nine points', () => {
    expect(chapter.steps.reduce((sum, step) => sum + step.points, 0)).toBe(9);
  });

  test('asks for a proof only where a row has to survive', () => {
    const proved = chapter.steps.flatMap(({ id, checks }) =>
      checks.filter(({ when }) => when === 'proved').map((check) => `${id}/${check.id}`),
    );
    expect(proved).toEqual(['volume/data-survives']);
  });

  test('says which schema an editor checks its files with', () => {
    const content = contentOnDisk();
    const yaml = Object.keys(content).filter((path) => /^tutor\/steps\/.*\.yaml$/.test(path));
    const named = yaml.map((path) => {
      const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(content[path] ?? '')?.[1] ?? 'none';
      return new URL(schema, `file:///${path}`).pathname.slice(1);
    });
    expect(new Set(named)).toEqual(new Set(['tutor/steps/chapter.schema.json', 'tutor/steps/step.schema.json']));
    expect(named.every((path) => content[path] !== undefined)).toBe(true);
  });
});

test('the schemas beside the steps are those the reader judges with', () => {
  const content = contentOnDisk();
  for (const [name, schema] of Object.entries(editorSchemas())) {
    expect(JSON.parse(content[`tutor/steps/${name}`] ?? 'null')).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

/** Settings for an editor, which no learner reads. */
function isOfTheEditor(path: string): boolean {
  return path.startsWith('.vscode/');
}

describe('the starter', () => {
  test('holds the files of the chapter, and guidance alone', () => {
    expect(Object.keys(solutions.starter).sort()).toEqual([
      '.vscode/settings.json',
      '.vscode/tasks.json',
      'compose.yaml',
      'web/Dockerfile',
      'web/app.py',
      'web/requirements.txt',
    ]);
    const ofTheChapter = Object.entries(solutions.starter).filter(([path]) => !isOfTheEditor(path));
    for (const [, text] of ofTheChapter) expect(withoutComments(text)).toBe('');
  });

  test('names every step that a file belongs to, where it belongs', () => {
    for (const step of chapter.steps) {
      for (const path of step.files) expect(solutions.starter[path]).toContain(`Step ${step.number}, ${step.id}`);
    }
  });

  test('fits a narrow editor', () => {
    const read = Object.entries(solutions.starter).filter(([path]) => !isOfTheEditor(path));
    const tooWide = read.flatMap(([path, text]) =>
      text
        .split('\n')
        .filter((line) => line.length > 80)
        .map((line) => `${path}: ${line}`),
    );
    expect(tooWide).toEqual([]);
  });
});

describe('the solutions', () => {
  /** SHA-256, first 16 digits, of the chapter's own files; only the Compose file's name in its first comment is ours. */
  const digests = (table: FileTable) =>
    Object.fromEntries(
      Object.entries(table)
        .filter(([path]) => !isOfTheEditor(path))
        .map(([path, text]) => [path, createHash('sha256').update(text).digest('hex').slice(0, 16)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );

  test("end in the chapter's own files, to the byte", () => {
    expect(digests(filesAfter(chapter, solutions, 'teardown'))).toEqual({
      'compose.yaml': 'a0bfc6dbde80be71',
      'web/Dockerfile': '4e676a1cbc0c5b67',
      'web/app.py': 'ec5e0ff7f0d49aeb',
      'web/requirements.txt': '438bef5cd46e20ed',
    });
  });

  /** The Compose model after a step, as plain YAML. */
  const composeAfter = (step: string) => parse(filesAfter(chapter, solutions, step)['compose.yaml'] ?? '');

  test('compose ends with two services and nothing more', () => {
    expect(composeAfter('compose')).toEqual({
      services: { web: { build: './web' }, db: { image: 'postgres:16-alpine' } },
    });
  });

  test.each([
    ['web', ['services.web.depends_on', 'services.web.environment', 'services.web.ports']],
    ['db', ['services.db.environment']],
    ['network', ['networks', 'services.db.networks', 'services.web.networks']],
    ['volume', ['services.db.volumes', 'volumes']],
  ])('%s adds its own keys and changes no others', (step, added) => {
    const before = keysOf(parse(filesBefore(chapter, solutions, step)['compose.yaml'] ?? ''));
    const after = keysOf(composeAfter(step));
    expect(
      Object.keys(after)
        .filter((key) => before[key] === undefined)
        .sort(),
    ).toEqual(added);
    for (const [key, value] of Object.entries(before)) expect(after[key]).toEqual(value);
  });

  test('deploy and teardown change no file', () => {
    expect(Object.keys(solutions.bySteps)).toEqual(['app', 'dockerfile', 'compose', 'web', 'db', 'network', 'volume']);
  });
});

/** Top-level sections and the keys of services, dotted, with their values. */
function keysOf(compose: { services: Record<string, object> } & Record<string, unknown>): Record<string, unknown> {
  const { services, ...sections } = compose;
  const inside = Object.entries(services).flatMap(([name, service]) =>
    Object.entries(service).map(([key, value]) => [`services.${name}.${key}`, value] as const),
  );
  return { ...sections, ...Object.fromEntries(inside) };
}

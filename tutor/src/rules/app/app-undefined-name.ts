import type { Diagnosis, Fix } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { FLASK_EXPORTS } from '../../forecast/flask-exports.ts';
import { misspeltImports } from '../../forecast/misspelt-import.ts';
import { type Reached, reachOf } from '../../forecast/name-reach.ts';
import { PSYCOPG2_EXPORTS } from '../../forecast/psycopg2-exports.ts';
import type { ImportFault } from '../../project/python/import-run.ts';
import type { AttributeSlip, NameUse, PythonReading } from '../../project/python/reading.ts';

/** A name is used that nothing defines, or taken from a module that does not have it. */
export const rule: Rule<Context> = {
  rule: 'app-undefined-name',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  followsFrom: ['app-shadows-module'],
  recognise(context) {
    const { modules, python } = context.facts.source;
    if (modules.some((module) => module.fault !== undefined)) return [];
    const slips = new Set(misspeltImports(context).map(({ meant }) => meant));
    return [
      ...modules.flatMap((module) => {
        const meant = meantByImports(module, python.importFaults);
        return module.undefinedNames
          .filter(({ name }) => !meant.has(name) && !slips.has(name))
          .map((use) => used(context, module, use));
      }),
      ...python.importFaults.flatMap((fault) => (fault.kind === 'name-missing' ? [notThere(fault)] : [])),
      ...modules.flatMap(misspeltExports),
      ...modules.flatMap((module) => (module.misspeltAttributes ?? []).map((slip) => attribute(context, module, slip))),
    ];
  },
};

/** Names that an import with a slip was to bring: they are there as soon as it is mended. */
function meantByImports(module: PythonReading, faults: readonly ImportFault[]): ReadonlySet<string> {
  const own = faults.flatMap((one) =>
    one.kind === 'name-missing' && one.at.file === module.file && one.nearest !== undefined ? [one.nearest] : [],
  );
  return new Set([...own, ...exportSlips(module).map(({ meant }) => meant)]);
}

/** `psycopg2.conect`: the module is there, and has no such name. */
function attribute({ project, facts }: Context, reading: PythonReading, slip: AttributeSlip): Diagnosis {
  const { module, name, meant, span } = slip;
  const read = project.files.read(reading.file);
  const reached = read.kind === 'text' ? reachOf(read.text, span, reading, startedAs(facts, reading)) : 'perhaps';
  return {
    title: `\`${module}\` has no \`${name}\``,
    primary: { span, message: `\`${meant}\` is there` },
    notes: [SAID[reached].replace('NameError', 'AttributeError')],
    help: `write \`${meant}\``,
    foretells: reached === 'perhaps' && !catchesAll(read) ? 'page-raises' : EFFECTS[reached],
    fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span, text: meant }] },
  };
}

function catchesAll(read: ReturnType<Context['project']['files']['read']>): boolean {
  return read.kind !== 'text' || /except\s*(?:\(?\s*(?:Base)?Exception\b|:)/.test(read.text);
}

const EFFECTS: Readonly<Record<Reached, Effect>> = { import: 'web-exits', page: 'page-fails', perhaps: 'nothing' };

function used(context: Context, module: PythonReading, use: NameUse): Diagnosis {
  const { project, facts } = context;
  const { name, span, nearest: near, laterAt } = use;
  const read = project.files.read(module.file);
  const reached = read.kind === 'text' ? reachOf(read.text, span, module, startedAs(facts, module)) : 'perhaps';
  if (laterAt !== undefined) return early({ name, span, laterAt }, reached);
  const imported = name === 'text' ? sqlalchemyText(module) : IMPORTS.get(name);
  return {
    title: `\`${name}\` is used in ${module.file} and defined nowhere`,
    primary: { span, message: near === undefined ? 'means nothing to Python' : `\`${near}\` is known here` },
    notes: [SAID[reached]],
    help: imported !== undefined ? `import it: \`${imported}\`` : helpFor(name, near),
    foretells: EFFECTS[reached],
    // Behind a condition it may never be met: then the page works.
    severity: reached === 'perhaps' ? 'warning' : 'error',
    ...(read.kind === 'text' && AS_APPLICATION.test(read.text.slice(span.end))
      ? { followsFrom: ['app-shadows-module', 'app-flask-missing'] }
      : {}),
    ...fixFor(module, { name, span, ...(near === undefined ? {} : { nearest: near }) }, imported),
  };
}

/** `text` of SQLAlchemy, where that is used. */
function sqlalchemyText({ imports }: PythonReading): string | undefined {
  return imports.some((one) => one.module === 'sqlalchemy') ? 'from sqlalchemy import text' : undefined;
}

/** Python runs the lines in their order: what is made further down is not there yet. */
function early({ name, span, laterAt }: Required<Omit<NameUse, 'nearest'>>, reached: Reached): Diagnosis {
  return {
    title: `\`${name}\` is used above the line that makes it`,
    primary: { span, message: 'is not there yet' },
    labels: [{ span: laterAt, message: 'makes it, further down' }],
    notes: [SAID[reached]],
    help: `move the line that makes \`${name}\` above this one`,
    foretells: EFFECTS[reached],
    severity: reached === 'perhaps' ? 'warning' : 'error',
  };
}

/** The name is the application's: it is there as soon as one is made. */
const AS_APPLICATION =
  /^[ \t]*\.[ \t]*(?:route|get|post|run|config|add_url_rule|register_blueprint|errorhandler|before_request|after_request|teardown_appcontext|logger|app_context|cli|secret_key|wsgi_app)\b/;

/** Whether Python is started with this very file. */
function startedAs({ source }: Context['facts'], { file }: PythonReading): 'main' | 'module' {
  return source.start?.kind === 'python-file' && source.entry?.file === file ? 'main' : 'module';
}

const SAID: Readonly<Record<Reached, string>> = {
  import: 'Python meets it when the app starts, and stops with `NameError`',
  page: 'Python meets it when the page is asked for, which fails with `NameError`',
  perhaps: 'Python meets it only when it comes to this line, and stops with `NameError` then',
};

/** Names that apps of this kind forget to import, and where they come from. */
const IMPORTS: ReadonlyMap<string, string> = new Map([
  ...['os', 'sys', 'time', 'json', 're', 'logging', 'psycopg2', 'psycopg', 'random', 'uuid', 'traceback'].map(
    (name): [string, string] => [name, `import ${name}`],
  ),
  ...[
    'Flask',
    'jsonify',
    'request',
    'render_template',
    'redirect',
    'url_for',
    'abort',
    'make_response',
    'Blueprint',
  ].map((name): [string, string] => [name, `from flask import ${name}`]),
  ['OperationalError', 'from psycopg2 import OperationalError'],
  ['create_engine', 'from sqlalchemy import create_engine'],
  ['load_dotenv', 'from dotenv import load_dotenv'],
  ['datetime', 'from datetime import datetime'],
]);

function helpFor(name: string, near: string | undefined): string {
  return near === undefined ? `import \`${name}\`, or give it a value before this line` : `write \`${near}\``;
}

function fixFor(module: PythonReading, use: NameUse, imported: string | undefined): { readonly fix?: Fix } {
  const [first] = module.imports.filter((one) => one.when === 'always' && one.module !== '__future__');
  if (imported !== undefined && first !== undefined) {
    const { file, start } = first.span;
    const edits = [{ span: { file, start, end: start }, text: `${imported}\n` }];
    return { fix: { title: `add \`${imported}\``, confidence: 'likely', edits } };
  }
  if (imported !== undefined || use.nearest === undefined) return {};
  const edits = [{ span: use.span, text: use.nearest }];
  return { fix: { title: `write \`${use.nearest}\``, confidence: 'likely', edits } };
}

/** `from models import Usr`, where models.py is the project's own. */
function notThere({ name, at, file, nearest: near }: Extract<ImportFault, { kind: 'name-missing' }>): Diagnosis {
  return {
    title: `\`${name}\` is imported from ${file}, which has no such name`,
    primary: { span: at, message: near === undefined ? 'is not defined there' : `\`${near}\` is defined there` },
    notes: ['Python stops with `ImportError` when the app starts'],
    help: near === undefined ? `define \`${name}\` in ${file}, or import a name that it has` : `write \`${near}\``,
    foretells: 'web-exits',
    ...(near === undefined
      ? {}
      : { fix: { title: `write \`${near}\``, confidence: 'likely', edits: [{ span: at, text: near }] } }),
  };
}

/** `from flask import requset`: what Flask and psycopg2 have is known. */
function misspeltExports(module: PythonReading): readonly Diagnosis[] {
  return exportSlips(module).map(
    ({ library, name, meant, at }): Diagnosis => ({
      title: `\`${name}\` is imported from ${library}, which has no such name`,
      primary: { span: at, message: `\`${meant}\` is there` },
      notes: ['Python stops with `ImportError` when the app starts'],
      help: `write \`${meant}\`, here and where it is used`,
      foretells: 'web-exits',
      fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] },
    }),
  );
}

type ExportSlip = { readonly library: string; readonly name: string; readonly meant: string; readonly at: Span };

/** Libraries whose names are known to the last. */
const LIBRARIES: readonly { readonly module: string; readonly called: string; readonly exports: readonly string[] }[] =
  [
    { module: 'flask', called: 'Flask', exports: FLASK_EXPORTS },
    { module: 'psycopg2', called: 'psycopg2', exports: PSYCOPG2_EXPORTS },
  ];

function exportSlips(module: PythonReading): readonly ExportSlip[] {
  return LIBRARIES.flatMap(({ module: library, called, exports }) =>
    module.imports
      .filter((one) => one.module === library && one.level === 0 && one.when === 'always')
      .flatMap((one) => one.names ?? [])
      .flatMap(({ name, span }): readonly ExportSlip[] => {
        const meant = exports.includes(name)
          ? undefined
          : (exports.find((one) => one.toLowerCase() === name.toLowerCase()) ?? nearest(name, exports));
        return meant === undefined
          ? []
          : [{ library: called, name, meant, at: { ...span, end: span.start + name.length } }];
      }),
  );
}

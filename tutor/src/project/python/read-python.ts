import { readConnections } from './connections.ts';
import { readDotenvLoads, readEnvironmentReads } from './environment-reads.ts';
import type { GrammarFault } from './grammar/fault.ts';
import { type ParsedModule, parsePython } from './grammar/parse.ts';
import type { Statement } from './grammar/tree.ts';
import { guardSlip } from './guard-slip.ts';
import { readImports } from './imports.ts';
import { misspeltAttributes } from './misspelt-attributes.ts';
import { readCalls } from './placed-calls.ts';
import { plainQueries } from './plain-queries.ts';
import { type ModuleView, moduleView } from './qualify.ts';
import type { Framework, ModuleName, PythonFault, PythonImport, PythonReading, ServerRun } from './reading.ts';
import { readScopes, type Scope } from './scope.ts';
import { readServerRuns } from './server-runs.ts';
import { spanIn } from './symbolic-of.ts';
import { findUndefinedNames } from './undefined-names.ts';
import { readWeb, type WebReading } from './web.ts';

/** A module that was parsed, before it is looked at together with the modules it imports. */
export type PythonSource = { readonly file: string; readonly parsed: ParsedModule; readonly scope: Scope };

/** Parses a module. */
export function parseSource(file: string, text: string): PythonSource {
  const parsed = parsePython(text);
  return { file, parsed, scope: readScopes(parsed.body) };
}

/** Reads a module on its own. Never throws for what a learner wrote. */
export function readPython(file: string, text: string): PythonReading {
  const source = parseSource(file, text);
  return readSource(source, moduleView(file, source.scope));
}

/** Reads a parsed module; `view` knows the project's other modules. */
export function readSource(source: PythonSource, view: ModuleView): PythonReading {
  const { parsed, scope, file } = source;
  const { body } = parsed;
  const calls = readCalls(view, body);
  const web = readWeb(view, body, calls);
  const imports = readImports(view, body);
  const runs = readServerRuns(calls);
  const slip = guardSlip(view, body);
  const queries = plainQueries(calls);
  const attributes = parsed.fault === undefined ? misspeltAttributes(calls) : [];
  return {
    file,
    ...(parsed.fault === undefined ? {} : { fault: placedFault(view, parsed.fault) }),
    ...(parsed.beyond === undefined ? {} : { beyond: parsed.beyond }),
    ...(parsed.newest === undefined
      ? {}
      : {
          needsPython: {
            minor: `3.${parsed.newest.minor}`,
            at: spanIn(view, parsed.newest.at),
            what: parsed.newest.what,
          },
        }),
    empty: parsed.fault === undefined && parsed.beyond === undefined && body.every(saysNothing),
    imports,
    environmentReads: readEnvironmentReads(view, body, calls),
    dotenvLoads: readDotenvLoads(view, calls),
    applications: web.applications,
    blueprints: web.blueprints,
    registrations: web.registrations,
    routes: web.routes,
    ...(web.lostRoutes.length === 0 ? {} : { lostRoutes: web.lostRoutes }),
    runs,
    ...(slip === undefined ? {} : { guardSlip: slip }),
    connections: readConnections(view, body, calls),
    undefinedNames: parsed.fault === undefined ? findUndefinedNames(view, parsed) : [],
    ...(attributes.length === 0 ? {} : { misspeltAttributes: attributes }),
    ...(queries.length === 0 ? {} : { plainQueries: queries }),
    frameworks: frameworksOf(web, imports, runs),
    names: moduleNames(view, scope),
    open: scope.open === 'open',
  };
}

function placedFault(view: ModuleView, fault: GrammarFault): PythonFault {
  const { kind, words, other } = fault;
  return { kind, at: spanIn(view, fault), words, ...(other === undefined ? {} : { other: spanIn(view, other) }) };
}

/** A docstring, `pass` or `...`. */
function saysNothing(statement: Statement): boolean {
  if (statement.kind === 'pass') return true;
  if (statement.kind !== 'expression') return false;
  return statement.value.kind === 'constant' || statement.value.kind === 'opaque';
}

const BY_IMPORT: readonly (readonly [RegExp, Framework])[] = [
  [/^flask(?:\.|$)/, 'flask'],
  [/^fastapi(?:\.|$)/, 'fastapi'],
  [/^starlette(?:\.|$)/, 'starlette'],
  [/^django(?:\.|$)/, 'django'],
  [/^quart(?:\.|$)/, 'quart'],
  [/^bottle$/, 'bottle'],
  [/^aiohttp(?:\.|$)/, 'aiohttp'],
  [/^tornado(?:\.|$)/, 'tornado'],
  [/^http\.server$/, 'http.server'],
];

/** Applications that are made tell more than imports. */
function frameworksOf(web: WebReading, imports: readonly PythonImport[], runs: readonly ServerRun[]): Framework[] {
  const found = new Set<Framework>(web.applications.map((application) => application.framework));
  for (const { module } of imports) {
    for (const [pattern, framework] of BY_IMPORT) if (pattern.test(module)) found.add(framework);
  }
  if (runs.some((run) => run.server === 'http.server')) found.add('http.server');
  return [...found];
}

function moduleNames(view: ModuleView, scope: Scope): ReadonlyMap<string, ModuleName> {
  const names = new Map<string, ModuleName>();
  for (const [name, [first]] of scope.bindings) {
    if (first === undefined || /[.[]/.test(name)) continue;
    names.set(name, { kind: nameKind(first.how.kind), span: spanIn(view, first.at) });
  }
  return names;
}

function nameKind(kind: string): ModuleName['kind'] {
  switch (kind) {
    case 'function':
    case 'class':
      return kind;
    case 'module':
    case 'imported':
      return 'import';
    case 'value':
    case 'augmented':
      return 'assignment';
    default:
      return 'other';
  }
}

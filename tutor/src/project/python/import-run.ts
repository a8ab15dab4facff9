import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import type { Block, Statement } from './grammar/tree.ts';
import type { ModuleTable } from './modules.ts';
import { isMainTest } from './places.ts';
import type { PythonSource } from './read-python.ts';
import { eachExpression, ownExpressions } from './scope.ts';

/** What goes wrong among the project's own modules when the first one is imported. */
export type ImportFault =
  /** A name is taken from a module that is still being imported and has not come to it yet. */
  | {
      readonly kind: 'circular';
      readonly name: string;
      readonly at: Span;
      /** The import that began the circle, in the module that is only half done. */
      readonly other: Span;
      /** Files of the circle, the half-done module first. */
      readonly files: readonly string[];
    }
  /** The module is whole and has no such name. */
  | {
      readonly kind: 'name-missing';
      readonly name: string;
      readonly at: Span;
      readonly file: string;
      readonly nearest?: string;
    }
  /** An import of a module that is not there: a relative one, or one from a package of the project. */
  | { readonly kind: 'module-missing'; readonly module: string; readonly at: Span };

/** How the first module is started: `python app.py` runs it as `__main__`, a server imports it by its name. */
export type StartedAs = 'main' | 'module';

/**
 * Follows the imports of a project in the order in which Python would run them, and finds the first that fails.
 * Silent about what is caught by `try`, and about modules that may hold any name.
 */
export function followImports(table: ModuleTable, entry: string, startedAs: StartedAs): readonly ImportFault[] {
  const run: Run = { table, states: new Map(), faults: [], steps: 0, chain: [] };
  const source = table.source(entry);
  if (source === undefined) return [];
  runModule(run, source, startedAs);
  return run.faults;
}

type State = {
  readonly source: PythonSource;
  status: 'running' | 'done';
  /** Start of the statement that is being run. */
  position: number;
  /** The statement through which the next module is imported. */
  importAt: Span | undefined;
};

type Run = {
  readonly table: ModuleTable;
  /** By file; the started file is not among them when it runs as `__main__`. */
  readonly states: Map<string, State>;
  readonly faults: ImportFault[];
  steps: number;
  readonly chain: State[];
};

const MAX_STEPS = 5_000;
const MAX_CHAIN = 60;

function runModule(run: Run, source: PythonSource, startedAs: StartedAs): void {
  const state: State = { source, status: 'running', position: -1, importAt: undefined };
  // A main module is imported a second time under its own name by whoever imports it.
  if (startedAs === 'module') run.states.set(source.file, state);
  run.chain.push(state);
  runBlock(run, state, source.parsed.body, { startedAs, guarded: 'bare' });
  run.chain.pop();
  state.status = 'done';
  state.position = Number.POSITIVE_INFINITY;
}

type Around = { readonly startedAs: StartedAs; readonly guarded: 'bare' | 'guarded' };

function runBlock(run: Run, state: State, body: Block, around: Around): void {
  for (const statement of body) {
    run.steps++;
    if (run.steps > MAX_STEPS || run.faults.length > 0) return;
    state.position = statement.from;
    runStatement(run, state, statement, around);
  }
}

function runStatement(run: Run, state: State, statement: Statement, around: Around): void {
  switch (statement.kind) {
    case 'import':
      for (const module of statement.modules) importModule(run, state, module.module, 0, spanOf(state, statement));
      return;
    case 'from-import':
      runFromImport(run, state, statement, around);
      return;
    case 'if':
      runIf(run, state, statement, around);
      return;
    case 'try':
      runBlock(run, state, statement.body, statement.handlers.length > 0 ? { ...around, guarded: 'guarded' } : around);
      runBlock(run, state, statement.otherwise, around);
      runBlock(run, state, statement.finally, around);
      return;
    case 'with':
    case 'for':
    case 'while':
      runBlock(run, state, statement.body, around);
      return;
    case 'class':
      runBlock(
        run,
        state,
        statement.body.filter((inner) => inner.kind === 'import' || inner.kind === 'from-import'),
        around,
      );
      return;
    default:
      if (around.guarded === 'bare') checkAttributes(run, state, statement);
  }
}

function runIf(run: Run, state: State, statement: Statement & { kind: 'if' }, around: Around): void {
  for (const branch of statement.branches) {
    const { test } = branch;
    const isMain = isMainTest(test);
    const isTyping = (test.kind === 'name' || test.kind === 'attribute') && test.name === 'TYPE_CHECKING';
    if (isTyping || (isMain && around.startedAs === 'module')) continue;
    runBlock(run, state, branch.body, isMain ? around : { ...around, guarded: 'guarded' });
  }
  runBlock(run, state, statement.otherwise, { ...around, guarded: 'guarded' });
}

function spanOf(state: State, range: { readonly from: number; readonly to: number }): Span {
  return { file: state.source.file, start: range.from, end: range.to };
}

/** Imports a local module with the packages around it; answers its state, or undefined for a library. */
function importModule(run: Run, state: State, module: string, level: number, at: Span): State | undefined {
  const parts = module.split('.');
  let last: State | undefined;
  for (let depth = 1; depth <= parts.length; depth++) {
    const name = parts.slice(0, depth).join('.');
    const file = run.table.fileOf(state.source.file, name, level);
    last = file === undefined ? undefined : loaded(run, state, file, at);
  }
  return last;
}

function loaded(run: Run, importer: State, file: string, at: Span): State | undefined {
  const known = run.states.get(file);
  if (known !== undefined) return known;
  const source = run.table.source(file);
  if (source === undefined || run.chain.length > MAX_CHAIN) return undefined;
  importer.importAt = at;
  runModule(run, source, 'module');
  return run.states.get(file);
}

function runFromImport(run: Run, state: State, statement: Statement & { kind: 'from-import' }, around: Around): void {
  const at = spanOf(state, statement);
  const target = importModule(run, state, statement.module, statement.level, at);
  if (target === undefined) {
    if (around.guarded === 'bare') checkRelative(run, state, statement);
    for (const name of statement.names)
      importModule(run, state, dotted(statement.module, name.name), statement.level, at);
    return;
  }
  for (const name of statement.names) {
    if (run.faults.length > 0) return;
    const file = run.table.fileOf(state.source.file, dotted(statement.module, name.name), statement.level);
    if (isBound(target, name.name)) continue;
    if (file !== undefined) importModule(run, state, dotted(statement.module, name.name), statement.level, at);
    else if (around.guarded === 'bare') unbound(run, target, name.name, spanOf(state, name));
  }
}

function dotted(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}

/** A folder without `__init__.py` is a package too: only what is not there at all is told. */
function checkRelative(run: Run, state: State, statement: Statement & { kind: 'from-import' }): void {
  const { module, level } = statement;
  if (module === '' || run.table.holds(state.source.file, module, level)) return;
  // Of absolute names only those of a package of the project, by its `__init__.py`: a library may have the same first name.
  const [top = ''] = module.split('.');
  const isOwn = /\/?__init__\.py$/.test(run.table.fileOf(state.source.file, top, 0) ?? '') && top !== module;
  if (level === 0 && !isOwn) return;
  run.faults.push({ kind: 'module-missing', module, at: spanOf(state, statement.moduleAt) });
}

/** Whether a module has come to a name. Names that any code may add count as there. */
function isBound(target: State, name: string): boolean {
  const { scope, parsed } = target.source;
  if (parsed.fault !== undefined || parsed.beyond !== undefined || scope.open === 'open') return true;
  if (/^__\w+__$/.test(name) || /\b(?:__getattr__|globals|exec)\b/.test(parsed.text)) return true;
  if (isDeclaredGlobal(target.source.scope, name)) return true;
  const bindings = scope.bindings.get(name) ?? [];
  return bindings.some((binding) => binding.order < target.position);
}

function isDeclaredGlobal(scope: PythonSource['scope'], name: string): boolean {
  return scope.elsewhere.has(name) || [...scope.scopes.values()].some((inner) => isDeclaredGlobal(inner, name));
}

function unbound(run: Run, target: State, name: string, at: Span): void {
  const { scope, file } = target.source;
  if (target.status === 'running' && scope.bindings.has(name)) {
    const from = run.chain.indexOf(target);
    const files = run.chain.slice(Math.max(0, from)).map((one) => one.source.file);
    run.faults.push({ kind: 'circular', name, at, other: target.importAt ?? at, files });
    return;
  }
  const likely = nearest(
    name,
    [...scope.bindings.keys()].filter((known) => !/[.[]/.test(known)),
  );
  run.faults.push({ kind: 'name-missing', name, at, file, ...(likely === undefined ? {} : { nearest: likely }) });
}

/** `import models` in a circle fails only where something of it is used before it is there: `models.db` at module level. */
function checkAttributes(run: Run, state: State, statement: Statement): void {
  if (statement.kind === 'function') return;
  for (const expression of ownExpressions(statement)) {
    eachExpression(expression, (inner) => {
      if (inner.kind !== 'attribute' || inner.object.kind !== 'name' || run.faults.length > 0) return;
      const binding = state.source.scope.bindings.get(inner.object.name)?.at(-1);
      if (binding?.how.kind !== 'module') return;
      const file = run.table.fileOf(state.source.file, binding.how.module, 0);
      const target = file === undefined ? undefined : run.states.get(file);
      if (target?.status !== 'running' || target === state || isBound(target, inner.name)) return;
      if (target.source.scope.bindings.has(inner.name)) unbound(run, target, inner.name, spanOf(state, inner));
    });
  }
}

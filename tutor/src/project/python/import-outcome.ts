import type { Span } from '../../core/span.ts';
import type { AnswerWorld } from './answers.ts';
import type { Statement } from './grammar/tree.ts';
import type { StartedAs } from './import-run.ts';
import type { ModuleTable } from './modules.ts';
import type { ModuleView } from './qualify.ts';
import type { PythonReading } from './reading.ts';
import { type Frame, newPlay, type Play } from './simulation/play.ts';
import { runStatement } from './simulation/run.ts';

/** What importing the app comes to. */
export type ImportOutcome =
  /** Nothing that the text tells stops it. */
  | { readonly kind: 'imports' }
  /** An exception at module level that nothing catches: the program ends. `message`: what Python prints behind its name. */
  | { readonly kind: 'raises'; readonly exception: string; readonly message: string | undefined; readonly at: Span };

/**
 * Runs the statements at module level, of the app and of the project's modules that it imports, in their order.
 * What is not known is passed over: only an exception that surely comes is told.
 */
export function importOutcome(
  entry: PythonReading,
  table: ModuleTable,
  readings: readonly PythonReading[],
  startedAs: StartedAs,
  world: AnswerWorld,
): ImportOutcome {
  const view = table.view(entry.file);
  if (view === undefined) return { kind: 'imports' };
  const play = newPlay(world, readings, table);
  return importModule({ play, table, done: new Set() }, view, startedAs) ?? { kind: 'imports' };
}

type Importing = { readonly play: Play; readonly table: ModuleTable; readonly done: Set<string> };

function importModule(importing: Importing, view: ModuleView, startedAs: StartedAs): ImportOutcome | undefined {
  if (importing.done.has(view.file)) return undefined;
  importing.done.add(view.file);
  const name = startedAs === 'main' ? '__main__' : (view.file.split('/').at(-1)?.replace(/\.py$/, '') ?? '');
  const frame: Frame = {
    view,
    scope: view.scope,
    values: new Map([['__name__', { kind: 'constant', value: name }]]),
    handling: undefined,
  };
  for (const statement of importing.table.source(view.file)?.parsed.body ?? []) {
    const outcome = importsOf(importing, view, statement) ?? runAtModuleLevel(importing.play, frame, statement);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function importsOf(importing: Importing, view: ModuleView, statement: Statement): ImportOutcome | undefined {
  const modules =
    statement.kind === 'import'
      ? statement.modules.map((module) => ({ module: module.module, level: 0 }))
      : statement.kind === 'from-import'
        ? [
            statement,
            ...statement.names.map((name) => ({ module: dotted(statement.module, name.name), level: statement.level })),
          ]
        : [];
  for (const { module, level } of modules) {
    const inner = view.linked(module, level);
    const outcome = inner === undefined ? undefined : importModule(importing, inner, 'module');
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function dotted(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}

function runAtModuleLevel(play: Play, frame: Frame, statement: Statement): ImportOutcome | undefined {
  const flow = runStatement(play, frame, statement);
  return flow.kind === 'raises'
    ? { kind: 'raises', exception: flow.exception, message: flow.message, at: flow.at }
    : undefined;
}

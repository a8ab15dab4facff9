import type { FunctionStatement, Statement } from './grammar/tree.ts';
import type { ModuleTable } from './modules.ts';
import { readCalls } from './placed-calls.ts';
import type { ModuleView } from './qualify.ts';
import type { PythonProject } from './read-project.ts';
import type { Connection, PythonReading, Route } from './reading.ts';
import type { Scope } from './scope.ts';
import { calledFunction, findFunction } from './simulation/functions.ts';

/** A connection and how a route comes to it. */
export type ReachedConnection = {
  readonly connection: Connection;
  /** `called`: in the view or in a function that it calls. `module`: made when the module is imported, for all views. */
  readonly by: 'called' | 'module';
};

/** How many functions are followed from one view. */
const MAX_FUNCTIONS = 200;

/** The connections that a route's view can make, through the functions of the project that it calls. */
export function connectionsBehind(
  project: PythonProject,
  reading: PythonReading,
  route: Route,
): readonly ReachedConnection[] {
  const functions = functionsBehind(project, reading, route);
  return project.modules.flatMap((module) =>
    module.connections.flatMap((connection): ReachedConnection[] => {
      if (connection.when === 'import') return [{ connection, by: 'module' }];
      const holder = functions.find((one) => one.file === module.file && holds(one.statement, connection.span));
      return holder === undefined ? [] : [{ connection, by: 'called' }];
    }),
  );
}

type ReachedFunction = { readonly file: string; readonly statement: Statement & FunctionStatement };

function functionsBehind(project: PythonProject, reading: PythonReading, route: Route): readonly ReachedFunction[] {
  const { table } = project;
  const view = table.view(reading.file);
  const start = view === undefined || route.view === undefined ? undefined : findFunction(view.scope, route.view, view);
  if (start === undefined) return [];
  const found = new Map<Statement, ReachedFunction>();
  const waiting = [{ file: start.view.file, statement: start.statement }];
  for (let next = waiting.pop(); next !== undefined && found.size < MAX_FUNCTIONS; next = waiting.pop()) {
    if (found.has(next.statement)) continue;
    found.set(next.statement, next);
    waiting.push(...calledBy(table, next));
  }
  return [...found.values()];
}

/** Functions of the project that stand in calls inside a function. */
function calledBy(table: ModuleTable, caller: ReachedFunction): readonly ReachedFunction[] {
  const view = table.view(caller.file);
  const body = table.source(caller.file)?.parsed.body;
  if (view === undefined || body === undefined) return [];
  return readCalls(view, body).flatMap(({ expression, standing }) => {
    if (expression.kind !== 'call' || !holds(caller.statement, { start: expression.from, end: expression.to }))
      return [];
    const called = calledFunction(frameOf(view, standing.scope), expression.callee, standing.order);
    return called === undefined ? [] : [{ file: called.view.file, statement: called.statement }];
  });
}

function frameOf(view: ModuleView, scope: Scope): Parameters<typeof calledFunction>[0] {
  return { view, scope, values: new Map(), handling: undefined };
}

function holds(statement: Statement, span: { readonly start: number; readonly end: number }): boolean {
  return statement.from <= span.start && span.end <= statement.to;
}

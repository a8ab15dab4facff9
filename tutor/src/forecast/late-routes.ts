import type { PythonReading, Route, ServerRun } from '../project/python/reading.ts';
import type { ServerStart } from '../project/shell/start.ts';

/** Routes of the started file that stand behind the call that serves: Python comes to them only when the server has ended. */
export type LateRoutes = { readonly run: ServerRun; readonly routes: readonly Route[] };

/** Looks for them where Python is started with the very file. A reloader runs the file anew and comes no further either. */
export function lateRoutes({
  start,
  entry,
}: {
  readonly start?: ServerStart;
  readonly entry?: PythonReading;
}): LateRoutes | undefined {
  if (start?.kind !== 'python-file' || entry === undefined) return undefined;
  const run = entry.runs.find((one) => one.server === 'flask' && one.reached !== 'function');
  if (run === undefined) return undefined;
  const routes = entry.routes.filter((route) => route.span.start > run.span.end);
  return routes.length === 0 ? undefined : { run, routes };
}

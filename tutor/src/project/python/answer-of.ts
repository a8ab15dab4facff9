import type { AnswerWorld, RouteAnswer } from './answers.ts';
import type { ModuleTable } from './modules.ts';
import type { ModuleView } from './qualify.ts';
import type { PythonReading, Route } from './reading.ts';
import type { Scope } from './scope.ts';
import { type FoundFunction, findFunction } from './simulation/functions.ts';
import { type Flow, newFrame, newPlay, type Play } from './simulation/play.ts';
import { response } from './simulation/responses.ts';
import { runBlock } from './simulation/run.ts';
import { spanIn } from './symbolic-of.ts';

/**
 * Follows the function behind a route as Python would run it, in a world that says what variables hold and how
 * connections go. Gives up (`unknown`) at anything whose outcome the text does not tell.
 */
export function answerOf(
  reading: PythonReading,
  route: Route,
  table: ModuleTable,
  readings: readonly PythonReading[],
  world: AnswerWorld,
): RouteAnswer {
  const view = table.view(reading.file);
  const found = view === undefined || route.view === undefined ? undefined : findFunction(view.scope, route.view, view);
  if (view === undefined || found === undefined) return { kind: 'unknown' };
  const isOwn = reading.applications.some(({ name }) => name === route.on);
  const lacking = isOwn ? lackingArgument(found, route, view) : undefined;
  if (lacking !== undefined) return lacking;
  const play = newPlay(world, readings, table, route.path);
  const early = answeredBefore(play, readings, table);
  if (early !== undefined) return early;
  const answer = answered(runBlock(play, newFrame(view, found.scope, found.statement), found.statement.body), view);
  // A handler of errors may answer anything in place of 500.
  return answer.kind === 'raises' && /\.(?:app_)?errorhandler\(/.test(play.texts) ? { kind: 'unknown' } : answer;
}

/** A parameter that the path does not fill. Other decorators than that of the route may give more. */
function lackingArgument({ statement }: FoundFunction, route: Route, view: ModuleView): RouteAnswer | undefined {
  const [only, more] = statement.decorators;
  const isPlain = only?.kind === 'call' && more === undefined && only.arguments.length === 1;
  const [first] = statement.parameters;
  if (!isPlain || first === undefined || first.fallback !== undefined || first.kind !== 'plain') return undefined;
  if (route.path === undefined || route.path.includes(first.name)) return undefined;
  return { kind: 'raises', exception: 'TypeError', at: spanIn(view, first), lacks: first.name };
}

/** What a function that is run before every request answers in place of the view. */
function answeredBefore(play: Play, readings: readonly PythonReading[], table: ModuleTable): RouteAnswer | undefined {
  if (!/\.before_(?:app_)?request\b/.test(play.texts)) return undefined;
  for (const reading of readings) {
    const view = table.view(reading.file);
    for (const found of view === undefined ? [] : functionsBefore(view.scope, view)) {
      const flow = runBlock(play, newFrame(found.view, found.scope, found.statement), found.statement.body);
      if (flow.kind === 'next') continue;
      const isNone = flow.kind === 'returns' && flow.value.kind === 'constant' && flow.value.value === null;
      if (!isNone) return answered(flow, found.view);
    }
  }
  return undefined;
}

function functionsBefore(scope: Scope, view: ModuleView): FoundFunction[] {
  return [...scope.scopes].flatMap(([statement, inner]) => {
    const deeper = functionsBefore(inner, view);
    if (statement.kind !== 'function') return deeper;
    const isBefore = statement.decorators.some(
      (decorator) => decorator.kind === 'attribute' && /^before_(?:app_)?request$/.test(decorator.name),
    );
    return isBefore ? [{ statement, scope: inner, view }, ...deeper] : deeper;
  });
}

function answered(flow: Flow, view: ModuleView): RouteAnswer {
  if (flow.kind === 'raises') return { kind: 'raises', exception: flow.exception, at: flow.at };
  if (flow.kind === 'next') return { kind: 'raises', exception: 'TypeError', at: spanIn(view, { from: 0, to: 0 }) };
  return flow.kind === 'returns' ? response(flow.value, 200, spanIn(view, flow.at)) : { kind: 'unknown' };
}

import type { AnswerWorld, RouteAnswer } from './answers.ts';
import type { ModuleTable } from './modules.ts';
import type { ModuleView } from './qualify.ts';
import type { PythonReading, Route } from './reading.ts';
import { findFunction } from './simulation/functions.ts';
import { type Flow, newFrame, newPlay } from './simulation/play.ts';
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
  const play = newPlay(world, readings, table);
  const frame = newFrame(view, found.scope, found.statement);
  return answered(runBlock(play, frame, found.statement.body), view);
}

function answered(flow: Flow, view: ModuleView): RouteAnswer {
  if (flow.kind === 'raises') return { kind: 'raises', exception: flow.exception, at: flow.at };
  if (flow.kind !== 'returns') return { kind: 'unknown' };
  const at = spanIn(view, flow.at);
  return response(flow.value, 200, at);
}

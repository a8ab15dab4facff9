import type { PageForecast } from '../core/result.ts';
import type { Project } from '../project/project.ts';
import { answerOf } from '../project/python/answer-of.ts';
import { type AnswerWorld, type RouteAnswer, wholeBody } from '../project/python/answers.ts';
import type { Route } from '../project/python/reading.ts';
import { knownValues, unknownVariables } from './container-environment.ts';
import type { Facts } from './facts.ts';
import { isLoadedFromFile, loadedValue } from './loaded-dotenv.ts';

/** What the server at the page's address answers, without its address; `unknown` where the app's text does not tell. */
export type PageAnswer = Pick<PageForecast, 'status' | 'body' | 'fails'>;

const UNTOLD: PageAnswer = { fails: 'unknown' };
const METHOD_NOT_ALLOWED = 405;
const NOT_FOUND = 404;
const SERVER_ERROR = 500;

/** What the page answers with the variables that its container has, when its connections go so. */
export function pageAnswer(project: Project, facts: Facts, connect: AnswerWorld['connect']): PageAnswer {
  const { modules, python, routes } = facts.source;
  const answers = modules.flatMap((module) =>
    module.routes.filter((route) => route.path === '/').map((route) => ({ module, route })),
  );
  const taken = answers.find(({ route }) => route.methods.length === 0 || route.methods.includes('GET'));
  if (taken === undefined) return withoutRoute(routes, answers);
  const asked = modules.flatMap((module) => module.environmentReads.map((read) => read.name));
  const fromFiles = asked.filter((name) => isLoadedFromFile(project, facts.source, name));
  const given = knownValues(facts.environment);
  const loaded = fromFiles.map((name) => [name, loadedValue(project, facts.source, name, given[name])] as const);
  const told = loaded.filter((one): one is [string, string] => one[1] !== undefined);
  const untold = loaded.filter(([, value]) => value === undefined).map(([name]) => name);
  const world: AnswerWorld = {
    environment: { ...given, ...Object.fromEntries(told) },
    unknownVariables: [...unknownVariables(facts.environment), ...untold],
    connect,
  };
  return sayAnswer(answerOf(taken.module, taken.route, python.table, modules, world));
}

function withoutRoute(routes: Facts['source']['routes'], answers: readonly { readonly route: Route }[]): PageAnswer {
  if (routes.kind !== 'told') return UNTOLD;
  if (answers.length > 0) return { status: METHOD_NOT_ALLOWED };
  return routes.paths.includes('/') ? UNTOLD : { status: NOT_FOUND };
}

function sayAnswer(answer: RouteAnswer): PageAnswer {
  switch (answer.kind) {
    case 'answers': {
      const body = wholeBody(answer.body);
      return { status: answer.status, ...(body === undefined ? {} : { body }) };
    }
    case 'redirects':
      return { status: answer.status };
    case 'raises':
      return { status: SERVER_ERROR };
    case 'unknown':
      return UNTOLD;
  }
}

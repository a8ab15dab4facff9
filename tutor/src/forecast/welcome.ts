import { answerOf } from '../project/python/answer-of.ts';
import { type AnswerWorld, type RouteAnswer, wholeBody } from '../project/python/answers.ts';
import type { ModuleTable } from '../project/python/modules.ts';
import type { PythonReading } from '../project/python/reading.ts';

/** A world in which everything is there that the app asks for. */
const WELL: AnswerWorld = {
  environment: {
    DATABASE_URL: 'postgresql://user:password@db:5432/mydatabase',
  },
  connect: () => ({ kind: 'works' }),
};

/** What the page at `/` says when all is well, where its route returns one text and nothing else can be meant. */
export function welcomeOf(modules: readonly PythonReading[], table: ModuleTable): string | undefined {
  const answer = answerWhenWell(modules, table);
  return answer?.kind === 'answers' && answer.status === 200 ? wholeBody(answer.body) : undefined;
}

/**
 * What the function behind `/` answers when every connection works and every variable that it reads is given.
 * Undefined where no route is known to answer there.
 */
export function answerWhenWell(
  modules: readonly PythonReading[],
  table: ModuleTable,
  environment: AnswerWorld['environment'] = {},
): RouteAnswer | undefined {
  const asked = modules.flatMap((module) => module.environmentReads.map((read) => read.name));
  const world: AnswerWorld = {
    ...WELL,
    environment: { ...WELL.environment, ...environment },
    unknownVariables: asked.filter((name) => !(name in WELL.environment) && !(name in environment)),
  };
  for (const module of modules) {
    const route = module.routes.find((one) => one.path === '/' && one.methods.includes('GET'));
    if (route !== undefined) return answerOf(module, route, table, modules, world);
  }
  return undefined;
}

import { assemble, type Surroundings } from './assemble.ts';
import type { CheckWord } from './check.ts';
import type { RunEvent } from './events.ts';
import { judge, judgedChecks } from './judge.ts';
import { planSteps } from './plan.ts';
import type { Result } from './result.ts';
import type { Rule } from './rule.ts';
import type { Chapter } from './step.ts';

/** One run: what is asked, and the two looks it takes. `Context` is what checks and rules look at. */
export type Run<Context> = {
  readonly chapter: Chapter;
  /** Step ids; none: all. */
  readonly steps: readonly string[];
  readonly words: ReadonlyMap<string, CheckWord<Context>>;
  readonly rules: readonly Rule<Context>[];
  readonly engine: 'asked' | 'off';
  readonly proof: 'asked' | 'not-asked';
  /** Reads the files. */
  readonly read: () => Context;
  /** Asks the engine, the page and the database; called only where the engine is asked and a stack step is planned. */
  readonly observe: (context: Context, emit: (event: RunEvent) => void) => Promise<Context>;
  /** What the result says beside the verdicts, from what was seen. */
  readonly around: (context: Context) => Surroundings;
  readonly now: () => number;
};

/** Judges a project from its files, then, where asked, from the running stack; tells each verdict as it falls. */
export async function run<Context>(request: Run<Context>, emit: (event: RunEvent) => void): Promise<Result> {
  const plan = planSteps(request.chapter, request.steps);
  emit({
    kind: 'planned',
    steps: plan.map(({ step }) => ({
      id: step.id,
      title: step.title,
      checks: judgedChecks(step.checks, request.proof).map(({ id, asserts }) => ({ id, asserts })),
    })),
  });
  const fromFiles = request.read();
  const asksStack = plan.some(({ step }) => step.judgedFrom === 'stack') || request.proof === 'asked';
  if (request.engine === 'off' || !asksStack) return conclude(request, plan, fromFiles, emit);
  // The engine may take seconds to answer; what the files say is known now.
  const early = verdicts(request, plan, fromFiles);
  tellSteps(early, emit, (step) => step.judgedFrom === 'files');
  const { diagnoses, stack } = assemble(early, request.around(fromFiles));
  emit({ kind: 'diagnosed', diagnoses, ...(stack === undefined ? {} : { stack }) });
  return conclude(request, plan, await request.observe(fromFiles, emit), emit);

  function tellSteps(
    judgement: ReturnType<typeof judge>,
    tell: (event: RunEvent) => void,
    which: (step: Chapter['steps'][number]) => boolean,
  ): void {
    for (const result of judgement.steps) {
      const step = plan.find((planned) => planned.step.id === result.id)?.step;
      if (step === undefined || !which(step)) continue;
      for (const check of result.checks) tell({ kind: 'checked', step: result.id, check });
      tell({ kind: 'judged', step: result });
    }
  }

  function conclude(of: Run<Context>, planned: typeof plan, context: Context, tell: (event: RunEvent) => void): Result {
    const judgement = verdicts(of, planned, context);
    tellSteps(judgement, tell, () => true);
    const result = assemble(judgement, of.around(context));
    tell({
      kind: 'diagnosed',
      diagnoses: result.diagnoses,
      ...(result.forecast === undefined ? {} : { forecast: result.forecast }),
    });
    tell({ kind: 'finished', result });
    return result;
  }
}

function verdicts<Context>(
  request: Run<Context>,
  plan: ReturnType<typeof planSteps>,
  context: Context,
): ReturnType<typeof judge> {
  const { words, rules, engine, proof, now } = request;
  return judge({ context, plan, words, rules, engine, proof, now });
}

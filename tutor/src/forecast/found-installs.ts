import type { PackageInstall } from '../project/dockerfile/installs.ts';
import type { RunInstruction, Stage } from '../project/dockerfile/reading.ts';
import { type RunFacts, readRun } from '../project/dockerfile/run-facts.ts';
import { runVariables } from '../project/dockerfile/run-variables.ts';

/** A command that installs Python packages, and where it stands. */
export type FoundInstall = {
  readonly install: PackageInstall;
  readonly run: RunInstruction;
  readonly stage: Stage;
};

/** A RUN, what it does, and its stage. */
export type FoundRun = { readonly facts: RunFacts; readonly run: RunInstruction; readonly stage: Stage };

/** Every command of these stages that installs Python packages, in the order of the file. */
export function foundInstalls(stages: readonly Stage[]): readonly FoundInstall[] {
  return foundRuns(stages).flatMap(({ facts, run, stage }) =>
    facts.installs.map((install): FoundInstall => ({ install, run, stage })),
  );
}

/** Every RUN of these stages. */
export function foundRuns(stages: readonly Stage[]): readonly FoundRun[] {
  return stages.flatMap((stage) =>
    stage.instructions.flatMap((run): FoundRun[] =>
      run.keyword === 'RUN' ? [{ facts: factsOfRun(run, stage), run, stage }] : [],
    ),
  );
}

/** What was read of a RUN: many rules ask for the same one, and an instruction never changes. */
const known = new WeakMap<RunInstruction, RunFacts>();

function factsOfRun(run: RunInstruction, stage: Stage): RunFacts {
  const before = known.get(run);
  if (before !== undefined) return before;
  const facts = readRun(run, runVariables(stage));
  known.set(run, facts);
  return facts;
}

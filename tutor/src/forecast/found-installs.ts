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
      run.keyword === 'RUN' ? [{ facts: readRun(run, runVariables(stage)), run, stage }] : [],
    ),
  );
}

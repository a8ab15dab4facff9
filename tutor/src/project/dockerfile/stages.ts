import type { DockerfileReading, Stage } from './reading.ts';

/** The stage that a build makes: the one that `target` names (by name or number), else the last. Undefined where there is none. */
export function finalStage(reading: DockerfileReading, target?: string): Stage | undefined {
  return target === undefined || target === '' ? reading.stages.at(-1) : stageByReference(reading, target);
}

/** A stage by name (in any case) or number. */
export function stageByReference(reading: DockerfileReading, reference: string): Stage | undefined {
  const name = reference.toLowerCase();
  const byName = reading.stages.findLast((stage) => stage.name === name);
  if (byName !== undefined) return byName;
  return /^\d+$/.test(reference) ? reading.stages[Number(reference)] : undefined;
}

/** The stages that a build of one stage needs, itself included, in the order of the file. BuildKit skips all others. */
export function neededStages(reading: DockerfileReading, stage: Stage): readonly Stage[] {
  const needed = new Set<number>();
  const waiting = [stage.number];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = reading.stages[next];
    if (one === undefined || needed.has(next)) continue;
    needed.add(next);
    if (one.parent !== undefined) waiting.push(one.parent);
    for (const instruction of one.instructions) {
      if (instruction.keyword === 'COPY' && instruction.from?.target.kind === 'stage') {
        waiting.push(instruction.from.target.stage);
      }
    }
  }
  return reading.stages.filter((one) => needed.has(one.number));
}

import type { Stage } from './reading.ts';
import type { RunVariables } from './run-facts.ts';

/**
 * The variables that a RUN of a stage sees. Those of the whole stage are taken: an ENV behind a RUN that uses it is rare,
 * and its value is then the same as meant.
 */
export function runVariables(stage: Stage): RunVariables {
  return (name) => {
    const variable = stage.image.environment.get(name);
    if (variable !== undefined) return variable.value;
    if (stage.arguments.has(name)) return stage.arguments.get(name);
    return stage.image.bottom === 'unknown' ? undefined : null;
  };
}

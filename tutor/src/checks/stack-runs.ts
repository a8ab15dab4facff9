import { type CheckWord, failed, passed } from '../core/check.ts';
import { containersOfFile, isAtWork, judgeDeployed } from '../core/observed-stack.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';
import { isScaledToNothing } from '../forecast/seen/services.ts';

/** Every service of the active profiles has a container that runs, or that was a one-shot and ended with 0. web and db must run; one that is scaled to nothing need not. */
export const check: CheckWord<Context> = {
  word: 'stack-runs',
  looksAt: 'stack',
  run({ observed, project, facts }) {
    return judgeDeployed(observed, (stack) => {
      const containers = containersOfFile(stack);
      if (containers.length === 0)
        return failed({ title: 'nothing of this project is running', look: 'docker compose up -d', subject: 'absent' });
      const mustRun = [serviceOf(facts.roles.web)?.name, serviceOf(facts.roles.db)?.name];
      for (const { name } of project.view.services.filter((service) => !isScaledToNothing(service))) {
        const own = containers.filter((container) => container.service === name);
        const [first] = own;
        if (first === undefined) return failed({ title: `\`${name}\` has no container`, look: 'docker compose ps -a' });
        const bad = own.find(
          (container) => !isAtWork(container) || (mustRun.includes(name) && container.state !== 'running'),
        );
        if (bad === undefined) continue;
        return failed({
          title: bad.state === 'exited' ? `\`${name}\` has exited with ${bad.exitCode}` : `\`${name}\` is ${bad.state}`,
          evidence: [{ kind: 'log', service: name, lines: (stack.logs[name] ?? []).slice(-5) }],
          look: `docker compose logs ${name}`,
        });
      }
      return passed;
    });
  },
};

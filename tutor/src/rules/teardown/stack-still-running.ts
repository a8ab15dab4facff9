import type { Evidence } from '../../core/evidence.ts';
import type { ContainerSeen } from '../../core/observation.ts';
import { ownContainers } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { leftBehind } from '../../forecast/seen/left.ts';

/** The stack has shown what it can, and still runs: the last work to do. */
export const rule: Rule<Context> = {
  rule: 'stack-still-running',
  severity: 'error',
  step: 'teardown',
  explains: 'containers-gone',
  recognise(context) {
    const left = leftBehind(context);
    const containers = left === undefined ? [] : ownContainers(left);
    if (containers.length === 0) return [];
    const names = [...new Set(containers.map((container) => `\`${container.service}\``))];
    const down = downEvidence(context);
    return [
      {
        title: `${list(names)} still ${names.length === 1 ? 'has its container' : 'have their containers'}`,
        notes: [
          containers.every((one) => one.leftOver)
            ? 'the Compose file has no such service any more, so that `docker compose down` alone leaves it'
            : '`docker compose down` takes containers and network away, and leaves the volume with the data',
        ],
        help: `run \`docker compose ${nameOption(context)}down${orphanOption(containers)}\``,
        subject: 'absent',
        basis: 'observed',
        evidence: [
          ...down,
          ...containers.map(
            (container): Evidence => ({
              kind: 'state',
              subject: `container ${container.name}`,
              says: `is ${container.state}`,
            }),
          ),
        ],
      },
    ];
  },
};

/** A stack that runs under another name than Compose would give it here is taken down by that name alone. */
function nameOption({ observed }: Context): string {
  if (observed.engine !== 'observed' || observed.stack.foundBy !== 'folder') return '';
  return `--project-name ${observed.stack.project} `;
}

/** What the file does not name is removed only when that is asked for. */
function orphanOption(containers: readonly ContainerSeen[]): string {
  return containers.some((one) => one.leftOver) ? ' --remove-orphans' : '';
}

/** What `down` said, where it was run and did not do it. */
function downEvidence({ observed }: Context): readonly Evidence[] {
  const down = observed.engine === 'observed' ? observed.stack.down : undefined;
  return down === undefined
    ? []
    : [{ kind: 'command', command: down.command, exitCode: down.exitCode, output: down.output.slice(-OUTPUT_UNITS) }];
}

const OUTPUT_UNITS = 600;

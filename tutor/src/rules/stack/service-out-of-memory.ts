import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { seenStack } from '../../forecast/seen/stack.ts';
import type { Service } from '../../project/compose/project.ts';
import { child, down, textOf } from '../../project/compose/tree.ts';

/** The kernel ended a service that wanted more memory than it may have. */
export const rule: Rule<Context> = {
  rule: 'service-out-of-memory',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: OUT_OF_DATE,
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    return servicesSeen(context, stack)
      .filter(({ fate }) => fate === 'no-memory')
      .map((seen) => {
        const { name } = seen.service;
        const limit = limitOf(seen.service);
        return {
          title: `\`${name}\` was ended because it wanted more memory than it may have`,
          ...(limit === undefined ? {} : { primary: limit }),
          notes: [
            `the engine marks the container as ended for want of memory, with exit code ${seen.container.exitCode}`,
          ],
          help:
            limit === undefined
              ? 'see who uses the memory with `docker stats`, and give Docker more of it'
              : `give \`${name}\` more memory here, or have its program use less`,
          basis: 'observed',
          evidence: [
            stateEvidence(seen),
            { kind: 'state', subject: name, says: 'has State.OOMKilled true in `docker inspect`' },
          ],
        };
      });
  },
};

function limitOf(service: Service): Label | undefined {
  const node = child(service.source, 'mem_limit') ?? down(service.source, 'deploy', 'resources', 'limits', 'memory');
  if (node === undefined || textOf(node) === undefined) return undefined;
  return { span: node.span, message: `\`${service.name}\` may have no more than this` };
}

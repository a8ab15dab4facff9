import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { logEvidence, logOf } from '../../forecast/seen/log.ts';
import { servicesSeen } from '../../forecast/seen/services.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import { failedUp, upEvidence } from '../../forecast/seen/up.ts';
import type { Service } from '../../project/compose/project.ts';
import { child } from '../../project/compose/tree.ts';

/** An image is made for another kind of processor than this machine has. */
export const rule: Rule<Context> = {
  rule: 'platform-mismatch',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context): readonly Diagnosis[] {
    const stack = troubledStack(context);
    if (stack === undefined) return [];
    const line = failedUp(stack)
      .split('\n')
      .find((one) => NO_MANIFEST.test(one));
    if (line !== undefined) {
      const platform = NO_MANIFEST.exec(line)?.[1] ?? 'this machine';
      return [
        {
          title: `an image of the project is not made for ${platform}`,
          help: 'choose an image that is made for it too, or set `platform: linux/amd64`, which runs it slowly',
          basis: 'observed',
          evidence: upEvidence(stack, [line.trim()]),
        },
      ];
    }
    return servicesSeen(context, stack)
      .filter(({ fate }) => fate === 'ended' || fate === 'looping' || fate === 'could-not-start')
      .flatMap(({ service, container }) => {
        const said = [container.error, ...logOf(stack, service.name)].find((one) => WRONG_FORMAT.test(one));
        if (said === undefined) return [];
        return [
          {
            title: `the image of \`${service.name}\` is made for another kind of processor`,
            ...placeOf(service),
            help: 'take `platform` away, or choose an image that is made for this machine',
            basis: 'observed' as const,
            evidence: logEvidence(stack, service.name, [said]),
          },
        ];
      });
  },
};

const NO_MANIFEST = /no matching manifest for (\S+) in the manifest list entries|no match for platform in manifest/;
/** The kernel's word for a program of another processor; a script without its first line gets the same, but not from the entrypoint. */
const WRONG_FORMAT = /^(?:exec )?\S*(?:docker-entrypoint\.sh|python3?|postgres|\/sh)"?: exec format error/;

function placeOf(service: Service): Pick<Diagnosis, 'primary'> {
  const platform = child(service.source, 'platform');
  if (platform !== undefined) return { primary: { span: platform.span, message: 'asks for this kind of processor' } };
  return service.image === undefined ? {} : { primary: { span: service.image.span, message: 'names this image' } };
}

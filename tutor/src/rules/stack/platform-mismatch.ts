import type { Diagnosis } from '../../core/diagnosis.ts';
import type { StackSeen } from '../../core/observation.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { logEvidence, logOf } from '../../forecast/seen/log.ts';
import { servicesSeen } from '../../forecast/seen/services.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import { failedUp, upEvidence } from '../../forecast/seen/up.ts';
import type { Service } from '../../project/compose/project.ts';
import { child, textOf } from '../../project/compose/tree.ts';

/** An image is made for another kind of processor than this machine has. */
export const rule: Rule<Context> = {
  rule: 'platform-mismatch',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context): readonly Diagnosis[] {
    const stack = troubledStack(context);
    if (stack === undefined) return [];
    const refused = refusedPlatform(failedUp(stack));
    if (refused !== undefined) return [unsuited(context, stack, refused)];
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

/** What the engine and BuildKit say where an image has no form for a platform, and where the one that is there has another. */
const REFUSED: readonly RegExp[] = [
  /no matching manifest for (\S+) in the manifest list entries/,
  /does not match the specified platform \(([^)]+)\)/,
  /does not provide the specified platform \(([^)]+)\)/,
  /no match for platform in manifest/,
];

type Refused = { readonly line: string; readonly platform?: string };

function refusedPlatform(output: string): Refused | undefined {
  for (const pattern of REFUSED) {
    const line = output.split('\n').findLast((one) => pattern.test(one));
    if (line === undefined) continue;
    const platform = pattern.exec(line)?.[1];
    return { line: line.trim(), ...(platform === undefined ? {} : { platform }) };
  }
  return undefined;
}

/** Where the file asks for that platform, it is the place to change; else the machine's own is meant. */
function unsuited({ project }: Context, stack: StackSeen, { line, platform }: Refused): Diagnosis {
  const asking = project.view.services.find((one) => isFor(textOf(child(one.source, 'platform')), platform));
  return {
    title:
      asking === undefined
        ? `an image of the project is not made for ${platform ?? 'this machine'}`
        : `the image of \`${asking.name}\` is not made for ${platform ?? 'this machine'}`,
    ...(asking === undefined ? {} : placeOf(asking)),
    help:
      asking === undefined
        ? 'choose an image that is made for it too, or set `platform: linux/amd64`, which runs it slowly'
        : 'take `platform` away, or choose an image that is made for this kind of processor',
    basis: 'observed',
    evidence: upEvidence(stack, [line]),
  };
}

/** `linux/arm64` is asked for as `linux/arm64/v8` too. */
function isFor(written: string | undefined, platform: string | undefined): boolean {
  if (written === undefined || platform === undefined) return false;
  return written === platform || platform.startsWith(`${written}/`) || written.startsWith(`${platform}/`);
}

/** The kernel's word for a program of another processor; a script without its first line gets the same, but not from the entrypoint. */
const WRONG_FORMAT = /^(?:exec )?\S*(?:docker-entrypoint\.sh|python3?|postgres|\/sh)"?: exec format error/;

function placeOf(service: Service): Pick<Diagnosis, 'primary'> {
  const platform = child(service.source, 'platform');
  if (platform !== undefined) return { primary: { span: platform.span, message: 'asks for this kind of processor' } };
  return service.image === undefined ? {} : { primary: { span: service.image.span, message: 'names this image' } };
}

import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { imageNamedAt, imageNotFound, plainReference } from '../../forecast/seen/images.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import { failedUp, upEvidence } from '../../forecast/seen/up.ts';

/** The registry knows no image of that name and tag. */
export const rule: Rule<Context> = {
  rule: 'image-not-found',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: [
    'db-image-invalid',
    'db-image-wrong-version',
    'dockerfile-base-image',
    'dockerfile-unknown-stage',
    'registry-unreachable',
    'registry-rate-limited',
  ],
  recognise(context) {
    const stack = troubledStack(context);
    const said = stack === undefined ? undefined : imageNotFound(context, failedUp(stack));
    if (stack === undefined || said === undefined) return [];
    const at = imageNamedAt(context, said.reference);
    return [
      {
        title: `the registry has no image \`${plainReference(said.reference)}\``,
        ...(at === undefined ? {} : { primary: at }),
        notes: ['the name before the colon and the tag behind it must both be there, letter by letter'],
        help: 'write a name and a tag that exist, such as `postgres:16-alpine`',
        basis: 'observed',
        evidence: upEvidence(stack, [said.line]),
      },
    ];
  },
};

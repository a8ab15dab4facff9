import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { imageDenied, imageNamedAt, plainReference } from '../../forecast/seen/images.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';
import { failedUp, upEvidence } from '../../forecast/seen/up.ts';

/** The registry gives the image to nobody who is not signed in, which is also what Docker Hub says of a name that does not exist. */
export const rule: Rule<Context> = {
  rule: 'image-pull-denied',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: [
    'db-image-invalid',
    'db-image-missing',
    'web-build-missing',
    'dockerfile-base-image',
    'dockerfile-unknown-stage',
    'registry-unreachable',
    'registry-rate-limited',
  ],
  recognise(context) {
    const stack = troubledStack(context);
    const said = stack === undefined ? undefined : imageDenied(failedUp(stack));
    if (stack === undefined || said === undefined) return [];
    const at = imageNamedAt(context, said.reference);
    return [
      {
        title: `\`${plainReference(said.reference)}\` is not an image that the registry gives to everybody`,
        ...(at === undefined ? {} : { primary: at }),
        notes: ['Docker Hub says the same of a name that does not exist and of one that is private'],
        help: 'write the name as the registry spells it, or `build:` in its place where the image is your own',
        basis: 'observed',
        evidence: upEvidence(stack, [said.line]),
      },
    ];
  },
};

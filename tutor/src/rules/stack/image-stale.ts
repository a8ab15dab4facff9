import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { hasUpFailed, seenStack } from '../../forecast/seen/stack.ts';
import { imageDifferences } from '../../forecast/seen/stale-image.ts';

/** The container runs on an image that was built from older files. */
export const rule: Rule<Context> = {
  rule: 'image-stale',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['files', 'build-failed', 'image-not-found', 'image-pull-denied', 'disk-full'],
  recognise(context) {
    const stack = seenStack(context);
    const web = serviceOf(context.facts.roles.web)?.name;
    const differences = stack === undefined || hasUpFailed(stack) ? [] : imageDifferences(context, stack);
    if (web === undefined || differences.length === 0) return [];
    const isSure = differences.some((one) => one.certainty === 'sure');
    const isAdded = differences.every((one) => one.what.startsWith('the package '));
    const older = list(differences.map((one) => `\`${one.what.replace(/^the package /, '')}\``));
    return [
      {
        title: isSure
          ? `\`${web}\` runs on an image that was built before ${older} ${isAdded ? 'was added' : 'changed'}`
          : `\`${web}\` may run on an image that was built before ${older} was added`,
        notes: ['an image keeps what was copied into it; `docker compose up -d` alone does not build it anew'],
        help: 'run `docker compose up -d --build`',
        severity: isSure ? 'error' : 'warning',
        basis: 'observed',
        evidence: differences.flatMap((one) => one.evidence),
      },
    ];
  },
};

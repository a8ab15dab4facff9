import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The image that runs holds the packages of the requirements. Passes where that cannot be told. */
export const check: CheckWord<Context> = {
  word: 'dockerfile-installs-requirements',
  looksAt: 'files',
  run({ facts }) {
    const { dockerfile, stage, packages } = facts.source;
    if (packages.kind !== 'lacking') return passed;
    const at = stage?.from.keywordAt;
    return failed({
      title: `the image of ${dockerfile.path} does not hold the packages of the app`,
      ...(at === undefined ? {} : { at: { span: at, message: 'the stage that runs begins here' } }),
      look: 'docker compose run --rm web python -m pip list',
    });
  },
};

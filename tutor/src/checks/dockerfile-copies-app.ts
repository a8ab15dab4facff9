import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The image that runs holds the app. Passes where that cannot be told. */
export const check: CheckWord<Context> = {
  word: 'dockerfile-copies-app',
  looksAt: 'files',
  run({ facts }) {
    const { contents, app, dockerfile, stage } = facts.source;
    if (contents.app(app.path) !== 'absent') return passed;
    const at = stage?.from.keywordAt;
    return failed({
      title: `the image of ${dockerfile.path} does not hold ${app.path}`,
      ...(at === undefined ? {} : { at: { span: at, message: 'the stage that runs begins here' } }),
      look: 'docker compose run --rm web ls -l',
    });
  },
};

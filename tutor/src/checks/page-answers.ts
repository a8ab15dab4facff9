import type { z } from 'zod';
import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeDeployed } from '../core/observed-stack.ts';
import { pageEvidence } from '../core/page-evidence.ts';
import type { Context } from '../forecast/context.ts';

type Parameters = { readonly status: number; readonly contains: string };

/** Parameters of the word in a step file. */
export const parameters = (zod: typeof z) =>
  zod.strictObject({ status: zod.int().min(100).max(599), contains: zod.string().min(1) });

/** GET / at the address that the engine published answers with the asked status and text. */
export const check: CheckWord<Context, Parameters> = {
  word: 'page-answers',
  looksAt: 'stack',
  run({ observed }, { status, contains }) {
    return judgeDeployed(observed, ({ page }) => {
      if (page === undefined)
        return failed({ title: 'no port of the page is published by the engine', look: 'docker compose ps -a' });
      const evidence = [pageEvidence(page)];
      if (page.outcome !== 'answered')
        return failed({ title: `${page.url} does not answer`, evidence, look: `curl -i ${page.url}` });
      if (page.status !== status)
        return failed({
          title: `${page.url} answers ${page.status}, not ${status}`,
          evidence,
          look: `curl -i ${page.url}`,
        });
      if (page.body?.includes(contains)) return { ...passed, evidence };
      return failed({
        title: `${page.url} answers without the words "${contains}"`,
        evidence,
        look: `curl -i ${page.url}`,
      });
    });
  },
};

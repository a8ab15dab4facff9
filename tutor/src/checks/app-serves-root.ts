import type { z } from 'zod';
import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

type Parameters = { readonly path: string };

/** Parameters of the word in a step file. */
export const parameters = (zod: typeof z) => zod.strictObject({ path: zod.string().startsWith('/') });

/** The application has a route for a path. Passes where its routes cannot all be told. */
export const check: CheckWord<Context, Parameters> = {
  word: 'app-serves-root',
  looksAt: 'files',
  run({ facts }, { path }) {
    const { routes } = facts.source;
    if (routes.kind === 'untold' || routes.paths.includes(path)) return passed;
    return failed({ title: `no route answers at ${path}`, look: `docker compose exec web python -m flask routes` });
  },
};

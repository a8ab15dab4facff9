import type { Effect } from '../core/effect.ts';
import type { WebEnd } from './web-end.ts';

/** What a sign-in that fails does to the page: an app that connects when it is imported, and catches nothing, ends. */
export function effectOfRefusal(web: WebEnd): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  const atImport = connection !== undefined && connection.when === 'import' && connection.opens === 'at-once';
  return atImport && !connection.guarded ? 'web-exits' : 'page-fails';
}

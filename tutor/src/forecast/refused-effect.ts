import type { Effect } from '../core/effect.ts';
import type { Connection } from '../project/python/reading.ts';
import type { WebEnd } from './web-end.ts';

/** What a sign-in that fails does to the page: an app that connects when it is imported, and catches nothing, ends. */
export function effectOfRefusal(web: WebEnd): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  return connection !== undefined && connection.opens === 'at-once' ? effectAt(connection) : 'page-fails';
}

/** What an address that cannot be read does: SQLAlchemy reads it when the engine is made, long before it connects. */
export function effectOfMalformed(web: WebEnd): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  return connection?.library === 'sqlalchemy' ? effectAt(connection) : effectOfRefusal(web);
}

function effectAt({ when, guarded }: Connection): Effect {
  return when === 'import' && !guarded ? 'web-exits' : 'page-fails';
}

import type { Effect } from '../core/effect.ts';
import type { Connection } from '../project/python/reading.ts';
import type { WebEnd } from './web-end.ts';

/** What a sign-in that fails does to the page: an app that connects when it is imported, and catches nothing, ends. */
export function effectOfRefusal(web: WebEnd): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  return connection !== undefined && connection.opens === 'at-once' ? effectAt(connection) : 'page-fails';
}

/**
 * What an address does that cannot be read, or is not there: SQLAlchemy reads it when the engine is made, long before it
 * connects. `os.environ["…"]` raises before there is anything to connect with.
 */
export function effectOfMalformed(web: WebEnd): Effect {
  const connection = 'connection' in web ? web.connection : undefined;
  if (connection === undefined) return effectOfRefusal(web);
  const raises = web.kind === 'missing' && web.raises === 'yes';
  // Of several parts SQLAlchemy makes an address, whichever lacks.
  const isRead = connection.library === 'sqlalchemy' && connection.address !== undefined && !isHandedOn(web);
  return raises || isRead ? effectAt(connection) : effectOfRefusal(web);
}

/** What SQLAlchemy hands to the driver as it stands, which looks at it when it connects. */
function isHandedOn(web: WebEnd): boolean {
  return web.kind === 'malformed' && (web.fault.why === 'option' || web.fault.why === 'escape');
}

function effectAt({ when, guarded }: Connection): Effect {
  return when === 'import' && !guarded ? 'web-exits' : 'page-fails';
}

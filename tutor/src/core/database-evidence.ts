import type { Evidence } from './evidence.ts';
import type { DatabaseSeen } from './observation.ts';

/** What the database said, for people. */
export function databaseEvidence(database: DatabaseSeen): Evidence {
  const { target, outcome, message, versionNumber, sqlState } = database;
  const answer =
    outcome === 'signed-in' ? `signed in, server version ${versionNumber ?? 'unknown'}` : (message ?? outcome);
  return {
    kind: 'sql',
    target,
    statement: 'show server_version_num',
    answer,
    ...(sqlState === undefined ? {} : { sqlState }),
  };
}

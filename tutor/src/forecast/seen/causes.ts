import type { Cause } from '../../core/diagnosis.ts';

/** `up` stopped before it started anything: slugs, and what errors of the files foretell. */
export const UP_STOPPED: readonly Cause[] = [
  'image-not-found',
  'image-pull-denied',
  'build-failed',
  'port-conflict',
  'platform-mismatch',
  'container-name-conflict',
  'registry-unreachable',
  'registry-rate-limited',
  'disk-full',
  'compose-refuses',
  'web-not-built',
  'up-stops',
];

/** What runs is not what the files say. */
export const OUT_OF_DATE: readonly Cause[] = ['config-stale', 'image-stale'];

/** A service is not at work. */
export const SERVICE_DOWN: readonly Cause[] = [
  'service-exited',
  'service-restarting',
  'service-stopped',
  'service-out-of-memory',
  'service-not-created',
  'dependency-never-satisfied',
  'disk-full',
];

/** The server of the database ends by itself. */
export const DATABASE_ENDS: readonly Cause[] = [
  'db-exits',
  'volume-stale-version',
  'volume-permission',
  'db-data-not-empty',
  'db-init-script-failed',
];

/** The database does not start. */
export const DATABASE_DOWN: readonly Cause[] = [...DATABASE_ENDS, ...SERVICE_DOWN];

/** The page and its database do not come together. */
export const DATABASE_TROUBLE: readonly Cause[] = [
  'db-host-unresolved',
  'db-not-ready',
  'db-connection-refused',
  'db-authentication-failed',
  'db-database-missing',
  'db-too-many-connections',
  'db-hba-rejects',
  'volume-stale-credentials',
];

/** Somebody took a container off its network, or its name away. */
export const NETWORK_CHANGED: readonly Cause[] = ['network-disconnected', 'network-alias-lost'];

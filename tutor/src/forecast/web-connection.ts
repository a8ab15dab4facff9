import type { ContainerEnvironment } from './container-environment.ts';
import type { WebSource } from './source.ts';
import { endOfConnection, endOfVariable, type WebEnd } from './web-end.ts';

/**
 * The sign-in that the page makes: of the connections in its modules the first that can be told;
 * where the app cannot be read, or connects nowhere, the address that its container is given.
 */
export function chooseWebEnd(source: WebSource, environment: ContainerEnvironment): WebEnd {
  const connections = source.modules.flatMap((module) => module.connections);
  const ends = connections.map((connection) => endOfConnection(connection, environment));
  const told =
    ends.find((end) => end.kind === 'parts' || end.kind === 'malformed') ?? ends.find((end) => end.kind === 'missing');
  if (told !== undefined) return told;
  const given = endOfVariable(environment);
  return given.kind === 'none' ? (ends[0] ?? given) : given;
}

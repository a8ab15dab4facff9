import type { ObservePorts } from '../observe/ports.ts';
import { systemClock } from './clock.ts';
import { type DockerCli, dockerCli } from './docker.ts';
import type { Host } from './host.ts';
import { httpPage } from './page.ts';
import { portHolders } from './ports.ts';
import { databaseThrough } from './postgres.ts';

/** The world as it is, for an observation. Loaded only where the engine is asked: it brings the schema library with it. */
export function livePorts(host: Pick<Host, 'environment' | 'platform'>): ObservePorts & { readonly docker: DockerCli } {
  const { environment, platform } = host;
  const docker = dockerCli({ environment, platform });
  return {
    docker,
    page: httpPage(),
    database: databaseThrough(docker),
    holders: portHolders(docker, { environment, platform }),
    clock: systemClock,
  };
}

/** How a command ended: its exit code, `endless` where it was stopped because its time was up. */
export type Ran = { readonly code: number | 'endless'; readonly stdout: string; readonly stderr: string };

/** A container of the project. */
export type Seen = {
  readonly id: string;
  /** Its first process, as the machine of the engine numbers it; 0 where none runs. */
  readonly pid: number;
  readonly service: string;
  /** As `docker compose ps` puts it; one that ends and is started over and over is `restarting` at any moment. */
  readonly state: string;
  readonly health: string;
  readonly ports: readonly { readonly target: number; readonly address: string; readonly port: string }[];
};

/** A TCP port of the machine that leads into a container. */
export type Door = { readonly service: string; readonly target: number; readonly url: string };

type Inspected = {
  readonly Id: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Pid: number;
    readonly Status: string;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
    > | null;
  };
};

/** Started so often, and not for long yet: it will end again. */
const OVER_AND_OVER = 2;
const LONG_MS = 10_000;

/** The containers as they are now. */
export async function inspect(
  docker: (words: readonly string[]) => Promise<Ran>,
  ids: readonly string[],
): Promise<readonly Seen[]> {
  if (ids.length === 0) return [];
  const { stdout } = await docker(['inspect', '--type', 'container', ...ids]);
  const all = JSON.parse(stdout.trim() === '' ? '[]' : stdout) as readonly Inspected[];
  return all.map((one) => ({
    id: one.Id,
    pid: one.State.Pid,
    service: one.Config.Labels['com.docker.compose.service'] ?? '',
    state: stateOf(one),
    health: one.State.Health?.Status ?? '',
    ports: Object.entries(one.NetworkSettings.Ports ?? {}).flatMap(([key, bound]) =>
      key.endsWith('/tcp')
        ? (bound ?? []).map((at) => ({ target: Number.parseInt(key, 10), address: at.HostIp, port: at.HostPort }))
        : [],
    ),
  }));
}

function stateOf({ State, RestartCount }: Inspected): string {
  const young = Date.now() - Date.parse(State.StartedAt) < LONG_MS;
  return State.Status === 'running' && RestartCount >= OVER_AND_OVER && young ? 'restarting' : State.Status;
}

/** One door for each port of a container that leads out. */
export function doorsOf(containers: readonly Seen[]): readonly Door[] {
  const doors = new Map<string, Door>();
  for (const { service, ports } of containers) {
    for (const { target, address, port } of ports) {
      const key = `${service} ${target}`;
      if (!doors.has(key)) doors.set(key, { service, target, url: urlOf(address, port) });
    }
  }
  return [...doors.values()];
}

function urlOf(address: string, port: string): string {
  if (address === '0.0.0.0' || address === '' || address === '::') return `http://127.0.0.1:${port}/`;
  return address.includes(':') ? `http://[${address}]:${port}/` : `http://${address}:${port}/`;
}

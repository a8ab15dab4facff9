import { z } from 'zod';
import type {
  ContainerSeen,
  ContainerState,
  ImageSeen,
  MountSeen,
  NetworkSeen,
  PublishedPort,
  VolumeSeen,
} from '../core/observation.ts';
import { cut, stripControls } from '../core/text.ts';

/** Docker's JSON, validated where it enters. Only what is used is named; more is ignored. Each reader answers undefined for rubbish. */

const PROJECT = 'com.docker.compose.project';
const label = (name: string) => `${PROJECT.slice(0, -'project'.length)}${name}`;

const versionShape = z.object({
  Client: z.object({ Version: z.string() }),
  Server: z.object({ Version: z.string() }).nullish(),
});

/** `docker version --format '{{json .}}'`: the engine's version, `null` where only the client answered. */
export function readVersion(text: string): string | null | undefined {
  const answer = parse(versionShape, text);
  return answer === undefined ? undefined : (answer.Server?.Version ?? null);
}

/** `docker compose version --short`: `2.40.3`, `v2.2.3`, `2.26.1-4`. */
export function readComposeVersion(text: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+\S*)$/.exec(text.trim())?.[1];
}

const psShape = z.object({ ID: z.string() });

/** `docker compose ps --format json`: one array up to 2.20, one object a line from 2.21, nothing for an empty project. */
export function readPs(text: string): readonly string[] | undefined {
  const clean = text.trim();
  if (clean === '' || clean === 'null') return [];
  const rows = clean.startsWith('[') ? parse(z.array(psShape), clean) : parseLines(psShape, clean);
  return rows?.map((row) => row.ID);
}

const foundShape = z.object({
  state: z.string(),
  project: z.string(),
  folder: z.string(),
  oneOff: z.string(),
  service: z.string(),
});

/** The template that {@link readFound} reads: one JSON object a line. */
export const FOUND_TEMPLATE = `{"state":{{json .State}},"project":{{json (.Label "${PROJECT}")}},"folder":{{json (.Label "${label('project.working_dir')}")}},"oneOff":{{json (.Label "${label('oneoff')}")}},"service":{{json (.Label "${label('service')}")}}}`;

export type FoundRow = z.infer<typeof foundShape>;

/** Rows of `docker ps` in that template. */
export function readFound(text: string): readonly FoundRow[] | undefined {
  return parseLines(foundShape, text);
}

const publisherShape = z.object({ name: z.string(), project: z.string(), service: z.string() });

export const PUBLISHER_TEMPLATE = `{"name":{{json .Names}},"project":{{json (.Label "${PROJECT}")}},"service":{{json (.Label "${label('service')}")}}}`;

/** Rows of `docker ps` in that template: whose container it is. */
export function readPublishers(text: string): readonly z.infer<typeof publisherShape>[] | undefined {
  return parseLines(publisherShape, text);
}

const labelsShape = z.record(z.string(), z.string()).nullish();
const bindingShape = z.object({ HostIp: z.string(), HostPort: z.string() });
const containerShape = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: z.number().default(0),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number(),
    Error: z.string().default(''),
    OOMKilled: z.boolean().default(false),
    StartedAt: z.string().default(''),
    Health: z
      .object({ Status: z.string(), Log: z.array(z.object({ Output: z.string().default('') })).nullish() })
      .nullish(),
  }),
  Config: z.object({ Image: z.string(), Labels: labelsShape }),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(bindingShape).nullable()).nullish(),
    Networks: z
      .record(z.string(), z.object({ Aliases: z.array(z.string()).nullish(), IPAddress: z.string().default('') }))
      .nullish(),
  }),
  Mounts: z
    .array(
      z.object({
        Type: z.string(),
        Name: z.string().optional(),
        Source: z.string().optional(),
        Destination: z.string(),
      }),
    )
    .default([]),
});

/** `docker inspect` of containers, by service, then name. */
export function readContainers(text: string): readonly ContainerSeen[] | undefined {
  return parse(z.array(containerShape), text)
    ?.map(toContainer)
    .sort((a, b) => compare(a.service, b.service) || compare(a.name, b.name));
}

const networkShape = z.object({
  Name: z.string(),
  Driver: z.string(),
  Labels: labelsShape,
  Containers: z.record(z.string(), z.object({ Name: z.string() })).nullish(),
});

/** `docker network inspect`. */
export function readNetworks(text: string): readonly NetworkSeen[] | undefined {
  return parse(z.array(networkShape), text)?.map((network) => ({
    name: network.Name,
    key: network.Labels?.[label('network')] ?? network.Name,
    driver: network.Driver,
    attached: Object.values(network.Containers ?? {})
      .map((container) => container.Name)
      .sort(),
  }));
}

const imageShape = z.object({
  Config: z.object({
    Env: z.array(z.string()).nullish(),
    Entrypoint: z.array(z.string()).nullish(),
    Cmd: z.array(z.string()).nullish(),
  }),
});

/** `docker image inspect` of one image. */
export function readImage(text: string): Omit<ImageSeen, 'files'> | undefined {
  const image = parse(z.array(imageShape), text)?.[0];
  if (image === undefined) return undefined;
  const pairs = (image.Config.Env ?? []).map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return {
    environment: Object.fromEntries(pairs),
    entrypoint: image.Config.Entrypoint ?? [],
    command: image.Config.Cmd ?? [],
  };
}

const volumeShape = z.object({ Name: z.string(), Labels: labelsShape, CreatedAt: z.string().default('') });

/** `docker volume inspect`. */
export function readVolumes(text: string): readonly VolumeSeen[] | undefined {
  return parse(z.array(volumeShape), text)?.map((volume) => ({
    name: volume.Name,
    key: volume.Labels?.[label('volume')] ?? volume.Name,
    createdAt: volume.CreatedAt,
  }));
}

/** `docker compose config --hash '*'`: a service and its hash a line. */
export function readHashes(text: string): Readonly<Record<string, string>> | undefined {
  const hashes: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const found = /^(\S+) ([0-9a-f]{16,})$/.exec(line.trim());
    if (found?.[1] === undefined || found[2] === undefined) return undefined;
    hashes[found[1]] = found[2];
  }
  return hashes;
}

/** `docker context inspect --format '{{json .Endpoints.docker.Host}}'`. */
export function readEndpoint(text: string): string | undefined {
  return parse(z.string(), text);
}

function toContainer(from: z.infer<typeof containerShape>): ContainerSeen {
  const labels = from.Config.Labels ?? {};
  const networks = Object.entries(from.NetworkSettings.Networks ?? {});
  return {
    id: from.Id,
    name: from.Name.replace(/^\//, ''),
    service: labels[label('service')] ?? '',
    image: from.Config.Image,
    state: stateOf(from.State.Status),
    health: healthOf(from.State.Health?.Status),
    ...told('healthSays', healthSays(from.State.Health?.Log?.at(-1)?.Output)),
    exitCode: from.State.ExitCode,
    error: stripControls(from.State.Error),
    oomKilled: from.State.OOMKilled,
    restartCount: from.RestartCount,
    startedAt: from.State.StartedAt,
    configHash: labels[label('config-hash')] ?? '',
    ...told('composeVersion', labels[label('version')]),
    imageId: from.Image,
    published: publishedOf(from.NetworkSettings.Ports ?? {}),
    networks: Object.fromEntries(networks.map(([name, network]) => [name, network.Aliases ?? []])),
    addresses: Object.fromEntries(networks.map(([name, network]) => [name, network.IPAddress])),
    mounts: from.Mounts.map(mountOf),
    oneOff: labels[label('oneoff')]?.toLowerCase() === 'true',
  };
}

/** A fact that may be missing, as a part of an object. */
function told<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { readonly [Key in Name]?: string });
}

const HEALTH_UNITS = 500;

/** Of a long output its end, in whole lines where it has any: a traceback says last what is wrong. */
function healthSays(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const text = stripControls(output).trim();
  if (text.length <= HEALTH_UNITS) return text;
  const end = text.slice(-HEALTH_UNITS);
  const line = end.indexOf('\n');
  return line < 0 ? cut(text, HEALTH_UNITS) : end.slice(line + 1);
}

const STATES: readonly ContainerState[] = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

/** Docker's own words; Podman has others for the same things. */
function stateOf(status: string): ContainerState {
  const known = STATES.find((state) => state === status);
  if (known !== undefined) return known;
  if (status === 'configured' || status === 'initialized') return 'created';
  return status === 'stopping' ? 'running' : status === 'stopped' ? 'exited' : 'dead';
}

function healthOf(status: string | undefined): ContainerSeen['health'] {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : '';
}

function publishedOf(ports: Readonly<Record<string, readonly z.infer<typeof bindingShape>[] | null>>): PublishedPort[] {
  const published: PublishedPort[] = [];
  for (const [container, bindings] of Object.entries(ports)) {
    const [port, protocol] = container.split('/');
    if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') continue;
    for (const binding of bindings ?? []) {
      const hostPort = Number(binding.HostPort);
      // While a container is being started the engine may not have chosen a port yet.
      if (hostPort === 0) continue;
      published.push({ address: binding.HostIp, hostPort, containerPort: Number(port), protocol });
    }
  }
  return published;
}

function mountOf(mount: {
  Type: string;
  Name?: string | undefined;
  Source?: string | undefined;
  Destination: string;
}): MountSeen {
  const type = mount.Type === 'volume' || mount.Type === 'bind' || mount.Type === 'tmpfs' ? mount.Type : 'other';
  return { type, name: mount.Name ?? mount.Source ?? '', target: mount.Destination };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parse<Shape extends z.ZodType>(shape: Shape, text: string): z.infer<Shape> | undefined {
  const json = jsonOf(text);
  if (json === undefined) return undefined;
  const result = shape.safeParse(json.value);
  return result.success ? result.data : undefined;
}

function parseLines<Shape extends z.ZodType>(shape: Shape, text: string): readonly z.infer<Shape>[] | undefined {
  const rows: z.infer<Shape>[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const row = parse(shape, line);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return rows;
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

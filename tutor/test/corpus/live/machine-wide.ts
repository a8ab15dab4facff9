/** A project as Compose resolves it: what may have a name of its own on the machine. */
export type Named = {
  readonly services: Readonly<Record<string, NamedService>>;
  readonly networks?: Table;
  readonly volumes?: Table;
};
type NamedService = {
  readonly container_name?: string;
  readonly network_mode?: string;
  readonly image?: string;
  readonly build?: unknown;
};
type Table = Readonly<Record<string, { readonly name?: string; readonly external?: boolean; readonly ipam?: object }>>;

const held = new Set<string>();
const waiting: (() => void)[] = [];

/** Does work while nobody else here has one of the names: two projects that want the same one cannot stand side by side. */
export async function holding<Made>(names: readonly string[], work: () => Promise<Made>): Promise<Made> {
  while (names.some((name) => held.has(name))) await new Promise<void>((done) => waiting.push(done));
  for (const name of names) held.add(name);
  try {
    return await work();
  } finally {
    for (const name of names) held.delete(name);
    for (const wake of waiting.splice(0)) wake();
  }
}

/** What a project takes for itself on the whole machine, by names that do not begin with the project's. */
export function machineWideNames(project: string, { services, networks = {}, volumes = {} }: Named): readonly string[] {
  const ofServices = Object.values(services).flatMap((one) => [
    ...(one.container_name === undefined ? [] : [`container ${one.container_name}`]),
    ...(one.build === undefined || one.image === undefined ? [] : [`image ${one.image}`]),
    ...(one.network_mode === 'host' ? ['ports'] : []),
  ]);
  const addressed = Object.values(networks).some((one) => Object.keys(one?.ipam ?? {}).length > 0);
  return [
    ...new Set([
      ...ofServices,
      ...namesOf('network', project, networks),
      ...namesOf('volume', project, volumes),
      ...(addressed ? ['addresses'] : []),
    ]),
  ];
}

function namesOf(kind: string, project: string, table: Table): readonly string[] {
  return Object.values(table).flatMap((one) =>
    one?.name === undefined || one.name.startsWith(`${project}_`) ? [] : [`${kind} ${one.name}`],
  );
}

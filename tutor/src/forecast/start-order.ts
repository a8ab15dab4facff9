import type { Service } from '../project/compose/project.ts';

/** Whether Compose starts `service` after `other`: because it names it, or through services in between. */
export function startsAfter(service: Service, other: Service, services: readonly Service[]): boolean {
  const seen = new Set<string>();
  const waits = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const dependencies = services.find((one) => one.name === name)?.dependsOn ?? [];
    return dependencies.some((one) => one.service === other.name || waits(one.service));
  };
  return waits(service.name);
}

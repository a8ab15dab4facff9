import type { StackSeen } from '../../core/observation.ts';
import type { Service } from '../../project/compose/project.ts';
import { child, down } from '../../project/compose/tree.ts';
import type { Context } from '../context.ts';
import { lastRun, logOf } from './log.ts';
import { servicesSeen } from './services.ts';
import { troubledStack } from './stack.ts';

/** A service that ended because the machine's disk is full, and the line of its log that says so. */
export type FullDisk = { readonly stack: StackSeen; readonly service: string; readonly line: string };

const FULL = /No space left on device/i;
/** Shared memory is a limit of the container's own (`shm_size`), not the disk. */
const SHARED_MEMORY = /shared memory|\/dev\/shm/i;

/** Who ended for want of room on the machine's disk; undefined where nobody did, or where the room is the service's own limit. */
export function fullDisk(context: Context): FullDisk | undefined {
  const stack = troubledStack(context);
  if (stack === undefined) return undefined;
  for (const { service, fate } of servicesSeen(context, stack)) {
    if (fate !== 'ended' && fate !== 'looping') continue;
    if (hasLimitOfItsOwn(context, service)) continue;
    const line = lastRun(logOf(stack, service.name)).find((one) => FULL.test(one) && !SHARED_MEMORY.test(one));
    if (line !== undefined) return { stack, service: service.name, line };
  }
  return undefined;
}

/** A volume in memory or of a given size, or a container with a size: full long before the disk is. */
function hasLimitOfItsOwn({ project }: Context, service: Service): boolean {
  if (service.mounts.some((mount) => mount.type === 'tmpfs') || child(service.node, 'storage_opt') !== undefined)
    return true;
  return service.mounts.some((mount) => {
    const volume = project.view.volumes.find((one) => one.name === mount.source);
    return down(volume?.node, 'driver_opts') !== undefined;
  });
}

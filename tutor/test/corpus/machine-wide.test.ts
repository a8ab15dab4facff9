import { describe, expect, it } from 'vitest';
import { holding, machineWideNames } from './live/machine-wide.ts';

describe('names that a project takes on the whole machine', () => {
  it('are those of containers, of what it builds, of networks and volumes that do not bear its own name', () => {
    const names = machineWideNames('shop', {
      services: {
        web: { container_name: 'page', build: {}, image: 'shop/page' },
        db: { image: 'postgres:16-alpine' },
        tool: { network_mode: 'host' },
      },
      networks: {
        default: { name: 'shop_default' },
        outer: { name: 'outer', external: true },
        fixed: { ipam: { config: [] } },
      },
      volumes: { data: { name: 'shop_data' }, old: { name: 'pgdata' } },
    });
    expect(names).toEqual([
      'container page',
      'image shop/page',
      'ports',
      'network outer',
      'volume pgdata',
      'addresses',
    ]);
  });

  it("are nobody else's while they are held, and the others do not wait", async () => {
    const seen: string[] = [];
    const work = (name: string, rounds: number) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      for (let round = 0; round < rounds; round += 1) await Promise.resolve();
      seen.push(`${name} ends`);
    };
    await Promise.all([
      holding(['container page'], work('first', 9)),
      holding(['container page', 'ports'], work('second', 1)),
      holding(['container other'], work('third', 1)),
    ]);
    expect(seen).toEqual(['first begins', 'third begins', 'third ends', 'first ends', 'second begins', 'second ends']);
  });
});

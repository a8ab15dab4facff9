import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The database keeps its files in a declared volume. */
export const check: CheckWord<Context> = {
  word: 'volume-mounted',
  looksAt: 'files',
  run({ facts, project }) {
    const { storage } = facts;
    if (storage === undefined) return failed({ title: 'no service is the database yet', subject: 'absent' });
    const { service, holding, dataPath } = storage;
    const declared = project.view.volumes.map((volume) => volume.name);
    if (holding?.type === 'volume' && declared.includes(holding.source)) return passed;
    return failed({
      title: `\`${service.name}\` does not keep ${dataPath} in a volume that the file declares`,
      at: {
        span: holding?.at ?? service.keys.get('volumes') ?? service.key,
        message: holding === undefined ? `nothing is mounted at ${dataPath}` : 'this mount',
      },
    });
  },
};

import { ownContainers } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { leftBehind } from '../../forecast/seen/left.ts';

/** The stack ran, and now its data volume is gone. Its owner may remove it; the data went with it. */
export const rule: Rule<Context> = {
  rule: 'volume-removed',
  severity: 'warning',
  step: 'teardown',
  explains: 'volume-kept',
  recognise(context) {
    const left = leftBehind(context);
    const holding = context.facts.storage?.holding;
    if (left === undefined || holding?.type !== 'volume' || holding.source === '') return [];
    const hasRun = hasEverRun(context, holding.source);
    const isThere = left.volumes.some((volume) => volume.key === holding.source || volume.name === holding.source);
    const declared = context.project.view.volumes.find((volume) => volume.name === holding.source);
    if (!hasRun || isThere || declared?.external === true || ownContainers(left).length > 0) return [];
    return [
      {
        title: `the volume \`${holding.source}\` is gone, and the data with it`,
        labels: declared === undefined ? [] : [{ span: declared.key, message: 'the next `up` makes it anew, empty' }],
        notes: ['`docker compose down` keeps volumes; with `--volumes` or `-v` it removes them'],
        help: 'run `docker compose down` without `--volumes` where the data is to stay',
        subject: 'absent',
        basis: 'observed',
        evidence: [{ kind: 'state', subject: `volume ${holding.source}`, says: 'is not there' }],
      },
    ];
  },
};

/** Only a stack that ran had data to lose: it was seen with its volume in this run, or `deploy` passed earlier. */
function hasEverRun({ observed }: Context, volume: string): boolean {
  if (observed.engine !== 'observed') return false;
  if (observed.stack.remembered !== undefined) return true;
  return observed.afterDown !== undefined && observed.stack.volumes.some((one) => one.key === volume);
}

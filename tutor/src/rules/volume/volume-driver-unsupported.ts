import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { sourceOf } from '../../project/compose/tree.ts';

/** Drivers of networks, written where a volume's stands. */
const OF_NETWORKS = /^(bridge|host|overlay|macvlan|ipvlan|none|null|default)$/;
/** Docker brings one driver of volumes along; any other is a plugin (docker volume create). */
const BROUGHT = 'local';

/** A volume's driver is one of networks, or a slip of the one that Docker has. */
export const rule: Rule<Context> = {
  rule: 'volume-driver-unsupported',
  severity: 'error',
  step: 'volume',
  explains: 'volume-declared',
  foretells: 'up-stops',
  recognise: ({ project }) =>
    project.view.volumes.flatMap(({ driver, external, used, name: volume }): readonly Diagnosis[] => {
      const name = typeof driver?.value === 'string' ? driver.value : '';
      if (driver === undefined || external || !used || name === BROUGHT || name === '') return [];
      const slip = nearest(name.toLowerCase(), [BROUGHT]) !== undefined;
      if (!slip && !OF_NETWORKS.test(name)) return [];
      const { span, use } = sourceOf(driver, 0, name.length);
      return [
        {
          title: `Docker has no driver \`${name}\` that makes a volume \`${volume}\``,
          primary: { span, message: slip ? '`local` is its name' : 'is a driver of networks' },
          notes: [`Docker says \`plugin "${name}" not found\``],
          help: 'write `local`, or leave `driver` out',
          ...(use === undefined && textAt(project, span) === name
            ? { fix: { title: 'write `local`', confidence: 'likely', edits: [{ span, text: BROUGHT }] } }
            : {}),
        },
      ];
    }),
};

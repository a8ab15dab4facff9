import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { withoutNetworkMode } from '../../forecast/without-network-mode.ts';

/** A service runs on the machine's own network: names of services mean nothing there, and its ports are not published. */
export const rule: Rule<Context> = {
  rule: 'network-mode-host',
  severity: 'error',
  step: 'network',
  explains: 'web-attached',
  foretells: 'page-fails',
  recognise(context) {
    const { facts } = context;
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    const pair = [web, db].filter((service) => service !== undefined);
    const hosting = pair.filter((service) => service.networkMode?.value === 'host' && !service.keys.has('networks'));
    return hosting.flatMap((service): readonly Diagnosis[] => {
      const mode = service.networkMode;
      if (mode === undefined) return [];
      const key = service.keys.get('network_mode');
      const fix = key === undefined ? undefined : withoutNetworkMode(context, service, key);
      return [
        {
          title: `\`${service.name}\` runs on the network of the machine itself`,
          primary: { span: mode.span, message: `\`${service.name}\` shares the machine's network` },
          labels: service.keys.has('ports')
            ? [{ span: service.keys.get('ports') ?? service.key, message: 'is set aside then' }]
            : [],
          notes: [
            'on the network of the machine the names of services mean nothing',
            'on a Mac and on Windows that machine is a virtual one, which no browser reaches',
          ],
          help: 'remove `network_mode`, and name your network under `networks`',
          explains: service === db ? 'db-attached' : 'web-attached',
          foretells: hosting.length === pair.length ? 'nothing' : 'page-fails',
          ...(fix === undefined ? {} : { fix }),
        },
      ];
    });
  },
};

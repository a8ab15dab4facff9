import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';

/** The page asks the database at a port where it does not listen: most often the one that is published on the machine. */
export const rule: Rule<Context> = {
  rule: 'database-url-wrong-port',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    const db = facts.signIn.db?.service;
    if (web === undefined || db === undefined) return [];
    return addressFaults({ project, facts }).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'wrong-port') return [];
      const { part, listens } = fault;
      const { at, labels } = placeToChange(project, part.source);
      const published = db.ports.find((port) => port.published === part.value);
      const told: readonly Label[] =
        published === undefined ? [] : [{ span: published.at, message: 'this port is one of your machine' }];
      const taken = takenFromEnvironment({ project, facts });
      const written = part.given === 'written' && textAt(project, at) === part.value;
      return [
        {
          title: `\`${web.name}\` asks \`${db.name}\` at port ${part.value}, where nothing listens`,
          primary: {
            span: at,
            message: part.given === 'default' ? `names no port, so ${part.value} is asked` : 'no server listens here',
          },
          labels: [...told, ...labels],
          notes: [
            published === undefined
              ? `\`${db.name}\` listens on port ${listens}`
              : `a published port leads from your machine into the container; other services go to the container's own port, ${listens}`,
          ],
          help: part.given === 'default' ? `name the port behind the host: \`:${listens}\`` : `write \`${listens}\``,
          foretells: effectOfRefusal(facts.signIn.web),
          ...(taken !== undefined
            ? { fix: taken }
            : written
              ? {
                  fix: {
                    title: `write \`${listens}\``,
                    confidence: 'likely',
                    edits: [{ span: at, text: String(listens) }],
                  },
                }
              : {}),
        },
      ];
    });
  },
};

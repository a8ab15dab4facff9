import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { unsetVariableOf } from '../../forecast/default-value.ts';
import type { Facts } from '../../forecast/facts.ts';
import { addedVariable, textAt } from '../../forecast/insertion.ts';
import { meantAddress } from '../../forecast/meant-address.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';
import type { WebPart } from '../../forecast/web-end.ts';

/** The page looks for its database in its own container. */
export const rule: Rule<Context> = {
  rule: 'database-url-localhost',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    if (web === undefined) return [];
    return addressFaults(context).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'localhost') return [];
      const { at, labels } = placeToChange(project, fault.part.source);
      const unset = unsetVariableOf(facts, 'host');
      const value = db === undefined ? '' : valueFor(facts, db.name);
      return [
        {
          title: `\`${web.name}\` looks for its database at \`${fault.part.value}\`, which is its own container`,
          primary: {
            span: at,
            message:
              unset === undefined
                ? `here this means \`${web.name}\` itself`
                : `the app takes this, since ${unset} is not set`,
          },
          labels: [
            ...(db === undefined ? [] : [{ span: db.key, message: 'the database runs in this service' }]),
            ...labels,
          ],
          notes: ['every container has a localhost of its own; another service is reached by its name'],
          help:
            db === undefined
              ? 'write the name of the database service'
              : unset === undefined
                ? `write \`${db.name}\`, the name of the service`
                : `give \`${web.name}\` the variable ${unset} with the value \`${value}\``,
          foretells: effectOfRefusal(facts.signIn.web),
          // An app that reads the address under another name than it is given has that as its fault.
          followsFrom: unset === undefined ? [] : ['app-ignores-database-url'],
          ...(db === undefined ? {} : fixOf(context, fault.part, at, unset === undefined ? db.name : value, unset)),
        },
      ];
    });
  },
};

/** What the variable has to hold: the name of the service, or the whole address with that name in it. */
function valueFor(facts: Facts, name: string): string {
  const { end: web } = meantAddress(facts);
  if (web.kind !== 'parts' || web.form !== 'url' || web.text === undefined || web.host === undefined) return name;
  return web.text.replace(`@${web.host.value}`, `@${name}`);
}

function fixOf(
  context: Context,
  part: WebPart,
  at: Edit['span'],
  name: string,
  unset: string | undefined,
): Pick<Diagnosis, 'fix'> {
  const { project, facts } = context;
  const web = serviceOf(facts.roles.web);
  if (unset !== undefined && web !== undefined) {
    const edits = addedVariable(project, web, unset, name);
    return edits.length === 0 ? {} : { fix: { title: `give ${unset}`, confidence: 'likely', edits } };
  }
  const taken = takenFromEnvironment(context);
  if (taken !== undefined) return { fix: taken };
  if (textAt(project, at) !== part.value) return {};
  return {
    fix: {
      title: `write \`${name}\``,
      confidence: 'likely',
      edits: [{ span: at, text: name }, ...portEdits(context)],
    },
  };
}

/** A port that was right for the machine is mended together with its host. */
function portEdits({ project, facts }: Context): readonly Edit[] {
  const { db } = facts.signIn;
  const { end: web } = meantAddress(facts);
  if (web.kind !== 'parts' || db === undefined || web.port.given === 'default') return [];
  const { at } = placeToChange(project, web.port.source);
  if (web.port.value === String(db.port) || textAt(project, at) !== web.port.value) return [];
  return [{ span: at, text: String(db.port) }];
}

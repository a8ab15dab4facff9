import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { type ListColon, listColons } from '../../forecast/list-colons.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { ofTheSignIn } from '../../forecast/sign-in-variables.ts';
import type { Service } from '../../project/compose/project.ts';

/** `- NAME: value` in the list form of an environment: Compose takes no variable from it. */
export const rule: Rule<Context> = {
  rule: 'environment-list-colon',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  recognise({ project, facts }) {
    const roles = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)];
    return project.view.services.flatMap((service) => {
      const items = listColons(service);
      const [first] = items;
      const [, db] = roles;
      const step = service === db ? OF_DB : OF_WEB;
      // What the database is not given it is made without: the page may ask for it all the same.
      const leadsTo = facts.signIn.contradictions.length > 0 && service === db ? 'page-fails' : 'nothing';
      const place = { hasRole: roles.includes(service), step, leadsTo } as const;
      return first === undefined ? [] : [diagnose(service, first, items, place)];
    });
  },
};

/** Where the variables of a service are taught. */
const OF_WEB = { step: 'web', explains: 'web-reaches-database' };
const OF_DB = { step: 'db', explains: 'db-has-credentials' };

type Place = {
  readonly hasRole: boolean;
  readonly step: typeof OF_WEB;
  readonly leadsTo: 'page-fails' | 'nothing';
};

function diagnose(service: Service, first: ListColon, items: readonly ListColon[], place: Place): Diagnosis {
  const refused = items.some((one) => one.refused);
  const needed = place.hasRole && items.some((one) => ofTheSignIn(one.name));
  const names = items.map((one) => one.name);
  return {
    title: `\`${service.name}\` is not given ${list(names)}: an item of a list wants an equals sign`,
    primary: { span: first.at, message: first.refused ? 'read as a key and its value' : 'read as a name alone' },
    labels: items.slice(1).map((one) => ({ span: one.at, message: 'this too' })),
    notes: ['with a dash a variable is NAME=value; with a colon it is `NAME: value`, and no dash stands before it'],
    help: items.length > 1 ? 'write an equals sign in the place of each colon' : `write \`${first.name}=…\``,
    foretells: refused ? 'compose-refuses' : place.leadsTo,
    // A variable that nobody asks for is no reason to fail.
    ...(refused || needed ? {} : { severity: 'warning' }),
    ...(refused ? {} : place.step),
    ...fixOf(items),
  };
}

function fixOf(items: readonly ListColon[]): Pick<Diagnosis, 'fix'> {
  const edits = items.flatMap(({ at, mended }) => (mended === undefined ? [] : [{ span: at, text: mended }]));
  if (edits.length < items.length) return {};
  return { fix: { title: 'write it with an equals sign', confidence: 'likely', edits } };
}

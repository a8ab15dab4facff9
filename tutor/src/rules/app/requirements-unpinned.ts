import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import type { Requirement } from '../../project/requirements/reading.ts';

/** A package is listed with no version: what is installed changes from one build to the next. */
export const rule: Rule<Context> = {
  rule: 'requirements-unpinned',
  severity: 'warning',
  step: 'app',
  explains: 'requirements-cover-app',
  recognise({ facts }) {
    const { requirements, contents } = facts.source;
    const readings = requirements.flatMap((file) => file.reading ?? []);
    // A file of constraints pins what the list leaves open.
    const constrained =
      readings.some((reading) => reading.includes.some((one) => one.kind === 'constraints')) ||
      contents.installs.some(({ install }) => install.constraints.length > 0);
    const open = constrained ? [] : readings.flatMap((reading) => reading.requirements.filter(isOpen));
    const [first, ...more] = open;
    if (first === undefined) return [];
    return [
      {
        title: `${list(open.map((one) => `\`${one.name}\``))} ${more.length === 0 ? 'is' : 'are'} listed with no exact version`,
        primary: { span: first.span, message: 'whatever is newest on the day of the build' },
        labels: more.map(({ span }) => ({ span, message: 'this too' })),
        notes: ['with an exact version the image is the same tomorrow, and on every machine'],
        help: `write the version behind \`==\`, as in \`${EXAMPLES[first.normalised] ?? `${first.name}==1.2.3`}\``,
      },
    ];
  },
};

function isOpen({ specifiers, url }: Requirement): boolean {
  return url === undefined && specifiers.every(({ operator }) => !/^(?:={2,3}|~=)$/.test(operator));
}

/** The chapter's own versions. */
const EXAMPLES: Readonly<Record<string, string>> = {
  flask: 'Flask==2.3.3',
  'psycopg2-binary': 'psycopg2-binary==2.9.9',
};

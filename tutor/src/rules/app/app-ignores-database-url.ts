import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type FixedConnection, fixedConnections } from '../../forecast/reads-environment.ts';

/** The app connects with an address that stands in its code, and asks no variable for it. */
export const rule: Rule<Context> = {
  rule: 'app-ignores-database-url',
  severity: 'error',
  step: 'app',
  explains: 'app-asks-database',
  recognise(context) {
    const fixed = fixedConnections(context.facts);
    const [first] = fixed;
    return first === undefined ? [] : [told(context, first)];
  },
};

const VARIABLE = 'DATABASE_URL';

function told(context: Context, { connection, at }: FixedConnection): Diagnosis {
  const { facts } = context;
  const reads = facts.source.modules.flatMap((module) => module.environmentReads);
  const read = reads.find((one) => one.name === VARIABLE);
  const given = facts.environment.get(VARIABLE);
  return {
    title: 'the address of the database stands in the code of the page',
    primary: { span: at, message: 'is used whatever the container is given' },
    labels: [
      ...(read === undefined ? [] : [{ span: read.span, message: `reads ${VARIABLE}, and does not connect with it` }]),
      ...(given?.from === 'compose' ? [{ span: given.variable.key, message: 'nothing connects with this' }] : []),
    ],
    notes: ['an address from the environment can be another in every place, and keeps the password out of the code'],
    help: `take it from the environment: \`os.environ["${VARIABLE}"]\``,
    ...fixFor(context, connection, at),
  };
}

/** Only where the call takes the whole address, and `os` is there to ask. */
function fixFor(
  { project, facts }: Context,
  connection: FixedConnection['connection'],
  at: FixedConnection['at'],
): Pick<Diagnosis, 'fix'> {
  const module = facts.source.modules.find((one) => one.file === at.file);
  const hasOs = module?.imports.some((one) => one.module === 'os' && one.names === undefined) === true;
  const quoted = { ...at, start: at.start - 1, end: at.end + 1 };
  const isText = /^(["'])[^"']*\1$/.test(textAt(project, quoted) ?? '');
  const { span } = connection;
  const isInCall = span.file === at.file && span.start <= at.start && at.end <= span.end;
  if (!hasOs || !isText || !isInCall || connection.address === undefined) return {};
  const text = `os.environ["${VARIABLE}"]`;
  return { fix: { title: `take it from ${VARIABLE}`, confidence: 'likely', edits: [{ span: quoted, text }] } };
}

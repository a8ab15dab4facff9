import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type FixedConnection, fixedConnections } from '../../forecast/reads-environment.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { takenFromEnvironment } from '../../forecast/taken-from-environment.ts';

/** The app connects with an address that stands in its code, and asks no variable for it. */
export const rule: Rule<Context> = {
  rule: 'app-ignores-database-url',
  severity: 'error',
  step: 'app',
  explains: 'app-asks-database',
  recognise(context) {
    const fixed = fixedConnections(context.facts);
    const [first] = fixed;
    if (first !== undefined) return [told(context, first)];
    const slip = slipOfName(context);
    return slip === undefined ? [] : [slip];
  },
};

const VARIABLE = 'DATABASE_URL';
/** What is wrong in the address itself is told, and that it stands in the code beneath it. */
const WRONG_THERE = [
  ...['localhost', 'unknown-host', 'wrong-port', 'wrong-user', 'wrong-password', 'wrong-database'],
  ...['unescaped', 'malformed', 'wrong-driver'],
]
  .map((what) => `database-url-${what}`)
  .concat('database-host-missing');

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
    followsFrom: WRONG_THERE,
    ...fixFor(context, connection, at),
  };
}

/** The container is given DATABASE_URL, which nothing reads, and the app asks for a name that is nearly this and that nothing gives. */
function slipOfName({ facts }: Context): Diagnosis | undefined {
  const given = facts.environment.get(VARIABLE);
  const reads = facts.source.modules.flatMap((module) => module.environmentReads);
  if (given?.from !== 'compose' || given.variable.value === null) return undefined;
  if (reads.some(({ name }) => name === VARIABLE)) return undefined;
  const read = reads.find(({ name }) => !facts.environment.has(name) && nearest(name, [VARIABLE]) !== undefined);
  if (read === undefined) return undefined;
  return {
    title: `the page asks for ${read.name}, and its container is given ${VARIABLE}`,
    primary: { span: read.nameAt, message: 'is a variable that nothing sets' },
    labels: [{ span: given.variable.key, message: 'is what the container is given' }],
    help: `write \`${VARIABLE}\``,
    foretells: effectOfRefusal(facts.signIn.web),
    fix: { title: `write \`${VARIABLE}\``, confidence: 'likely', edits: [{ span: read.nameAt, text: VARIABLE }] },
  };
}

/** Only where the call takes the whole address, and `os` is there to ask. */
function fixFor(
  context: Context,
  connection: FixedConnection['connection'],
  at: FixedConnection['at'],
): Pick<Diagnosis, 'fix'> {
  const { project, facts } = context;
  const taken = takenFromEnvironment(context);
  if (taken !== undefined) return { fix: taken };
  if (!facts.environment.has(VARIABLE)) return {};
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

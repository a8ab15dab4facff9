import type { Diagnosis, Edit, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { addedDeclaration, removedEntry } from '../../forecast/insertion.ts';
import { throughDotenv } from '../../forecast/through-dotenv.ts';
import type { DeclaredNetwork } from '../../project/compose/project.ts';

/** A service names a network that the file does not declare: Compose refuses the project. */
export const rule: Rule<Context> = {
  rule: 'network-undeclared',
  severity: 'error',
  step: 'network',
  explains: 'network-declared',
  foretells: 'compose-refuses',
  recognise(context) {
    const names = faultsOf(context, 'undefined-network').map((fault) => fault.words?.name ?? '');
    return [...new Set(names)].map((name) => diagnose(context, name));
  },
};

function diagnose({ facts, project }: Context, name: string): Diagnosis {
  const { declared, undeclared } = facts.networking;
  const uses = undeclared.filter(({ attachment }) => attachment.network === name);
  const asked: readonly Label[] = uses.map(({ service, attachment }) => ({
    span: attachment.at,
    message: `\`${service.name}\` asks for it here`,
  }));
  const meant = nearest(
    name,
    declared.map((network) => network.name),
  );
  const slip = slipOf(declared, uses.length, meant);
  if (slip !== undefined)
    return {
      title: `the network is declared as \`${slip.name}\`, and its services ask for \`${name}\``,
      primary: { span: slip.key, message: 'nobody asks for this name' },
      labels: asked,
      help: `write \`${name}\` here too`,
      ...replacing(slip.key, name),
    };
  const [first, ...others] = asked;
  const services = [...new Set(uses.map(({ service }) => `\`${service.name}\``))];
  const left = declared.filter((network) => !network.used);
  const only = declared.length === 1 ? declared[0]?.name : undefined;
  // Docker's own name of a network is not the one that services of the file call it by.
  const called = declared.find(({ realName }) => realName?.value === name)?.name;
  const right = called ?? meant ?? (left.length === 1 ? left[0]?.name : only);
  return {
    title: `${list(services)} ${services.length > 1 ? 'are' : 'is'} on a network \`${name}\` that is not declared`,
    ...(first === undefined
      ? {}
      : { primary: { span: throughDotenv(project, first.span), message: 'this network is declared nowhere' } }),
    labels: [
      ...others,
      ...(right === undefined
        ? []
        : declared
            .filter((network) => network.name === right)
            .map((network) => ({ span: network.key, message: 'this one is declared' }))),
    ],
    notes: ['a network is written twice: declared at the left margin, and named in each service that joins it'],
    help:
      right === undefined
        ? `declare it: \`networks:\` at the left margin, and \`${name}:\` indented below`
        : `write \`${right}\`, or declare \`${name}\` under \`networks\``,
    ...(right === undefined
      ? declaring(addedDeclaration(project, 'networks', name), name)
      : usesReplaced(project, uses, right)),
  };
}

/** Several services agree on a name that nobody declared, and a declared one that nobody uses is nearly it: that key is the slip. */
function slipOf(
  declared: readonly DeclaredNetwork[],
  uses: number,
  meant: string | undefined,
): DeclaredNetwork | undefined {
  return uses > 1 ? declared.find((network) => !network.used && network.name === meant) : undefined;
}

function replacing(span: Span, text: string): Pick<Diagnosis, 'fix'> {
  return { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] } };
}

/** A service that is on that network already loses the name that nobody declared: none is named twice. */
function usesReplaced(
  project: Context['project'],
  uses: Context['facts']['networking']['undeclared'],
  text: string,
): Pick<Diagnosis, 'fix'> {
  const edits = uses.flatMap(({ service, attachment }) =>
    service.networks.some(({ network }) => network === text)
      ? removedEntry(project, attachment.at)
      : [{ span: attachment.at, text }],
  );
  return edits.length === 0 ? {} : { fix: { title: `write \`${text}\``, confidence: 'likely', edits } };
}

function declaring(edits: readonly Edit[], name: string): Pick<Diagnosis, 'fix'> {
  return edits.length === 0 ? {} : { fix: { title: `declare \`${name}\``, confidence: 'likely', edits } };
}

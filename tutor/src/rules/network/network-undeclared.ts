import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';

/** A service names a network that the file does not declare: Compose refuses the project. */
export const rule: Rule<Context> = {
  rule: 'network-undeclared',
  severity: 'error',
  step: 'network',
  explains: 'network-declared',
  foretells: 'compose-refuses',
  recognise({ facts, project }) {
    const { declared, undeclared } = facts.networking;
    const names = [...new Set(undeclared.map(({ attachment }) => attachment.network))];
    return names.map((name): Diagnosis => {
      const uses = undeclared.filter(({ attachment }) => attachment.network === name);
      const unused = declared.filter((network) => !network.used);
      const meant = nearest(
        name,
        declared.map((network) => network.name),
      );
      // Both services agree on a name that nobody declared, and a declared one that nobody uses is nearly it: that key is the slip.
      const slip = uses.length > 1 ? unused.find((network) => network.name === meant) : undefined;
      const first = uses[0];
      const used = uses.map(({ service, attachment }) => ({
        span: attachment.at,
        message: `\`${service.name}\` asks for it here`,
      }));
      const top = project.view.sections.get('networks');
      return {
        title:
          slip === undefined
            ? `\`${first?.service.name}\` is on a network \`${name}\` that is not declared`
            : `the network is declared as \`${slip.name}\`, and its services ask for \`${name}\``,
        ...(slip === undefined
          ? used[0] === undefined
            ? {}
            : { primary: { ...used[0], message: 'this network is declared nowhere' } }
          : { primary: { span: slip.key, message: 'nobody asks for this name' } }),
        labels: slip === undefined ? used.slice(1) : used,
        ...(meant === undefined || slip !== undefined ? {} : { notes: [`a network \`${meant}\` is declared`] }),
        help: helpFor(name, meant, slip?.name, top !== undefined),
        ...fixFor(
          slip?.key ?? (meant === undefined ? undefined : first?.attachment.at),
          slip === undefined ? meant : name,
        ),
      };
    });
  },
};

function helpFor(name: string, meant: string | undefined, slip: string | undefined, hasSection: boolean): string {
  if (slip !== undefined) return `write \`${name}\` here too`;
  if (meant !== undefined) return `write \`${meant}\`, or declare \`${name}\` under \`networks\``;
  return hasSection
    ? `add \`${name}:\` under \`networks\` at the left margin`
    : `declare it: \`networks:\` at the left margin, and \`${name}:\` indented below`;
}

function fixFor(span: Span | undefined, text: string | undefined): Pick<Diagnosis, 'fix'> {
  if (span === undefined || text === undefined) return {};
  return { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] } };
}

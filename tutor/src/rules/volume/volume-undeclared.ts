import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { addedDeclaration, textAt } from '../../forecast/insertion.ts';
import { throughDotenv } from '../../forecast/through-dotenv.ts';
import type { DeclaredVolume } from '../../project/compose/project.ts';

/** A service mounts a volume that the file does not declare: Compose refuses the project. */
export const rule: Rule<Context> = {
  rule: 'volume-undeclared',
  severity: 'error',
  step: 'volume',
  explains: 'volume-declared',
  foretells: 'compose-refuses',
  recognise(context) {
    const names = faultsOf(context, 'undefined-volume').map((fault) => fault.words?.name ?? '');
    return [...new Set(names)].map((name) => diagnose(context, name));
  },
};

function diagnose({ project }: Context, name: string): Diagnosis {
  const uses = project.view.services.flatMap((service) =>
    service.mounts
      .filter((mount) => mount.type === 'volume' && mount.source === name)
      .map((mount): { readonly service: string; readonly at: Label['span'] } => ({
        service: service.name,
        at: mount.sourceAt ?? mount.at,
      })),
  );
  const [first, ...others] = uses;
  const { volumes } = project.view;
  const left = volumes.filter((volume) => !volume.used);
  const near = nearest(
    name,
    volumes.map((volume) => volume.name),
  );
  const meant = volumes.find((volume) => volume.name === near) ?? (left.length === 1 ? left[0] : undefined);
  const folder = name.includes('/');
  return {
    title: `\`${first?.service ?? ''}\` mounts a volume \`${name}\` that is not declared`,
    ...(first === undefined
      ? {}
      : {
          primary: {
            span: throughDotenv(project, first.at),
            message: folder ? 'is read as the name of a volume' : 'this volume is declared nowhere',
          },
        }),
    labels: [
      ...others.map(({ service, at }) => ({ span: at, message: `\`${service}\` mounts it too` })),
      ...(meant === undefined ? [] : [{ span: meant.key, message: 'this one is declared' }]),
    ],
    notes: folder
      ? ['a folder of your machine begins with `./`, so that it is not taken for a name']
      : ['a volume is written twice: declared at the left margin, and mounted in the service'],
    help: helpOf(name, meant, folder, project.view.sections.has('volumes')),
    ...(folder
      ? {}
      : fixOf(
          project,
          name,
          meant,
          uses.map(({ at }) => at),
        )),
  };
}

function helpOf(name: string, meant: DeclaredVolume | undefined, folder: boolean, hasSection: boolean): string {
  if (folder) return 'name a volume here, and declare it at the left margin';
  if (meant !== undefined) return `write \`${meant.name}\`, or declare \`${name}\` under \`volumes\``;
  return hasSection
    ? `add \`${name}:\` under \`volumes\` at the left margin`
    : `declare it: \`volumes:\` at the left margin, and \`${name}:\` indented below`;
}

function fixOf(
  project: Context['project'],
  name: string,
  meant: DeclaredVolume | undefined,
  uses: readonly Label['span'][],
): Pick<Diagnosis, 'fix'> {
  if (meant !== undefined) {
    const edits = uses.filter((at) => textAt(project, at) === name).map((span) => ({ span, text: meant.name }));
    return edits.length === 0 ? {} : { fix: { title: `write \`${meant.name}\``, confidence: 'likely', edits } };
  }
  const edits = addedDeclaration(project, 'volumes', name);
  return edits.length === 0 ? {} : { fix: { title: `declare \`${name}\``, confidence: 'likely', edits } };
}

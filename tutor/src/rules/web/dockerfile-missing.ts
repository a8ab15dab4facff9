import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfText } from '../../forecast/place-of-text.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { foldersWithDockerfile, holdsItsSources } from '../../forecast/web-folder.ts';
import type { Build, Service } from '../../project/compose/project.ts';
import { folderOf, join, normalise } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';

/** The folder that is built holds no Dockerfile of the name that is wanted. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-missing',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  recognise(context) {
    const { project, facts } = context;
    const building = project.view.services.filter((service) => service.build !== undefined);
    if (building.length === 0) return unnamed(context);
    return building.flatMap((service) => {
      const { build } = service;
      if (build?.dockerfile === undefined || !isLacking(project, build)) return [];
      return [diagnose(project, service, build, service === serviceOf(facts.roles.web))];
    });
  },
};

/** BuildKit takes `dockerfile` in lower case where no name is written (tried). */
function isLacking({ files }: Project, { context, dockerfile = '', dockerfileAt }: Build): boolean {
  const folder = normalise(context);
  if (context.startsWith('~') || context.includes('://') || files.kind(folder) !== 'folder') return false;
  if (files.kind(normalise(dockerfile)) !== 'absent') return false;
  return dockerfileAt !== undefined || files.kind(join(folder, 'dockerfile')) !== 'file';
}

function diagnose(project: Project, service: Service, build: Build, isWeb: boolean): Diagnosis {
  const path = normalise(build.dockerfile ?? '');
  const folder = folderOf(path);
  const like = likeIt(project, folder, path.slice(folder === '' ? 0 : folder.length + 1));
  const named = build.dockerfileText;
  const foretells = isWeb ? ('web-not-built' as const) : ('up-stops' as const);
  if (named === undefined) return byFolder(project, service, build, like, foretells);
  const { at, labels } = placeOfText(project, named);
  const whole = like === undefined ? undefined : writtenLike(textAt(project, at), path, like);
  return {
    title: `\`${service.name}\` is built from ${path}, which is not there`,
    primary: { span: at, message: 'names a file that is not there' },
    labels,
    notes: ['the path of `dockerfile` starts at the folder that is built'],
    help: like === undefined ? 'name the Dockerfile of that folder' : `write \`${like}\``,
    step: 'web',
    explains: 'web-builds',
    foretells,
    ...(whole === undefined
      ? {}
      : { fix: { title: `write \`${like}\``, confidence: 'likely', edits: [{ span: at, text: whole }] } }),
  };
}

/** Only the folder is named: a Dockerfile is looked for in it. */
function byFolder(
  project: Project,
  service: Service,
  build: Build,
  like: string | undefined,
  foretells: Effect,
): Diagnosis {
  const path = normalise(build.dockerfile ?? '');
  const { at } = placeOfText(project, build.contextText);
  const elsewhere = like === undefined ? onlyFolderWithDockerfile(project) : undefined;
  const is = elsewhere !== undefined && holdsItsSources(project.files, normalise(elsewhere)) ? 'whole' : 'strayed';
  return {
    title: `\`${service.name}\` is built from a folder without a Dockerfile`,
    primary: { span: at, message: `${path} is not there` },
    notes: [
      ...(like === undefined ? [] : [`the folder holds \`${like}\`, which Docker does not look for`]),
      ...(elsewhere === undefined ? [] : [`the folder \`${elsewhere}\` holds a Dockerfile`]),
    ],
    help: like === undefined ? helpFor(path, elsewhere, is) : `rename \`${like}\` to \`Dockerfile\``,
    followsFrom: isNamedElsewhere(project, service) ? ['compose-misplaced-key'] : [],
    foretells,
    ...(is === 'whole' ? fixedFolder(project, at, build, elsewhere) : {}),
  };
}

/** A Dockerfile whose files lie elsewhere is to be moved to them. */
function helpFor(path: string, elsewhere: string | undefined, is: 'whole' | 'strayed'): string {
  if (elsewhere === undefined) return `write the file ${path}`;
  if (is === 'whole') return `write \`${elsewhere}\``;
  const folder = folderOf(path);
  return `move the Dockerfile to ${folder === '' ? 'the project folder' : `\`${folder}\``}`;
}

/** `./web` where no other folder of the project holds a Dockerfile. */
function onlyFolderWithDockerfile({ files }: Project): string | undefined {
  const [only, ...others] = foldersWithDockerfile(files);
  return only === undefined || others.length > 0 ? undefined : only === '' ? '.' : `./${only}`;
}

/** Only where the text that is marked is the folder itself: no variable, no key. */
function fixedFolder(project: Project, at: Span, build: Build, folder: string | undefined): Pick<Diagnosis, 'fix'> {
  const written = textAt(project, at);
  if (folder === undefined || written === undefined || written !== build.contextText?.value) return {};
  return { fix: { title: `write \`${folder}\``, confidence: 'likely', edits: [{ span: at, text: folder }] } };
}

/** The line that names the Dockerfile, or its folder, stands at another level. */
function isNamedElsewhere({ compose }: Project, { name }: Service): boolean {
  return compose.faults.some(
    ({ kind, path, words }) =>
      kind === 'unknown-property' &&
      path?.startsWith(`services.${name}.`) === true &&
      ['dockerfile', 'context'].includes(words?.key ?? ''),
  );
}

/** A file in the folder whose name comes near: `DockerFile`, `Dockerfile.txt`. */
function likeIt({ files }: Project, folder: string, name: string): string | undefined {
  const names = files.list(folder).flatMap((entry) => (entry.kind === 'file' ? [entry.name] : []));
  const exact = names.find((one) => one.toLowerCase() === name.toLowerCase() && one !== name);
  return exact ?? nearest(name, names) ?? names.find((one) => /^docker\.?file\b|\.dockerfile$/i.test(one));
}

function writtenLike(written: string | undefined, path: string, like: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return written?.endsWith(name) === true ? written.slice(0, written.length - name.length) + like : undefined;
}

/** Before any service builds, nothing names the file: it is to be written. */
function unnamed({ facts }: Context): readonly Diagnosis[] {
  const { dockerfile, folder } = facts.source;
  if (dockerfile.read.kind !== 'absent') return [];
  const where = folder === '' ? 'the project folder' : `the folder \`${folder}\``;
  return [
    {
      title: `${where} holds no Dockerfile`,
      help: `write the file ${dockerfile.path}`,
      foretells: 'web-not-built',
      subject: 'absent',
    },
  ];
}

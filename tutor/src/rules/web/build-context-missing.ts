import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfText } from '../../forecast/place-of-text.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { foldersWithDockerfile } from '../../forecast/web-folder.ts';
import type { Build, Service } from '../../project/compose/project.ts';
import { folderOf, normalise } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';

/** `build` names a folder that is not there. */
export const rule: Rule<Context> = {
  rule: 'build-context-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-builds',
  recognise(context) {
    return context.project.view.services.flatMap((service) => {
      const { build } = service;
      if (build === undefined || !isFolder(build.context)) return [];
      const kind = context.project.files.kind(normalise(build.context));
      return kind === 'folder' ? [] : [diagnose(context, service, build, kind)];
    });
  },
};

/** Whether a context names a folder that can be looked at: no URL, no repository, no home folder, no drive of Windows. */
function isFolder(context: string): boolean {
  return !/^(~|git@|github\.com|[A-Za-z]:[\\/])/.test(context) && !context.includes('://');
}

function diagnose({ project, facts }: Context, service: Service, build: Build, kind: 'file' | 'absent'): Diagnosis {
  const isFile = kind === 'file';
  const folder = normalise(build.context);
  const meant = isFile ? folderOf(folder) : meantFolder(project, folder);
  const path = meant === undefined ? undefined : meant === '' ? '.' : `./${meant}`;
  const { at, labels } = placeOfText(project, build.contextText);
  const written = textAt(project, at) ?? '';
  const plain = normalise(written.replace(/^["']|["']$/g, ''));
  // A folder above the project may be known by its whole path only.
  const isWhole = plain === folder || (plain.startsWith('..') && lastPart(plain) === lastPart(folder));
  const named = isWhole ? plain : folder;
  return {
    title: isFile
      ? `\`${service.name}\` is built from \`${named}\`, which is a file`
      : `\`${service.name}\` is built from a folder \`${named}\` that is not there`,
    primary: { span: at, message: isFile ? 'a folder is wanted here' : 'no such folder' },
    labels,
    notes: whereItStarts(project, named),
    help: path === undefined ? 'name the folder that holds the Dockerfile' : `write \`${path}\``,
    // A path that goes on with an item of a list on the next line: the key above that item is gone.
    ...(/\n\s*- /.test(written) ? { followsFrom: ['web-port-unpublished', 'web-depends-on-missing'] } : {}),
    foretells: service === serviceOf(facts.roles.web) ? 'web-not-built' : 'up-stops',
    ...(path === undefined || !isWhole ? {} : { fix: fixAt(at, written, path) }),
  };
}

/** The folder of the project with that name or one like it, else the only one that holds a Dockerfile. */
function meantFolder(project: Project, folder: string): string | undefined {
  const folders = foldersOf(project);
  const within = /^(\/|\.\.)/.test(folder) ? lastPart(folder) : folder;
  const [only, ...others] = foldersWithDockerfile(project.files);
  if (folders.includes(within)) return within;
  return nearest(within, folders) ?? (others.length === 0 ? only : undefined);
}

function whereItStarts(project: Project, named: string): readonly string[] {
  const folders = foldersOf(project).map((name) => `\`${name}\``);
  const [first, ...more] = folders;
  return [
    named.startsWith('/')
      ? 'a path that begins with `/` starts at the root of the disk'
      : 'the path starts at the folder of the Compose file',
    ...(first === undefined ? [] : [`the project holds the folder${more.length > 0 ? 's' : ''} ${folders.join(', ')}`]),
  ];
}

function fixAt(span: Span, written: string, path: string): NonNullable<Diagnosis['fix']> {
  const quote = /^["']/.exec(written)?.[0] ?? '';
  return { title: `write \`${path}\``, confidence: 'likely', edits: [{ span, text: `${quote}${path}${quote}` }] };
}

function foldersOf({ files }: Project): readonly string[] {
  return files
    .list('')
    .flatMap((entry) => (entry.kind === 'folder' && !entry.name.startsWith('.') ? [entry.name] : []));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

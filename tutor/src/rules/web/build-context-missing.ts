import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfText } from '../../forecast/place-of-text.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { foldersWithDockerfile } from '../../forecast/web-folder.ts';
import type { Build, Service } from '../../project/compose/project.ts';
import { folderOf, normalise } from '../../project/files.ts';

/** `build` names a folder that is not there. */
export const rule: Rule<Context> = {
  rule: 'build-context-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-builds',
  recognise(context) {
    return context.project.view.services.flatMap((service) => {
      const { build } = service;
      if (build === undefined || !isInProject(build.context)) return [];
      const kind = context.project.files.kind(normalise(build.context));
      return kind === 'folder' ? [] : [diagnose(context, service, build, kind)];
    });
  },
};

/** URLs, archives and folders elsewhere are not ours to look at. */
function isInProject(context: string): boolean {
  return !/^(\/|\.\.|~|[a-z+]+:\/\/|git@|github\.com|[A-Za-z]:[\\/])/.test(context) && !context.includes('://');
}

function diagnose({ project, facts }: Context, service: Service, build: Build, kind: 'file' | 'absent'): Diagnosis {
  const isFile = kind === 'file';
  const folder = normalise(build.context);
  const holding = foldersWithDockerfile(project.files);
  const folders = project.files.list('').flatMap((entry) => (entry.kind === 'folder' ? [entry.name] : []));
  const meant = isFile
    ? folderOf(folder)
    : (nearest(folder, folders) ?? (holding.length === 1 ? holding[0] : undefined));
  const path = meant === undefined ? undefined : meant === '' ? '.' : `./${meant}`;
  const { at, labels } = placeOfText(project, build.contextText);
  const written = textAt(project, at);
  const replaceable = written !== undefined && normalise(written.replace(/^["']|["']$/g, '')) === folder;
  const quote = /^["']/.exec(written ?? '')?.[0] ?? '';
  return {
    title: isFile
      ? `\`${service.name}\` is built from \`${folder}\`, which is a file`
      : `\`${service.name}\` is built from a folder \`${folder}\` that is not there`,
    primary: { span: at, message: isFile ? 'a folder is wanted here' : 'no such folder' },
    labels,
    notes: [
      'the path starts at the folder of the Compose file',
      ...(folders.length === 0 ? [] : [`it holds the folders ${folders.map((name) => `\`${name}\``).join(', ')}`]),
    ],
    help: path === undefined ? 'name the folder that holds the Dockerfile' : `write \`${path}\``,
    // A path that goes on with an item of a list on the next line: the key above that item is gone.
    ...(/\n\s*- /.test(written ?? '') ? { followsFrom: ['web-port-unpublished', 'web-depends-on-missing'] } : {}),
    foretells: service === serviceOf(facts.roles.web) ? 'web-not-built' : 'up-stops',
    ...(path === undefined || !replaceable
      ? {}
      : {
          fix: {
            title: `write \`${path}\``,
            confidence: 'likely',
            edits: [{ span: at, text: `${quote}${path}${quote}` }],
          },
        }),
  };
}

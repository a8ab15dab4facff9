import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { parseImage } from '../../forecast/image.ts';
import { addedToService } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';
import { folderToBuild } from '../../forecast/web-folder.ts';
import type { Service } from '../../project/compose/project.ts';
import { normalise } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';

/** The page is not built from its Dockerfile: it names neither `build` nor an image, or an image alone. */
export const rule: Rule<Context> = {
  rule: 'web-build-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-builds',
  recognise(context) {
    const { project, facts } = context;
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    const empty = faultsOf(context, 'neither-image-nor-build').flatMap((fault) => {
      const service = project.view.services.find((one) => one.name === fault.words?.service);
      return service === undefined || service === db ? [] : [withoutImage(project, service)];
    });
    if (web === undefined || web.build !== undefined || web.image === undefined) return empty;
    return isUnread(project, 'services', web.name, 'build') ? empty : [...empty, withImage(project, web)];
  },
};

/** Compose refuses a service that says nothing of where its image comes from. */
function withoutImage(project: Project, service: Service): Diagnosis {
  const folder = folderToBuild(project);
  const others = project.view.services.filter((one) => one.build !== undefined || one.image !== undefined);
  const near = nearest(
    service.name,
    others.map((one) => one.name),
  );
  const meant = others.find((one) => one.name === near);
  if (meant !== undefined && meant.key.file !== service.key.file) return slippedName(service, meant);
  const edits = meant === undefined ? addedToService(project, service, [`build: ./${folder}`]) : [];
  return {
    title: `\`${service.name}\` has neither \`build\` nor \`image\``,
    primary: { span: service.key, message: 'nothing says what runs in it' },
    notes: ['`build` makes the image from a folder with a Dockerfile, `image` takes a ready one'],
    help: `add \`build: ./${folder}\` to \`${service.name}\``,
    foretells: 'compose-refuses',
    ...(edits.length === 0
      ? {}
      : { fix: { title: `build \`${service.name}\` from ./${folder}`, confidence: 'likely', edits } }),
  };
}

/** A second file that adds to a service calls it by another name. */
function slippedName(service: Service, meant: Service): Diagnosis {
  return {
    title: `\`${service.name}\` has neither \`build\` nor \`image\``,
    primary: { span: service.key, message: 'nothing says what runs in it' },
    labels: [{ span: meant.key, message: 'is called nearly so, and has one' }],
    notes: ['what a second Compose file says of a service is added to the one of the same name'],
    help: `write \`${meant.name}\``,
    foretells: 'compose-refuses',
    fix: { title: `write \`${meant.name}\``, confidence: 'likely', edits: [{ span: service.key, text: meant.name }] },
  };
}

function withImage(project: Project, web: Service): Diagnosis {
  const written = String(web.image?.value ?? '');
  const folder = folderToBuild(project);
  const image = web.keys.get('image');
  const isPath = /^\.{0,2}\//.test(written) || written === '.';
  if (image !== undefined && isPath) {
    const there = project.files.kind(normalise(written)) === 'folder';
    return {
      title: `\`${web.name}\` names a folder where an image is named`,
      primary: { span: image, message: 'takes the name of a ready image' },
      notes: ['`build` makes an image from a folder with a Dockerfile'],
      help: 'write `build` instead of `image`',
      foretells: 'up-stops',
      ...(there
        ? { fix: { title: 'write `build`', confidence: 'likely', edits: [{ span: image, text: 'build' }] } }
        : {}),
    };
  }
  const edits = addedToService(project, web, [`build: ./${folder}`]);
  return {
    title: `\`${web.name}\` takes a ready image, and is not built from your Dockerfile`,
    primary: { span: web.key, message: 'has no `build`' },
    labels:
      web.image === undefined ? [] : [{ span: web.image.span, message: 'Docker looks for an image of this name' }],
    notes: isOwnName(written)
      ? ['no registry has an image of this name: it is yours, once it is built']
      : ['the image holds none of your files'],
    help: `add \`build: ./${folder}\` to \`${web.name}\``,
    foretells: effectOfImage(web, written),
    ...(edits.length === 0
      ? {}
      : { fix: { title: `build \`${web.name}\` from ./${folder}`, confidence: 'likely', edits } }),
  };
}

/** Official images that a page could be started from. Any other name without a slash is the learner's own. */
const OFFICIAL =
  /^(python|pypy|debian|ubuntu|alpine|busybox|node|nginx|httpd|php|ruby|golang|rust|openjdk|eclipse-temurin|wordpress|ghost|hello-world|tomcat|caddy)$/;

/** Official images of a language or a system: they start a shell or a prompt, which ends where nobody types. */
const PROMPTS =
  /^(python|pypy|debian|ubuntu|alpine|busybox|node|php|ruby|golang|rust|openjdk|eclipse-temurin|hello-world)$/;

/** What comes of a ready image in the place of the page's own. */
function effectOfImage({ command, entrypoint, keys }: Service, image: string): Effect {
  if (isOwnName(image)) return 'up-stops';
  const { name } = parseImage(image);
  const words = [...(entrypoint?.words ?? []), ...(command?.words ?? [])];
  if (words.length === 0) {
    const isTypedTo = keys.has('tty') || keys.has('stdin_open');
    return PROMPTS.test(name) && !isTypedTo ? 'web-exits' : 'page-differs';
  }
  // Python alone has no server but its own; a command that installs one brings it along.
  const callsServer = /\b(flask|gunicorn|uvicorn|waitress)\b/.test(words.join(' '));
  return PYTHON.test(name) && callsServer && !/\binstall\b/.test(words.join(' ')) ? 'web-exits' : 'page-differs';
}

const PYTHON = /^(python|pypy)$/;

function isOwnName(image: string): boolean {
  const { name } = parseImage(image);
  return !name.includes('/') && !OFFICIAL.test(name);
}

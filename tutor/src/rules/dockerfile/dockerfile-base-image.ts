import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { type Span, within } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { recipeFaults, recipeOf } from '../../forecast/recipe.ts';
import { type StageWithoutPython, stagesWithoutPython } from '../../forecast/without-python.ts';
import type { DockerfileFault } from '../../project/dockerfile/fault.ts';
import type { ImageReference, Stage } from '../../project/dockerfile/reading.ts';

/** No stage starts from an image that there is and that has Python in it. An empty Dockerfile lacks its base image first of all. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-base-image',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  foretells: 'web-not-built',
  recognise(context) {
    const faults = recipeFaults(
      context,
      'empty',
      'from-missing',
      'from-not-first',
      'image-name',
      'image-empty',
    ).flatMap((fault) => faulty(context, fault));
    if (faults.length > 0) return onePerVariable(context, faults);
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    const { source } = context.facts;
    const started = source.command?.from === 'base' ? undefined : source.start?.program;
    const slips = recipe.contents.stages.flatMap((stage) => misspelt(stage) ?? []);
    return slips.length > 0
      ? onePerVariable(context, slips)
      : stagesWithoutPython(recipe, started).map((one) => withoutPython(context, one));
  },
};

/** What one variable makes of several stages is one thing to mend. */
function onePerVariable({ project }: Context, found: readonly Diagnosis[]): readonly Diagnosis[] {
  const isFilled = ({ primary }: Diagnosis): boolean =>
    primary !== undefined && (textAt(project, primary.span) ?? '').includes('$');
  const filled = onePerTitle(found.filter(isFilled));
  return found.filter((one) => !isFilled(one) || filled.includes(one));
}

function onePerTitle(found: readonly Diagnosis[]): readonly Diagnosis[] {
  return found.filter((one, at) => found.findIndex(({ title }) => title === one.title) === at);
}

const SUGGESTED = 'python:3.11-slim-bullseye';

function faulty(context: Context, fault: DockerfileFault): readonly Diagnosis[] {
  const { path } = context.facts.source.dockerfile;
  const { at, words } = fault;
  switch (fault.kind) {
    case 'empty':
      return [
        {
          title: `${path} holds no instruction yet`,
          primary: { span: { ...at, start: at.end }, message: 'the first stage begins here' },
          help: `begin with \`FROM ${SUGGESTED} AS builder\`, the image that your own is made from`,
          subject: 'absent',
        },
      ];
    case 'from-missing':
      // A line that was meant as FROM is told as what it is.
      if (recipeFaults(context, 'unknown-instruction').some((one) => one.words.nearest === 'FROM')) return [];
      return [
        {
          title: `${path} does not say which image it starts from`,
          primary: { span: at, message: 'nothing stands before it to work on' },
          help: `begin with \`FROM ${SUGGESTED}\``,
        },
      ];
    case 'from-not-first':
      if (recipeFaults(context, 'unknown-instruction').some((one) => one.words.nearest === 'FROM')) return [];
      return [
        {
          title: `\`${words.instruction}\` stands before the first \`FROM\``,
          primary: { span: at, message: 'there is no image yet for it to work on' },
          notes: ['only `ARG` may stand before `FROM`'],
          help: `move it below the \`FROM\``,
        },
      ];
    case 'image-empty':
      return [
        {
          title: 'the name of the base image comes out empty',
          primary: { span: at, message: 'its variable has no value here' },
          notes: ['a variable in `FROM` is given by an `ARG` above it, with a value of its own or from `build.args`'],
          help: `give the \`ARG\` a value, or write \`${SUGGESTED}\``,
        },
      ];
    default:
      return [notAName(fault)];
  }
}

const REASONS: Readonly<Record<string, { readonly note: string; readonly help: string }>> = {
  uppercase: { note: 'names of images are written in small letters', help: 'write the name in small letters' },
  space: { note: 'the name of an image has no blanks', help: 'take the blank out of the name' },
  tag: { note: 'a tag holds letters, digits, `.`, `_` and `-`', help: `write a name like \`${SUGGESTED}\`` },
  digest: { note: 'a digest is `sha256:` and 64 hexadecimal digits', help: 'write the whole digest, or a tag' },
  characters: {
    note: 'a name holds small letters, digits, `.`, `_` and `-`',
    help: `write a name like \`${SUGGESTED}\``,
  },
};

function notAName({ at, words }: DockerfileFault): Diagnosis {
  const image = words.image ?? '';
  const reason = REASONS[words.why ?? 'characters'] ?? { note: '', help: `write a name like \`${SUGGESTED}\`` };
  return {
    title: `\`${image}\` is not a name that an image can have`,
    primary: { span: at, message: 'Docker cannot read this name' },
    ...(reason.note === '' ? {} : { notes: [reason.note] }),
    help: reason.help,
    ...(words.why === 'uppercase'
      ? {
          fix: {
            title: `write \`${image.toLowerCase()}\``,
            confidence: 'likely' as const,
            edits: [{ span: at, text: image.toLowerCase() }],
          },
        }
      : {}),
  };
}

/** Words that tags of the official Python image are made of. */
const TAG_WORDS = ['slim', 'alpine', 'bullseye', 'bookworm', 'trixie', 'buster'];
/** Official images whose names are near to Python's and Debian's, and that are meant as they stand. */
const MEANT: ReadonlySet<string> = new Set(
  'python pypy debian ubuntu alpine node httpd php perl ruby nginx scratch busybox fedora photon jython cython'.split(
    ' ',
  ),
);

function misspelt({ image, from }: Stage): Diagnosis | undefined {
  const { base } = image;
  if (base === undefined || image.baseAt.start !== from.image.span.start) return undefined;
  if (base.tag !== undefined && /-$/.test(base.tag)) return cutOff(base, from.image.span);
  const name = misspeltName(base);
  if (name !== undefined) return meantAs(base.repository, name, base.repositoryAt, 'image');
  const apart = withoutColon(base) ?? (isPackage(base) ? packageAsImage(base) : undefined);
  if (apart !== undefined) return apart;
  const order = image.python === undefined ? undefined : unorderedTag(base);
  if (order !== undefined) return order;
  return misspeltTag(image.python?.unknownParts ?? [], base);
}

/** `python:3.11-`: what should follow came out empty. */
function cutOff({ repository, tag = '' }: ImageReference, span: Span): Diagnosis {
  return {
    title: `no image has the tag \`${tag}\``,
    primary: { span, message: `comes to \`${repository}:${tag}\`, which ends too early` },
    notes: ['a variable in `FROM` is given by an `ARG` above the first `FROM`'],
    help: `write a whole tag, such as \`${SUGGESTED}\``,
  };
}

function misspeltName({ registry, repository }: ImageReference): string | undefined {
  if (registry !== undefined || repository.includes('/') || MEANT.has(repository)) return undefined;
  return nearest(repository, ['python']);
}

/** `python3.11-slim`: the colon was forgotten. */
function withoutColon({ registry, repository, repositoryAt, tag }: ImageReference): Diagnosis | undefined {
  const version = /^python-?(\d[\w.-]*)$/.exec(repository)?.[1];
  if (registry !== undefined || version === undefined || !/\./.test(version)) return undefined;
  const meant = `python:${version}`;
  return {
    title: `there is no official image \`${repository}\``,
    primary: { span: repositoryAt, message: 'the version stands behind a colon' },
    help: `write \`${meant}\``,
    ...(tag === undefined
      ? { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: repositoryAt, text: meant }] } }
      : {}),
  };
}

/** Names of Python packages that are no images. */
function isPackage({ registry, repository }: ImageReference): boolean {
  return registry === undefined && /^(?:flask|gunicorn|psycopg2?(?:-binary)?|pip|fastapi|werkzeug)$/.test(repository);
}

function packageAsImage({ repository, repositoryAt }: ImageReference): Diagnosis {
  return {
    title: `there is no official image \`${repository}\``,
    primary: { span: repositoryAt, message: 'is a package, which pip installs' },
    notes: ['an image begins with a system and its Python; what the page imports is installed into it'],
    help: `start from an image with Python, such as \`${SUGGESTED}\``,
  };
}

function misspeltTag(parts: readonly string[], { repository, tag, tagAt }: ImageReference): Diagnosis | undefined {
  for (const part of parts) {
    const at = tag?.split('-').indexOf(part) ?? -1;
    if (tag === undefined || tagAt === undefined || at < 0) continue;
    const offset = tag.split('-').slice(0, at).join('-').length + (at === 0 ? 0 : 1);
    const span = tagAt.end - tagAt.start === tag.length ? within(tagAt, offset, part.length) : tagAt;
    const meant = nearest(part, TAG_WORDS);
    if (meant !== undefined) return meantAs(part, meant, span, 'tag');
    const message = at === 0 ? versionFault(part) : NO_VARIANT.test(part) ? 'is no variant of this image' : undefined;
    if (message === undefined) continue;
    return {
      title: `there is no image \`${repository}:${tag}\``,
      primary: { span, message },
      help:
        at === 0
          ? 'write a version that there is, such as `3.11`'
          : 'write a variant that there is, such as `slim`, or leave it out',
    };
  }
  return undefined;
}

/** Versions go on growing, and new releases of Debian have new names: only what cannot come is told. */
function versionFault(part: string): string | undefined {
  if (/^v\d/.test(part)) return 'a tag has no `v` before its version';
  if (!/^\d/.test(part)) return undefined;
  const found = /^(\d+)(?:\.(\d+)(?:\.\d+)?)?(?:(?:a|b|rc)\d+|t)?$/.exec(part);
  if (found === null) return 'is no version of Python';
  const [, major, minor] = found;
  const isComing = major === '3' && minor !== undefined && Number(minor) >= OLDEST_MINOR && Number(minor) <= FAR_MINOR;
  return isComing ? undefined : 'Python has no version of this number';
}

/** Python 3.0 and 3.1 were never images; a new one comes each year. */
const OLDEST_MINOR = 2;
const FAR_MINOR = 30;

/** Words that no Python image has had, and that are no names of releases to come. */
const NO_VARIANT =
  /^(?:latest|debian|ubuntu|centos|fedora|linux|full|lite|light|mini|minimal|small|tiny|stable|base|dev|flask|postgres|python|builder|runtime)$/;

/** The parts of a tag stand in one order: version, `slim`, release; and Alpine is small already. */
function unorderedTag({ repository, tag, tagAt }: ImageReference): Diagnosis | undefined {
  if (tag === undefined || tagAt === undefined) return undefined;
  const found = /(?:^|-)((bullseye|bookworm|trixie|buster)-slim|alpine[\d.]*-slim|slim-alpine[\d.]*)$/.exec(tag);
  const part = found?.[1];
  if (part === undefined) return undefined;
  const release = found?.[2];
  const meant = release === undefined ? (/alpine[\d.]*/.exec(part)?.[0] ?? 'alpine') : `slim-${release}`;
  const exact = tagAt.end - tagAt.start === tag.length;
  const span = exact ? within(tagAt, tag.length - part.length, part.length) : tagAt;
  return {
    title: `there is no image \`${repository}:${tag}\``,
    primary: {
      span,
      message: release === undefined ? 'are two variants: the image has one' : 'stand the other way round in its tags',
    },
    help: `write \`${meant}\``,
    ...(exact ? { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span, text: meant }] } } : {}),
  };
}

function meantAs(written: string, meant: string, span: Span, what: 'image' | 'tag'): Diagnosis {
  return {
    title:
      what === 'image'
        ? `there is no official image \`${written}\``
        : `the Python image has no tag with \`${written}\``,
    primary: { span, message: `\`${meant}\` is meant, most likely` },
    notes: ['Docker looks for this very name, and answers that it is not found'],
    help: `write \`${meant}\``,
    fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span, text: meant }] },
  };
}

function withoutPython(context: Context, { stage, calledAt, calledWhen }: StageWithoutPython): Diagnosis {
  const { from } = stage;
  // A shell starts, and finds no program; without one nothing starts.
  const shell =
    from.image.text !== 'scratch' && /(?:^|\/)(?:ba|da)?sh$/.test(context.facts.source.command?.words[0]?.text ?? '');
  return {
    title: `\`${from.image.raw}\` has no Python in it`,
    primary: { span: from.image.span, message: 'this image does not bring Python along' },
    labels: [{ span: calledAt, message: 'is not there to be called' }],
    help: `start from an image with Python, such as \`${SUGGESTED}\``,
    ...(calledWhen === 'build' ? {} : { foretells: shell ? ('web-exits' as const) : ('web-not-started' as const) }),
  };
}

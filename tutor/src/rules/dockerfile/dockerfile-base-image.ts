import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { type Span, within } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { recipeFaults, recipeOf } from '../../forecast/recipe.ts';
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
    if (faults.length > 0) return faults;
    const stages = recipeOf(context)?.contents.stages ?? [];
    return stages.flatMap((stage) => misspelt(stage) ?? withoutPython(stage) ?? []);
  },
};

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
const MEANT =
  /^(?:python|pypy|debian|ubuntu|alpine|node|httpd|php|perl|ruby|nginx|scratch|busybox|fedora|photon|jython|cython)$/;

function misspelt({ image, from }: Stage): Diagnosis | undefined {
  const { base } = image;
  if (base === undefined || image.baseAt.start !== from.image.span.start) return undefined;
  const name = misspeltName(base);
  if (name !== undefined) return meantAs(base.repository, name, base.repositoryAt, 'image');
  return misspeltTag(image.python?.unknownParts ?? [], base);
}

function misspeltName({ registry, repository }: ImageReference): string | undefined {
  if (registry !== undefined || repository.includes('/') || MEANT.test(repository)) return undefined;
  return nearest(repository, ['python']);
}

function misspeltTag(parts: readonly string[], { repository, tag, tagAt }: ImageReference): Diagnosis | undefined {
  for (const part of parts) {
    const at = tag?.split('-').indexOf(part) ?? -1;
    if (tag === undefined || tagAt === undefined || at < 0) continue;
    const offset = tag.split('-').slice(0, at).join('-').length + (at === 0 ? 0 : 1);
    const span = tagAt.end - tagAt.start === tag.length ? within(tagAt, offset, part.length) : tagAt;
    const meant = nearest(part, TAG_WORDS);
    if (meant !== undefined) return meantAs(part, meant, span, 'tag');
    // Versions have two digits behind the point and go on growing: only what cannot come is told.
    if (at === 0 && /^\d+\.\d{3,}$|^\d{3,}$|^[456789]\./.test(part))
      return {
        title: `there is no image \`${repository}:${tag}\``,
        primary: { span, message: 'Python has no version of this number' },
        help: 'write a version that there is, such as `3.11`',
      };
  }
  return undefined;
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

/** A bare system on which pip is called, and where nothing brings Python. */
function withoutPython(stage: Stage): Diagnosis | undefined {
  const { image, from } = stage;
  if (image.bottom !== 'system' || stage.parent !== undefined) return undefined;
  const runs = foundRuns([stage]);
  const pip = runs.flatMap(({ facts }) => facts.installs).find((one) => one.tool === 'pip');
  const mayBring =
    runs.some(
      ({ facts }) =>
        facts.writesFiles === 'perhaps' ||
        facts.systemInstalls.some(({ packages }) => packages.some(({ name }) => /py/.test(name))),
    ) || stage.instructions.some((one) => one.keyword === 'COPY' && one.from !== undefined);
  if (pip === undefined || mayBring) return undefined;
  return {
    title: `\`${from.image.raw}\` has no Python in it`,
    primary: { span: from.image.span, message: 'this image is a bare system' },
    labels: [{ span: pip.toolAt, message: 'is not there to be called' }],
    help: `start from an image with Python, such as \`${SUGGESTED}\``,
  };
}

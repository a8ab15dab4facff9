import type { Evidence } from '../../core/evidence.ts';
import type { ContainerSeen, ImageSeen, StackSeen } from '../../core/observation.ts';
import type { CommandInstruction } from '../../project/dockerfile/reading.ts';
import { normalisePackage, packagesFor } from '../../project/requirements/packages.ts';
import type { Context } from '../context.ts';
import { serviceOf } from '../roles.ts';
import { holds } from '../storage.ts';
import { heldFiles } from '../web-files.ts';
import { fatalLine, logEvidence } from './log.ts';
import { containersOf } from './stack.ts';

/** Something in which the image that the web runs on differs from the files. `likely`: the content alone does not tell. */
export type ImageDifference = {
  readonly certainty: 'sure' | 'likely';
  /** `web/app.py`, `ENV FLASK_APP`, `CMD`: what is older in the image. */
  readonly what: string;
  readonly evidence: readonly Evidence[];
};

/** In what the web's image differs from the files, by what it holds: never by its age. */
export function imageDifferences(context: Context, stack: StackSeen): readonly ImageDifference[] {
  // What `up` has just built holds what the files say.
  if (stack.up?.exitCode === 0) return [];
  const web = serviceOf(context.facts.roles.web);
  const [container] = web?.build === undefined ? [] : containersOf(stack, web.name);
  if (web === undefined || container === undefined) return [];
  const { webImage } = stack;
  const held =
    webImage === undefined
      ? []
      : [
          ...olderFiles(context, webImage, container),
          ...olderVariables(context, webImage),
          ...olderCommand('CMD', context.facts.source.image?.command, webImage.command),
          ...olderCommand('ENTRYPOINT', context.facts.source.image?.entrypoint, webImage.entrypoint),
        ];
  return held.length > 0 ? held : missingPackage(context, stack, web.name);
}

function olderFiles(context: Context, image: ImageSeen, container: ContainerSeen): readonly ImageDifference[] {
  return heldFiles(context.facts).flatMap(({ file, path }): readonly ImageDifference[] => {
    const seen = image.files[path];
    const read = context.project.files.read(file);
    if (seen === undefined || read.kind !== 'text' || container.mounts.some((mount) => holds(mount.target, path)))
      return [];
    if (seen !== null && meaning(seen) === meaning(read.text)) return [];
    const says = seen === null ? `has no ${path}` : `has another ${path} than ${file} is now`;
    return [
      { certainty: 'sure', what: file, evidence: [{ kind: 'state', subject: `image of ${container.service}`, says }] },
    ];
  });
}

/** A module without what changes nothing: a byte order mark, line ends, spaces at the end, empty lines, lines that are comments. */
function meaning(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.trimStart().startsWith('#'))
    .join('\n');
}

/** Variables that the Dockerfile sets to a plain value. */
function olderVariables({ facts, project }: Context, image: ImageSeen): readonly ImageDifference[] {
  return [...(facts.source.image?.environment ?? [])].flatMap(([name, { value, at }]): readonly ImageDifference[] => {
    if (value === undefined || at === undefined) return [];
    const read = project.files.read(at.file);
    const written = read.kind === 'text' ? read.text.slice(at.start, at.end) : '$';
    const seen = image.environment[name];
    if (written.includes('$') || seen === value) return [];
    const says = seen === undefined ? `does not set ${name}` : `sets ${name}=${seen}`;
    return [
      { certainty: 'sure', what: `ENV ${name}`, evidence: [{ kind: 'state', subject: 'image of the page', says }] },
    ];
  });
}

function olderCommand(
  keyword: 'CMD' | 'ENTRYPOINT',
  written: CommandInstruction | undefined,
  seen: readonly string[],
): readonly ImageDifference[] {
  if (written?.command.form !== 'exec') return [];
  const words = written.command.words.map((word) => word.text);
  if (words.includes(undefined) || words.join('\0') === seen.join('\0')) return [];
  const says = seen.length === 0 ? `has no ${keyword}` : `has ${keyword} ${JSON.stringify(seen)}`;
  return [{ certainty: 'sure', what: keyword, evidence: [{ kind: 'state', subject: 'image of the page', says }] }];
}

const NO_MODULE = /^(?:ModuleNotFoundError|ImportError): No module named '([\w.]+)'/;

/** The web ends for want of a module that the requirements bring, and the Dockerfile installs: the image is from before. */
function missingPackage({ facts }: Context, stack: StackSeen, web: string): readonly ImageDifference[] {
  const line = fatalLine(stack, web, undefined);
  const module = NO_MODULE.exec(line?.trim() ?? '')?.[1];
  if (line === undefined || module === undefined || facts.source.packages.kind === 'lacking') return [];
  const wanted = packagesFor(module);
  const listed = facts.source.requirements.flatMap((one) => one.reading?.requirements ?? []);
  const found = listed.find(({ name }) => wanted.includes(normalisePackage(name)));
  if (found === undefined) return [];
  return [
    {
      certainty: facts.source.packages.kind === 'held' ? 'sure' : 'likely',
      what: `the package ${found.name}`,
      evidence: logEvidence(stack, web, [line]),
    },
  ];
}

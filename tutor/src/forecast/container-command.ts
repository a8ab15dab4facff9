import type { Command, Service } from '../project/compose/project.ts';
import { PYTHON_IMAGE_COMMAND } from '../project/dockerfile/python-image.ts';
import type { CommandLine } from '../project/dockerfile/reading.ts';
import type { StageImage } from '../project/dockerfile/stage-image.ts';
import type { PlacedWord } from '../project/shell/placed.ts';

/** The words of a container's first process, and what gives them. */
export type ContainerCommand = {
  readonly words: readonly PlacedWord[];
  /** `base`: neither the Dockerfile nor Compose says what to start, so the base image's own command runs. */
  readonly from: 'compose' | 'image' | 'base';
};

/** What the container starts: Compose's `entrypoint` and `command` outrank the image's; a new entrypoint drops the image's command. */
export function containerCommand(
  service: Service | undefined,
  image: StageImage | undefined,
): ContainerCommand | undefined {
  const overridden = service?.entrypoint !== undefined || service?.command !== undefined;
  const entrypoint =
    service?.entrypoint === undefined
      ? wordsOfLine(image?.entrypoint?.command, image)
      : wordsOfCommand(service.entrypoint);
  const dropsCommand = service?.entrypoint !== undefined;
  const imageCommand = dropsCommand ? [] : wordsOfLine(image?.command?.command, image);
  const command = service?.command === undefined ? imageCommand : wordsOfCommand(service.command);
  if (entrypoint === undefined || command === undefined) return undefined;
  const words = [...entrypoint, ...command];
  if (words.length > 0) return { words, from: overridden ? 'compose' : 'image' };
  if (image?.bottom !== 'python') return undefined;
  return { words: [{ text: PYTHON_IMAGE_COMMAND, span: image.baseAt }], from: 'base' };
}

function wordsOfCommand(command: Command): readonly PlacedWord[] {
  return command.words.map((text, at) => ({ text, span: command.wordsAt[at] ?? command.at }));
}

/** Undefined where a word's value is not known. A shell form is handed to the image's shell as one word. */
function wordsOfLine(line: CommandLine | undefined, image: StageImage | undefined): readonly PlacedWord[] | undefined {
  if (line === undefined) return [];
  if (line.form === 'shell') {
    const shell = image?.shell ?? ['/bin/sh', '-c'];
    return [
      ...shell.map((text) => ({ text, span: line.span })),
      { text: line.source.text, span: line.source.span(0, line.source.text.length) },
    ];
  }
  const words: PlacedWord[] = [];
  for (const { raw, span } of line.words) words.push({ text: raw, span });
  return words;
}

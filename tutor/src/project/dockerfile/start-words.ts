import type { PlacedWord } from '../shell/placed.ts';
import { PYTHON_IMAGE_COMMAND } from './python-image.ts';
import type { CommandInstruction, CommandLine } from './reading.ts';
import type { StageImage } from './stage-image.ts';

/** What a container runs when it starts, and who says so. */
export type StartWords = {
  readonly words: readonly PlacedWord[];
  readonly from: 'compose' | 'dockerfile' | 'base-image' | 'nothing';
  /** CMD and ENTRYPOINT that count; Compose's own words are not among them. */
  readonly entrypoint?: CommandInstruction;
  readonly command?: CommandInstruction;
};

/** What Compose says in place of the image's own words. */
export type StartOverride = {
  readonly entrypoint?: readonly PlacedWord[];
  readonly command?: readonly PlacedWord[];
};

/**
 * ENTRYPOINT and CMD as the container gets them. An `entrypoint` of Compose drops the image's CMD;
 * an ENTRYPOINT in shell form takes no words behind it.
 */
export function startWords(image: StageImage, override: StartOverride = {}): StartWords {
  const entrypoint = override.entrypoint === undefined ? image.entrypoint : undefined;
  const ownCommand = override.command === undefined && override.entrypoint === undefined;
  const command = ownCommand && entrypoint?.command.form !== 'shell' ? image.command : undefined;
  const first = override.entrypoint ?? (entrypoint === undefined ? [] : lineWords(entrypoint.command, image.shell));
  const second = override.command ?? (command === undefined ? [] : lineWords(command.command, image.shell));
  const words = [...first, ...(entrypoint?.command.form === 'shell' ? [] : second)];
  const counted = {
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
  };
  if (override.entrypoint !== undefined || override.command !== undefined)
    return { words, from: 'compose', ...counted };
  if (entrypoint !== undefined || command !== undefined) return { words, from: 'dockerfile', ...counted };
  if (image.bottom !== 'python') return { words: [], from: 'nothing' };
  return { words: [{ text: PYTHON_IMAGE_COMMAND, span: image.baseAt }], from: 'base-image' };
}

/** The words that Docker makes of a line: a shell form is one word behind the shell's own. */
export function lineWords(line: CommandLine, shell: readonly string[]): PlacedWord[] {
  if (line.form === 'exec') return line.words.map((word) => ({ text: word.raw, span: word.span }));
  const text = { text: line.source.text, span: line.span, source: line.source };
  return [...shell.map((word) => ({ text: word, span: line.span })), text];
}

import { type LineMessage, lineMessages, oneLine, position, seenFrom } from './line-message.ts';
import type { Reporter } from './reporter.ts';

/**
 * `file:line:column: severity: message [rule]`, a line a trouble, as compilers print it and editors read it.
 * Where nothing names the thing, `tutor` stands for the place, as the GNU standards ask of a program's own messages.
 */
export const unix: Reporter = {
  name: 'unix',
  render: (result, options) =>
    lineMessages(result)
      .map((message) => `${placeOf(message, options.folder)}: ${messageOf(message)}\n`)
      .join(''),
};

function placeOf({ place }: LineMessage, folder: string | undefined): string {
  return place === undefined ? 'tutor' : position(oneLine(seenFrom(folder, place.file)), place.start);
}

function messageOf(message: LineMessage): string {
  const { severity, title, help, name } = message;
  // Compilers know errors, warnings and notes; a problem matcher that is given another word drops the line.
  const word = severity === 'advice' ? 'note' : severity;
  const whose = message.whose === 'machine' ? 'the machine could not answer: ' : '';
  return `${word}: ${whose}${oneLine(title)}${help === undefined ? '' : `; ${oneLine(help)}`} [${oneLine(name)}]`;
}

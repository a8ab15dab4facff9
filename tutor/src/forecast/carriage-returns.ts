/** What the line ends of Windows do to a script that is handed to a shell: it ends for sure, or may well run on. */
export type ReturnsEffect = 'ends' | 'perhaps';

/**
 * Tried with bash and dash: the carriage return is a part of the last word of each line. A keyword is none any more, `set -e`
 * ends every shell but bash, and a program is given another last word: a file or a name that is not there; but a number stays
 * a number.
 */
export function effectOfReturns(text: string, shell: string): ReturnsEffect {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const last = lines.at(-1) ?? '';
  const ends = lines.some(
    (line) => KEYWORD.test(line) || CONTINUED.test(line) || (shell !== 'bash' && SETS_OPTION.test(line)),
  );
  return ends || (last.endsWith('\r') && !STAYS.test(last)) ? 'ends' : 'perhaps';
}

const KEYWORD = /(?:^|[\s;])(?:then|do|else|fi|done|in|esac)\s*\r$/;
/** The next line is no longer a part of this one. */
const CONTINUED = /\\\r$/;
const SETS_OPTION = /^\s*set\s+[-+]\S*(?:\s+\w+)?\r$/;
/** Last words that mean the same with a blank behind them: a port, the object of a module, the words that the caller gave. */
const STAYS = /(?:[\s=:]\d+|[\w.]:\w+|"?\$@"?|\$\*)["']?\r$/;

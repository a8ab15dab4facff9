import type { Command } from './command.ts';

const NAME_COLUMN = 12;
const OPTION_COLUMN = 24;

/** The page of `tutor --help`. */
export function helpPage(commands: readonly Command[]): string {
  const rows = [...commands]
    .sort((a, b) => a.order - b.order)
    .map((command) => `  ${command.name.padEnd(NAME_COLUMN)}${command.summary}`);
  return [
    'compose-tutor teaches Docker Compose in your terminal and checks every step.',
    '',
    'Usage: tutor [--dir DIR]            open the tutor on a folder',
    '       tutor COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...rows,
    '',
    'Options:',
    '  --dir DIR     the project folder (default: the current one)',
    '  --version     print the version',
    '  -h, --help    this page; `tutor COMMAND --help` for one command',
    '',
    'Exit codes: 0 all passed · 1 there is work to do · 2 the tutor could not tell',
    '',
  ].join('\n');
}

/** The page of `tutor COMMAND --help`. */
export function commandHelp(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    const value = option.value === undefined ? '' : ` ${option.value}`;
    const head = `  ${short}--${name}${value}`;
    return head.length < OPTION_COLUMN
      ? `${head.padEnd(OPTION_COLUMN)}${option.says}`
      : `${head}\n${' '.repeat(OPTION_COLUMN)}${option.says}`;
  });
  const usage = [`Usage: tutor ${command.name}`, command.arguments, rows.length > 0 ? '[OPTIONS]' : '']
    .filter((word) => word !== '')
    .join(' ');
  return [usage, '', command.about.trim(), ...(rows.length > 0 ? ['', 'Options:', ...rows] : []), ''].join('\n');
}

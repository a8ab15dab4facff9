import { parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';
import { type Command, type Options, UsageError } from './command.ts';

/** Options every command takes. */
const COMMON = { help: { type: 'boolean', short: 'h' } } as const;

/** Reads a command's words. Throws {@link UsageError}. */
export function parseCommand(
  command: Command,
  argv: readonly string[],
): { readonly positionals: readonly string[]; readonly options: Options; readonly help: boolean } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      {
        type: option.type,
        ...(option.multiple ? { multiple: true } : {}),
        ...(option.short === undefined ? {} : { short: option.short }),
      },
    ]),
  );
  const parsed = parseWords(command, argv, { ...options, ...COMMON });
  const values = parsed.values as Record<string, string | boolean | (string | boolean)[] | undefined>;
  const help = values.help === true;
  const { least, most } = command.takes;
  if (!help && parsed.positionals.length < least)
    throw new UsageError(`\`tutor ${command.name}\` needs ${command.arguments}`, seeHelp(command));
  if (!help && parsed.positionals.length > most) {
    throw new UsageError(`\`tutor ${command.name}\` does not take ${parsed.positionals[most]}`, seeHelp(command));
  }
  return {
    help,
    positionals: parsed.positionals,
    options: {
      flag: (name) => values[name] === true,
      text: (name) => textOf(values[name]),
      texts: (name) => [values[name] ?? []].flat().map(String),
    },
  };
}

function textOf(value: string | boolean | (string | boolean)[] | undefined): string | undefined {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return typeof one === 'string' ? one : undefined;
}

function parseWords(
  command: Command,
  argv: readonly string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
) {
  try {
    return parseArgs({ args: [...argv], options: options ?? {}, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(explain(command, argv, error), seeHelp(command));
  }
}

/** Node's own sentence, with the nearest option where one was mistyped. */
function explain(command: Command, argv: readonly string[], error: TypeError & { readonly code?: string }): string {
  const unknown = /Unknown option '(-[^']+)'/.exec(error.message)?.[1];
  if (unknown === undefined || error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return `\`tutor ${command.name} ${argv.join(' ')}\`: ${error.message.split('. ')[0]}`;
  }
  const near = nearest(unknown.replace(/^-+/, ''), Object.keys(command.options));
  return `\`tutor ${command.name}\` has no option ${unknown}${near === undefined ? '' : `; the nearest is --${near}`}`;
}

function seeHelp(command: Command): string {
  return `See \`tutor ${command.name} --help\`.`;
}

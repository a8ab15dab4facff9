import { hostFacts } from './adapters/host.ts';
import { standardStreams, writeWhole } from './adapters/streams.ts';
import { type CannotTell, type Command, EXIT, UsageError, type World } from './commands/command.ts';
import { commandHelp, helpPage } from './commands/help.ts';
import { parseCommand } from './commands/parse.ts';
import { nearest } from './core/nearest.ts';
import { VERSION } from './generated/version.ts';

// The one file that names process.exit: argv → command → exit code.

/** Every verb this bundle knows, loaded when it is called. */
export type Commands = Readonly<Record<string, () => Promise<{ readonly command: Command }>>>;

/** Numbers of the signals that end a program from outside (POSIX). */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
/** How long an interrupted command may take to put things in order before it is ended. */
const GRACE_MS = 15_000;

/** Turns argv into a command and runs it. */
async function main(commands: Commands, argv: readonly string[], world: World): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-V') {
    world.out(`${VERSION}\n`);
    return EXIT.passed;
  }
  if (first === '--help' || first === '-h' || first === 'help') return showHelp(commands, argv.slice(1), world);
  const named = first !== undefined && !first.startsWith('-');
  const name = named ? first : 'open';
  return runCommand(await load(commands, name), named ? argv.slice(1) : argv, world);
}

async function runCommand(command: Command, argv: readonly string[], world: World): Promise<number> {
  const { positionals, options, help } = parseCommand(command, argv);
  if (!help) return command.run({ positionals, options, world });
  world.out(commandHelp(command));
  return EXIT.passed;
}

async function showHelp(commands: Commands, argv: readonly string[], world: World): Promise<number> {
  const [name] = argv;
  if (name !== undefined && !name.startsWith('-')) {
    return runCommand(await load(commands, name), ['--help'], world);
  }
  const all = await Promise.all(Object.keys(commands).map((each) => load(commands, each)));
  world.out(helpPage(all.filter((command) => command.name !== 'open')));
  return EXIT.passed;
}

async function load(commands: Commands, name: string): Promise<Command> {
  const module = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined;
  if (module !== undefined) return module.command;
  const near = nearest(
    name,
    Object.keys(commands).filter((each) => each !== 'open'),
  );
  throw new UsageError(
    `There is no command \`${name}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
    'See `tutor --help` for the list.',
  );
}

/** What this process has around it. A signal is made when somebody first asks for it. */
function worldOf(signal: () => AbortSignal, readerLeft: () => void): World {
  return {
    host: hostFacts({ platform: process.platform, env: process.env, cwd: () => process.cwd(), ...standardStreams() }),
    out: (text) => {
      if (writeWhole(1, text) === 'gone') readerLeft();
    },
    err: (text) => void writeWhole(2, text),
    get signal() {
      return signal();
    },
  };
}

/** By name: the parts of the program are bundled apart, and each has a class of its own. */
function isTold(error: unknown): error is UsageError | CannotTell {
  return error instanceof Error && (error.name === 'UsageError' || error.name === 'CannotTell') && 'help' in error;
}

function report(error: unknown, world: World): number {
  if (isTold(error)) {
    world.err(`${error.message}\n${error.help}\n`);
    return EXIT.unknown;
  }
  const message = error instanceof Error ? error.message : String(error);
  world.err(
    `compose-tutor stopped on a fault of its own: ${message}\nRun it again with TUTOR_DEBUG=1 for the details, and please report them.\n`,
  );
  if (world.host.environment.TUTOR_DEBUG === '1' && error instanceof Error) world.err(`${error.stack ?? ''}\n`);
  return EXIT.unknown;
}

/** Runs the program: reads argv, ends the process with the command's exit code. */
export async function start(commands: Commands): Promise<void> {
  let abort: AbortController | undefined;
  let ended: number | undefined;
  // A reader that went away (`| head`) is no fault: nobody is left to tell, and what was begun is put in order.
  const readerLeft = (): void => {
    ended ??= EXIT.passed;
    abort?.abort();
  };
  const world = worldOf(() => {
    abort ??= new AbortController();
    if (ended !== undefined) abort.abort();
    return abort.signal;
  }, readerLeft);
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.on(name, () => {
      if (ended !== undefined) process.exit(128 + number);
      ended = 128 + number;
      abort?.abort();
      setTimeout(() => process.exit(128 + number), GRACE_MS).unref();
    });
  }
  try {
    process.exitCode = await main(commands, process.argv.slice(2), world);
  } catch (error) {
    process.exitCode = report(error, world);
  }
  // All is written by now, and nothing is waited for: to take the heap apart first would cost milliseconds.
  process.exit(ended ?? process.exitCode);
}

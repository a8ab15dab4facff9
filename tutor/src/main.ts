import { hostFacts } from './adapters/host.ts';
import { standardStreams, writeWhole } from './adapters/streams.ts';
import { type CannotTell, type Command, EXIT, UsageError, type World } from './commands/command.ts';
import { nearest } from './core/nearest.ts';
import { commands } from './generated/commands.ts';
import { VERSION } from './generated/version.ts';

// The one file that names process.exit: argv → command → exit code.

type CommandName = keyof typeof commands;

/** Numbers of the signals that end a program from outside (POSIX). */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
/** How long an interrupted command may take to put things in order before it is ended. */
const GRACE_MS = 15_000;

/** Turns argv into a command and runs it. */
async function main(argv: readonly string[], world: World): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-V') {
    world.out(`${VERSION}\n`);
    return EXIT.passed;
  }
  if (first === '--help' || first === '-h' || first === 'help') return showHelp(argv.slice(1), world);
  const named = first !== undefined && !first.startsWith('-');
  const name = named ? first : 'open';
  if (!isCommand(name)) throw unknownCommand(name);
  return runCommand(await load(name), named ? argv.slice(1) : argv, world);
}

async function runCommand(command: Command, argv: readonly string[], world: World): Promise<number> {
  const { parseCommand } = await import('./commands/parse.ts');
  const { positionals, options, help } = parseCommand(command, argv);
  if (!help) return command.run({ positionals, options, world });
  const { commandHelp } = await import('./commands/help.ts');
  world.out(commandHelp(command));
  return EXIT.passed;
}

async function showHelp(argv: readonly string[], world: World): Promise<number> {
  const [name] = argv;
  if (name !== undefined && !name.startsWith('-')) {
    if (!isCommand(name)) throw unknownCommand(name);
    return runCommand(await load(name), ['--help'], world);
  }
  const { helpPage } = await import('./commands/help.ts');
  const all = await Promise.all(Object.keys(commands).map((each) => load(each as CommandName)));
  world.out(helpPage(all.filter((command) => command.name !== 'open')));
  return EXIT.passed;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

async function load(name: CommandName): Promise<Command> {
  const modules: Record<string, () => Promise<{ readonly command: Command }>> = commands;
  const module = await modules[name]?.();
  if (module === undefined) throw unknownCommand(name);
  return module.command;
}

function unknownCommand(name: string): UsageError {
  const near = nearest(
    name,
    Object.keys(commands).filter((each) => each !== 'open'),
  );
  return new UsageError(
    `There is no command \`${name}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
    'See `tutor --help` for the list.',
  );
}

/** What this process has around it. A signal is made when somebody first asks for it. */
function worldOf(signal: () => AbortSignal): World {
  return {
    host: hostFacts({ platform: process.platform, env: process.env, cwd: () => process.cwd(), ...standardStreams() }),
    // A reader that went away (`| head`) is no fault: there is nobody left to tell.
    out: (text) => (writeWhole(1, text) === 'gone' ? process.exit(EXIT.passed) : undefined),
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

async function start(): Promise<void> {
  let abort: AbortController | undefined;
  let ended: number | undefined;
  const world = worldOf(() => {
    abort ??= new AbortController();
    if (ended !== undefined) abort.abort();
    return abort.signal;
  });
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.on(name, () => {
      if (ended !== undefined) process.exit(128 + number);
      ended = 128 + number;
      abort?.abort();
      setTimeout(() => process.exit(128 + number), GRACE_MS).unref();
    });
  }
  try {
    const code = await main(process.argv.slice(2), world);
    process.exitCode = ended ?? code;
  } catch (error) {
    process.exitCode = ended ?? report(error, world);
  }
  if (ended !== undefined) process.exit(ended);
}

void start();

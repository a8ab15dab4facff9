import { type CommandOption, type Options, UsageError } from './command.ts';

/** Who is asked beside the files. */
export type EngineWish = 'auto' | 'off' | 'required';

const DEFAULT_TIMEOUT_SECONDS = 60;

/** Options of commands that may ask the engine. */
export const ENGINE_OPTIONS = {
  engine: {
    type: 'string',
    value: 'WHO',
    says: 'auto (default), off: ask no engine, required: judge nothing without one',
  },
  timeout: {
    type: 'string',
    value: 'S',
    says: `seconds to wait for the stack to become ready (default ${DEFAULT_TIMEOUT_SECONDS})`,
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** Reads `--engine`. Throws {@link UsageError}. */
export function engineWish(options: Options): EngineWish {
  const text = options.text('engine') ?? 'auto';
  if (text === 'auto' || text === 'off' || text === 'required') return text;
  throw new UsageError(
    `\`--engine ${text}\` is none of auto, off and required.`,
    'Use --engine auto, --engine off or --engine required.',
  );
}

/** Reads `--timeout`, in milliseconds. Throws {@link UsageError}. */
export function timeoutMs(options: Options): number {
  const text = options.text('timeout');
  if (text === undefined) return DEFAULT_TIMEOUT_SECONDS * 1000;
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return Math.round(seconds * 1000);
  throw new UsageError(
    `\`--timeout ${text}\` is no number of seconds.`,
    'Use a number greater than 0, such as --timeout 90.',
  );
}

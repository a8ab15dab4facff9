import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { replaceFile } from '../adapters/disk.ts';
import { nearest } from '../core/nearest.ts';
import type { Result } from '../core/result.ts';
import { reporters } from '../generated/reporters.ts';
import type { RenderOptions, Reporter } from '../reporters/reporter.ts';
import { CannotTell, UsageError, type World } from './command.ts';
import { renderOptions } from './render-options.ts';

/** One asked format: its name and where it goes. */
export type AskedFormat = { readonly name: string; readonly file: string | undefined };

/** Reads `--format NAME[:FILE]`, repeatable; at most one goes to stdout. Throws {@link UsageError}. */
export function askedFormats(texts: readonly string[]): readonly AskedFormat[] {
  const asked = texts.map((text) => {
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const file = colon < 0 ? undefined : text.slice(colon + 1);
    if (!Object.hasOwn(reporters, name)) {
      const near = nearest(name, Object.keys(reporters));
      throw new UsageError(
        `There is no format \`${name}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
        `Formats: ${Object.keys(reporters).join(', ')}.`,
      );
    }
    if (file === '')
      throw new UsageError(`\`--format ${text}\` names no file behind the colon.`, 'Write it as --format NAME:FILE.');
    return { name, file };
  });
  const onStdout = asked.filter((format) => format.file === undefined);
  if (onStdout.length > 1) {
    throw new UsageError(
      `Two formats cannot share stdout: ${onStdout.map((format) => format.name).join(' and ')}.`,
      'Give all but one a file: --format NAME:FILE.',
    );
  }
  return onStdout.length === 0 ? [{ name: 'pretty', file: undefined }, ...asked] : asked;
}

/** Tells a result in every asked format. */
export async function tell(
  result: Result,
  formats: readonly AskedFormat[],
  world: World,
  more: Partial<RenderOptions>,
): Promise<void> {
  for (const format of formats) {
    const reporter = await reporterOf(format.name);
    if (format.name === 'github') await summariseJob(result, world);
    if (format.file === undefined) world.out(reporter.render(result, { ...renderOptions(world), ...more }));
    else
      writeReport(
        resolve(world.host.folder, format.file),
        reporter.render(result, { ...renderOptions(world), colour: 'none', width: 80, ...more }),
      );
  }
}

/** GitHub shows what is appended to the file it names as the summary of the job. */
async function summariseJob(result: Result, world: World): Promise<void> {
  const file = world.host.environment.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  const { summary } = await import('../reporters/github-summary.ts');
  try {
    appendFileSync(file, summary(result));
  } catch (error) {
    world.err(
      `the job summary cannot be written to ${file} (${error instanceof Error ? error.message : String(error)})\n`,
    );
  }
}

async function reporterOf(name: string): Promise<Reporter> {
  const modules: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = reporters;
  const module = await modules[name]?.();
  const reporter = Object.values(module ?? {}).find(isReporter);
  if (reporter === undefined) throw new Error(`reporters/${name}.ts exports no reporter`);
  return reporter;
}

function isReporter(value: unknown): value is Reporter {
  return typeof value === 'object' && value !== null && 'render' in value && 'name' in value;
}

function writeReport(path: string, text: string): void {
  try {
    replaceFile(path, text);
  } catch (error) {
    throw new CannotTell(
      `The report cannot be written to ${path} (${error instanceof Error ? error.message : String(error)}).`,
      'Name a file in a folder that you may write to.',
    );
  }
}

import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { replaceFile } from '../adapters/disk.ts';
import { nearest } from '../core/nearest.ts';
import type { Result } from '../core/result.ts';
import { reporters } from '../generated/reporters.ts';
import { summary } from '../reporters/github-summary.ts';
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
    if (reporterNamed(name) === undefined) {
      const near = nearest(name, names());
      throw new UsageError(
        `There is no format \`${name}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
        `Formats: ${names().join(', ')}.`,
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
export function tell(
  result: Result,
  formats: readonly AskedFormat[],
  world: World,
  more: Partial<RenderOptions>,
): void {
  for (const format of formats) {
    const reporter = reporterNamed(format.name);
    if (reporter === undefined) continue;
    if (format.name === 'github') summariseJob(result, world);
    if (format.file === undefined) world.out(reporter.render(result, { ...renderOptions(world), ...more }));
    else
      writeReport(
        resolve(world.host.folder, format.file),
        reporter.render(result, { ...renderOptions(world), colour: 'none', width: 80, ...more }),
      );
  }
}

/** GitHub shows what is appended to the file it names as the summary of the job. */
function summariseJob(result: Result, world: World): void {
  const file = world.host.environment.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, summary(result));
  } catch (error) {
    world.err(
      `the job summary cannot be written to ${file} (${error instanceof Error ? error.message : String(error)})\n`,
    );
  }
}

function names(): readonly string[] {
  return reporters.map((reporter) => reporter.name);
}

function reporterNamed(name: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.name === name);
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

import { type LineMessage, lineMessages, oneLine, seenFrom } from './line-message.ts';
import type { Reporter } from './reporter.ts';

/**
 * Workflow commands that GitHub Actions turns into annotations at the line: an `::error` for each error,
 * `::warning` for warnings, `::notice` for advice. Each is one line that begins with its command, so that nothing
 * a learner's program printed can begin a command of its own. {@link ./github-summary.ts} makes the job summary.
 */
export const github: Reporter = {
  name: 'github',
  render: (result, options) =>
    lineMessages(result)
      .map((message) => `${annotation(message, options.folder)}\n`)
      .join(''),
};

const COMMANDS = { error: 'error', warning: 'warning', advice: 'notice' } as const;

function annotation(message: LineMessage, folder: string | undefined): string {
  const properties = { ...whereOf(message, folder), title: titleOf(message) };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[message.severity]} ${written.join(',')}::${escapeText(textOf(message))}`;
}

/** Columns mean something to GitHub only where the mark stays on one line. */
function whereOf({ place }: LineMessage, folder: string | undefined): Readonly<Record<string, string | number>> {
  if (place === undefined) return {};
  const { start, end } = place;
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  return { file: oneLine(seenFrom(folder, place.file)), line: start.line, endLine: end.line, ...columns };
}

function titleOf(message: LineMessage): string {
  const name = `${message.step}: ${message.name}`;
  return message.whose === 'machine' ? `could not be judged: ${name}` : name;
}

function textOf(message: LineMessage): string {
  const labels = message.labels.map(
    (label) => `${oneLine(label.file)}:${label.start.line}:${label.start.column} ${oneLine(label.message)}`,
  );
  const lines = [
    oneLine(message.title),
    ...(message.place === undefined || message.place.message === '' ? [] : [`here: ${oneLine(message.place.message)}`]),
    ...labels.map((label) => `there: ${label}`),
    ...(message.help === undefined ? [] : [`help: ${oneLine(message.help)}`]),
  ];
  return lines.join('\n');
}

/** The runner's own escapes: `%`, CR and LF everywhere; `:` and `,` in properties too. */
function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

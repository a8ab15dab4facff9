import type { ComposeFault } from '../project/compose/fault.ts';
import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';

/**
 * The service whose healthcheck never succeeds because a variable in it became nothing: the name behind `-U` of pg_isready or psql,
 * which then lacks (tried, 16). Only where somebody waits for that service to be healthy, and once for a test.
 */
export function brokenTest(project: Project, fault: ComposeFault): Service | undefined {
  const { at } = fault;
  const read = at === undefined ? undefined : project.files.read(at.file);
  if (at === undefined || read?.kind !== 'text') return undefined;
  const before = read.text.slice(read.text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  const program = /\b(pg_isready|psql)\b[^|&;]*\s(?:-U|--username)[ =]$/.exec(before)?.[1];
  if (program === undefined || !lacksUser(program, wordsBehind(project, read.text.slice(at.end)))) return undefined;
  const { services } = project.view;
  return services.find(
    ({ name, healthcheck }) =>
      healthcheck?.test?.at.file === at.file &&
      healthcheck.test.at.start <= at.start &&
      at.end <= healthcheck.test.at.end &&
      services.some((other) =>
        other.dependsOn.some((one) => one.service === name && one.condition === 'service_healthy'),
      ),
  );
}

/** The words of the same command that stand behind a place, without those that became nothing. */
function wordsBehind({ compose }: Project, rest: string): readonly string[] {
  const command = /^[^\n"'\]|&;]*/.exec(rest)?.[0] ?? '';
  const unset = compose.faults.flatMap(({ kind, words }) =>
    kind === 'interpolation-unset' ? [words?.variable ?? ''] : [],
  );
  const left = command.replace(/\$\{?(\w+)\}?/g, (text, name: string) => (unset.includes(name) ? '' : text));
  return left.split(/\s+/).filter((word) => word !== '');
}

/** The next word is taken for the user: with `-U -d` alone pg_isready is content, with a word behind it has one too many (tried, 16). */
function lacksUser(program: string, [next, after]: readonly string[]): boolean {
  if (next === undefined || program === 'psql') return true;
  return after !== undefined && !after.startsWith('-');
}

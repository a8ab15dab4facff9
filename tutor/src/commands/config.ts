import { toPlace } from '../core/place.ts';
import { toConfig, toConfigYaml } from '../project/compose/config.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import { originsOf } from '../project/compose/origins.ts';
import type { Project } from '../project/project.ts';
import { type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { readFolder } from './look.ts';
import { DIR_OPTION, projectFolder } from './project-folder.ts';

export const command: Command = {
  name: 'config',
  order: 9,
  summary: 'the project as Compose reads it',
  arguments: '',
  takes: { least: 0, most: 0 },
  about: `Prints the merged and interpolated project in the very shape of \`docker compose config\`,
without asking Docker. Exit 1 where Compose would refuse it; the reason is on stderr.`,
  options: {
    ...DIR_OPTION,
    format: { type: 'string', value: 'NAME', says: 'yaml (default) or json' },
    origins: { type: 'boolean', says: 'the file, line and column of every value, and the variable that filled it' },
  },
  run: config,
};

async function config({ options, world }: Invocation): Promise<number> {
  const format = options.text('format') ?? 'yaml';
  if (format !== 'yaml' && format !== 'json')
    throw new UsageError(`\`--format ${format}\` is neither yaml nor json.`, 'Use one of the two.');
  const project = readFolder(projectFolder(options, world), world.host);
  const { compose } = project;
  for (const fault of compose.faults) world.err(`${placeOf(project, fault)}${fault.message}\n`);
  if (compose.refused) {
    world.err('Docker Compose would refuse this project; `tutor check compose` shows what to mend.\n');
    return EXIT.work;
  }
  if (options.flag('origins'))
    world.out(format === 'json' ? `${JSON.stringify(origins(project), null, 2)}\n` : originLines(project));
  else world.out(format === 'json' ? `${JSON.stringify(toConfig(compose), null, 2)}\n` : toConfigYaml(compose));
  return EXIT.passed;
}

function placeOf(project: Project, fault: ComposeFault): string {
  if (fault.at === undefined) return '';
  const { file, start } = toPlace(fault.at, '', textOf(project, fault.at.file));
  return `${file}:${start.line}:${start.column}: `;
}

function textOf(project: Project, file: string): string {
  const read = project.files.read(file);
  return read.kind === 'text' ? read.text : '';
}

function origins(project: Project): readonly Readonly<Record<string, unknown>>[] {
  return originsOf(project.compose).map((origin) => {
    const { file, start } = toPlace(origin.span, '', textOf(project, origin.span.file));
    return {
      path: origin.path,
      value: origin.value,
      file,
      line: start.line,
      column: start.column,
      ...(origin.variable === undefined ? {} : { variable: origin.variable.name }),
    };
  });
}

function originLines(project: Project): string {
  return origins(project)
    .map(
      ({ path, value, file, line, column, variable }) =>
        `${file}:${line}:${column}  ${path} = ${JSON.stringify(value)}${variable === undefined ? '' : `  (from ${variable})`}\n`,
    )
    .join('');
}

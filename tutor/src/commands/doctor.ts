import { type Command, EXIT, type Invocation } from './command.ts';
import type { Finding } from './examination.ts';
import { DIR_OPTION } from './project-folder.ts';
import { renderOptions } from './render-options.ts';

export const command: Command = {
  name: 'doctor',
  order: 10,
  summary: 'what this machine can do, and how to mend what it cannot',
  arguments: '',
  takes: { least: 0, most: 0 },
  about:
    'Looks at Node.js, Docker, Compose, permissions, the port of the page and the disk. Exit 1 where something lacks.',
  options: { ...DIR_OPTION },
  run: doctor,
};

async function doctor({ options, world }: Invocation): Promise<number> {
  const { examine } = await import('./engine.ts');
  const findings = await examine(options, world);
  const { unicode } = renderOptions(world);
  for (const finding of findings) {
    world.out(` ${mark(finding, unicode)} ${finding.subject.padEnd(16)}${finding.says}\n`);
    if (finding.mend !== undefined) world.out(`   help  ${finding.mend}\n`);
  }
  const lacks = findings.filter((finding) => finding.state === 'lacks');
  world.out(
    lacks.length === 0
      ? '\nThis machine can do the whole chapter.\n'
      : `\n${lacks.length} ${lacks.length === 1 ? 'thing lacks' : 'things lack'}; steps 1 to 7 need no Docker.\n`,
  );
  return lacks.length === 0 ? EXIT.passed : EXIT.work;
}

function mark(finding: Finding, unicode: boolean): string {
  switch (finding.state) {
    case 'there':
      return unicode ? '✓ ok   ' : '+ ok   ';
    case 'lacks':
      return unicode ? '✗ lacks' : 'x lacks';
    case 'untold':
      return unicode ? '– ?    ' : '- ?    ';
  }
}

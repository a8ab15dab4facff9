import { describe, expect, it } from 'vitest';
import { readScript } from '../../../src/project/shell/script.ts';
import { serverStart } from '../../../src/project/shell/server-start.ts';

const UNITS = 250_000;
const fill = (part: string) => part.repeat(Math.floor(UNITS / part.length));
const NOWHERE = { file: 'Dockerfile', start: 0, end: 0 };

const SCRIPTS: readonly (readonly [string, string])[] = [
  ['many commands', fill('echo a\n')],
  ['a long chain', fill('a && ')],
  ['blocks in blocks', fill('if a; then ')],
  ['many blocks', fill('if a; then b; fi\n')],
  ['many cases', fill('case $1 in a) b;; c) d;; esac\n')],
  ['brackets', fill('(')],
  ['commands in commands', fill('$(')],
  ['variables in variables', fill('${a:-')],
  ['variables in quotes in variables', fill('${a:-"}')],
  ['open quotes', fill("'")],
  ['heredocs', fill('cat <<A\n')],
  ['a value that doubles', `A=aaaaaaaaaaaaaaaa\n${'A=$A$A\n'.repeat(500)}exec python $A`],
  ['a script that runs itself', './x.sh\n./x.sh\n./x.sh\n./x.sh\n'],
];

describe('a script that is made to take for ever', () => {
  it.each(SCRIPTS)('is followed no further than it must: %s', (_, text) => {
    const server = serverStart([{ text: './x.sh', span: NOWHERE }], {
      environment: {},
      workdir: '/',
      readFile: (path) => (path === '/x.sh' ? { file: 'x.sh', text } : undefined),
    });
    expect(['none', 'unknown', 'python-file']).toContain(server.kind);
    expect(readScript('x.sh', text).commands.length).toBeLessThanOrEqual(1_000);
  });

  it('is not read where there is too much of it', () => {
    expect(readScript('x.sh', `#!/bin/sh\n${'a'.repeat(300_000)}`).beyond).toBe('too-large');
  });
});

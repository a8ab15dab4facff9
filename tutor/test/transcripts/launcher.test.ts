import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from './tutor.ts';

// The file that `bin` names, started as npm's link starts it: by its own first line, not by Node.

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'tutor.js');
const NO_SUCH_CERTIFICATES = '/no/such/certificates.pem';

/** Both as npm links it, in a folder with a space. */
function started(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const link = join(folderWith({}, 'my tools'), 'tutor');
  symlinkSync(PROGRAM, link);
  return spawnSync(link, words, {
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folderWith(), NO_COLOR: '1', ...environment },
    encoding: 'utf8',
  });
}

describe('the program that npm links', () => {
  test('runs through a link in a folder with a space, with the words as they are', () => {
    const said = started(['explain', 'no such  rule'], {});
    expect(said.stderr).toContain('no such  rule');
    expect(said.status).toBe(2);
  });

  test('starts Node without the extra certificates, which cost more time than a check', () => {
    const environment = { NODE_EXTRA_CA_CERTS: NO_SUCH_CERTIFICATES };
    // Node says so itself when it reads them.
    const byNode = spawnSync(process.execPath, [PROGRAM, '--version'], { env: environment, encoding: 'utf8' });
    expect(byNode.stderr).toContain(NO_SUCH_CERTIFICATES);
    const said = started(['--version'], environment);
    expect({ stderr: said.stderr, status: said.status }).toEqual({ stderr: '', status: 0 });
  });

  test('gives the extra certificates back to what it starts', () => {
    const bin = join(folderWith(), 'bin');
    const seen = join(bin, 'seen');
    mkdirSync(bin);
    writeFileSync(join(bin, 'docker'), `#!/bin/sh\nenv >'${seen}'\nexit 1\n`);
    chmodSync(join(bin, 'docker'), 0o755);
    started(['doctor'], {
      NODE_EXTRA_CA_CERTS: NO_SUCH_CERTIFICATES,
      PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
    });
    expect(existsSync(seen)).toBe(true);
    const variables = readFileSync(seen, 'utf8').split('\n');
    expect(variables).toContain(`NODE_EXTRA_CA_CERTS=${NO_SUCH_CERTIFICATES}`);
    expect(variables.filter((line) => line.startsWith('TUTOR_KEPT'))).toEqual([]);
  });
});

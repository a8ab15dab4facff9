import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesAfter } from '../../src/chapter/solutions.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { folderWith, tutor } from './tutor.ts';

const FINISHED = filesAfter(chapter, solutions, 'volume');
const MEGABYTES_100 = 100 * 1024 * 1024;

describe('a usage error leaves stdout empty, names the nearest, and ends with 2', () => {
  it.each([
    [['chek'], 'There is no command `chek`; the nearest is `check`.'],
    [['check', 'databse'], 'There is no step `databse`'],
    [['check', 'netwrk'], 'There is no step `netwrk`; the nearest is `network`.'],
    [['explain', 'network-mising'], 'There is no rule `network-mising`; the nearest is `network-missing`.'],
    [['check', '--formt', 'json'], '`tutor check` has no option --formt; the nearest is --format'],
    [['check', '--format', 'jsn'], 'There is no format `jsn`; the nearest is `json`.'],
    [['check', '--format', 'json', '--format', 'pretty'], 'Two formats cannot share stdout'],
    [['check', '--engine', 'maybe'], '`--engine maybe` is none of auto, off and required.'],
    [['check', '--timeout', 'soon'], '`--timeout soon` is no number of seconds.'],
    [['check', '--engine', 'off', '--up'], '`--engine off` asks nobody'],
    [['reset'], '`tutor reset` needs one step, or --all.'],
    [['init', 'a', 'b'], '`tutor init` does not take b'],
    [['config', '--format', 'xml'], '`--format xml` is neither yaml nor json.'],
  ])('tutor %j', async (words, says) => {
    const { stdout, stderr, code } = await tutor(words);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});

describe('a folder', () => {
  it('that is not there is said to be missing', async () => {
    const { stdout, stderr, code } = await tutor(['check', '--dir', '/nowhere/at/all']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toBe(
      'There is no folder /nowhere/at/all.\nName the project folder with --dir, or make it with `tutor init /nowhere/at/all`.\n',
    );
  });
  it('that is a file is said to be one', async () => {
    const folder = folderWith({ 'compose.yaml': '' });
    const { stderr, code } = await tutor(['check', '--dir', join(folder, 'compose.yaml')]);
    expect(stderr).toContain('is a file, not a folder');
    expect(code).toBe(2);
  });
  it('that is empty has the whole chapter to do', async () => {
    const { stdout, code } = await tutor(['check', '--dir', folderWith(), '--engine', 'off']);
    expect(code).toBe(1);
    expect(stdout).toContain('0 of 7 steps passed');
  });
});

describe('a Compose file', () => {
  const check = (content: string | Uint8Array) =>
    tutor([
      'check',
      '--dir',
      folderWith({ ...FINISHED, 'compose.yaml': content }),
      '--engine',
      'off',
      '--format',
      'json',
    ]);
  const rules = (stdout: string): readonly string[] =>
    (
      JSON.parse(stdout) as { readonly diagnoses: readonly { readonly rule: string; readonly severity: string }[] }
    ).diagnoses
      .filter((one) => one.severity === 'error')
      .map((one) => one.rule);

  it.each([
    ['of random bytes', Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256), ['compose-file-unreadable']],
    ['of 100 MB', new Uint8Array(MEGABYTES_100).fill(35), ['compose-file-too-large']],
    [
      'in broken UTF-8',
      Uint8Array.from([0x73, 0x65, 0x72, 0x76, 0x3a, 0x20, 0xff, 0xfe, 0x0a]),
      ['file-encoding-utf16'],
    ],
    ['that is empty', '', ['compose-file-empty']],
    ['of nothing but comments', '# soon\n', ['compose-file-empty']],
  ])('%s is one error', async (_name, content, expected) => {
    const { stdout, stderr, code } = await check(content);
    expect(stderr).toBe('');
    expect(rules(stdout)).toEqual(expected);
    expect(code).toBe(1);
  });

  it('that bombs with aliases is refused within a second', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'
        .split('')
        .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(',')}]`),
      'services: {web: {image: x, labels: *j}}',
    ].join('\n');
    const started = performance.now();
    const { stdout, code } = await check(bomb);
    expect(rules(stdout)).toEqual(['compose-file-too-large']);
    expect(code).toBe(1);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('memory', () => {
  it('that was cut in half is set aside, and said in one line', async () => {
    const folder = folderWith(FINISHED);
    const state = folderWith({}, 'state');
    await tutor(['hint', 'web', '--dir', folder], { environment: { XDG_STATE_HOME: state } });
    const kept = join(state, 'compose-tutor', 'projects');
    const [file] = readdirSync(kept);
    writeFileSync(join(kept, file ?? ''), readFileSync(join(kept, file ?? ''), 'utf8').slice(0, 20));
    const { stdout, stderr, code } = await tutor(['hint', 'web', '--dir', folder], {
      environment: { XDG_STATE_HOME: state },
    });
    expect(stdout).toContain('hint 1 of');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(0);
  });
  it('that cannot be written is said in one line, and everything still works', async () => {
    const folder = folderWith(FINISHED);
    const { stdout, stderr, code } = await tutor(['hint', 'web', '--dir', folder], {
      environment: { XDG_STATE_HOME: join(folder, 'compose.yaml') },
    });
    expect(stdout).toContain('hint 1 of');
    expect(stderr).toContain('cannot be written');
    expect(code).toBe(0);
  });
});

describe('init', () => {
  it('says why where it may not write', async () => {
    const { stderr, code } = await tutor(['init', join(folderWith({ file: '' }), 'file', 'inside')]);
    expect(stderr).toContain('cannot be made');
    expect(code).toBe(2);
  });
  it('overwrites nothing, and keeps a copy when it is told to', async () => {
    const folder = folderWith({ 'compose.yaml': 'mine: 1\n' });
    const first = await tutor(['init', folder]);
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe('mine: 1\n');
    expect(first.stdout).toContain('left    compose.yaml');
    const second = await tutor(['init', folder, '--force']);
    const kept = /kept as (.+)$/m.exec(second.stdout)?.[1] ?? '';
    expect(readFileSync(kept, 'utf8')).toBe('mine: 1\n');
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe(solutions.starter['compose.yaml']);
  });
  it('writes through a link of the learner, and leaves the link', async () => {
    const folder = folderWith({}, 'linked');
    const elsewhere = folderWith({ 'real.yaml': 'mine: 1\n' }, 'elsewhere');
    symlinkSync(join(elsewhere, 'real.yaml'), join(folder, 'compose.yaml'));
    await tutor(['init', folder, '--force']);
    expect(readFileSync(join(elsewhere, 'real.yaml'), 'utf8')).toBe(solutions.starter['compose.yaml']);
  });
});

/** A `docker` that answers as it is told. */
function dockerThat(script: string): Readonly<Record<string, string>> {
  const bin = folderWith({ docker: `#!/bin/sh\n${script}\n` }, 'bin');
  chmodSync(join(bin, 'docker'), 0o755);
  return { PATH: `${bin}:/usr/bin:/bin` };
}

describe('Docker', () => {
  const blocked = async (environment: Readonly<Record<string, string>>) => {
    const { stdout, code } = await tutor(['check', '--dir', folderWith(FINISHED), '--format', 'json'], { environment });
    const result = JSON.parse(stdout) as {
      readonly state: string;
      readonly diagnoses: readonly { readonly rule: string; readonly severity: string; readonly help: string }[];
    };
    return {
      code,
      state: result.state,
      rules: result.diagnoses.filter((one) => one.severity === 'error').map((one) => one.rule),
    };
  };
  const node = { PATH: '/nowhere' };

  it('that is not installed blocks', async () => {
    expect(await blocked(node)).toEqual({ code: 2, state: 'blocked', rules: ['docker-cli-missing'] });
  });
  it('whose daemon does not run blocks', async () => {
    expect(
      await blocked(
        dockerThat(
          'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 1',
        ),
      ),
    ).toEqual({ code: 2, state: 'blocked', rules: ['docker-daemon-unreachable'] });
  });
  it('that denies permission blocks', async () => {
    expect(
      await blocked(
        dockerThat(
          'echo "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock" >&2; exit 1',
        ),
      ),
    ).toEqual({ code: 2, state: 'blocked', rules: ['docker-permission-denied'] });
  });
  it('without the Compose plugin blocks', async () => {
    expect(
      await blocked(
        dockerThat(
          'case "$1" in compose) echo "docker: unknown command: docker compose" >&2; exit 1;; *) echo \'{"Client":{"Version":"28.5.2"},"Server":{"Version":"28.5.2"}}\';; esac',
        ),
      ),
    ).toEqual({ code: 2, state: 'blocked', rules: ['compose-plugin-missing'] });
  });
  it('that never answers blocks within its limit', async () => {
    const { code, rules } = await blocked(dockerThat('exec sleep 600'));
    expect({ code, rules }).toEqual({ code: 2, rules: ['docker-timeout'] });
  });
  it('that is required and absent judges nothing', async () => {
    const { stdout, stderr, code } = await tutor(['check', '--dir', folderWith(FINISHED), '--engine', 'required']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('the caller’s shell', () => {
  it('has its COMPOSE_* set aside, with one line', async () => {
    const { stdout, stderr } = await tutor(['check', '--dir', folderWith(FINISHED)], {
      environment: { COMPOSE_FILE: '/elsewhere/compose.yaml', COMPOSE_PROJECT_NAME: 'other' },
    });
    expect(stderr).toBe(
      "COMPOSE_FILE, COMPOSE_PROJECT_NAME of your shell are set aside; put such settings in the project's .env\n",
    );
    expect(stdout).toContain('7 of 9 steps passed');
  });
});

describe('Ctrl-C', () => {
  it('ends a check that waits for Docker, with 130', async () => {
    const { code } = await tutor(['check', '--dir', folderWith(FINISHED)], {
      environment: dockerThat('exec sleep 600'),
      meanwhile: (kill) => setTimeout(() => kill('SIGINT'), 1_500),
    });
    expect(code).toBe(130);
  });
  it('ends a watch, with 130', async () => {
    const { code } = await tutor(['check', '--watch', '--engine', 'off', '--dir', folderWith(FINISHED)], {
      meanwhile: (kill) => setTimeout(() => kill('SIGINT'), 2_000),
    });
    expect(code).toBe(130);
  });
});

describe('a port that is taken', () => {
  it('is told by the doctor, with what holds it', async () => {
    const server = createServer().listen(0);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const files = {
      ...FINISHED,
      'compose.yaml': (FINISHED['compose.yaml'] ?? '').replace('8000:8000', `${port}:8000`),
    };
    const { stdout, code } = await tutor(['doctor', '--dir', folderWith(files)]);
    server.close();
    expect(stdout).toContain(`port ${port}`);
    expect(stdout).toContain(`(process ${process.pid})`);
    expect(code).toBe(1);
  });
});

describe('a reader that leaves', () => {
  it('ends the program without a word, after it has put things in order', async () => {
    const { stderr, code } = await tutor(['demo', '--fast', '--engine', 'off'], { reader: 'leaves' });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hostFacts } from '../../../src/adapters/host.ts';
import { livePorts } from '../../../src/adapters/live-ports.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { observe } from '../../../src/observe/observe.ts';
import type { ObserveRequest } from '../../../src/observe/request.ts';

const repository = resolve(import.meta.dirname, '../../../..');

/** The chapter's finished project in a folder of its own, under a name and a port of its own. */
export type TestStack = {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  /** Replaces a text in a file of the project; it must be there. */
  readonly edit: (file: string, from: string | RegExp, to: string) => void;
  readonly write: (file: string, text: string) => void;
  readonly compose: (...words: string[]) => string;
  readonly observe: (request?: Partial<ObserveRequest>) => Promise<Observed>;
  readonly remove: () => void;
};

/** An observation that an engine answered, with how long it took. */
export type Observed = Extract<Observation, { engine: 'observed' }> & { readonly tookMs: number };

/** Lays the solutions one over the other; nothing is started. */
export function chapterStack(name: string, port: number): TestStack {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tutor-${name}-`)));
  for (const step of readdirSync(join(repository, 'solutions')).sort()) {
    cpSync(join(repository, 'solutions', step), folder, { recursive: true });
  }
  const edit: TestStack['edit'] = (file, from, to) => {
    const before = readFileSync(join(folder, file), 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} does not hold ${from}`);
    writeFileSync(join(folder, file), after);
  };
  edit('compose.yaml', '"8000:8000"', `"${port}:8000"`);
  // Flask as process 1 ignores SIGTERM: each stop would take ten seconds.
  edit('compose.yaml', 'build: ./web', 'build: ./web\n    init: true');
  const compose = (...words: string[]) =>
    execFileSync('docker', ['compose', '-p', name, ...words], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  return {
    name,
    folder,
    port,
    edit,
    compose,
    write: (file, text) => writeFileSync(join(folder, file), text),
    async observe(request = {}) {
      const begun = Date.now();
      const seen = await observe(livePorts(hostFacts(process)), { ...baseRequest(name, folder), ...request });
      if (seen.engine !== 'observed') throw new Error(JSON.stringify(seen));
      return { ...seen, tookMs: Date.now() - begun };
    },
    remove() {
      const words = [
        'compose',
        '-p',
        name,
        'down',
        '--volumes',
        '--remove-orphans',
        '--rmi',
        'local',
        '--timeout',
        '0',
      ];
      spawnSync('docker', words, { cwd: folder });
      // A file that a test broke must not leave its containers: by name they go too.
      spawnSync('docker', words, { cwd: '/' });
      spawnSync('docker', ['image', 'rm', `${name}-web`]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function baseRequest(name: string, folder: string): ObserveRequest {
  return {
    name,
    folder,
    files: [join(folder, 'compose.yaml')],
    roles: { web: 'web', db: 'db' },
    signIn: { host: 'db', port: 5432, user: 'user', password: 'password', database: 'mydatabase' },
    pageText: 'Connected to database successfully!',
    wishes: [],
    signal: new AbortController().signal,
  };
}

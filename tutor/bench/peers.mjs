// Other programs that look at Compose files, each asked about many projects at once. A complaint is what one of them says:
// { file, line?, column?, text, error }; `error` where its own exit code would be red for it.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'compose-tutor-bench');
const OUTPUT_BYTES = 512 * 1024 * 1024;
const WITHIN_MS = 600_000;
/** Time for one project. */
const LOOK_MS = 20_000;
const COMPOSE = '2.40.3';
const COMPOSE_LINT = '0.36.2';
const AT_ONCE = 2;
/** A home that is nobody's, so that nothing of this machine is read. */
const HOME = '/home/nobody-in-particular';
const COMPOSE_FILE = /^(?:docker-)?compose(?:\.override)?\.ya?ml$/;

/** Projects that a peer is asked about at once. */
const BATCH = 40;
/** Files that none of them reads. */
const UNREAD = /(?:^|\/)(?:Dockerfile[^/]*|requirements[^/]*|[^/]+\.(?:py|sh|json))$/;

/** The peers that run here, and the reasons why others do not. A project is `{ folder, files, environment }`. */
export function findPeers() {
  const found = [composeConfig(), dclint(), composeLint()];
  return {
    peers: found.filter((one) => typeof one !== 'string').map(remembering),
    leftOut: found.filter((one) => typeof one === 'string'),
  };
}

/** A peer that is asked once about projects whose files are the same to it; what it said is kept for the next run. */
function remembering({ name, look }) {
  const path = join(CACHE, `${name.replaceAll(/[^\w.-]+/g, '-')}.json`);
  return {
    name,
    async look(projects) {
      const kept = new Map(existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8'))) : []);
      const digests = projects.map(digestOf);
      const due = [...new Map(digests.map((digest, at) => [digest, projects[at]]))].filter(([one]) => !kept.has(one));
      for (let from = 0; from < due.length; from += BATCH) {
        const batch = due.slice(from, from + BATCH);
        const said = await look(batch.map(([, project]) => project));
        for (const [at, [digest]] of batch.entries()) kept.set(digest, said[at]);
        mkdirSync(CACHE, { recursive: true });
        writeFileSync(path, JSON.stringify(Object.fromEntries(kept)));
      }
      return digests.map((digest) => kept.get(digest));
    },
  };
}

function digestOf({ files, environment }) {
  const read = Object.entries(files).filter(([file]) => !UNREAD.test(file));
  return createHash('sha256')
    .update(JSON.stringify([read.sort(), environment]))
    .digest('hex')
    .slice(0, 20);
}

/** `docker compose config`: the program itself where the lab has made it, else Docker's plugin. */
function composeConfig() {
  const lab =
    process.env.TUTOR_LAB_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'compose-tutor-lab');
  const made = join(lab, 'compose', COMPOSE, 'docker-compose');
  const [program, words] = existsSync(made) ? [made, []] : ['docker', ['compose']];
  const version = spawnSync(program, [...words, 'version', '--short'], { encoding: 'utf8' });
  if (version.status !== 0)
    return 'docker compose config: there is no Compose here (tutor/test/lab/compose 2.40.3 makes it)';
  const look = async ({ folder, environment }) => {
    const { code, stderr } = await run(program, [...words, 'config', '-q'], folder, environment, LOOK_MS);
    return code === 0 ? [] : [saidByCompose(stderr.replaceAll(folder, '…'))];
  };
  return {
    name: `docker compose config ${version.stdout.trim().replace(/^v/, '')}`,
    look: (projects) => aFewAtATime(projects, look),
  };
}

function saidByCompose(stderr) {
  const text = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('time='))
    .join(' ');
  const line = /\bline (\d+)/.exec(text)?.[1];
  const column = /\bcolumn (\d+)/.exec(text)?.[1];
  const file = /\/([\w.-]+\.(?:ya?ml|env))\b/.exec(text)?.[1] ?? 'compose.yaml';
  return { file, line: numberOf(line), column: numberOf(column), text, error: true };
}

function dclint() {
  const program = join(ROOT, 'node_modules', 'dclint', 'bin', 'dclint.cjs');
  const own = join(ROOT, 'node_modules', '.bin', 'dclint');
  const at = existsSync(program) ? program : own;
  if (!existsSync(at)) return 'dclint: not installed';
  const version = spawnSync(process.execPath, [at, '--version'], { encoding: 'utf8' }).stdout.trim();
  return {
    name: `dclint ${version}`,
    async look(projects) {
      const files = projects.flatMap(({ folder }) => composeFilesOf(folder));
      // It ends before a pipe has taken all that it says; a file has it all.
      const answer = join(CACHE, `dclint-${process.pid}.json`);
      mkdirSync(CACHE, { recursive: true });
      await run(process.execPath, [at, '-f', 'json', '-o', answer, ...files], ROOT, {});
      const byFile = new Map(JSON.parse(readFileSync(answer, 'utf8')).map((one) => [one.filePath, one.messages]));
      rmSync(answer);
      return projects.map(({ folder }) =>
        composeFilesOf(folder).flatMap((file) =>
          (byFile.get(file) ?? []).map(({ rule, type, message, line, column }) => ({
            file: basename(file),
            line,
            column,
            text: `${rule}: ${message}`,
            error: type === 'error',
          })),
        ),
      );
    },
  };
}

/** A Python program: installed once, into a folder of its own. */
function composeLint() {
  const folder = join(CACHE, `compose-lint-${COMPOSE_LINT}`);
  const program = join(folder, 'bin', 'compose-lint');
  if (!existsSync(program)) {
    mkdirSync(CACHE, { recursive: true });
    const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
    const pip = ['install', '--quiet', '--disable-pip-version-check', `compose-lint==${COMPOSE_LINT}`];
    const installed =
      made.status === 0 ? spawnSync(join(folder, 'bin', 'pip'), pip, { encoding: 'utf8', timeout: WITHIN_MS }) : made;
    if (installed.status !== 0) {
      rmSync(folder, { recursive: true, force: true });
      return `compose-lint: cannot be installed here (pip install compose-lint==${COMPOSE_LINT})`;
    }
  }
  return {
    name: `compose-lint ${COMPOSE_LINT}`,
    async look(projects) {
      const files = projects.flatMap(({ folder: at }) => composeFilesOf(at).filter((file) => !/override/.test(file)));
      const { stdout } = await run(program, ['check', '--format', 'json', ...files], ROOT, {});
      const { findings, errors } = JSON.parse(stdout);
      return projects.map(({ folder: at }) => {
        const inside = ({ file }) => file.startsWith(at + sep);
        return [
          ...errors.filter(inside).map((one) => placedInText(one, at)),
          ...findings.filter(inside).map(({ file, line, rule_id, severity, message, service }) => ({
            file: relative(at, file),
            line,
            text: `${rule_id}: ${service}: ${message}`,
            error: severity === 'high' || severity === 'critical',
          })),
        ];
      });
    },
  };
}

function placedInText({ file, message }, folder) {
  const place = /line (\d+), column (\d+)/.exec(message);
  return {
    file: relative(folder, file),
    line: numberOf(place?.[1]),
    column: numberOf(place?.[2]),
    text: message,
    error: true,
  };
}

function composeFilesOf(folder) {
  return readdirSync(folder)
    .filter((name) => COMPOSE_FILE.test(name))
    .map((name) => join(folder, name));
}

function numberOf(text) {
  return text === undefined ? undefined : Number(text);
}

async function aFewAtATime(items, work) {
  const done = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      done[at] = await work(items[at]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

function run(program, words, cwd, environment, timeout = WITHIN_MS) {
  const options = {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME, NO_COLOR: '1', ...environment },
    maxBuffer: OUTPUT_BYTES,
    timeout,
    killSignal: 'SIGKILL',
  };
  return new Promise((resolve, reject) => {
    execFile(program, words, options, (error, stdout, stderr) => {
      // An alias bomb keeps Compose busy for minutes: it has said nothing then.
      if (error?.killed === true) resolve({ code: 0, stdout, stderr });
      else if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Observation } from '../../../../src/core/observation.ts';
import { edited, type Files } from '../../../rules/project.ts';
import { type Action, firstFiles, type RunningEntry } from '../../running.ts';
import { WELCOME } from '../agreement.ts';
import { ask } from '../page.ts';
import { plainEnvironment, run } from '../program.ts';
import { askTutor } from './asked.ts';
import { type Bystanders, bystanders, clear } from './bystanders.ts';
import { choosePlaces, type Places, placed, placedFiles } from './places.ts';
import { wordsOf } from './words.ts';

/** What was seen of an entry in one run on an engine: with the files it is all that a verdict needs. */
export type KeptRun = {
  readonly digest: string;
  /** The entry when it was run; for readers alone. */
  readonly name: string;
  readonly places: Places;
  readonly observation: Observation;
};

type Stage = {
  readonly entry: RunningEntry;
  readonly folder: string;
  readonly state: string;
  readonly places: Places;
  readonly beside: Bystanders;
};

const FIRST_UP_MS = 240_000;
const LONGEST_WAIT_MS = 60_000;
const BETWEEN_MS = 300;
const LEAST_LOOKS = 10;

/** Lays an entry's project, starts it, does what the entry says, asks the tutor, and takes everything away again. */
export async function runRunning(entry: RunningEntry, digest: string): Promise<KeptRun> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tutor-running-')));
  const places = await choosePlaces(`tutor-running-${digest}`);
  const folder = join(scratch, places.NAME);
  const stage = { entry, folder, state: join(scratch, 'state'), places, beside: bystanders(folder, places) };
  mkdirSync(folder);
  mkdirSync(join(scratch, 'programs'));
  try {
    // A run that was ended by force may have left something.
    await clear(scratch, places);
    const first = firstFiles(entry);
    lay(folder, placedFiles(first, places));
    for (const [name, text] of Object.entries(entry.programs ?? {})) {
      writeFileSync(join(scratch, 'programs', name), placed(text, { ...places, REAL_PATH: process.env.PATH ?? '' }));
      chmodSync(join(scratch, 'programs', name), PROGRAM);
    }
    let files = first;
    for (const one of entry.before) files = await act(one, files, stage);
    if (entry.up === 'yes') {
      await run(['docker', 'compose', 'up', '--detach', '--build'], folder, { withinMs: FIRST_UP_MS });
      if (entry.do.length > 0) await settled(folder, places);
    }
    for (const one of entry.do) files = await act(one, files, stage);
    const programs = { PROGRAMS: join(scratch, 'programs'), REAL_PATH: process.env.PATH ?? '' };
    const asking = Object.fromEntries(
      Object.entries(entry.asking ?? {}).map(([name, text]) => [name, placed(text, { ...places, ...programs })]),
    );
    const observation = await askTutor(entry.ask, { folder, state: stage.state, environment: asking });
    return { digest, name: entry.name, places, observation: withoutFolder(observation, scratch) };
  } finally {
    stage.beside.end();
    await clear(scratch, places);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The files as the entry leaves them, with the places of a run. */
export function lastFiles(entry: RunningEntry, places: Places): Files {
  let files = firstFiles(entry);
  for (const one of [...entry.before, ...entry.do]) files = changed(one, files);
  return placedFiles(files, places);
}

function changed(action: Action, files: Files): Files {
  if (typeof action === 'string') return files;
  if ('edit' in action) return edited(files, action.edit);
  if (!('files' in action)) return files;
  const whole = { ...files, ...action.files };
  return Object.fromEntries(Object.entries(whole).filter((pair): pair is [string, string] => pair[1] !== null));
}

async function act(action: Action, files: Files, stage: Stage): Promise<Files> {
  const { folder, places, entry } = stage;
  if (typeof action === 'string') {
    const command = placed(action, places);
    if (/^tutor check\b/.test(command))
      await askTutor(command, { folder, state: stage.state, environment: entry.asking ?? {} });
    else await obey(command, entry, folder);
    return files;
  }
  if ('start' in action) await stage.beside.start(placed(action.start, places));
  if ('wait' in action) await new Promise((done) => setTimeout(done, action.wait * 1_000));
  if ('until' in action) await untilLogged(action.until, action.in, folder);
  const after = changed(action, files);
  if (after !== files) {
    for (const path of Object.keys(files)) if (after[path] === undefined) rmSync(join(folder, path));
    lay(folder, placedFiles(after, places));
  }
  return after;
}

/** A command that begins with `-` may fail, as in a Makefile. */
async function obey(command: string, entry: RunningEntry, folder: string): Promise<void> {
  const mayFail = command.startsWith('-');
  const ran = await run(wordsOf(mayFail ? command.slice(1) : command), folder);
  if (!mayFail && ran.code !== 0)
    throw new Error(`${entry.file}: ${entry.name}: ${command}\n${ran.stdout}${ran.stderr}`);
}

const PROGRAM = 0o755;

function lay(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Until the page is right; where it will not be, until the database has come to its end or takes connections. */
async function settled(folder: string, { NAME, PORT }: Places): Promise<void> {
  const db = `${NAME}-db-1`;
  const until = Date.now() + LONGEST_WAIT_MS;
  for (let looks = 0; Date.now() < until; looks++) {
    const answer = await ask(`http://127.0.0.1:${PORT}/`);
    if ('status' in answer && answer.status === 200 && answer.body.includes(WELCOME)) return;
    if (looks >= LEAST_LOOKS && (await isDatabaseDone(folder, db))) return;
    await new Promise((done) => setTimeout(done, BETWEEN_MS));
  }
}

/** The first of the two servers of a first start is not the one that is waited for. */
async function isDatabaseDone(folder: string, db: string): Promise<boolean> {
  const { stdout } = await run(['docker', 'inspect', '--format', '{{.State.Status}}', db], folder);
  if (stdout.trim() !== 'running') return true;
  const said = await run(['docker', 'logs', db], folder);
  const text = `${said.stdout}${said.stderr}`;
  const ready = text.split('database system is ready to accept connections').length - 1;
  return ready >= (text.includes('Skipping initialization') ? 1 : 2);
}

async function untilLogged(text: string, service: string, folder: string): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < until) {
    const { stdout } = await run(['docker', 'compose', 'logs', '--no-color', service], folder);
    if (stdout.includes(text)) return;
    await new Promise((done) => setTimeout(done, BETWEEN_MS));
  }
  throw new Error(`the log of ${service} does not say ${JSON.stringify(text)}`);
}

/** Nothing of this machine's folders and name servers is kept. */
function withoutFolder(observation: Observation, scratch: string): Observation {
  const home = plainEnvironment().HOME ?? '/root';
  const text = JSON.stringify(observation).replaceAll(scratch, '').replaceAll(`${home}/`, '~/');
  const plain = text.replace(/ on \d+\.\d+\.\d+\.\d+:53\b/g, ' on 127.0.0.53:53');
  return JSON.parse(plain) as Observation;
}

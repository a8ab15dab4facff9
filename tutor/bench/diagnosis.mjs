// How well mistakes are told, by the tutor and by other programs that look at Compose files, side by side, on the corpora of
// tutor/test/corpus. `node tutor/bench/diagnosis.mjs [--json]`; failing cases are named below the table.
// Needs no engine: what engines answered for the running stacks and the forecasts is kept in tutor/test/corpus/seen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundled } from './bundled.mjs';
import { findPeers } from './peers.mjs';

/** Compose names a project after its folder. */
const FOLDER = 'your-project';
const NAME_COLUMN = 34;
const COLUMN = 24;

const corpus = await bundled([
  'tutor/test/corpus/corpus.ts',
  'tutor/test/corpus/running.ts',
  'tutor/test/rules/project.ts',
  'tutor/test/corpus/live/agreement.ts',
  'tutor/test/corpus/live/entries.ts',
  'tutor/test/corpus/live/seen.ts',
  'tutor/test/corpus/live/running/kept.ts',
  'tutor/test/corpus/live/running/verdict.ts',
]);
const started = Date.now();
const say = (text) => process.stdout.write(`${text}\n`);
const isJson = process.argv.includes('--json');
const progress = (text) => process.stderr.write(`${text}\n`);

// What earns a warning or advice alone is no mistake that has to be noticed.
const mistakes = ['faults', 'pairs']
  .flatMap((name) => corpus.readCorpus(name))
  .filter(({ expect }) => expect.length > 0);
const working = corpus.readCorpus('working');
/** Where a mistake was made in the finished project or a step of it, a peer is asked about that project too: what it says there, too, is about no mistake. */
const startOf = ({ from, like }) => like ?? `after ${from ?? 'the last step'}`;
const starts = [...new Map(mistakes.map((one) => [startOf(one), one])).values()].map(({ from, like }) =>
  like === undefined ? { from, name: startOf({ from }) } : { ...working.find(({ name }) => name === like), like },
);

const { peers, leftOut } = findPeers();
for (const reason of leftOut) progress(`left out: ${reason}`);
const ours = await lookOurselves();
const columns = [ours, ...(await lookOfPeers())];
const forecast = await forecastFigures();
const running = await runningFigures();
const seconds = Math.round((Date.now() - started) / 1000);
if (isJson)
  say(
    JSON.stringify(
      { columns: columns.map(({ name, figures }) => ({ name, ...figures })), forecast, running, leftOut, seconds },
      null,
      2,
    ),
  );
else print();
process.exitCode = [...ours.failing, ...forecast.failing, ...running.failing].length > 0 ? 1 : 0;

/** The tutor's own errors, in this process. */
async function lookOurselves() {
  const errorsOf = async (one) => {
    const { diagnoses } = await corpus.judged(corpus.filesOf(one), {
      environment: one.environment ?? {},
      modes: one.modes ?? {},
    });
    return diagnoses
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, title, primary }) => ({
        rule,
        file: primary?.file,
        line: primary?.start.line,
        column: primary?.start.column,
        text: title,
        error: true,
      }));
  };
  progress('the tutor');
  const found = [];
  for (const one of mistakes) found.push(await errorsOf(one));
  const calledWrong = [];
  for (const one of working) calledWrong.push(await errorsOf(one));
  const isCause = (complaint, { rule }) => complaint.rule === rule;
  const { figures, failing } = figuresOf(found, calledWrong, isCause);
  // Its advice was not collected, so how often it remarks upon working projects is not told here.
  return { name: 'the tutor', figures: { ...figures, remarks: { of: 0, count: 0 } }, failing };
}

/** Every peer on the same projects, written to a folder that is thrown away. */
async function lookOfPeers() {
  const scratch = mkdtempSync(join(tmpdir(), 'compose-tutor-bench-'));
  try {
    const entries = [...starts, ...mistakes, ...working];
    const projects = entries.map((one, at) => written(join(scratch, String(at), FOLDER), one));
    const done = [];
    for (const { name, look } of peers) {
      progress(name);
      const said = await look(projects);
      const usual = new Map(starts.map((one, at) => [startOf(one), said[at]]));
      const found = mistakes.map((one, at) => without(said[starts.length + at], usual.get(startOf(one))));
      const calledWrong = said.slice(starts.length + mistakes.length);
      done.push({ name, ...figuresOf(found, calledWrong, namesTheText) });
    }
    return done;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function written(folder, one) {
  const files = corpus.filesOf(one);
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, files, environment: one.environment ?? {} };
}

/** What is said of a project and not, as often, of the one it was made from. */
function without(said, usual) {
  const left = new Map();
  for (const { text } of usual) left.set(text, (left.get(text) ?? 0) + 1);
  return said.filter(({ text }) => {
    const times = left.get(text) ?? 0;
    left.set(text, times - 1);
    return times <= 0;
  });
}

/** Other programs have no name for a cause: one is told where the complaint names the text that is to change, or stands on its line. */
function namesTheText(complaint, expected) {
  const { text = '' } = expected;
  return (text.length > 1 && complaint.text.includes(text)) || isOnLine(complaint, expected);
}

function isOnLine({ file, line }, { at }) {
  return at !== undefined && at.split(':').slice(0, 2).join(':') === `${file}:${line}`;
}

function isAt({ file, line, column }, { at }) {
  return at !== undefined && at === `${file}:${line}:${column}`;
}

/** `found`: what is said of each mistake; `calledWrong`: of each project that works. */
function figuresOf(found, calledWrong, isCause) {
  const cases = mistakes.map((one, at) => ({ one, said: found[at] }));
  const faults = cases.flatMap(({ one, said }) => one.expect.map((expected) => ({ expected, said })));
  const placed = faults.filter(({ expected }) => expected.at !== undefined);
  const causeFirst = ({ one, said }) => said.length > 0 && one.expect.some((expected) => isCause(said[0], expected));
  const exact = ({ one, said }) =>
    said.length === one.expect.length && one.expect.every((expected) => said.some((it) => isCause(it, expected)));
  const wrong = calledWrong.map((said) => said.filter(({ error }) => error));
  const figures = {
    noticed: share(cases, ({ said }) => said.length > 0),
    causeFirst: share(cases, causeFirst),
    onlyThat: share(cases, exact),
    rightLine: share(placed, ({ expected, said }) => said.some((it) => isOnLine(it, expected))),
    rightColumn: share(placed, ({ expected, said }) => said.some((it) => isAt(it, expected))),
    falseAlarms: { of: working.length, count: wrong.filter((said) => said.length > 0).length },
    remarks: { of: working.length, count: calledWrong.filter((said) => said.length > 0).length },
  };
  const bad = cases.filter(
    (it) =>
      !causeFirst(it) ||
      !exact(it) ||
      it.one.expect.some((expected) => expected.at !== undefined && !it.said.some((said) => isAt(said, expected))),
  );
  const failing = [
    ...bad.map(({ one, said }) => `${one.file}: ${one.name}: wanted ${sayAll(one.expect)}; told ${sayAll(said)}`),
    ...wrong.flatMap((said, at) =>
      said.length > 0 ? [`${working[at].file}: ${working[at].name}: works, and is told ${sayAll(said)}`] : [],
    ),
  ];
  return { figures, failing };
}

function sayAll(complaints) {
  const one = ({ rule, at, file, line, column }) =>
    `${rule} ${at ?? (file === undefined ? '' : `${file}:${line}:${column}`)}`;
  return complaints.length === 0 ? 'nothing' : complaints.map((it) => one(it).trim()).join(', ');
}

function share(all, holds) {
  return { of: all.length, count: all.filter(holds).length };
}

/** What was foretold from the files, beside what the engine really did. Left open counts as neither. */
async function forecastFigures() {
  progress('the forecast');
  const failing = [];
  let [of, count, open] = [0, 0, 0];
  for (const name of corpus.LIVE_CORPORA) {
    const seen = corpus.readSeen(name);
    for (const entry of corpus.liveEntries(name).filter((one) => seen.has(one.digest))) {
      const { forecast: foretold } = await corpus.judgedEntry(entry);
      const { live } = seen.get(entry.digest);
      if (foretold === undefined) continue;
      const differs = corpus.disagreements(foretold, live);
      of++;
      if (differs.length === 0) count++;
      else failing.push(`${entry.file}: ${entry.name}: ${differs.join('; ')}`);
      if (corpus.leftOpen(foretold, live).length > 0) open++;
    }
  }
  return { of, count, open, failing };
}

/** Faults of the running stack, judged by today's rules from what the engine said when they were made. */
async function runningFigures() {
  progress('the running stack');
  const kept = corpus.readKept();
  const failing = [];
  let [of, count] = [0, 0];
  for (const entry of corpus.readRunning()) {
    const seen = kept.get(corpus.digestOfRun(entry));
    if (seen === undefined) continue;
    of++;
    const faults = await corpus.faultsOfRun(entry, seen);
    if (faults.length === 0) count++;
    else failing.push(...faults);
  }
  return { of, count, failing };
}

function print() {
  const head = columns.map(({ name }) => name.split(' ').slice(0, -1).join(' ') || name);
  const versions = columns.map(({ name }) => (name === 'the tutor' ? '' : (name.split(' ').at(-1) ?? '')));
  head[0] = 'the tutor';
  row('', head);
  row('', versions);
  const lines = [
    ['mistakes noticed', 'noticed'],
    ['root cause first', 'causeFirst'],
    ['all causes, and nothing else', 'onlyThat'],
    ['right line', 'rightLine'],
    ['right column', 'rightColumn'],
    ['working projects called wrong', 'falseAlarms'],
    ['working projects remarked upon', 'remarks'],
  ];
  for (const [title, key] of lines)
    row(
      title,
      columns.map(({ figures }) => sayShare(figures[key])),
    );
  const none = columns.slice(1).map(() => '–');
  row('forecast as the engine did', [sayShare(forecast), ...none]);
  row('  of them with something left open', [String(forecast.open), ...none]);
  row('faults of the running stack told', [sayShare(running), ...none]);
  say('');
  say(
    `${mistakes.length} projects with mistakes (${mistakes.flatMap(({ expect }) => expect).length} mistakes), ${working.length} that work; ${seconds} s`,
  );
  for (const reason of leftOut) say(`left out: ${reason}`);
  const failing = [...ours.failing, ...forecast.failing, ...running.failing];
  if (failing.length > 0) say(`\nNot as they should be with the tutor (${failing.length}):`);
  for (const one of failing) say(`  ${one}`);
}

function row(title, cells) {
  say(`${title.padEnd(NAME_COLUMN)}${cells.map((cell) => cell.padStart(COLUMN)).join('')}`.trimEnd());
}

function sayShare({ of, count }) {
  if (of === 0) return '–';
  const percent = Math.floor((1000 * count) / of) / 10;
  return `${count} of ${of} ${percent.toFixed(1)} %`;
}

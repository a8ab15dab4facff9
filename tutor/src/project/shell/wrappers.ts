import type { PlacedWord } from './placed.ts';
import { type Running, resolveFrom } from './running.ts';

/** A command without the programs that only run another one. */
export type Unwrapped = { readonly words: readonly PlacedWord[]; readonly running: Running };

/** How many wrappers may lie around each other. */
const MAX_WRAPPERS = 10;

/** Takes off `exec`, `env X=1`, `tini --`, `gosu user`, `poetry run`, `wait-for-it.sh db:5432 --` and the like. */
export function unwrap(words: readonly PlacedWord[], running: Running): Unwrapped {
  let unwrapped: Unwrapped = { words, running };
  for (let count = 0; count < MAX_WRAPPERS; count++) {
    const next = unwrapOnce(unwrapped);
    if (next === undefined) return unwrapped;
    unwrapped = next;
  }
  return unwrapped;
}

/** Options of a wrapper that take a word of their own. */
const WITH_VALUE: ReadonlyMap<string, RegExp> = new Map<string, RegExp>(
  Object.entries({
    exec: /^-a$/,
    tini: /^-[pe]$/,
    'docker-init': /^-[pe]$/,
    'dumb-init': /^(?:-r|--rewrite)$/,
    nice: /^-n$/,
    ionice: /^-[cnp]$/,
    stdbuf: /^-[ioe]$/,
    timeout: /^-[ks]$/,
    sudo: /^-[ugp]$/,
    setpriv: /^$/,
    nohup: /^$/,
    time: /^-[fo]$/,
    setsid: /^$/,
    catatonit: /^$/,
    'ddtrace-run': /^$/,
    'opentelemetry-instrument': /^--(?:service_name|traces_exporter|metrics_exporter)$/,
    xvfb: /^$/,
  }),
);
/** How many words besides options a wrapper takes for itself. */
const OWN_WORDS: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries({
    timeout: 1,
    gosu: 1,
    'su-exec': 1,
    chroot: 1,
    setuidgid: 1,
    'newrelic-admin': 1,
  }),
);
/** Programs that run what stands behind `--`. */
const BEHIND_DASHES: ReadonlySet<string> = new Set(
  'wait-for-it wait-for wait_for_it wait-for-postgres wait-for-db wait4ports watchmedo dotenv doppler infisical chamber op dockerize wait'.split(
    ' ',
  ),
);

function unwrapOnce({ words, running }: Unwrapped): Unwrapped | undefined {
  const name = (words[0]?.text ?? '').replace(/^.*\//, '');
  if (name === 'env') return unwrapEnv(words.slice(1), running);
  if (name === 'dockerize') return unwrapDockerize(words.slice(1), running);
  if (/^(?:poetry|pipenv|uv|pdm|hatch|rye|conda|micromamba)$/.test(name)) return unwrapRunner(words, running);
  if (BEHIND_DASHES.has(name.endsWith('.sh') ? name.slice(0, -3) : name)) return behindDashes(words, running);
  if (!WITH_VALUE.has(name) && !OWN_WORDS.has(name)) return undefined;
  return unwrapPlain(name, words.slice(1), running);
}

function unwrapPlain(name: string, words: readonly PlacedWord[], running: Running): Unwrapped | undefined {
  const withValue = WITH_VALUE.get(name);
  let at = 0;
  while (/^-./.test(words[at]?.text ?? '')) {
    const option = words[at]?.text ?? '';
    at += withValue?.test(option) === true ? 2 : 1;
    if (option === '--') break;
  }
  at += OWN_WORDS.get(name) ?? 0;
  if (words[at]?.text === '--') at++;
  return at >= words.length ? undefined : { words: words.slice(at), running };
}

/** `env -i -u X NAME=value command`. */
function unwrapEnv(words: readonly PlacedWord[], running: Running): Unwrapped | undefined {
  const environment = new Map(running.environment);
  let workdir = running.workdir;
  let at = 0;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
    if (assignment !== null) environment.set(assignment[1] ?? '', assignment[2]);
    else if (text === '-i' || text === '-') environment.clear();
    else if (text === '-u') environment.delete(words[++at]?.text ?? '');
    else if (text === '-C') workdir = resolveFrom(workdir, words[++at]?.text ?? '');
    else if (!text.startsWith('-')) break;
  }
  return at >= words.length ? undefined : { words: words.slice(at), running: { ...running, environment, workdir } };
}

/** `dockerize -wait tcp://db:5432 -timeout 60s command`: `--` is not needed. */
function unwrapDockerize(words: readonly PlacedWord[], running: Running): Unwrapped | undefined {
  let at = 0;
  while (/^-/.test(words[at]?.text ?? '')) {
    const option = words[at]?.text ?? '';
    at += option === '--' || option.includes('=') || /^--?(?:no-overwrite|poll|skip-tls-verify)$/.test(option) ? 1 : 2;
    if (option === '--') break;
  }
  return at >= words.length ? undefined : { words: words.slice(at), running };
}

const RUNNER_VALUES = /^(?:--with|--project|--directory|--python|--extra|--group|--env-file|-p|-C|-n|-e|-m)$/;

/** `poetry run`, `uv run --no-dev`, `conda run -n env`. */
function unwrapRunner(words: readonly PlacedWord[], running: Running): Unwrapped | undefined {
  const run = words.findIndex((word) => word.text === 'run');
  if (run < 0) return undefined;
  let at = run + 1;
  while (/^-/.test(words[at]?.text ?? '')) {
    const option = words[at]?.text ?? '';
    // `uv run -m flask run` runs the module with Python.
    if (option === '-m' || option === '--module')
      return {
        words: [{ text: 'python', span: words[at]?.span ?? words[0]?.span ?? NOWHERE }, ...words.slice(at)],
        running,
      };
    at += RUNNER_VALUES.test(option) ? 2 : 1;
    if (option === '--') break;
  }
  return at >= words.length ? undefined : { words: words.slice(at), running };
}

const NOWHERE = { file: '', start: 0, end: 0 };

function behindDashes(words: readonly PlacedWord[], running: Running): Unwrapped | undefined {
  const dashes = words.findIndex((word) => word.text === '--');
  if (dashes >= 0 && dashes + 1 < words.length) return { words: words.slice(dashes + 1), running };
  const isDotenv = /(?:^|\/)dotenv$/.test(words[0]?.text ?? '');
  const run = isDotenv ? words.findIndex((word) => word.text === 'run') : -1;
  return run > 0 && run + 1 < words.length ? { words: words.slice(run + 1), running } : undefined;
}

import { nearest } from '../../core/nearest.ts';
import { bindOf, byDefault, readBind } from './binds.ts';
import { flaskVariable } from './flask-dotenv.ts';
import { type GunicornFile, gunicornConfiguration } from './gunicorn-file.ts';
import { allOf, lastOf, type OptionsReading, optionTable, readOptions } from './options.ts';
import { type PlacedWord, placedAt, placedWord } from './placed.ts';
import { knownEnvironment, type Running, resolveFrom, unknownEnvironment, variableSetting } from './running.ts';
import type { Bind, ServerKind, ServerStart, Setting } from './start.ts';
import { splitWords } from './words.ts';

/** What a server's words say: everything of {@link ServerStart} that does not come from around it. */
type Server = Pick<ServerStart, 'kind' | 'at' | 'binds'> &
  Partial<Pick<ServerStart, 'application' | 'script' | 'module' | 'factory' | 'mistake'>> & {
    readonly workdir?: string | undefined;
  };

type ReadServer = (name: PlacedWord, words: readonly PlacedWord[], running: Running) => Server | undefined;

/** Programs that serve, by the name of the program or of the module behind `python -m`. */
const SERVERS: ReadonlyMap<string, ReadServer> = new Map<string, ReadServer>(
  Object.entries({
    flask: readFlask,
    gunicorn: readGunicorn,
    uvicorn: readUvicorn,
    fastapi: readFastapi,
    hypercorn: readHypercorn,
    waitress: readWaitress,
    'waitress-serve': readWaitress,
    'http.server': readHttpServer,
    uwsgi: readUwsgi,
    quart: readQuart,
    'django-admin': readDjango,
    django: readDjango,
    'manage.py': readDjango,
  }),
);

/** Reads a server's command; undefined where the program is none that is known, or does not serve (`flask db upgrade`). */
export function readServer(
  program: PlacedWord,
  words: readonly PlacedWord[],
  running: Running,
): ServerStart | undefined {
  const name = program.text.slice(program.text.lastIndexOf('/') + 1);
  const read = isPython(name) ? readPythonProgram : SERVERS.get(name);
  const server = read?.(program, words, running);
  return server === undefined ? undefined : complete(server, program, running);
}

function complete(server: Server, program: PlacedWord, running: Running): ServerStart {
  return {
    ...server,
    program: wordSetting(program),
    workdir: server.workdir ?? running.workdir,
    environment: knownEnvironment(running),
    ...unknownEnvironment(running),
    before: running.before,
    scripts: running.scripts,
  };
}

function wordSetting(word: PlacedWord): Setting {
  return { text: word.text, at: word.span, from: { kind: 'word' } };
}

/** `python`, `python3`, `python3.11`, `pypy3`. */
export function isPython(name: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(name);
}

const PYTHON = optionTable({ '-W': '-W', '-X': '-X', check: '--check-hash-based-pycs' }, '', 'flag');

function readPythonProgram(program: PlacedWord, words: readonly PlacedWord[], running: Running): Server | undefined {
  const moduleAt = moduleIndex(words);
  if (moduleAt !== undefined) return readModule(words[moduleAt], words.slice(moduleAt + 1), running);
  const { positional, flags } = readOptions(words, PYTHON, 'first-word');
  if (flags.has('-c') || [...flags].some((flag) => /^-[a-zA-Z]*c$/.test(flag))) {
    return { kind: 'unknown', at: program.span, binds: [] };
  }
  const script = positional[0];
  if (script === undefined || script.text === '-') return { kind: 'python-prompt', at: program.span, binds: [] };
  const base = script.text.slice(script.text.lastIndexOf('/') + 1);
  // Django's own commands end; Flask's FlaskGroup gives a `manage.py` commands of any name, `run` among them.
  if (base === 'manage.py') {
    const django = readDjango(script, positional.slice(1));
    const ends = DJANGO_ENDS.test(positional[1]?.text ?? '');
    return django ?? (ends ? undefined : { kind: 'unknown', at: program.span, binds: [] });
  }
  // `python flask run` means a file `flask` of the working folder.
  const byName = script.text.includes('/') ? SERVERS.get(base) : undefined;
  if (byName !== undefined) return byName(script, positional.slice(1), running);
  return { kind: 'python-file', at: script.span, binds: [], script: wordSetting(script) };
}

/** Commands of Django that do their work and end. */
const DJANGO_ENDS =
  /^(?:migrate|makemigrations|collectstatic|check|loaddata|dumpdata|createsuperuser|flush|compilemessages|createcachetable|showmigrations|test|wait_for_db)$/;

/** Index of the module behind `-m`, which ends Python's own options; `-um` and `-mflask` are ways to write it too. */
function moduleIndex(words: readonly PlacedWord[]): number | undefined {
  for (let at = 0; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (/^-[a-zA-Z]*m$/.test(text) && !text.startsWith('--')) return at + 1;
    if (!text.startsWith('-') || text === '-' || text === '-c') return undefined;
    if (text === '-W' || text === '-X') at++;
  }
  return undefined;
}

function readModule(
  module: PlacedWord | undefined,
  words: readonly PlacedWord[],
  running: Running,
): Server | undefined {
  if (module === undefined) return undefined;
  const name = module.text.replace(/\.__main__$/, '');
  const read = SERVERS.get(name);
  if (read !== undefined) return read(module, words, running);
  const wrapped = wrappedProgram(name, words);
  if (wrapped !== undefined) return readPythonProgram(module, wrapped, running);
  if (RUNS_ONCE.test(name)) return undefined;
  return { kind: 'python-module', at: module.span, binds: [], module: wordSetting(module) };
}

/** Modules that do something and end. */
const RUNS_ONCE =
  /^(?:pip|venv|virtualenv|compileall|pytest|unittest|alembic|ensurepip|py_compile|site|json\.tool|nltk\.downloader)$/;

/** `python -m debugpy --listen … -m flask run`, `python -m coverage run app.py`. */
function wrappedProgram(name: string, words: readonly PlacedWord[]): readonly PlacedWord[] | undefined {
  if (name === 'debugpy' || name === 'ptvsd') {
    const at = words.findIndex((word, index) => word.text === '-m' || (/\.py$/.test(word.text) && index > 0));
    return at < 0 ? undefined : words.slice(at);
  }
  return name === 'coverage' && words[0]?.text === 'run' ? words.slice(1) : undefined;
}

const FLASK = optionTable(
  { app: '-A --app', 'env-file': '-e --env-file' },
  '--debug --no-debug --version --help',
  'flag',
);
const FLASK_RUN = optionTable(
  {
    host: '-h --host',
    port: '-p --port',
    cert: '--cert',
    key: '--key',
    'extra-files': '--extra-files',
    'exclude-patterns': '--exclude-patterns',
    app: '-A --app',
    'env-file': '-e --env-file',
  },
  '--reload --no-reload --debug --no-debug --debugger --no-debugger --with-threads --without-threads --help',
  'flag',
);
/** The options of `flask run` that say where it listens. */
const WHERE = ['--host', '--port'];

/** What `flask run` does not take: an option that it has not, or a word more. It ends with a message then. */
function runMistake(run: OptionsReading, words: readonly PlacedWord[]): ServerStart['mistake'] {
  const isKnown = (name: string): boolean => FLASK_RUN.flags.has(name) || FLASK_RUN.values[name] !== undefined;
  const named = words.find(({ text }) => /^--[a-z]/.test(text) && !isKnown(text.replace(/=.*$/s, '')));
  const [extra] = run.positional;
  if (named !== undefined) {
    const text = named.text.replace(/=.*$/s, '');
    const meant = nearest(text, WHERE);
    const placed = placedWord(named);
    return { why: 'option', text, at: placed.span(0, text.length), ...(meant === undefined ? {} : { meant }) };
  }
  if (extra === undefined || /[$`"']/.test(extra.text)) return undefined;
  return { why: 'word', text: extra.text, at: extra.span };
}

/** An option of nearly that name is read as the one that is meant, so that its line is told of once. */
function asMeant(words: readonly PlacedWord[]): readonly PlacedWord[] {
  return words.map((word) => {
    const found = /^(--[a-z]+)(=.*)?$/s.exec(word.text);
    const name = found?.[1];
    if (name === undefined || FLASK_RUN.flags.has(name) || FLASK_RUN.values[name] !== undefined) return word;
    const meant = nearest(name, WHERE);
    return meant === undefined ? word : { text: `${meant}${found?.[2] ?? ''}`, span: word.span };
  });
}

function readFlask(name: PlacedWord, words: readonly PlacedWord[], running: Running): Server | undefined {
  const outer = readOptions(words, FLASK, 'first-word');
  const command = outer.positional[0];
  if (command?.text !== 'run') return undefined;
  const behind = outer.positional.slice(1);
  const run = readOptions(asMeant(behind), FLASK_RUN, 'end');
  const mistake = runMistake(run, behind);
  const application = lastOf(outer, 'app') ?? lastOf(run, 'app') ?? flaskVariable(running, 'FLASK_APP');
  const host = lastOf(run, 'host') ?? given(flaskVariable(running, 'FLASK_RUN_HOST'), '127.0.0.1');
  const port = lastOf(run, 'port') ?? given(flaskVariable(running, 'FLASK_RUN_PORT'), '5000');
  return {
    kind: 'flask-run',
    at: name.span,
    binds: [bindOf(host, port)],
    ...(mistake === undefined ? {} : { mistake }),
    ...(application === undefined ? {} : { application }),
  };
}

/** An empty variable is to Flask's command one that is not set (tried): it stays the text to change. */
function given(variable: Setting | undefined, otherwise: string): Setting {
  if (variable === undefined) return byDefault(otherwise);
  return variable.text === '' ? { ...variable, text: otherwise } : variable;
}

function readQuart(name: PlacedWord, words: readonly PlacedWord[], running: Running): Server | undefined {
  const flask = readFlask(name, words, running);
  if (flask === undefined) return undefined;
  const outer = readOptions(words, FLASK, 'first-word');
  const run = readOptions(outer.positional.slice(1), FLASK_RUN, 'end');
  const application = lastOf(outer, 'app') ?? variableSetting(running, 'QUART_APP');
  const binds = [bindOf(lastOf(run, 'host') ?? byDefault('127.0.0.1'), lastOf(run, 'port') ?? byDefault('5000'))];
  return { kind: 'hypercorn', at: name.span, binds, ...(application === undefined ? {} : { application }) };
}

const GUNICORN = optionTable(
  {
    bind: '-b --bind',
    config: '-c --config',
    chdir: '--chdir',
    env: '-e --env',
    workers: '-w --workers',
    class: '-k --worker-class',
  },
  '--reload --preload --spew --check-config --print-config -D --daemon --no-sendfile --reuse-port -R --enable-stdio-inheritance --log-syslog --disable-redirect-access-to-syslog --proxy-protocol --capture-output --initgroups --suppress-ragged-eofs --do-handshake-on-connect --strip-header-spaces --permit-unconventional-http-method --permit-unconventional-http-version --permit-obsolete-folding --casefold-http-method -v --version -h --help',
  'value',
);

function readGunicorn(name: PlacedWord, words: readonly PlacedWord[], running: Running): Server {
  const line = readOptions(words, GUNICORN, 'end');
  const extra = readOptions(variableWords(running, 'GUNICORN_CMD_ARGS'), GUNICORN, 'end');
  const chdir = lastOf(line, 'chdir') ?? lastOf(extra, 'chdir');
  const workdir = chdir?.text === undefined ? running.workdir : resolveFrom(running.workdir, chdir.text);
  const file = gunicornConfiguration(running, workdir, lastOf(line, 'config') ?? lastOf(extra, 'config'));
  const application = line.positional[0];
  const settings = firstGiven([
    allOf(line, 'bind'),
    fromVariable(allOf(extra, 'bind'), 'GUNICORN_CMD_ARGS'),
    file.binds.flatMap(splitCommas),
  ]);
  return {
    kind: 'gunicorn',
    at: name.span,
    binds: gunicornBinds(settings, file, running),
    ...(application === undefined ? file.application : { application: wordSetting(application) }),
    workdir,
  };
}

function firstGiven(lists: readonly (readonly Setting[])[]): readonly Setting[] {
  return lists.find((list) => list.length > 0) ?? [];
}

/** Settings whose text stands in a variable: the caller knows where that is. */
function fromVariable(settings: readonly Setting[], name: string): readonly Setting[] {
  return settings.map(({ text }) => ({ text, from: { kind: 'variable', name } }));
}

/** Gunicorn's own default is 127.0.0.1:8000; with PORT set it is every address at that port. */
function gunicornBinds(settings: readonly Setting[], file: GunicornFile, running: Running): readonly Bind[] {
  const defaults = { host: '0.0.0.0', port: '8000' };
  if (settings.length > 0) return settings.map((setting) => readBind(setting, defaults));
  if (file.known === 'unknown') {
    const unknown: Setting = { text: undefined, from: { kind: 'default' } };
    return [{ host: unknown, port: unknown, form: 'unknown' }];
  }
  const port = variableSetting(running, 'PORT');
  return [port === undefined ? bindOf(byDefault('127.0.0.1'), byDefault('8000')) : bindOf(byDefault('0.0.0.0'), port)];
}

/** Gunicorn splits a text in its file at commas, and no option (tried). */
function splitCommas(setting: Setting): Setting[] {
  if (setting.text?.includes(',') !== true) return [setting];
  let at = 0;
  return setting.text.split(',').map((text) => {
    const whole = setting.at;
    const exact = whole !== undefined && whole.end - whole.start === setting.text?.length;
    const span = exact ? { file: whole.file, start: whole.start + at, end: whole.start + at + text.length } : whole;
    at += text.length + 1;
    return { text: text.trim(), from: setting.from, ...(span === undefined ? {} : { at: span }) };
  });
}

function variableWords(running: Running, name: string): readonly PlacedWord[] {
  const text = running.environment.get(name);
  return text === undefined ? [] : splitWords(placedAt('', text)).words;
}

const UVICORN = optionTable(
  { host: '--host', port: '--port', uds: '--uds', fd: '--fd', 'app-dir': '--app-dir' },
  '--reload --debug --factory --proxy-headers --no-proxy-headers --server-header --no-server-header --date-header --no-date-header --access-log --no-access-log --use-colors --no-use-colors --version --help',
  'value',
);

function readUvicorn(name: PlacedWord, words: readonly PlacedWord[], running: Running): Server {
  const line = readOptions(words, UVICORN, 'end');
  const host = lastOf(line, 'host') ?? variableSetting(running, 'UVICORN_HOST') ?? byDefault('127.0.0.1');
  const port = lastOf(line, 'port') ?? variableSetting(running, 'UVICORN_PORT') ?? byDefault('8000');
  const application =
    line.positional[0] === undefined ? variableSetting(running, 'UVICORN_APP') : wordSetting(line.positional[0]);
  return {
    kind: 'uvicorn',
    at: name.span,
    binds: [bindOrSocket(line, host, port)],
    ...(application === undefined ? {} : { application }),
    ...(line.flags.has('--factory') ? { factory: 'factory' as const } : {}),
    ...inFolder(lastOf(line, 'app-dir'), running),
  };
}

function bindOrSocket(line: OptionsReading, host: Setting, port: Setting): Bind {
  const socket = lastOf(line, 'uds') ?? lastOf(line, 'fd');
  return socket === undefined ? bindOf(host, port) : { host, port, whole: socket, form: 'unix' };
}

function inFolder(folder: Setting | undefined, running: Running): { workdir?: string | undefined } {
  return folder?.text === undefined ? {} : { workdir: resolveFrom(running.workdir, folder.text) };
}

const FASTAPI = optionTable(
  { host: '--host', port: '--port', app: '--app', workers: '--workers', 'root-path': '--root-path' },
  '',
  'flag',
);

function readFastapi(name: PlacedWord, words: readonly PlacedWord[]): Server | undefined {
  const command = words[0]?.text;
  if (command !== 'run' && command !== 'dev') return undefined;
  const line = readOptions(words.slice(1), FASTAPI, 'end');
  const host = lastOf(line, 'host') ?? byDefault(command === 'run' ? '0.0.0.0' : '127.0.0.1');
  const port = lastOf(line, 'port') ?? byDefault('8000');
  const application = line.positional[0];
  const named = application === undefined ? {} : { application: wordSetting(application) };
  return { kind: 'uvicorn', at: name.span, binds: [bindOf(host, port)], ...named };
}

const HYPERCORN = optionTable(
  { bind: '-b --bind', config: '-c --config' },
  '--reload --debug --version --help',
  'value',
);

function readHypercorn(name: PlacedWord, words: readonly PlacedWord[]): Server {
  const line = readOptions(words, HYPERCORN, 'end');
  const defaults = { host: '127.0.0.1', port: '8000' };
  const given = allOf(line, 'bind').map((setting) => readBind(setting, defaults));
  const application = line.positional[0];
  return {
    kind: 'hypercorn',
    at: name.span,
    binds: given.length > 0 ? given : [bindOf(byDefault(defaults.host), byDefault(defaults.port))],
    ...(application === undefined ? {} : { application: wordSetting(application) }),
  };
}

const WAITRESS = optionTable(
  { host: '--host', port: '--port', listen: '--listen', socket: '--unix-socket' },
  '--call --help --version --expose-tracebacks --no-expose-tracebacks --ipv4 --no-ipv4 --ipv6 --no-ipv6 --asyncore-use-poll --no-asyncore-use-poll --log-untrusted-proxy-headers --clear-untrusted-proxy-headers',
  'value',
);

function readWaitress(name: PlacedWord, words: readonly PlacedWord[]): Server {
  const line = readOptions(words, WAITRESS, 'end');
  const defaults = { host: '0.0.0.0', port: '8080', star: 'every-address' } as const;
  const listens = allOf(line, 'listen')
    .flatMap((setting) => splitBlanks(setting))
    .map((setting) => readBind(setting, defaults));
  const host = lastOf(line, 'host') ?? byDefault(defaults.host);
  const port = lastOf(line, 'port') ?? byDefault(defaults.port);
  const socket = lastOf(line, 'socket');
  const own: Bind = socket === undefined ? bindOf(host, port) : { host, port, whole: socket, form: 'unix' };
  const application = line.positional[0];
  return {
    kind: 'waitress',
    at: name.span,
    binds: listens.length > 0 ? listens : [own],
    ...(application === undefined ? {} : { application: wordSetting(application) }),
    ...(line.flags.has('--call') ? { factory: 'factory' as const } : {}),
  };
}

function splitBlanks(setting: Setting): Setting[] {
  if (setting.text === undefined || setting.at === undefined) return [setting];
  const placed = placedWord({ text: setting.text, span: setting.at });
  return [...setting.text.matchAll(/\S+/g)].map((found) => ({
    text: found[0],
    at: placed.span(found.index, found.index + found[0].length),
    from: setting.from,
  }));
}

const HTTP_SERVER = optionTable(
  { bind: '-b --bind', directory: '-d --directory', protocol: '-p --protocol' },
  '--cgi',
  'flag',
);

function readHttpServer(name: PlacedWord, words: readonly PlacedWord[]): Server {
  const line = readOptions(words, HTTP_SERVER, 'end');
  const port = line.positional[0];
  const bind = bindOf(
    lastOf(line, 'bind') ?? byDefault('0.0.0.0'),
    port === undefined ? byDefault('8000') : wordSetting(port),
  );
  return { kind: 'http.server', at: name.span, binds: [bind] };
}

const UWSGI = optionTable(
  {
    http: '--http --http-socket',
    socket: '-s --socket',
    module: '-w --module --wsgi --mount',
    file: '--wsgi-file --file',
    ini: '--ini',
    callable: '--callable',
    chdir: '--chdir',
  },
  '--master -M --vacuum --die-on-term --enable-threads --need-app --lazy-apps --lazy',
  'value',
);

function readUwsgi(name: PlacedWord, words: readonly PlacedWord[], running: Running): Server {
  const line = readOptions(words, UWSGI, 'end');
  const binds = allOf(line, 'http').map((setting) => readBind(setting, { host: '0.0.0.0', port: '' }));
  const unknown: Setting = { text: undefined, from: { kind: 'default' } };
  const hidden: Bind = { host: unknown, port: unknown, form: 'unknown' };
  const application = lastOf(line, 'module') ?? lastOf(line, 'file');
  return {
    kind: 'uwsgi',
    at: name.span,
    binds: binds.length > 0 ? binds : [hidden],
    ...(application === undefined ? {} : { application }),
    ...inFolder(lastOf(line, 'chdir'), running),
  };
}

function readDjango(name: PlacedWord, words: readonly PlacedWord[]): Server | undefined {
  const kind: ServerKind = 'django-runserver';
  const table = optionTable({ settings: '--settings', pythonpath: '--pythonpath' }, '', 'flag');
  const line = readOptions(words, table, 'end');
  if (!/^runserver(?:_plus)?$/.test(line.positional[0]?.text ?? '')) return undefined;
  const address = line.positional[1];
  const defaults = { host: '127.0.0.1', port: '8000' };
  if (address === undefined)
    return { kind, at: name.span, binds: [bindOf(byDefault(defaults.host), byDefault(defaults.port))] };
  const whole = wordSetting(address);
  // `runserver 8000` names the port alone; `0:8000` is short for every address.
  if (/^\d+$/.test(address.text)) return { kind, at: name.span, binds: [bindOf(byDefault(defaults.host), whole)] };
  return { kind, at: name.span, binds: [readBind(whole, defaults)] };
}

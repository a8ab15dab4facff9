import type { Cause } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { PythonReading, ServerRun } from '../project/python/reading.ts';
import type { Symbolic } from '../project/python/symbolic.ts';
import type { Bind, ServerKind, ServerStart, Setting } from '../project/shell/start.ts';
import { type ContainerEnvironment, type Source, sourceInVariable } from './container-environment.ts';
import type { WebSource } from './source.ts';
import { sourceInTraced, trace } from './trace.ts';

/** Where the web's server listens inside its container. */
export type Listening =
  | {
      readonly kind: 'known';
      readonly server: ServerKind | ServerRun['server'];
      /** The address as given or as the server's default has it. */
      readonly host: ListeningPart;
      readonly reach: 'everywhere' | 'loopback';
      readonly ports: readonly number[];
      readonly port: ListeningPart;
    }
  /** The command ends without a server: Python's prompt, a script that returns. */
  | { readonly kind: 'none'; readonly at: Span }
  /** An address that the server does not understand. */
  | { readonly kind: 'malformed'; readonly at: Source; readonly text: string }
  | { readonly kind: 'unknown' };

/** One part of a binding. `default`: nothing gives it; `source` is then the text that starts the server. */
export type ListeningPart = { readonly value: string; readonly source: Source; readonly given: 'written' | 'default' };

/** Errors that keep the server from being started as it is written, or told its address: where it listens follows from them. */
export const STARTED_OTHERWISE: readonly Cause[] = [
  'dockerfile-command-one-string',
  'dockerfile-command-quotes',
  'dockerfile-command-missing',
  'entrypoint-swallows-command',
  'env-file-missing',
];

/** Works out where the server listens after ENV, CMD, ENTRYPOINT, scripts, Compose's overrides and the app's own call. */
export function listeningOf(source: WebSource, environment: ContainerEnvironment): Listening {
  const { start } = source;
  if (start === undefined) return { kind: 'unknown' };
  switch (start.kind) {
    case 'python-prompt':
    case 'none':
      return { kind: 'none', at: start.at };
    case 'python-file':
    case 'python-module':
      return inProgram(source, environment);
    case 'flask-run':
    case 'gunicorn':
    case 'uvicorn':
    case 'hypercorn':
    case 'waitress':
    case 'http.server':
    case 'uwsgi':
      return inCommand(start, environment);
    case 'django-runserver':
      // Flask-Script gives a `manage.py` a `runserver` too, which listens where its own code says.
      return source.modules.some((module) => module.frameworks.includes('django'))
        ? inCommand(start, environment)
        : { kind: 'unknown' };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

const EVERYWHERE = /^(0\.0\.0\.0|::|\[::\]|\*|)$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

function inCommand(start: ServerStart, environment: ContainerEnvironment): Listening {
  const [first] = start.binds;
  if (first === undefined) return { kind: 'unknown' };
  const malformed = start.binds.find((bind) => bind.form === 'malformed');
  if (malformed !== undefined) {
    // Host and port that are given apart: no text is no host, and only a number is a port.
    const wrong = malformed.whole ?? malformed.port;
    return { kind: 'malformed', at: sourceOfSetting(wrong, start, environment), text: wrong.text ?? '' };
  }
  const best = start.binds.find((bind) => isAddress(bind) && EVERYWHERE.test(bind.host.text ?? '')) ?? first;
  if (!isAddress(best)) return { kind: 'unknown' };
  const ports = start.binds.flatMap((bind) => (isAddress(bind) ? [Number(bind.port.text)] : []));
  return known(start.kind, partOf(best.host, start, environment), partOf(best.port, start, environment), ports);
}

function isAddress(bind: Bind): boolean {
  return bind.form === 'address' && bind.host.text !== undefined && /^\d+$/.test(bind.port.text ?? '');
}

function known(
  server: ServerKind | ServerRun['server'],
  host: ListeningPart,
  port: ListeningPart,
  ports: readonly number[],
): Listening {
  if (EVERYWHERE.test(host.value)) return { kind: 'known', server, host, reach: 'everywhere', port, ports };
  if (LOOPBACK.test(host.value)) return { kind: 'known', server, host, reach: 'loopback', port, ports };
  // A name or an address of its own: the container's own name works, another does not; the files do not tell.
  return { kind: 'unknown' };
}

function partOf(setting: Setting, start: ServerStart, environment: ContainerEnvironment): ListeningPart {
  return {
    value: setting.text ?? '',
    source: sourceOfSetting(setting, start, environment),
    given: setting.from.kind === 'default' ? 'default' : 'written',
  };
}

/** The text that gives a setting of the server: in its words, or in the variable that it comes through. */
export function sourceOfSetting(setting: Setting, start: ServerStart, environment: ContainerEnvironment): Source {
  const name = setting.variable ?? (setting.from.kind === 'variable' ? setting.from.name : undefined);
  if (name !== undefined) {
    const variable = environment.get(name);
    const source = variable === undefined ? undefined : sourceInVariable(variable, 0, variable.value?.length ?? 0);
    if (source !== undefined) return source;
  }
  return { span: setting.at ?? start.at };
}

/** A server that the app's own program starts: the command says nothing of it, the call does. */
function inProgram(source: WebSource, environment: ContainerEnvironment): Listening {
  const { entry } = source;
  if (entry === undefined) return { kind: 'unknown' };
  const run = startedRun(entry);
  if (run === undefined)
    return endsAtOnce(entry) ? { kind: 'none', at: source.start?.at ?? firstSpan(entry) } : { kind: 'unknown' };
  if (run.listen !== undefined) return inListen(run, run.listen, environment);
  const defaults = DEFAULTS[run.server];
  const host = runPart(run, run.host, defaults.host, environment);
  const port = runPart(run, run.port, defaults.port, environment);
  if (host === undefined || port === undefined || !/^\d+$/.test(port.value)) return { kind: 'unknown' };
  return known(run.server, host, port, [Number(port.value)]);
}

/** Waitress's `listen="0.0.0.0:8000"`; `*` and nothing before the colon are every address. Of several nothing is said. */
function inListen(run: ServerRun, listen: Symbolic, environment: ContainerEnvironment): Listening {
  const traced = trace(listen, environment);
  const [, host, port] = traced.kind === 'known' ? (/^(\*|[\w.-]*):(\d+)$/.exec(traced.value) ?? []) : [];
  if (traced.kind !== 'known' || host === undefined || port === undefined) return { kind: 'unknown' };
  const part = (value: string, from: number, to: number): ListeningPart => ({
    value,
    source: sourceInTraced(traced, from, to, environment) ?? { span: listen.span },
    given: 'written',
  });
  const everywhere = host === '' || host === '*';
  return known(
    run.server,
    part(everywhere ? '0.0.0.0' : host, 0, host.length),
    part(port, host.length + 1, traced.value.length),
    [Number(port)],
  );
}

function startedRun(entry: PythonReading): ServerRun | undefined {
  const direct = entry.runs.filter((run) => run.reached !== 'function');
  if (direct.length > 0) return direct[0];
  return entry.runs.length === 1 ? entry.runs[0] : undefined;
}

/** A module with a Flask object and no call that serves it ends as soon as it is run; other programs may serve in ways we do not read. */
function endsAtOnce(entry: PythonReading): boolean {
  return (
    entry.fault === undefined &&
    (entry.applications.length > 0 || entry.guardSlip !== undefined) &&
    entry.runs.length === 0 &&
    // What stands behind a guard that is never true was to serve: then nothing else does.
    (entry.guardSlip !== undefined ||
      entry.imports.every(
        (one) =>
          one.level === 0 &&
          /^(os|sys|flask|psycopg2?|sqlalchemy|flask_sqlalchemy|time|logging|json|datetime|dotenv|urllib|re)(\.|$)/.test(
            one.module,
          ),
      ))
  );
}

function firstSpan(entry: PythonReading): Span {
  return entry.applications[0]?.span ?? { file: entry.file, start: 0, end: 0 };
}

/** Where each server listens when its call says nothing (documentation of Flask 2.3, Werkzeug, waitress, uvicorn, Flask-SocketIO, aiohttp, bottle, hypercorn). */
const DEFAULTS: Readonly<Record<ServerRun['server'], { readonly host: string; readonly port: string }>> = {
  flask: { host: '127.0.0.1', port: '5000' },
  werkzeug: { host: '127.0.0.1', port: '5000' },
  socketio: { host: '127.0.0.1', port: '5000' },
  uvicorn: { host: '127.0.0.1', port: '8000' },
  hypercorn: { host: '127.0.0.1', port: '8000' },
  waitress: { host: '0.0.0.0', port: '8080' },
  'http.server': { host: '0.0.0.0', port: '8000' },
  gevent: { host: '0.0.0.0', port: '' },
  aiohttp: { host: '0.0.0.0', port: '8080' },
  bottle: { host: '127.0.0.1', port: '8080' },
};

function runPart(
  run: ServerRun,
  expression: ServerRun['host'],
  otherwise: string,
  environment: ContainerEnvironment,
): ListeningPart | undefined {
  const missing: ListeningPart = { value: otherwise, source: { span: run.calleeAt }, given: 'default' };
  // `app.run(**options)`: what is not written out may stand there.
  if (expression === undefined) return run.open ? undefined : missing;
  const traced = trace(expression, environment);
  if (traced.kind === 'none') return { ...missing, source: { span: expression.span } };
  if (traced.kind !== 'known') return undefined;
  return {
    value: traced.value,
    source: sourceInTraced(traced, 0, traced.value.length, environment) ?? { span: expression.span },
    given: 'written',
  };
}

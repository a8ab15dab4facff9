import type { Argument, Expression } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import type { Surroundings } from './places.ts';
import type { Standing } from './qualify.ts';
import type { ServerRun } from './reading.ts';
import { pathOf } from './scope.ts';
import type { Symbolic } from './symbolic.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

type Server = ServerRun['server'];
/** How a call takes host and port. `positional`: names of its positional arguments. */
type Runner = { readonly server: Server; readonly positional: readonly string[] };

/** Calls that start a server, by qualified name. */
const RUNNERS: ReadonlyMap<string, Runner> = new Map<string, Runner>(
  Object.entries({
    'flask.Flask().run': { server: 'flask', positional: ['host', 'port', 'debug'] },
    'flask.app.Flask().run': { server: 'flask', positional: ['host', 'port', 'debug'] },
    'apiflask.APIFlask().run': { server: 'flask', positional: ['host', 'port', 'debug'] },
    'quart.Quart().run': { server: 'hypercorn', positional: ['host', 'port', 'debug'] },
    'bottle.Bottle().run': { server: 'bottle', positional: [] },
    'bottle.run': { server: 'bottle', positional: ['application', '', 'host', 'port'] },
    'uvicorn.run': { server: 'uvicorn', positional: ['application'] },
    'waitress.serve': { server: 'waitress', positional: ['application'] },
    'waitress.serve_paste': { server: 'waitress', positional: ['application'] },
    'werkzeug.serving.run_simple': { server: 'werkzeug', positional: ['host', 'port', 'application'] },
    'werkzeug.run_simple': { server: 'werkzeug', positional: ['host', 'port', 'application'] },
    'wsgiref.simple_server.make_server': { server: 'http.server', positional: ['host', 'port', 'application'] },
    'http.server.HTTPServer': { server: 'http.server', positional: ['address'] },
    'http.server.ThreadingHTTPServer': { server: 'http.server', positional: ['address'] },
    'socketserver.TCPServer': { server: 'http.server', positional: ['address'] },
    'socketserver.ThreadingTCPServer': { server: 'http.server', positional: ['address'] },
    'gevent.pywsgi.WSGIServer': { server: 'gevent', positional: ['address', 'application'] },
    'flask_socketio.SocketIO().run': { server: 'socketio', positional: ['application', 'host', 'port'] },
    'aiohttp.web.run_app': { server: 'aiohttp', positional: ['application'] },
  }),
);

/** Every call that starts a server, with the host and port it is given. */
export function readServerRuns(calls: readonly PlacedCall[]): ServerRun[] {
  const runs: ServerRun[] = [];
  for (const { expression, name, standing, around } of calls) {
    const runner = expression.kind === 'call' ? runnerOf(expression, name) : undefined;
    // Behind a test that is never true.
    if (around.certain === 'type-checking') continue;
    if (expression.kind === 'call' && runner !== undefined && runs.length < MAX_RUNS) {
      runs.push(runOf(expression, runner, standing, around));
    }
  }
  return runs;
}

/** The most server starts of one module that are told. */
const MAX_RUNS = 50;

function runnerOf(call: Expression & { kind: 'call' }, name: string | undefined): Runner | undefined {
  const known = name === undefined ? undefined : RUNNERS.get(name);
  if (known !== undefined) return known;
  // An application that a function of the project makes: `create_app().run()`, `app = create_app()`.
  const { callee } = call;
  if (callee.kind !== 'attribute' || callee.name !== 'run') return undefined;
  const looksLikeApp = /(?:^|\.)(?:app|application)$/.test(pathOf(callee.object) ?? '');
  const isMade = /^\w+(?:\.\w+)*\(\)\.run$/.test(name ?? '') && looksLikeApp;
  const isFactory = /(?:^|\.)(?:create|make|build|get)_?app\(\)\.run$/.test(name ?? '');
  const isImported = looksLikeApp && isImportedName(name);
  return isMade || isFactory || isImported ? { server: 'flask', positional: ['host', 'port', 'debug'] } : undefined;
}

/** `from app import app`, where that module was not given to the reader. */
function isImportedName(name: string | undefined): boolean {
  return name === undefined || /\.(?:app|application)\.run$/.test(name);
}

function runOf(
  call: Expression & { kind: 'call' },
  runner: Runner,
  standing: Standing,
  around: Surroundings,
): ServerRun {
  const given = argumentsOf(call.arguments, runner.positional, standing);
  const address = given.get('address');
  const [host, port] = address?.kind === 'list' ? address.items : [given.get('host'), given.get('port')];
  const listen = given.get('listen') ?? given.get('bind');
  const debug = given.get('debug');
  const application = applicationOf(call, runner);
  return {
    server: runner.server,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(debug === undefined ? {} : { debug }),
    ...(listen === undefined ? {} : { listen }),
    ...(application === undefined ? {} : { application }),
    open: call.arguments.some((one) => one.kind === 'spread' || (one.kind === 'spread-map' && !isMap(one, standing))),
    span: spanIn(standing.view, call),
    calleeAt: spanIn(standing.view, call.callee),
    reached: around.when,
    inFunction: around.inFunction,
  };
}

function isMap(argument: Argument, standing: Standing): boolean {
  return symbolicOf(argument.value, standing).kind === 'map';
}

function argumentsOf(
  given: readonly Argument[],
  positional: readonly string[],
  standing: Standing,
): ReadonlyMap<string, Symbolic> {
  const values = new Map<string, Symbolic>();
  given.forEach((argument, at) => {
    const value = symbolicOf(argument.value, standing);
    if (argument.kind === 'positional') values.set(positional[at] ?? '', value);
    else if (argument.kind === 'keyword') values.set(argument.name === 'hostname' ? 'host' : argument.name, value);
    else if (argument.kind === 'spread-map' && value.kind === 'map') {
      for (const [name, inner] of value.entries) values.set(name, inner);
    }
  });
  return values;
}

/** The application as named: `app`, `"main:app"`, or the object whose `run` is called. */
function applicationOf(call: Expression & { kind: 'call' }, runner: Runner): string | undefined {
  const at = runner.positional.indexOf('application');
  const argument = at < 0 ? undefined : call.arguments[at];
  const value = argument?.kind === 'positional' ? argument.value : undefined;
  if (value?.kind === 'constant') return String(value.value);
  if (value !== undefined) return pathOf(value);
  return call.callee.kind === 'attribute' ? pathOf(call.callee.object) : undefined;
}

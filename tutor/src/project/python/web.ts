import type { Argument, Expression, FunctionStatement, Statement } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import { eachStatement, type Surroundings } from './places.ts';
import { type ModuleView, qualify, type Standing } from './qualify.ts';
import type { Application, Blueprint, Framework, LostRoute, Registration, Route } from './reading.ts';
import { blocksOf, pathOf } from './scope.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

/** Classes that make a web application, by their qualified names. */
const APPLICATIONS: ReadonlyMap<string, Framework> = new Map<string, Framework>(
  Object.entries({
    'flask.Flask': 'flask',
    'flask.app.Flask': 'flask',
    'apiflask.APIFlask': 'flask',
    'connexion.FlaskApp': 'flask',
    'quart.Quart': 'quart',
    'fastapi.FastAPI': 'fastapi',
    'starlette.applications.Starlette': 'starlette',
    'bottle.Bottle': 'bottle',
    'aiohttp.web.Application': 'aiohttp',
    'tornado.web.Application': 'tornado',
    'django.core.wsgi.get_wsgi_application': 'django',
    'django.core.asgi.get_asgi_application': 'django',
  }),
);

const BLUEPRINT: ReadonlySet<string> = new Set(
  'flask.Blueprint flask.blueprints.Blueprint quart.Blueprint fastapi.APIRouter fastapi.routing.APIRouter apiflask.APIBlueprint flask_smorest.Blueprint'.split(
    ' ',
  ),
);

/** Applications, blueprints and routes of a module. */
export type WebReading = {
  readonly applications: readonly Application[];
  readonly blueprints: readonly Blueprint[];
  readonly registrations: readonly Registration[];
  readonly routes: readonly Route[];
  readonly lostRoutes: readonly LostRoute[];
};

/** Reads what a module says about the pages it serves. */
export function readWeb(view: ModuleView, body: readonly Statement[], calls: readonly PlacedCall[]): WebReading {
  const applications: Application[] = [];
  const made: Omit<Blueprint, 'registered'>[] = [];
  const registrations: Registration[] = [];
  const routes: Route[] = [];
  eachStatement(view.scope, body, (statement, around) => {
    const standing = { view, scope: around.scope, order: statement.from };
    if (statement.kind === 'assign' || statement.kind === 'annotated') {
      readMade(statement, standing, around, applications, made);
    }
    if (statement.kind === 'function') routes.push(...decoratedRoutes(statement, standing));
  });
  for (const { expression, standing, around } of calls) {
    if (expression.kind !== 'call') continue;
    if (expression.callee.kind === 'call') routes.push(...appliedRoute(expression, expression.callee, standing));
    if (expression.callee.kind !== 'attribute') continue;
    const registration = registrationOf(expression, expression.callee, standing, around);
    if (registration !== undefined) registrations.push(registration);
    const rule = ruleOf(expression, expression.callee, standing);
    if (rule !== undefined) routes.push(rule);
  }
  const blueprints = made.map((blueprint) => ({
    ...blueprint,
    registered: registrations.filter((one) => one.blueprint === blueprint.name),
  }));
  const undone = undoneRoutes(view, body, applications, routes);
  return {
    applications,
    blueprints,
    registrations,
    routes: routes.filter((route) => !undone.some((one) => one.route === route)),
    lostRoutes: undone,
  };
}

function readMade(
  statement: Statement & { kind: 'assign' | 'annotated' },
  standing: Standing,
  around: Surroundings,
  applications: Application[],
  blueprints: Omit<Blueprint, 'registered'>[],
): void {
  const targets = statement.kind === 'assign' ? statement.targets : [statement.target];
  const { value } = statement;
  if (value?.kind !== 'call') return;
  const maker = qualify(value.callee, standing) ?? '';
  const framework = APPLICATIONS.get(maker);
  const names = targets.flatMap((target) => pathOf(target) ?? []);
  for (const name of names) {
    const span = spanIn(standing.view, statement);
    if (framework !== undefined) {
      const kept = keptIn(around, standing.view);
      applications.push({ name, framework, span, factory: around.inFunction, ...kept });
    } else if (BLUEPRINT.has(maker)) {
      const prefix =
        textArgument(value.arguments, 'url_prefix', standing) ?? textArgument(value.arguments, 'prefix', standing);
      blueprints.push({ name, prefix, span });
    }
  }
}

/** The function that makes an application and has no `return` with a value. */
function keptIn({ function: factory, inFunction }: Surroundings, view: ModuleView): Pick<Application, 'keptAt'> {
  if (factory === undefined || factory.name !== inFunction || givesSomething(factory.body)) return {};
  return { keptAt: spanIn(view, factory.nameAt) };
}

function givesSomething(body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      (statement.kind === 'return' && statement.value !== undefined) ||
      statement.kind === 'raise' ||
      (statement.kind === 'expression' && statement.value.kind === 'yield') ||
      blocksOf(statement).some(givesSomething),
  );
}

/** Routes at module level that hang on an application above, where a second one of that name is made further down. */
function undoneRoutes(
  view: ModuleView,
  body: readonly Statement[],
  applications: readonly Application[],
  routes: readonly Route[],
): LostRoute[] {
  const tops = body.map((statement) => spanIn(view, statement));
  return applications.flatMap(({ name, span }) => {
    const isTop = tops.some(({ start }) => start === span.start);
    const earlier = applications.find((one) => one.name === name && one.span.start < span.start);
    if (!isTop || earlier === undefined) return [];
    return routes
      .filter((route) => route.on === name && route.span.start > earlier.span.start && route.span.start < span.start)
      .map((route) => ({ route, at: span }));
  });
}

function textArgument(given: readonly Argument[], name: string, standing: Standing): string | undefined {
  const value = given.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
  return value === undefined ? undefined : constantText(value, standing);
}

function constantText(value: Expression, standing: Standing): string | undefined {
  const symbolic = symbolicOf(value, standing);
  return symbolic.kind === 'constant' && typeof symbolic.value === 'string' ? symbolic.value : undefined;
}

const DECORATORS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  Object.entries({
    route: ['GET'],
    get: ['GET'],
    post: ['POST'],
    put: ['PUT'],
    patch: ['PATCH'],
    delete: ['DELETE'],
    api_route: ['GET'],
  }),
);

/** `@app.route("/")` and its kin above a function. */
function decoratedRoutes(statement: Statement & FunctionStatement, standing: Standing): Route[] {
  const viewAt = spanIn(standing.view, statement.nameAt);
  const runs = statement.runs === 'async' ? { runs: 'async' as const } : {};
  return routesBy(statement.decorators, { view: statement.name, viewAt, ...runs }, standing);
}

/** `app.route("/")(hello)`. */
function appliedRoute(
  call: Expression & { kind: 'call' },
  decorator: Expression & { kind: 'call' },
  standing: Standing,
): Route[] {
  const [given] = call.arguments;
  if (given?.kind !== 'positional') return [];
  const view = given.value.kind === 'name' ? given.value.name : undefined;
  return routesBy([decorator], { view, viewAt: spanIn(standing.view, given.value) }, standing);
}

function routesBy(
  decorators: readonly Expression[],
  { view, viewAt, runs }: Pick<Route, 'view' | 'viewAt' | 'runs'>,
  standing: Standing,
): Route[] {
  return decorators.flatMap((decorator) => {
    if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') return [];
    const methods = DECORATORS.get(decorator.callee.name);
    const on = pathOf(decorator.callee.object);
    if (methods === undefined || on === undefined) return [];
    const path = pathArgument(decorator.arguments);
    // `@cache.get(key)` and the like are no routes: a route's path is a text that begins with a slash, or is not known.
    const text = path === undefined ? undefined : constantText(path, standing);
    if (decorator.callee.name !== 'route' && text?.startsWith('/') !== true) return [];
    return [
      {
        path: text,
        pathAt: spanIn(standing.view, path ?? decorator),
        on,
        methods: methodsOf(decorator.arguments, standing) ?? methods,
        view,
        ...(runs === undefined ? {} : { runs }),
        viewAt,
        span: spanIn(standing.view, decorator),
      },
    ].map((route) => ({ ...route, pathAt: innerOf(path, standing) ?? route.pathAt }));
  });
}

function pathArgument(given: readonly Argument[]): Expression | undefined {
  const first = given[0];
  if (first?.kind === 'positional') return first.value;
  return given.find((one) => one.kind === 'keyword' && (one.name === 'rule' || one.name === 'path'))?.value;
}

/** A text's place without its quotes. */
function innerOf(value: Expression | undefined, standing: Standing): Route['pathAt'] | undefined {
  return value?.kind === 'constant' ? spanIn(standing.view, value.inner) : undefined;
}

function methodsOf(given: readonly Argument[], standing: Standing): readonly string[] | undefined {
  const value = given.find((argument) => argument.kind === 'keyword' && argument.name === 'methods')?.value;
  const symbolic = value === undefined ? undefined : symbolicOf(value, standing);
  if (symbolic?.kind !== 'list') return undefined;
  const methods = symbolic.items.flatMap((item) =>
    item.kind === 'constant' ? [String(item.value).toUpperCase()] : [],
  );
  return methods.length === symbolic.items.length ? methods : undefined;
}

/** `app.add_url_rule("/", view_func=hello)`. */
function ruleOf(
  call: Expression & { kind: 'call' },
  callee: Expression & { kind: 'attribute' },
  standing: Standing,
): Route | undefined {
  const on = pathOf(callee.object);
  if (!/^(?:add_url_rule|add_api_route|add_route)$/.test(callee.name) || on === undefined) return undefined;
  const path = pathArgument(call.arguments);
  const view = viewArgument(call.arguments, callee.name);
  const at = spanIn(standing.view, call);
  return {
    path: path === undefined ? undefined : constantText(path, standing),
    pathAt: innerOf(path, standing) ?? (path === undefined ? at : spanIn(standing.view, path)),
    on,
    methods: methodsOf(call.arguments, standing) ?? ['GET'],
    view: view?.kind === 'name' ? view.name : undefined,
    viewAt: view === undefined ? at : spanIn(standing.view, view),
    span: at,
  };
}

function viewArgument(given: readonly Argument[], callee: string): Expression | undefined {
  const named = given.find((one) => one.kind === 'keyword' && /^(?:view_func|endpoint|route)$/.test(one.name));
  if (named?.kind === 'keyword' && named.name === 'view_func') return named.value;
  const positional = given[callee === 'add_url_rule' ? 2 : 1];
  return positional?.kind === 'positional' ? positional.value : undefined;
}

function registrationOf(
  call: Expression & { kind: 'call' },
  callee: Expression & { kind: 'attribute' },
  standing: Standing,
  around: Surroundings,
): Registration | undefined {
  const on = pathOf(callee.object);
  const blueprint = call.arguments[0];
  if (!/^(?:register_blueprint|include_router)$/.test(callee.name) || on === undefined) return undefined;
  // What a call makes, or a list holds, has no name here: it counts as one that nobody knows.
  const name = (blueprint?.kind === 'positional' ? pathOf(blueprint.value) : undefined) ?? '';
  const prefix =
    textArgument(call.arguments, 'url_prefix', standing) ?? textArgument(call.arguments, 'prefix', standing);
  return { blueprint: name, on, prefix, span: spanIn(standing.view, call), inFunction: around.inFunction };
}

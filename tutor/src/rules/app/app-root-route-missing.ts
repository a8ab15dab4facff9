import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { lateRoutes } from '../../forecast/late-routes.ts';
import type { Route } from '../../project/python/reading.ts';

/** The application has no page at `/`, or has it where nobody can get at it. */
export const rule: Rule<Context> = {
  rule: 'app-root-route-missing',
  severity: 'error',
  step: 'app',
  explains: 'app-serves-root',
  foretells: 'page-not-found',
  followsFrom: ['app-flask-missing', 'app-undefined-name', 'app-shadows-module'],
  recognise(context) {
    const { modules, routes } = context.facts.source;
    if (modules.every((one) => one.empty)) return [];
    if (modules.some((one) => one.open || one.fault !== undefined || one.beyond !== undefined)) return [];
    const bare = slashless(context);
    if (bare !== undefined) return [bare];
    const unregistered = unregisteredRoot(context);
    if (unregistered !== undefined) return [unregistered];
    const lost = lostRoot(context);
    if (lost !== undefined) return [lost];
    const late = lateRoot(context);
    if (late !== undefined) return [late];
    if (routes.kind !== 'told') return [];
    const all = modules.flatMap((module) => module.routes);
    const root = all.filter((route) => route.path === '/');
    if (routes.paths.includes('/')) {
      const refuses =
        root.length > 0 && root.every((route) => route.methods.length > 0 && !route.methods.includes('GET'));
      return refuses ? [otherMethod(root[0] as Route)] : [];
    }
    return [missing(context, all)];
  },
};

/** `@app.route('')`, `@app.route('hello')`: Flask stops at a path without its slash. A blueprint with a prefix may have one. */
function slashless({ facts, project }: Context): Diagnosis | undefined {
  const { modules } = facts.source;
  if (modules.some((module) => module.frameworks.some((one) => one !== 'flask'))) return undefined;
  const names = new Set(modules.flatMap((module) => module.applications.flatMap((one) => one.name ?? [])));
  const route = modules
    .flatMap((module) => module.routes)
    .find(({ on, path, pathAt }) => names.has(on) && path !== undefined && isBare(project, pathAt));
  if (route === undefined) return undefined;
  const { pathAt } = route;
  const isEmpty = pathAt.start === pathAt.end;
  // The only page is the one that is asked for.
  const isOnly = modules.flatMap((module) => module.routes).length === 1;
  const path = isOnly ? '' : (textAt(project, pathAt) ?? '');
  return {
    title: 'the path of a route has no `/` at its beginning',
    primary: {
      span: isEmpty ? { ...pathAt, start: pathAt.start - 1, end: pathAt.end + 1 } : pathAt,
      message: isEmpty ? 'is no path' : 'is taken for no path',
    },
    notes: ['Flask stops with `ValueError: URL rule must start with a slash` when the app starts'],
    help: `write \`/${path}\``,
    foretells: 'web-exits',
    fix: {
      title: `write \`/${path}\``,
      confidence: 'likely',
      edits: [{ span: isOnly ? pathAt : { ...pathAt, end: pathAt.start }, text: '/' }],
    },
  };
}

/** A plain text in quotes that begins with no slash. */
function isBare(project: Context['project'], at: Route['pathAt']): boolean {
  const whole = { ...at, start: at.start - 1, end: at.end + 1 };
  return /^(["'])(?:[A-Za-z][^"']*)?\1$/.test(textAt(project, whole) ?? '');
}

function missing(context: Context, routes: readonly Route[]): Diagnosis {
  const { app, modules } = context.facts.source;
  const application = modules.flatMap((module) => module.applications)[0];
  const [only, more] = routes;
  const title = 'the application has no page at `/`';
  const unsigned = only === undefined ? (withoutSign(context) ?? withoutBrackets(context)) : undefined;
  if (unsigned !== undefined) return unsigned;
  if (only === undefined)
    return {
      title,
      primary: { span: application?.span ?? { file: app.path, start: 0, end: 0 }, message: 'has no route at all' },
      help: "write `@app.route('/')` above the function that answers",
    };
  const prefix = only.path === '/' && more === undefined ? prefixOf(context, only) : undefined;
  if (prefix !== undefined) return prefix;
  const text = textAt(context.project, only.pathAt);
  return {
    title,
    primary: { span: only.pathAt, message: `answers at ${only.path}` },
    notes: [`it answers at ${list(routes.map((route) => route.path ?? '?'))}`],
    help: more === undefined ? 'write `/` here' : "write `@app.route('/')` above the function that answers there",
    ...(more === undefined && text !== undefined && text === only.path && !text.includes('<')
      ? { fix: { title: 'write `/`', confidence: 'likely' as const, edits: [{ span: only.pathAt, text: '/' }] } }
      : {}),
  };
}

/** `@app.route` with no brackets: Flask takes the function for the path, and adds no page. */
function withoutBrackets({ facts, project }: Context): Diagnosis | undefined {
  for (const { file, applications } of facts.source.modules) {
    const read = project.files.read(file);
    const found = read.kind === 'text' ? BARE.exec(read.text) : null;
    const [, before = '', name = '', on] = found ?? [];
    if (found === null || !applications.some((one) => one.name === on)) continue;
    const start = found.index + before.length;
    const span = { file, start, end: start + name.length };
    return {
      title: 'the application has no page at `/`',
      primary: { span, message: 'is told no path' },
      help: `write the path behind it: \`@${name}('/')\``,
      fix: {
        title: "write `('/')`",
        confidence: 'likely',
        edits: [{ span: { ...span, start: span.end }, text: "('/')" }],
      },
    };
  }
  return undefined;
}

const BARE = /^([ \t]*@)((\w+)\.route)[ \t]*(?:#.*)?\r?\n[ \t]*(?:async[ \t]+)?def[ \t]/m;

/** `app.route('/')` on a line of its own above a function: without its `@` it makes a decorator that nobody applies. */
function withoutSign({ facts, project }: Context): Diagnosis | undefined {
  for (const { file, applications } of facts.source.modules) {
    const read = project.files.read(file);
    const found = read.kind === 'text' ? UNSIGNED.exec(read.text) : null;
    const [, indent = '', call = '', on] = found ?? [];
    if (found === null || !applications.some(({ name }) => name === on)) continue;
    const start = found.index + indent.length;
    const span = { file, start, end: start + call.length };
    return {
      title: 'the application has no page at `/`',
      primary: { span, message: 'says nothing of the function below it without an `@`' },
      help: `write \`@\` before it: \`@${call}\``,
      fix: { title: 'write `@`', confidence: 'certain', edits: [{ span: { ...span, end: start }, text: '@' }] },
    };
  }
  return undefined;
}

const UNSIGNED = /^([ \t]*)((\w+)\.(?:route|get)\((?:'\/'|"\/")[^()\n]*\))[ \t]*\r?\n[ \t]*(?:async[ \t]+)?def[ \t]/m;

/** The page is at `/` of a blueprint, which hangs below a prefix. */
function prefixOf({ facts, project }: Context, route: Route): Diagnosis | undefined {
  const { modules } = facts.source;
  const registration = modules.flatMap((module) => module.registrations).find(({ prefix }) => prefix !== undefined);
  const made = modules.flatMap((module) => module.blueprints).find(({ prefix }) => prefix !== undefined);
  const found = [registration, made].find((one) => one !== undefined);
  const text = found === undefined ? undefined : textAt(project, found.span);
  const written = /url_prefix\s*=\s*(["'])([^"']*)\1/.exec(text ?? '');
  if (found === undefined || written === null) return undefined;
  const start = found.span.start + written.index + written[0].length - 1 - (written[2] ?? '').length;
  const span = { file: found.span.file, start, end: start + (written[2] ?? '').length };
  return {
    title: 'the application has no page at `/`',
    primary: { span, message: `puts it at ${written[2]}/` },
    labels: [{ span: route.pathAt, message: 'is counted from there' }],
    help: 'write `/` here, or take `url_prefix` away',
    fix: { title: 'write `/`', confidence: 'likely', edits: [{ span, text: '/' }] },
  };
}

/** The page is a route of an application in whose place another is made further down. */
function lostRoot({ facts }: Context): Diagnosis | undefined {
  const { modules, routes } = facts.source;
  if (routes.kind !== 'told' || routes.paths.includes('/')) return undefined;
  const lost = modules.flatMap((module) => module.lostRoutes ?? []).find(({ route }) => route.path === '/');
  if (lost === undefined) return undefined;
  return {
    title: 'the application has no page at `/`',
    primary: { span: lost.at, message: `makes a second \`${lost.route.on}\`, which has no route of the first` },
    labels: [{ span: lost.route.span, message: 'is a route of the first one' }],
    notes: ['the server takes what the name stands for at the end, and answers 404'],
    help: 'take this line away: one application serves all routes',
  };
}

/** The page stands behind the call that serves the others, and that call does not return. */
function lateRoot({ facts }: Context): Diagnosis | undefined {
  const late = lateRoutes(facts.source);
  const root = late?.routes.find((route) => route.path === '/');
  if (late === undefined || root === undefined) return undefined;
  return {
    title: 'the page at `/` is added behind the call that starts the server',
    primary: { span: root.pathAt, message: 'is never added: Python does not come to this line' },
    labels: [{ span: late.run.calleeAt, message: 'serves until the container ends, without the page below' }],
    notes: ['Flask answers 404 for a page that it has not been told of'],
    help: `move the start of the server to the end of ${root.span.file}`,
  };
}

function otherMethod(route: Route): Diagnosis {
  return {
    title: `the page at \`/\` answers ${list(route.methods)} only`,
    primary: { span: route.span, message: 'a browser asks with GET' },
    notes: ['it answers `405 Method Not Allowed` to a browser'],
    help: 'take `methods` away, or add `"GET"` to it',
    foretells: 'page-differs',
  };
}

/** The page hangs on a blueprint that no application takes. */
function unregisteredRoot({ facts }: Context): Diagnosis | undefined {
  const { modules } = facts.source;
  if (modules.some((module) => module.registrations.length > 0)) return undefined;
  const applications = modules.flatMap((module) => module.applications.map((one) => one.name));
  for (const module of modules) {
    const root = module.routes.find((route) => route.path === '/' && !applications.includes(route.on));
    const blueprint = module.blueprints.find((one) => one.name === root?.on);
    if (root === undefined || blueprint === undefined || facts.source.asks === 'untold') continue;
    return {
      title: `the blueprint \`${blueprint.name}\` has the page at \`/\`, and no application takes it`,
      primary: { span: blueprint.span, message: 'is registered nowhere' },
      labels: [{ span: root.span, message: 'hangs on it' }],
      help: `register it: \`app.register_blueprint(${blueprint.name})\``,
    };
  }
  return undefined;
}

import type { PythonReading } from '../project/python/reading.ts';

/** Paths that the application answers at, as far as its modules tell. */
export type Routes = { readonly kind: 'told'; readonly paths: readonly string[] } | { readonly kind: 'untold' };

/** Frameworks whose routes are read. */
const READ = ['flask', 'quart', 'fastapi', 'starlette', 'bottle'];

/** Works out the paths. Untold where a path is no constant, a framework or star import hides some, or blueprints come from elsewhere. */
export function routesOf(modules: readonly PythonReading[]): Routes {
  if (isHidden(modules)) return { kind: 'untold' };
  const applications = modules.flatMap((module) => module.applications.map((application) => application.name));
  const prefixes = prefixesOf(modules);
  const paths: string[] = [];
  for (const route of modules.flatMap((module) => module.routes)) {
    // What it hangs on may be an application that is made in a way that is not read.
    const own = applications.includes(route.on) ? [''] : prefixes.get(route.on);
    if (route.path === undefined || own === undefined || own === 'untold') return { kind: 'untold' };
    for (const prefix of own) paths.push(normalised(prefix + route.path));
  }
  // FastAPI's `/{path:path}` and what is mounted answer at `/` too.
  const isOther = modules.some((module) => module.frameworks.some((framework) => framework !== 'flask'));
  return isOther && !paths.includes('/') ? { kind: 'untold' } : { kind: 'told', paths };
}

/** Whether something may add routes that the modules do not show. */
function isHidden(modules: readonly PythonReading[]): boolean {
  if (modules.every((module) => module.applications.length === 0)) return true;
  if (modules.some((module) => module.open || module.fault !== undefined || module.beyond !== undefined)) return true;
  if (modules.some((module) => module.frameworks.some((framework) => !READ.includes(framework)))) return true;
  // Extensions such as Flask-RESTful and Flask-Admin add routes of their own.
  if (modules.some((module) => module.imports.some((one) => ADDS_ROUTES.has(one.module.split('.')[0] ?? ''))))
    return true;
  const blueprints = modules.flatMap((module) => module.blueprints.map((blueprint) => blueprint.name));
  return modules.some((module) =>
    module.registrations.some(({ blueprint }) => !blueprints.includes(blueprint.split('.').at(-1) ?? blueprint)),
  );
}

const ADDS_ROUTES: ReadonlySet<string> = new Set(
  'flask_restful flask_restx flask_restplus flask_smorest flask_admin flask_appbuilder flask_classful flask_classy flask_graphql flask_openapi3 flask_rebar flask_rest_jsonapi flask_autoindex flask_flatpages flask_security flask_user connexion apiflask flasgger strawberry graphene ariadne dash'.split(
    ' ',
  ),
);

function prefixesOf(modules: readonly PythonReading[]): ReadonlyMap<string, readonly string[] | 'untold'> {
  const prefixes = new Map<string, readonly string[] | 'untold'>();
  for (const module of modules) {
    for (const blueprint of module.blueprints) prefixes.set(blueprint.name, 'untold');
  }
  for (const { blueprint, prefix } of modules.flatMap((module) => module.registrations)) {
    const name = blueprint.split('.').at(-1) ?? blueprint;
    const own = modules.flatMap((module) => module.blueprints).find((one) => one.name === name);
    const before = prefixes.get(name);
    prefixes.set(name, [...(Array.isArray(before) ? before : []), prefix ?? own?.prefix ?? '']);
  }
  return prefixes;
}

function normalised(path: string): string {
  const joined = `/${path}`.replace(/\/{2,}/g, '/');
  return joined;
}

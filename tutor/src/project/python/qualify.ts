import type { Expression } from './grammar/tree.ts';
import type { Binding, Scope } from './scope.ts';

/** A module as others see it: its names, and the local modules it can import. */
export type ModuleView = {
  readonly file: string;
  readonly scope: Scope;
  /** The project's own module that an import names; undefined for a library's, or where it is not known. */
  readonly linked: (module: string, level: number) => ModuleView | undefined;
  /** Expressions of the module that may still be worked out; behind that their values count as unknown. */
  readonly budget: { left: number };
};

/** How many expressions of one module are worked out. */
const MODULE_BUDGET = 10_000;

/** A module seen on its own. */
export function moduleView(file: string, scope: Scope, linked: ModuleView['linked'] = () => undefined): ModuleView {
  return { file, scope, linked, budget: { left: MODULE_BUDGET } };
}

/** Where an expression stands. `order`: bindings of the same scope that stand later are not there yet. */
export type Standing = {
  readonly view: ModuleView;
  readonly scope: Scope;
  readonly order: number;
};

/** How often a name may lead to another before its meaning counts as unknown. */
const MAX_STEPS = 12;

/**
 * What an expression names, with imports resolved: `connect` → `psycopg2.connect`, `app.route` → `flask.Flask().route`.
 * Something made by a call is the callee with `()`. Undefined where it cannot be told.
 */
export function qualify(expression: Expression, standing: Standing, steps = 0): string | undefined {
  if (steps > MAX_STEPS) return undefined;
  switch (expression.kind) {
    case 'name':
      return qualifyName(expression.name, standing, steps);
    case 'attribute':
      return qualifyAttribute(expression, standing, steps);
    case 'call': {
      const callee = qualify(expression.callee, standing, steps + 1);
      return callee === undefined ? undefined : `${callee}()`;
    }
    case 'await':
      return qualify(expression.value, standing, steps + 1);
    default:
      return undefined;
  }
}

function qualifyName(name: string, standing: Standing, steps: number): string | undefined {
  const found = lookUp(name, standing);
  if (found === undefined) return name;
  const binding = chosenBinding(found.bindings, found.scope === standing.scope ? standing.order : undefined);
  return binding === undefined ? undefined : qualifyBinding(name, binding, { ...standing, scope: found.scope }, steps);
}

/** An attribute that was given a value in the module (`self.db = SQLAlchemy()`), else the name of its object and its own. */
function qualifyAttribute(
  expression: Expression & { kind: 'attribute' },
  standing: Standing,
  steps: number,
): string | undefined {
  const object = qualify(expression.object, standing, steps + 1);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

function qualifyBinding(name: string, binding: Binding, standing: Standing, steps: number): string | undefined {
  const { how } = binding;
  switch (how.kind) {
    case 'module':
      return how.module;
    case 'imported':
      return qualifyImported(how, standing, steps);
    case 'value':
    case 'entered':
      return qualify(how.value, { ...standing, order: binding.order }, steps + 1);
    case 'function':
    case 'class':
      return name;
    case 'augmented':
    case 'parameter':
    case 'other':
      return undefined;
  }
}

function qualifyImported(
  how: { readonly module: string; readonly level: number; readonly name: string },
  standing: Standing,
  steps: number,
): string | undefined {
  // Modules that take a name from each other, or from themselves, lead nowhere.
  if (steps > MAX_STEPS) return undefined;
  const inside = standing.view.linked(how.module, how.level);
  if (inside === undefined) return how.level > 0 ? undefined : `${how.module}.${how.name}`;
  const bindings = inside.scope.bindings.get(how.name);
  const binding = bindings === undefined ? undefined : chosenBinding(bindings, undefined);
  if (binding === undefined) return undefined;
  return qualifyBinding(how.name, binding, { view: inside, scope: inside.scope, order: Infinity }, steps + 1);
}

/** The scope that a name belongs to, with its bindings. Classes are not seen from the functions in them. */
export function lookUp(
  name: string,
  standing: Standing,
): { readonly scope: Scope; readonly bindings: readonly Binding[] } | undefined {
  let scope: Scope | undefined = standing.scope;
  while (scope !== undefined) {
    const seen = scope.kind !== 'class' || scope === standing.scope;
    const bindings = seen && !scope.elsewhere.has(name) ? scope.bindings.get(name) : undefined;
    if (bindings !== undefined) return { scope, bindings };
    scope = scope.parent;
  }
  return undefined;
}

/** The binding that counts at a place of the same scope: the last before it, else the first; of a scope outside the last. */
function chosenBinding(bindings: readonly Binding[], order: number | undefined): Binding | undefined {
  const isTelling = (binding: Binding) => binding.how.kind !== 'augmented';
  if (order === undefined) {
    return bindings.findLast((one) => isTelling(one) && !isFallbackImport(one)) ?? bindings.findLast(isTelling);
  }
  for (let at = countBefore(bindings, order) - 1; at >= 0; at--) {
    const binding = bindings[at];
    if (binding !== undefined && isTelling(binding)) return binding;
  }
  return bindings.find(isTelling);
}

/** How many bindings stand before a place; they are kept in the order of the text. */
export function countBefore(bindings: readonly Binding[], order: number): number {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bindings[middle]?.order ?? 0) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `except ImportError: psycopg2 = None`. */
function isFallbackImport(binding: Binding): boolean {
  const { how } = binding;
  return how.kind === 'value' && how.value.kind === 'constant' && how.value.value === null;
}

import type { Expression, Statement } from './grammar/tree.ts';
import { eachPlacedExpression, type Surroundings } from './places.ts';
import { type ModuleView, qualify, type Standing } from './qualify.ts';
import { partsOf } from './scope.ts';

/** A call, or an item of something (`os.environ["X"]`), with what it names and what stands around it. */
export type PlacedCall = {
  readonly expression: Expression & { readonly kind: 'call' | 'subscript' };
  /** What is called, or of what an item is taken, with imports resolved; undefined where it cannot be told. */
  readonly name: string | undefined;
  readonly standing: Standing;
  readonly around: Surroundings;
  /** It is a target of an assignment: `x["a"] = 1`. */
  readonly use: 'read' | 'written';
};

/** The most calls of one module that are looked at. */
const MAX_CALLS = 20_000;

/** Every call and item of a module, in the order of the text, each named once. */
export function readCalls(view: ModuleView, body: readonly Statement[]): PlacedCall[] {
  const calls: PlacedCall[] = [];
  eachPlacedExpression(view.scope, body, (expression, around, statement) => {
    const standing = { view, scope: around.scope, order: statement.from };
    const targets = statement.kind === 'assign' ? statement.targets : [];
    const use = targets.includes(expression) ? 'written' : 'read';
    collect(calls, expression, use, standing, around);
  });
  return calls;
}

function collect(
  calls: PlacedCall[],
  expression: Expression,
  use: PlacedCall['use'],
  standing: Standing,
  around: Surroundings,
): void {
  if ((expression.kind === 'call' || expression.kind === 'subscript') && calls.length < MAX_CALLS) {
    const named = expression.kind === 'call' ? expression.callee : expression.object;
    calls.push({ expression, name: qualify(named, standing), standing, around, use });
  }
  for (const part of partsOf(expression)) collect(calls, part, 'read', standing, around);
}

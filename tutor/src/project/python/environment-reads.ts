import { environmentRead } from './calls.ts';
import type { Statement } from './grammar/tree.ts';
import { eachPlacedExpression } from './places.ts';
import { type ModuleView, qualify } from './qualify.ts';
import type { DotenvLoad, EnvironmentRead } from './reading.ts';
import { eachExpression } from './scope.ts';
import { settingsReads } from './settings-classes.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

/** Every read of an environment variable in a module, in the order of the text. */
export function readEnvironmentReads(view: ModuleView, body: readonly Statement[]): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  eachPlacedExpression(view.scope, body, (expression, around, statement) => {
    const standing = { view, scope: around.scope, order: statement.from };
    const written = statement.kind === 'assign' ? statement.targets : [];
    eachExpression(expression, (inner) => {
      const read = written.includes(inner) ? undefined : environmentRead(inner, standing);
      if (read === undefined) return;
      reads.push({
        name: read.name,
        nameAt: spanIn(view, read.nameAt),
        span: spanIn(view, read.at),
        how: read.how,
        inFunction: around.inFunction,
        ...(read.fallback === undefined ? {} : { fallback: symbolicOf(read.fallback, standing) }),
      });
    });
  });
  return [...reads, ...settingsReads(view, body)];
}

/** Calls of python-dotenv's `load_dotenv`, and whether its file outranks the environment. */
export function readDotenvLoads(view: ModuleView, body: readonly Statement[]): DotenvLoad[] {
  const loads: DotenvLoad[] = [];
  eachPlacedExpression(view.scope, body, (expression, around, statement) => {
    eachExpression(expression, (inner) => {
      if (inner.kind !== 'call') return;
      const standing = { view, scope: around.scope, order: statement.from };
      if (!/^dotenv\.(?:main\.)?load_dotenv$/.test(qualify(inner.callee, standing) ?? '')) return;
      const override = inner.arguments.find((one) => one.kind === 'keyword' && one.name === 'override');
      const wins = override?.value.kind === 'constant' && override.value.value === true ? 'file' : 'environment';
      const path = inner.arguments.find(
        (one, at) => (one.kind === 'positional' && at === 0) || (one.kind === 'keyword' && one.name === 'dotenv_path'),
      );
      loads.push({
        wins,
        span: spanIn(view, inner),
        ...(path === undefined ? {} : { path: symbolicOf(path.value, standing) }),
        ...(override === undefined ? {} : { overrideAt: spanIn(view, override) }),
      });
    });
  });
  return loads;
}

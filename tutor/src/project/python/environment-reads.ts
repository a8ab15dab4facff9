import { readNamed } from './calls.ts';
import type { Expression, Statement } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import { type ModuleView, qualify, type Standing } from './qualify.ts';
import type { DotenvLoad, EnvironmentRead } from './reading.ts';
import { settingsReads } from './settings-classes.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

/** The most reads of one module that are told. */
const MAX_READS = 500;

/** Every read of an environment variable in a module, in the order of the text. */
export function readEnvironmentReads(
  view: ModuleView,
  body: readonly Statement[],
  calls: readonly PlacedCall[],
): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  for (const { expression, name, standing, around, use } of calls) {
    const read = use === 'written' || reads.length >= MAX_READS ? undefined : readNamed(expression, name);
    if (read === undefined) continue;
    reads.push({
      name: read.name,
      nameAt: spanIn(view, read.nameAt),
      span: spanIn(view, read.at),
      how: read.how,
      inFunction: around.inFunction,
      ...(read.fallback === undefined ? {} : { fallback: symbolicOf(read.fallback, standing) }),
    });
  }
  return [...reads, ...settingsReads(view, body)];
}

/** Calls of python-dotenv's `load_dotenv`, and whether its file outranks the environment. */
export function readDotenvLoads(view: ModuleView, calls: readonly PlacedCall[]): DotenvLoad[] {
  return calls.flatMap(({ expression, name, standing }) => {
    if (expression.kind !== 'call' || !/^dotenv\.(?:main\.)?load_dotenv$/.test(name ?? '')) return [];
    const override = expression.arguments.find((one) => one.kind === 'keyword' && one.name === 'override');
    const wins = override?.value.kind === 'constant' && override.value.value === true ? 'file' : 'environment';
    const path = expression.arguments.find(
      (one, at) =>
        !isSearch(one.value, standing) &&
        ((one.kind === 'positional' && at === 0) || (one.kind === 'keyword' && one.name === 'dotenv_path')),
    );
    return [
      {
        wins,
        span: spanIn(view, expression),
        ...(path === undefined ? {} : { path: symbolicOf(path.value, standing) }),
        ...(override === undefined ? {} : { overrideAt: spanIn(view, override) }),
      },
    ];
  });
}

/** `find_dotenv()` looks for the file that is taken without a path too. */
function isSearch(value: Expression, standing: Standing): boolean {
  return (
    value.kind === 'call' &&
    value.arguments.length === 0 &&
    /^dotenv\.(?:main\.)?find_dotenv$/.test(qualify(value.callee, standing) ?? '')
  );
}

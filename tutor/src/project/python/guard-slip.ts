import type { Span } from '../../core/span.ts';
import type { Block } from './grammar/tree.ts';
import { wrongGuard } from './places.ts';
import type { ModuleView } from './qualify.ts';
import { spanIn } from './symbolic-of.ts';

/** The text of `if __name__ == '__man__':`, a test that was meant for the guard of a program and is never true. */
export function guardSlip(view: ModuleView, body: Block): Span | undefined {
  for (const statement of body) {
    if (statement.kind !== 'if') continue;
    for (const { test } of statement.branches) {
      const wrong = wrongGuard(test);
      if (wrong !== undefined) return spanIn(view, wrong);
    }
  }
  return undefined;
}

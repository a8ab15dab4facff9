import type { Span } from '../../../core/span.ts';
import type { FaultList } from '../fault-list.ts';
import { sayKind } from '../merge.ts';
import type { TreePath } from '../path.ts';
import { type SectionName, sectionOf } from '../sections.ts';
import type { Entry } from '../tree.ts';

/** Keys in a row that one slip of indentation has put at the wrong level. */
export type AtWrongLevel = {
  readonly strays: readonly [Entry, ...Entry[]];
  /** The mapping that they stand in. */
  readonly path: TreePath;
  /** The section where they mean something. */
  readonly belongs: SectionName;
  /** The key that they should stand beneath, or beside. */
  readonly anchor?: Span;
  readonly stands: 'beneath' | 'beside';
  /** The service that they belong to, where it is one. */
  readonly service?: string;
  readonly message: string;
};

/** Tells keys at the wrong level: one fault at the first of them. */
export function tellLevel(wrong: AtWrongLevel, faults: FaultList): void {
  const { strays, path, belongs, anchor, stands, service, message } = wrong;
  const [first, ...others] = strays;
  faults.add({
    kind: 'unknown-property',
    message,
    at: first.keySpan,
    ...(anchor === undefined ? {} : { other: anchor }),
    also: others.map((one) => one.keySpan),
    path: [...path, first.key],
    words: {
      key: first.key,
      section: sectionOf(path),
      belongs,
      ...(service === undefined ? {} : { service }),
      got: sayKind(first.value),
      keys: strays.map(({ key }) => key).join(', '),
      stands,
    },
  });
}

/** A list that is not empty, or undefined. */
export function some<T>(list: readonly T[]): readonly [T, ...T[]] | undefined {
  const [first, ...rest] = list;
  return first === undefined ? undefined : [first, ...rest];
}

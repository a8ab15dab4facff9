import type { PythonFault } from '../reading.ts';
import type { Range } from './tree.ts';

/** A fault by offsets; it becomes a {@link PythonFault} once the file is known. */
export type GrammarFault = Range & {
  readonly kind: PythonFault['kind'];
  readonly words: Readonly<Record<string, string>>;
  readonly other?: Range;
};

import type { Cause } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { DockerfileFault, DockerfileFaultKind } from '../project/dockerfile/fault.ts';
import type { DockerfileReading, Instruction, Stage } from '../project/dockerfile/reading.ts';
import type { StageImage } from '../project/dockerfile/stage-image.ts';
import type { Context } from './context.ts';
import type { ImageContents } from './image-contents.ts';

/** The Dockerfile of the web, as far as it can be judged. */
export type Recipe = {
  readonly path: string;
  readonly reading: DockerfileReading;
  /** The stage that runs. */
  readonly stage: Stage;
  readonly image: StageImage;
  readonly contents: ImageContents;
};

/** The recipe; undefined where it is not begun, has no stage, or could not be read to its end. */
export function recipeOf({ facts }: Context): Recipe | undefined {
  const { dockerfile, stage, contents } = facts.source;
  const { path, reading } = dockerfile;
  if (reading === undefined || stage === undefined || reading.beyond !== undefined) return undefined;
  return { path, reading, stage, image: stage.image, contents };
}

/** Where an instruction is missing: the FROM of the stage that runs (contract, *Rules*). */
export function lastFrom({ stage }: Recipe): Span {
  return stage.from.keywordAt;
}

/** Faults of some kinds in the text of the Dockerfile. */
export function recipeFaults({ facts }: Context, ...kinds: readonly DockerfileFaultKind[]): readonly DockerfileFault[] {
  return (facts.source.dockerfile.reading?.faults ?? []).filter((fault) => kinds.includes(fault.kind));
}

/** The cause of an instruction's lack, where a line that could not be read may have been meant for it. */
export function causesOfLack({ reading }: Recipe, ...keywords: readonly Instruction['keyword'][]): readonly Cause[] {
  const lost = reading.faults.some(({ kind, words }) => {
    if (kind === 'unknown-instruction')
      return words.nearest === undefined || keywords.some((keyword) => keyword === words.nearest);
    if (kind === 'heredoc-open') return true;
    if (kind === 'swallowed-instruction') return keywords.some((keyword) => keyword === words.swallowed);
    if (kind === 'missing-continuation' || kind === 'missing-arguments')
      return keywords.some((keyword) => keyword === words.instruction);
    return false;
  });
  const early = reading.faults.some(
    ({ kind, words }) => kind === 'from-not-first' && keywords.some((keyword) => keyword === words.instruction),
  );
  return [...(lost ? ['dockerfile-syntax'] : []), ...(early ? ['dockerfile-base-image'] : [])];
}

/** Instructions of a kind in the stage that runs and in those under it, the last first. */
export function ownInstructions<Keyword extends Instruction['keyword']>(
  { reading, image }: Recipe,
  keyword: Keyword,
): readonly InstructionOf<Keyword>[] {
  return image.chain
    .toReversed()
    .flatMap((number) => (reading.stages[number]?.instructions ?? []).toReversed())
    .filter((one): one is InstructionOf<Keyword> => one.keyword === keyword);
}

/** The kind of instruction that a keyword begins; COPY and ADD are one kind. */
type InstructionOf<Keyword> = Instruction extends infer One
  ? One extends { readonly keyword: infer Word }
    ? Keyword extends Word
      ? One
      : never
    : never
  : never;

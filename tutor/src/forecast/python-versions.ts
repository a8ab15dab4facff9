import type { Span } from '../core/span.ts';
import type { Stage } from '../project/dockerfile/reading.ts';
import type { Recipe } from './recipe.ts';

/** A place of the Dockerfile that names a version of Python. */
export type VersionMark = {
  readonly minor: string;
  /** `image`: the tag of a FROM; `source`, `target`: a folder that COPY takes or fills. */
  readonly of: 'image' | 'source' | 'target';
  readonly span: Span;
};

/** Places that name different versions where they have to name one. The first of `odd` is the one to change. */
export type VersionDisagreement = {
  readonly odd: readonly [VersionMark, ...VersionMark[]];
  readonly others: readonly VersionMark[];
  /** The version that most of them name. */
  readonly common: string;
};

/**
 * Versions that packages meet on their way from the stage that installs them to the stage that runs: the images of both,
 * and the folders between. Undefined where they agree, or where nothing is brought from one stage to another.
 */
export function pythonVersions({ reading, stage, contents }: Recipe): VersionDisagreement | undefined {
  const chain = stage.image.chain.flatMap((number) => reading.stages[number] ?? []);
  const copies = chain.flatMap((one) =>
    one.instructions.flatMap((copy) =>
      copy.keyword === 'COPY' && copy.from?.target.kind === 'stage' ? [{ copy, from: copy.from.target.stage }] : [],
    ),
  );
  const marks: VersionMark[] = [];
  const add = (found: readonly VersionMark[]): void => {
    for (const one of found) if (!marks.some((mark) => mark.span.start === one.span.start)) marks.push(one);
  };
  for (const { copy, from } of copies) {
    const source = reading.stages[from];
    const installs = contents.installs.some((one) => source?.image.chain.includes(one.stage.number) === true);
    const paths = [
      ...copy.sources.flatMap((path) => markIn(path.span, path.raw, 'source')),
      ...(copy.destination === undefined ? [] : markIn(copy.destination.span, copy.destination.raw, 'target')),
    ];
    if (source === undefined || (!installs && paths.length === 0)) continue;
    if (paths.length > 0 || copy.sources.some((path) => BRINGS_PACKAGES.test(path.raw))) {
      add(imageMark(source));
      add(paths);
    }
  }
  if (marks.length === 0) return undefined;
  add(imageMark(stage));
  return disagreement(marks);
}

/** Folders that hold packages of Python, though they do not name its version. */
const BRINGS_PACKAGES = /site-packages|^\/usr\/local\/?$|venv|\/install|\.local|\/packages|\/deps|virtualenv/;

function imageMark(stage: Stage): readonly VersionMark[] {
  const { python, base, baseAt } = stage.image;
  const minor = python?.minor;
  // A tag that no image has is told by itself: which version it was to be, nobody knows.
  if (minor === undefined || base === undefined || (python?.unknownParts.length ?? 0) > 0) return [];
  const tag = base.tagAt;
  const exact = tag !== undefined && base.tag !== undefined && tag.end - tag.start === base.tag.length;
  const span =
    exact && base.tag?.startsWith(minor) === true ? { ...tag, end: tag.start + minor.length } : (tag ?? baseAt);
  return [{ minor, of: 'image', span }];
}

function markIn(span: Span, text: string, of: VersionMark['of']): readonly VersionMark[] {
  const found = /\/python(\d\.\d+)(?=\/|$)/.exec(text);
  const minor = found?.[1];
  if (found === null || minor === undefined) return [];
  const exact = span.end - span.start === text.length;
  const start = span.start + found.index + '/python'.length;
  return [{ minor, of, span: exact ? { file: span.file, start, end: start + minor.length } : span }];
}

/** The version named most often is the one that is meant; on a tie, that of the stage that installs. */
function disagreement(marks: readonly VersionMark[]): VersionDisagreement | undefined {
  const counts = new Map<string, number>();
  for (const { minor } of marks) counts.set(minor, (counts.get(minor) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  const [common] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const odd = marks.filter(({ minor }) => minor !== common);
  // Where folders and an image differ two against two, the image of the stage that runs is named first: it comes last.
  const [first, ...rest] = odd.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined || common === undefined) return undefined;
  return { odd: [first, ...rest], others: marks.filter(({ minor }) => minor === common), common };
}

function rank({ of }: VersionMark): number {
  return of === 'image' ? 0 : 1;
}

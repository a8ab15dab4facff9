import { readDockerfile } from '../project/dockerfile/read.ts';
import type { BuildGiven } from '../project/dockerfile/reading.ts';
import { type Difference, difference } from './difference.ts';
import { type Deed, type StageMeaning, stagesOf } from './dockerfile-meaning.ts';

/** A Dockerfile and what its build is given. */
export type DockerfileText = { readonly file: string; readonly text: string; readonly given: BuildGiven };

/** What two Dockerfiles do differently. Stages are paired from the end and by name; names of stages do not count. */
export function dockerfileDifferences(yours: DockerfileText, theirs: DockerfileText): readonly Difference[] {
  const your = stagesOf(readDockerfile(yours.file, yours.text, yours.given));
  const their = stagesOf(readDockerfile(theirs.file, theirs.text, theirs.given));
  const pairs = pairStages(your, their);
  const paired = new Set(pairs.map(([one]) => one));
  const whole = (stage: StageMeaning): string =>
    stage.deeds.map(({ subject, shown }) => `${head(subject)} ${shown}`).join(', ');
  return [
    ...their.flatMap((stage): readonly Difference[] => {
      const mine = pairs.find(([, other]) => other === stage)?.[0];
      if (mine !== undefined)
        return compareStages(mine, stage, yours.file, their.length > 1 || your.length > 1 ? `${mine.name} / ` : '');
      return [
        difference({
          file: yours.file,
          path: `stage ${stage.name}`,
          kind: 'missing',
          theirs: whole(stage),
          span: your[0]?.span,
        }),
      ];
    }),
    ...your
      .filter((stage) => !paired.has(stage))
      .map((stage) =>
        difference({
          file: yours.file,
          path: `stage ${stage.name}`,
          kind: 'extra',
          yours: whole(stage),
          span: stage.span,
        }),
      ),
  ];
}

type Pair = readonly [yours: StageMeaning, theirs: StageMeaning];

/** The last stage makes the image, so the last are one pair; the others by alias, then in order. */
function pairStages(yours: readonly StageMeaning[], theirs: readonly StageMeaning[]): readonly Pair[] {
  const [lastYours, lastTheirs] = [yours.at(-1), theirs.at(-1)];
  if (lastYours === undefined || lastTheirs === undefined) return [];
  const left = yours.slice(0, -1);
  const free = theirs.slice(0, -1);
  const pairs: Pair[] = [];
  const take = (mine: StageMeaning, other: StageMeaning | undefined): void => {
    if (other === undefined) return;
    pairs.push([mine, other]);
    free.splice(free.indexOf(other), 1);
    left.splice(left.indexOf(mine), 1);
  };
  for (const mine of [...left])
    take(
      mine,
      free.find((other) => other.alias !== undefined && other.alias === mine.alias),
    );
  for (const mine of [...left]) take(mine, free[0]);
  return [...pairs, [lastYours, lastTheirs]];
}

function compareStages(yours: StageMeaning, theirs: StageMeaning, file: string, prefix: string): readonly Difference[] {
  const extra = [...yours.deeds];
  const missing: Deed[] = [];
  const same: { readonly your: Deed; readonly their: Deed }[] = [];
  for (const their of theirs.deeds) {
    const your = extra.find((deed) => deed.value === their.value && head(deed.subject) === head(their.subject));
    if (your === undefined) missing.push(their);
    else {
      extra.splice(extra.indexOf(your), 1);
      same.push({ your, their });
    }
  }
  const found = missing.map((their): Difference => {
    const your = extra.find((deed) => deed.subject === their.subject);
    const path = prefix + subjectShown(their);
    if (your === undefined) return difference({ file, path, kind: 'missing', theirs: their.shown, span: yours.span });
    extra.splice(extra.indexOf(your), 1);
    return difference({ file, path, kind: 'different', theirs: their.shown, yours: your.shown, span: your.span });
  });
  return [
    ...found,
    ...extra.map((deed) =>
      difference({ file, path: prefix + subjectShown(deed), kind: 'extra', yours: deed.shown, span: deed.span }),
    ),
    ...orderDifference(same, file, prefix),
  ];
}

const head = (subject: string): string => subject.split(' ')[0] ?? subject;

/** ENV and LABEL are named with their key; of the others the value says enough. */
function subjectShown(deed: Deed): string {
  const keyword = head(deed.subject);
  return keyword === 'ENV' || keyword === 'LABEL' ? deed.subject : keyword;
}

/** Two deeds that both have, the other way round, where one of them runs something: what it finds is another. */
function orderDifference(
  same: readonly { readonly your: Deed; readonly their: Deed }[],
  file: string,
  prefix: string,
): readonly Difference[] {
  const ordered = same.filter(({ your, their }) => your.order === 'ordered' && their.order === 'ordered');
  for (const [at, first] of ordered.entries()) {
    for (const second of ordered.slice(at + 1)) {
      const runs = [first, second].some(({ their }) => head(their.subject) === 'RUN');
      if (!runs || first.your.span.start <= second.your.span.start) continue;
      const say = (deed: Deed): string => `${head(deed.subject)} ${deed.shown}`;
      return [
        difference({
          file,
          path: `${prefix}order`,
          kind: 'different',
          theirs: `${say(first.their)}, then ${say(second.their)}`,
          yours: `${say(second.your)}, then ${say(first.your)}`,
          span: second.your.span,
        }),
      ];
    }
  }
  return [];
}

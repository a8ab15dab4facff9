import type { Span } from '../core/span.ts';
import type { CopyInstruction, ImageReference, Stage } from '../project/dockerfile/reading.ts';
import { foundRuns } from './found-installs.ts';
import type { Recipe } from './recipe.ts';

/** A stage in which Python is called, and whose image surely has none. */
export type StageWithoutPython = {
  readonly stage: Stage;
  /** The word that calls it: `pip` of a RUN, or the program that the container starts. */
  readonly calledAt: Span;
  readonly calledWhen: 'build' | 'start';
};

/** Official images with neither Python nor pip, nor a compiler's worth of tools that would bring them. */
const BARE = /^(?:alpine|ubuntu|debian|busybox|postgres|redis|nginx|httpd|caddy|scratch)$/;
/** Images that have Python in their full variant alone. */
const BARE_WHEN_SMALL = /^(?:node|ruby|golang|php)$/;

/** Stages that start from an image without Python, and call it. Nothing where something may bring it. */
export function stagesWithoutPython(
  recipe: Recipe,
  started: { readonly text: string | undefined; readonly at?: Span } | undefined,
): readonly StageWithoutPython[] {
  return recipe.contents.stages.flatMap((stage) => {
    const isScratch = stage.from.image.text === 'scratch';
    if (stage.parent !== undefined || !(isScratch || isBare(stage.image.base)) || mayBring(stage)) return [];
    const pip = foundRuns([stage])
      .flatMap(({ facts }) => facts.installs)
      .find((one) => one.tool === 'pip');
    const runs = recipe.image.chain.includes(stage.number) && PROGRAMS.test(started?.text ?? '');
    const calledAt = pip?.toolAt ?? (runs ? started?.at : undefined);
    const calledWhen = pip === undefined ? 'start' : 'build';
    return calledAt === undefined ? [] : [{ stage, calledAt, calledWhen }];
  });
}

/** Programs that are Python, or are written in it. */
const PROGRAMS = /^(?:python[\d.]*|flask|gunicorn|uvicorn|waitress-serve|hypercorn)$/;

function isBare(base: ImageReference | undefined): boolean {
  if (base === undefined || base.registry !== undefined) return false;
  if (BARE.test(base.repository)) return true;
  return BARE_WHEN_SMALL.test(base.repository) && /(?:^|-)(?:alpine|slim)/.test(base.tag ?? '');
}

function mayBring(stage: Stage): boolean {
  const bySystem = foundRuns([stage]).some(
    ({ facts }) =>
      facts.writesFiles === 'perhaps' ||
      facts.systemInstalls.some(({ packages }) => packages.some(({ name }) => /py/.test(name))),
  );
  return (
    bySystem || stage.instructions.some((one) => isCopy(one) && one.from !== undefined && !takesPackagesAlone(one))
  );
}

function isCopy(one: Stage['instructions'][number]): one is CopyInstruction {
  return one.keyword === 'COPY' || one.keyword === 'ADD';
}

/** The folder of the packages holds no Python; neither do programs that pip wrote, whose first line names it. */
function takesPackagesAlone({ sources }: CopyInstruction): boolean {
  return sources.every(({ text }) =>
    /\/(?:site|dist)-packages\/?$|^\/root\/\.local\/?$|\/bin\/(?:flask|gunicorn)$|^\/app(?:\/|$)/.test(text ?? '/'),
  );
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { type Span, within } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import type { Stage } from '../../project/dockerfile/reading.ts';

/** Packages are fetched for a Debian release that its mirrors no longer have. Nobody's slip: it worked when it was written. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-base-expired',
  severity: 'warning',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    return recipe.contents.stages.flatMap((stage): readonly Diagnosis[] => {
      const release = releaseOf(stage);
      const fetched = foundRuns([stage])
        .filter(({ run }) => run.command.form !== 'shell' || !/archive\.debian\.org/.test(run.command.source.text))
        .flatMap(({ facts }) => facts.systemInstalls)
        .find((one) => one.manager === 'apt');
      if (release === undefined || fetched === undefined || isPointedAtArchive(stage)) return [];
      return [
        {
          title: `Debian ${release.name} has left the mirrors that \`apt-get\` asks`,
          primary: { span: release.span, message: 'is a release that is no longer served' },
          labels: [{ span: fetched.managerAt, message: 'will answer `404`' }],
          notes: [
            'a release leaves the mirrors some time after its support ends; its packages move to archive.debian.org',
          ],
          help: 'start from a newer release, such as `bookworm`',
          fix: {
            title: 'write `bookworm`',
            confidence: 'likely',
            edits: [{ span: release.span, text: 'bookworm' }],
          },
        },
      ];
    });
  },
};

/** Releases of which the mirrors answer 404 (tried in November 2026; bullseye is still there). */
const GONE = /^(?:wheezy|jessie|stretch|buster)$/;

function releaseOf({ image, parent }: Stage): { readonly name: string; readonly span: Span } | undefined {
  const { base } = image;
  if (parent !== undefined || base?.tag === undefined || base.tagAt === undefined) return undefined;
  if (base.registry !== undefined || !/^(?:python|debian|buildpack-deps)$/.test(base.repository)) return undefined;
  const parts = base.tag.split('-');
  const at = parts.findIndex((part) => GONE.test(part));
  const name = parts[at];
  if (name === undefined || base.tagAt.end - base.tagAt.start !== base.tag.length) return undefined;
  const offset = parts.slice(0, at).join('-').length + (at === 0 ? 0 : 1);
  return { name, span: within(base.tagAt, offset, name.length) };
}

function isPointedAtArchive(stage: Stage): boolean {
  return stage.instructions.some(
    (one) => one.keyword === 'RUN' && one.command.form === 'shell' && /archive\.debian/.test(one.command.source.text),
  );
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import type { StageImage } from '../../project/dockerfile/stage-image.ts';
import type { SystemInstall } from '../../project/dockerfile/system-installs.ts';

/** `apt-get` on Alpine, `apk` on Debian: the image has another package manager. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-wrong-package-manager',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  foretells: 'web-not-built',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    return foundRuns(recipe.contents.stages).flatMap(({ facts, stage }): readonly Diagnosis[] => {
      const has = managerOf(stage.image);
      const called = facts.systemInstalls.filter((one) => one.manager !== has);
      const [first] = called;
      // A command that tries one manager and then the other works on both.
      if (has === undefined || first === undefined || called.length < facts.systemInstalls.length) return [];
      return [
        {
          title: `\`${stage.from.image.raw}\` has no \`${first.manager === 'apt' ? 'apt-get' : first.manager}\``,
          primary: { span: first.managerAt, message: `is not there: ${SYSTEMS[has]}` },
          labels: [{ span: stage.from.image.span, message: `is built on ${NAMES[has]}` }],
          notes: ['the same library has other names there: `libpq-dev` of Debian, `postgresql-dev` of Alpine'],
          help: `install with \`${WORDS[has]}\`, or start from ${has === 'apk' ? 'an image without `alpine` in its name' : 'an image with `alpine` in its name'}`,
        },
      ];
    });
  },
};

type Manager = SystemInstall['manager'];

const WORDS: Readonly<Record<Manager, string>> = { apt: 'apt-get', apk: 'apk add', dnf: 'dnf' };
const NAMES: Readonly<Record<Manager, string>> = { apt: 'Debian', apk: 'Alpine', dnf: 'Fedora' };
const SYSTEMS: Readonly<Record<Manager, string>> = {
  apt: 'Debian installs with `apt-get`',
  apk: 'Alpine installs with `apk`',
  dnf: 'Fedora installs with `dnf`',
};

function managerOf({ python, base, bottom }: StageImage): Manager | undefined {
  if (python !== undefined) {
    if (python.unknownParts.length > 0) return undefined;
    return python.system === 'alpine' ? 'apk' : python.system === 'debian' ? 'apt' : undefined;
  }
  if (bottom !== 'system') return undefined;
  switch (base?.repository) {
    case 'alpine':
      return 'apk';
    case 'debian':
    case 'ubuntu':
    case 'buildpack-deps':
      return 'apt';
    case 'fedora':
      return 'dnf';
    default:
      return undefined;
  }
}

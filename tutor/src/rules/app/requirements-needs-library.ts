import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { type NativeDriver, nativeDrivers, systemOf } from '../../forecast/native-driver.ts';
import { lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';

/** The driver is there and loads a library of the system that the stage that runs does not have. */
export const rule: Rule<Context> = {
  rule: 'requirements-needs-library',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined || context.facts.source.packages.kind !== 'held') return [];
    return nativeDrivers(context).flatMap((driver): readonly Diagnosis[] => {
      if (driver.made !== 'without' && driver.otherSystem !== undefined)
        return [otherSystem(driver, driver.otherSystem)];
      const isBuilt = driver.made === 'built' && driver.lacks?.length === 0;
      if (driver.made === 'without' && isMeantForOther(context)) return [];
      if (driver.library !== 'lacking' || (!isBuilt && driver.made !== 'without')) return [];
      return [lacking(recipe, driver)];
    });
  },
};

/** The page imports `psycopg2`: its package was meant, and that is told. */
function isMeantForOther({ facts: { source } }: Context): boolean {
  return source.lackingPackages.some(({ module }) => module === 'psycopg2');
}

function lacking(recipe: Recipe, { requirement, install, made, noWheel }: NativeDriver): Diagnosis {
  const isAlpine = systemOf(recipe.image) === 'alpine';
  const command = isAlpine ? 'apk add --no-cache libpq' : 'apt-get update && apt-get install -y libpq5';
  const common = {
    title: `\`${requirement.name}\` needs the library libpq, and the stage that runs has none`,
    labels: [
      ...(made === 'built' ? [{ span: install.install.at, message: 'builds it against libpq, in this stage' }] : []),
      { span: lastFrom(recipe), message: 'this stage has no libpq' },
    ],
    notes: [
      made === 'without'
        ? 'Python stops with `ImportError: no pq wrapper available`'
        : 'Python stops with `ImportError: libpq.so.5: cannot open shared object file`',
    ],
  };
  if (noWheel !== undefined)
    return {
      ...common,
      primary: { span: noWheel.versionAt, message: `is built from source for Python ${noWheel.minor}` },
      help: `write \`${noWheel.since}\`, which brings the library along, or run \`${command}\` in the last stage`,
      fix: {
        title: `write \`${noWheel.since}\``,
        confidence: 'likely',
        edits: [{ span: noWheel.versionAt, text: noWheel.since }],
      },
    };
  if (requirement.normalised === 'psycopg2')
    return {
      ...common,
      primary: { span: requirement.nameAt, message: 'does not bring the library along' },
      help: `write \`psycopg2-binary\`, which brings it along, or run \`${command}\` in the last stage`,
      fix: {
        title: 'write `psycopg2-binary`',
        confidence: 'likely',
        edits: [{ span: requirement.nameAt, text: 'psycopg2-binary' }],
      },
    };
  return {
    ...common,
    primary: { span: requirement.nameAt, message: 'does not bring the library along' },
    help: `write \`psycopg[binary]\`, which brings it along, or run \`${command}\` in the last stage`,
    ...(requirement.extras.length > 0
      ? {}
      : {
          fix: {
            title: 'write `psycopg[binary]`',
            confidence: 'likely' as const,
            edits: [{ span: requirement.nameAt, text: `${requirement.name}[binary]` }],
          },
        }),
  };
}

const NAMES = { debian: 'Debian', alpine: 'Alpine' } as const;

function otherSystem(
  { requirement }: NativeDriver,
  { built, runs }: NonNullable<NativeDriver['otherSystem']>,
): Diagnosis {
  const from = NAMES[systemOf(built.image) ?? 'debian'];
  const to = NAMES[systemOf(runs.image) ?? 'alpine'];
  return {
    title: `\`${requirement.name}\` is installed for ${from}, and runs on ${to}`,
    primary: { span: runs.from.image.span, message: `is built on ${to}, with another C library` },
    labels: [
      { span: built.from.image.span, message: `is built on ${from}` },
      { span: requirement.nameAt, message: 'has a part in C, made for one of them' },
    ],
    notes: ["Python does not find the part in C then: `No module named 'psycopg2._psycopg'`"],
    help: 'start both stages from images of the same system',
  };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import type { Requirement, Specifier } from '../../project/requirements/reading.ts';

/** A version is asked for that was never released. Only of packages and series whose releases are known to the last. */
export const rule: Rule<Context> = {
  rule: 'requirements-version-unknown',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-not-built',
  recognise: ({ facts }) =>
    facts.source.requirements
      .flatMap((file) => file.reading?.requirements ?? [])
      .flatMap((requirement) => {
        // With the version of psycopg2, and that imported, the name is what is wrong.
        const isOther =
          requirement.normalised === 'psycopg' &&
          facts.source.lackingPackages.some(({ module }) => module === 'psycopg2');
        const followsFrom = isOther ? ['requirements-package-missing'] : [];
        return requirement.specifiers
          .flatMap((specifier) => unknown(requirement, specifier))
          .map((found) => ({ ...found, followsFrom }));
      }),
};

/** The last release of each series that gets no more, by package (the index, November 2026). */
const LAST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  flask: { '1.0': 4, '1.1': 4, '2.0': 3, '2.1': 3, '2.2': 5, '2.3': 3, '3.0': 3 },
  psycopg2: { '2.7': 7, '2.8': 6 },
  'psycopg2-binary': { '2.7': 7, '2.8': 6 },
  werkzeug: { '1.0': 1, '2.0': 3, '2.1': 2, '2.2': 3, '2.3': 8 },
  gunicorn: { '20.0': 4, '20.1': 0 },
};
const NEVER_PSYCOPG2 = /^(?:1\.|[3-9]|\d\d|2\.\d\d|2\.9\.(?:[3-9]\d|\d{3}|\d+\.(?!0+$)))/;

/**
 * Series between those that never were: `Flask==2.4`; what a slip makes of a version: `23.3`, `2.33`, `2.3.3.3`, `2.9.99`,
 * so far from what there is that no release comes there.
 */
const NEVER: Readonly<Record<string, RegExp>> = {
  flask: /^(?:1\.(?:[2-9]|\d\d)|2\.(?:[4-9]|\d\d)|[5-9](?:\.|$)|\d\d|\d\.\d+\.(?:\d+\.(?!0+$)|[3-9]\d))/,
  werkzeug: /^(?:1\.[1-9]|2\.(?:[4-9]|\d\d)|\d\d|\d\.\d+\.(?:\d+\.(?!0+$)|[3-9]\d))/,
  // The third version of psycopg is a package of another name, and has no older ones.
  psycopg2: NEVER_PSYCOPG2,
  'psycopg2-binary': NEVER_PSYCOPG2,
  psycopg: /^[12](?:\.|$)/,
};

function unknown({ name, normalised }: Requirement, { operator, version, versionAt }: Specifier): readonly Diagnosis[] {
  if (operator !== '==' && operator !== '===') return [];
  const found = /^(\d+\.\d+)\.(\d+)$/.exec(version);
  const series = found?.[1] ?? '';
  const last = LAST[normalised]?.[series];
  const isNever = NEVER[normalised]?.test(version) === true;
  if (!isNever && (last === undefined || Number(found?.[2]) <= last)) return [];
  // Old drivers have no wheel for the Pythons of today.
  const isDriver = normalised === 'psycopg2-binary';
  const meant = last === undefined || isDriver ? EXAMPLES[normalised] : `${series}.${last}`;
  return [
    {
      title: `there is no ${name} ${version}`,
      primary: {
        span: versionAt,
        message: last === undefined ? 'was never released' : `${series}.${last} is the last of this series`,
      },
      notes: [
        'pip stops with `Could not find a version that satisfies the requirement`, and lists those that there are',
      ],
      help: meant === undefined ? 'write a version that there is' : `write \`${name}==${meant}\``,
      ...(meant === undefined
        ? {}
        : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: versionAt, text: meant }] } }),
    },
  ];
}

/** The chapter's own version, where the series tells none that would do. */
const EXAMPLES: Readonly<Record<string, string>> = {
  flask: '2.3.3',
  werkzeug: '2.3.8',
  psycopg2: '2.9.9',
  'psycopg2-binary': '2.9.9',
  psycopg: '3.2.3',
};

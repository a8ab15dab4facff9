import type { Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import type { Requirement, Specifier } from '../../project/requirements/reading.ts';

/** An old Flask beside a Werkzeug of today: the names that Flask takes from it are gone. */
export const rule: Rule<Context> = {
  rule: 'requirements-incompatible',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-exits',
  recognise({ facts }) {
    const { requirements, contents } = facts.source;
    const readings = requirements.flatMap((file) => file.reading ?? []);
    const listed = readings.flatMap((reading) => reading.requirements);
    const constrained =
      readings.some((reading) => reading.includes.some((one) => one.kind === 'constraints')) ||
      contents.installs.some(
        ({ install }) =>
          install.constraints.length > 0 ||
          install.packages.some(({ name }) => name === 'werkzeug' || name === 'flask'),
      );
    const flask = listed.find((one) => one.normalised === 'flask');
    const version = flask === undefined ? undefined : pinned(flask);
    const werkzeug = listed.find((one) => one.normalised === 'werkzeug');
    if (constrained || flask === undefined || version === undefined || !isTooOld(version.version)) return [];
    if (werkzeug !== undefined && !mayBeThree(werkzeug)) return [];
    return [
      {
        title: `Flask ${version.version} does not start with the Werkzeug that is installed beside it`,
        primary: {
          span: version.versionAt,
          message: 'takes names from Werkzeug that version 3 no longer has',
        },
        labels: werkzeug === undefined ? [] : [werkzeugLabel(werkzeug)],
        notes: [
          ...(werkzeug === undefined ? ['no line names Werkzeug, so pip takes the newest'] : []),
          "Python stops with `ImportError: cannot import name 'url_quote' from 'werkzeug.urls'`",
        ],
        help: 'write `Flask==2.3.3`, or add a line `Werkzeug<3`',
        fix: {
          title: 'write `Flask==2.3.3`',
          confidence: 'likely',
          edits: [{ span: version.versionAt, text: '2.3.3' }],
        },
      },
    ];
  },
};

function pinned({ specifiers }: Requirement): Specifier | undefined {
  const [only, more] = specifiers;
  return only !== undefined && more === undefined && /^={2,3}$/.test(only.operator) ? only : undefined;
}

/** Tried: 2.0.2, 2.2.2 and 2.2.3 break, 2.2.4 and 2.3.3 work. 1.1.3 and 1.1.4 ask for an older Werkzeug themselves. */
function isTooOld(version: string): boolean {
  const found = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version);
  if (found === null) return false;
  const [major = 0, minor = 0, patch = 0] = found.slice(1).map((part) => Number(part ?? 0));
  if (major === 1) return minor === 0 || (minor === 1 && patch < 3);
  return major === 2 && (minor < 2 || (minor === 2 && patch <= 3));
}

/** Whether what a line allows is 3 or newer: only then is it told. */
function mayBeThree({ specifiers, url }: Requirement): boolean {
  if (url !== undefined) return false;
  return specifiers.every(({ operator, version }) => {
    const major = Number(/^\d+/.exec(version)?.[0] ?? 0);
    switch (operator) {
      case '==':
      case '===':
      case '~=':
        return major >= 3;
      case '<':
        return major > 3;
      case '<=':
        return major >= 3;
      default:
        return true;
    }
  });
}

function werkzeugLabel({ span, specifiers }: Requirement): Label {
  return { span, message: specifiers.length === 0 ? 'is the newest there is' : 'allows version 3' };
}

import type { Diagnosis, Fix } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import type { RequirementsFault } from '../../project/requirements/reading.ts';

/** A line of the list that pip refuses, and with it the whole list. */
export const rule: Rule<Context> = {
  rule: 'requirements-syntax',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-not-built',
  recognise(context) {
    return context.facts.source.requirements.flatMap((file) =>
      firstOfKind(file.reading?.faults ?? []).map(({ fault, more }): Diagnosis => {
        const { message, help, fix } = said(context, fault);
        // A `-` alone is an option without a name to pip: it passes over the line and installs nothing of it (tried).
        const isPassedOver = fault.kind === 'option' && /^-+$/.test(fault.words.text ?? '');
        return {
          title: isPassedOver ? `pip passes over a line of ${file.path}` : `pip cannot read a line of ${file.path}`,
          primary: { span: fault.at, message: isPassedOver ? 'makes an option of the line' : message },
          labels: more.map((one) => ({ span: one.at, message: 'the same here' })),
          help: isPassedOver ? 'take the `-` away: each package has a line of its own' : help,
          ...(isPassedOver ? { foretells: 'web-exits' as const } : {}),
          ...fixedOnEach(context, fix, more),
        };
      }),
    );
  },
};

/** One wrong idea is mended on every line, or on none. */
function fixedOnEach(
  context: Context,
  fix: Fix | undefined,
  more: readonly RequirementsFault[],
): { readonly fix?: Fix } {
  const others = more.map((fault) => said(context, fault).fix);
  if (fix === undefined || others.includes(undefined)) return {};
  return { fix: { ...fix, edits: [fix, ...others].flatMap((one) => one?.edits ?? []) } };
}

type Grouped = { readonly fault: RequirementsFault; readonly more: readonly RequirementsFault[] };

/** Wrong ideas that people have of the whole list: on every line they are one mistake. */
const OF_THE_LIST: readonly RequirementsFault['kind'][] = [
  'command',
  'import-statement',
  'quotes',
  'comma-trailing',
  'space',
  'option',
  'operator',
  'single-equals',
];

function firstOfKind(faults: readonly RequirementsFault[]): readonly Grouped[] {
  return faults.flatMap((fault, at) => {
    const alike = faults.filter(({ kind }) => kind === fault.kind && OF_THE_LIST.includes(kind));
    if (alike.length > 0 && alike[0] !== fault) return [];
    return [{ fault, more: faults.slice(at + 1).filter((one) => alike.includes(one)) }];
  });
}

/** No version is longer. */
const MOST_UNITS = 40;

type Said = { readonly message: string; readonly help: string; readonly fix?: Fix };

function said(context: Context, { kind, at, line, words }: RequirementsFault): Said {
  const name = words.name ?? '';
  switch (kind) {
    case 'single-equals':
      return {
        message: 'a version stands behind two of them',
        help: `write \`${name}==${words.version}\``,
        fix: { title: 'write `==`', confidence: 'certain', edits: [{ span: at, text: '==' }] },
      };
    case 'version-missing':
      return { message: 'no version follows', help: `write the version: \`${name}==1.2.3\`` };
    case 'operator':
      return operator(context, at, name);
    case 'space': {
      const version = /\d[\w.]*$/.exec((textAt(context.project, line) ?? '').slice(-MOST_UNITS))?.[0];
      const fix: Fix | undefined =
        version === undefined
          ? undefined
          : { title: 'write `==`', confidence: 'likely', edits: [{ span: line, text: `${name}==${version}` }] };
      return {
        message: 'a version stands behind `==`',
        help: `write \`${name}==${version ?? '1.2.3'}\``,
        ...(fix === undefined ? {} : { fix }),
      };
    }
    case 'several-names':
      return { message: 'a line holds one package', help: 'write each package on a line of its own' };
    case 'command':
      return {
        message: 'a command, where a package is awaited',
        help: 'leave the name of the package alone on the line: the Dockerfile runs pip',
      };
    case 'import-statement':
      return {
        message: 'Python, where a package is awaited',
        help: 'write the name of the package that pip installs',
      };
    case 'comma-trailing':
      return {
        message: 'another condition is to follow it',
        help: 'take the comma away: the end of the line ends the package',
        fix: { title: 'take the comma away', confidence: 'certain', edits: [{ span: at, text: '' }] },
      };
    case 'standard-module':
      return {
        message: 'comes with Python, and pip finds no package of that name',
        help: 'take the line away: what comes with Python is not installed',
        fix: { title: 'take the line away', confidence: 'likely', edits: [{ span: line, text: '' }] },
      };
    case 'quotes':
      return { message: 'quotes belong to Python, not to this list', help: 'take the quotes away' };
    case 'version':
      return { message: 'is no version', help: `write a version of numbers and points: \`${name}==1.2.3\`` };
    case 'marker':
      return {
        message: 'is no condition that pip knows',
        help: 'write it like `; python_version >= "3.8"`, or take it away',
      };
    case 'extras':
      return { message: 'is no list of extras', help: `write them in square brackets: \`${name}[extra]\`` };
    case 'option':
      return { message: 'pip has no such option', help: 'take the line away' };
    case 'include-missing-path':
      return { message: 'names no file', help: 'write the file behind it: `-r base.txt`' };
    case 'syntax':
      return {
        message: 'is neither a package nor an option',
        help: 'write one package a line, as in `Flask==2.3.3`',
      };
  }
}

/** `=>` for `>=`. */
function operator({ project }: Context, span: RequirementsFault['at'], name: string): Said {
  const text = textAt(project, span) ?? '';
  const turned = text === '=>' ? '>=' : text === '=<' ? '<=' : text === '=!' ? '!=' : text === '=~' ? '~=' : undefined;
  return {
    message: 'pip does not know this sign',
    help: turned === undefined ? `write \`==\`, as in \`${name}==1.2.3\`` : `write \`${turned}\``,
    ...(turned === undefined
      ? {}
      : { fix: { title: `write \`${turned}\``, confidence: 'certain', edits: [{ span, text: turned }] } }),
  };
}

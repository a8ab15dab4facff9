import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Effect } from '../../core/effect.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { effectOfLacking } from '../../forecast/lacking-effect.ts';
import { type MisspeltImport, misspeltImports } from '../../forecast/misspelt-import.ts';
import type { LackingPackage } from '../../forecast/requirements.ts';
import type { SourceFile } from '../../forecast/source-file.ts';
import { installedWith } from '../../project/requirements/packages.ts';
import type { Requirement, RequirementsReading } from '../../project/requirements/reading.ts';

/** The app, or the command that starts it, uses a package that no list names. */
export const rule: Rule<Context> = {
  rule: 'requirements-package-missing',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-exits',
  followsFrom: ['requirements-missing', 'requirements-syntax'],
  recognise(context) {
    const { requirements, lackingPackages, dependencies } = context.facts.source;
    const [file] = requirements;
    if (file === undefined || dependencies === 'elsewhere' || lackingPackages.length === 0) return [];
    if (file.read.kind !== 'absent' && file.reading === undefined) return [];
    const listed = requirements.flatMap((one) => one.reading?.requirements ?? []);
    const misspelt = lackingPackages.flatMap((lacking) => meantAs(lacking, listed) ?? []);
    const imports = misspeltImports(context).filter(({ lacking }) => !misspelt.some((one) => one.lacking === lacking));
    const others = lackingPackages.filter(
      (lacking) => ![...misspelt, ...imports].some((one) => one.lacking === lacking),
    );
    return [
      ...misspelt.map(slip),
      ...imports.filter(({ of }) => of === 'library').map(misspeltImport),
      ...(others.length === 0 ? [] : [missing(context, file, listed, others)]),
    ];
  },
};

type Slip = { readonly lacking: LackingPackage; readonly requirement: Requirement };

/** A line that was meant for the package: `Flaks`, `psycopg2_binry`. */
function meantAs(lacking: LackingPackage, listed: readonly Requirement[]): Slip | undefined {
  const names = [lacking.package, lacking.module.replaceAll('_', '-')].map((name) => name.toLowerCase());
  const requirement = listed.find(
    (one) =>
      nearest(one.normalised, names) !== undefined && installedWith([{ name: one.name, extras: [] }]).open.length > 0,
  );
  return requirement === undefined ? undefined : { lacking, requirement };
}

function slip({ lacking, requirement }: Slip): Diagnosis {
  const name = properName(lacking.package);
  return {
    title: `\`${requirement.name}\` is listed, and the page imports \`${lacking.module}\``,
    primary: { span: requirement.nameAt, message: `\`${name}\` is meant, most likely` },
    labels: [{ span: lacking.at, message: 'is imported here' }],
    help: `write \`${name}\``,
    // A line that pip cannot read is another one.
    followsFrom: ['requirements-missing'],
    // pip finds no package of that name, or installs another one.
    foretells: 'web-not-built',
    fix: { title: `write \`${name}\``, confidence: 'likely', edits: [{ span: requirement.nameAt, text: name }] },
  };
}

function misspeltImport({ lacking, meant, uses: at }: MisspeltImport): Diagnosis {
  const uses = at.map((span) => ({ span, text: meant }));
  return {
    title: `there is no module \`${lacking.module}\`, and \`${meant}\` is there`,
    primary: { span: lacking.at, message: `\`${meant}\` is meant, most likely` },
    notes: ['Python stops with `ModuleNotFoundError` when the app starts'],
    help: `write \`${meant}\`, here and where it is used`,
    fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: lacking.at, text: meant }, ...uses] },
  };
}

function properName(name: string): string {
  return name === 'flask' ? 'Flask' : name;
}

function missing(
  { facts }: Context,
  file: SourceFile<RequirementsReading>,
  listed: readonly Requirement[],
  lacking: readonly LackingPackage[],
): Diagnosis {
  const packages = [...new Set(lacking.map((one) => properName(one.package)))];
  const last = listed.findLast((one) => one.span.file === file.path);
  const end = last?.span ?? { file: file.path, start: 0, end: 0 };
  const lines = packages.map((name) => PINNED[name] ?? name);
  const renamed = lacking.filter((one) => one.package !== one.module);
  // A module of no package that is known may be a file that was never written.
  const strange = lacking.filter((one) => installedWith([{ name: one.package, extras: [] }]).open.length > 0);
  return {
    title: `${list(packages.map((name) => `\`${name}\``))} ${packages.length === 1 ? 'is' : 'are'} used and listed nowhere`,
    ...(file.read.kind === 'absent'
      ? {}
      : { primary: { span: ownLine(last, end), message: `the list ends without ${list(packages)}` } }),
    labels: lacking.map(({ at, module }): Label => ({ span: at, message: useOf(facts, at.file, module) })),
    foretells: effectOf(
      facts,
      lacking.map((one) => one.module),
    ),
    notes: renamed.map((one) => `\`${one.module}\` comes with the package \`${one.package}\``),
    help:
      strange.length === 0
        ? `add ${list(lines.map((line) => `\`${line}\``))} to ${file.path}`
        : `add what brings ${list(strange.map((one) => `\`${one.module}\``))} to ${file.path}, or write that file yourself`,
    ...(last === undefined || strange.length > 0
      ? {}
      : {
          fix: {
            title: `add ${list(packages)}`,
            confidence: 'likely' as const,
            edits: [{ span: { ...end, start: end.end }, text: lines.map((line) => `\n${line}`).join('') }],
          },
        }),
  };
}

/** A package and its version, without the hashes that may follow on lines of their own. */
function ownLine(last: Requirement | undefined, otherwise: Span): Span {
  if (last === undefined) return otherwise;
  return { ...last.nameAt, end: last.specifiers.at(-1)?.span.end ?? last.nameAt.end };
}

/** The chapter's own versions. */
const PINNED: Readonly<Record<string, string>> = {
  Flask: 'Flask==2.3.3',
  'psycopg2-binary': 'psycopg2-binary==2.9.9',
  gunicorn: 'gunicorn==21.2.0',
  // Alone it looks for a library of the system.
  psycopg: 'psycopg[binary]',
  asgiref: 'asgiref==3.8.1',
};

/** Flask asks for what runs async functions when the page is asked for, and not before. */
function effectOf(facts: Context['facts'], modules: readonly string[]): Effect {
  const isForAsync = modules.every((module) => module === 'asgiref') && !isImported(facts.source, 'asgiref');
  return isForAsync ? 'page-fails' : effectOfLacking(facts, modules);
}

function useOf({ source }: Context['facts'], file: string, module: string): string {
  if (module === 'asgiref' && !isImported(source, module)) return 'is async, and Flask runs it by `asgiref`';
  // SQLAlchemy looks for its driver; no import of the app names it.
  if (module === 'psycopg2' && !isImported(source, module)) return 'looks for `psycopg2` by itself';
  return source.modules.some((one) => one.file === file) ? `imports \`${module}\`` : `starts \`${module}\``;
}

function isImported({ modules }: Context['facts']['source'], module: string): boolean {
  return modules.some((one) => one.imports.some((two) => two.module.split('.')[0] === module));
}

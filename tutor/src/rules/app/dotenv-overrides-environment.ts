import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { compareEnds } from '../../forecast/sign-in.ts';
import { chooseWebEnd } from '../../forecast/web-connection.ts';
import { folderOf, join } from '../../project/files.ts';
import type { DotenvLoad } from '../../project/python/reading.ts';
import type { Symbolic } from '../../project/python/symbolic.ts';

/** The app lets a file of its own win over what Compose gives, and that file says something else. */
export const rule: Rule<Context> = {
  rule: 'dotenv-overrides-environment',
  severity: 'error',
  step: 'app',
  explains: 'app-asks-database',
  foretells: 'page-fails',
  recognise(context) {
    const { modules } = context.facts.source;
    return modules.flatMap((module) =>
      module.dotenvLoads.filter((load) => load.wins === 'file').flatMap((load) => overridden(context, load)),
    );
  },
};

function overridden(context: Context, load: DotenvLoad): readonly Diagnosis[] {
  const { project, facts } = context;
  const { source, environment } = facts;
  const folders = [...new Set([folderOf(load.span.file), source.folder])];
  const named = load.path === undefined ? '.env' : nameOf(load.path);
  if (named === undefined) return [];
  const path = folders.map((folder) => join(folder, named)).find((one) => source.contents.app(one) === 'held');
  const read = path === undefined ? undefined : project.files.read(path);
  if (path === undefined || read?.kind !== 'text') return [];
  const asked = new Set(source.modules.flatMap((module) => module.environmentReads.map((one) => one.name)));
  const lines = linesOf(read.text).filter(({ name }) => asked.has(name));
  for (const line of lines) {
    const given = environment.get(line.name);
    if (given?.value === undefined || given.value === line.value) continue;
    return [
      {
        title: `${path} wins over ${line.name} of the container`,
        primary: { span: load.overrideAt ?? load.span, message: 'lets the file win' },
        labels: [
          { span: { file: path, start: line.start, end: line.end }, message: 'is what the page gets' },
          ...(given.from === 'compose' ? [{ span: given.variable.key, message: 'is what Compose gives it' }] : []),
        ],
        help: 'take `override=True` away: what the container is given counts then, and the file fills in the rest',
        ...withoutOverride(context, load),
        severity: opensNothing(context, lines) ? 'error' : 'warning',
      },
    ];
  }
  return [];
}

/** Whether the database refuses the page, or is not found, with what the file gives it. */
function opensNothing({ project, facts }: Context, lines: readonly Line[]): boolean {
  const { source, environment, roles, db } = facts;
  const changed = new Map(environment);
  for (const { name, value } of lines) changed.set(name, { name, value, from: 'image', image: { value } });
  return (
    compareEnds(project, serviceOf(roles.web), chooseWebEnd(project, source, changed), db).contradictions.length > 0
  );
}

/** A path that is written out, below the folder of the app. */
function nameOf(path: Symbolic): string | undefined {
  if (path.kind !== 'constant' || typeof path.value !== 'string') return undefined;
  return /^(\/|\.\.)/.test(path.value) ? undefined : path.value;
}

/** Only where nothing else stands between the brackets. */
function withoutOverride({ project }: Context, { overrideAt }: DotenvLoad): Pick<Diagnosis, 'fix'> {
  if (overrideAt === undefined) return {};
  const around = textAt(project, { ...overrideAt, start: overrideAt.start - 1, end: overrideAt.end + 1 }) ?? '';
  if (!/^\(.*\)$/.test(around)) return {};
  return {
    fix: {
      title: 'take `override=True` away',
      confidence: 'likely',
      edits: [{ span: overrideAt, text: '' }],
    },
  };
}

type Line = { readonly name: string; readonly value: string; readonly start: number; readonly end: number };

/** `NAME=value` as python-dotenv reads it, where no variable stands in the value. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const whole of text.split('\n').slice(0, MOST_LINES)) {
    const found = /^\s{0,20}(?:export )?([A-Za-z_]\w{0,99})\s{0,9}=/.exec(whole);
    const name = found?.[1];
    const raw = whole.slice(found?.[0].length ?? 0).trim();
    if (name !== undefined && !raw.includes('$')) {
      const value = /^(["']).*\1$/.test(raw) ? raw.slice(1, -1) : raw;
      lines.push({ name, value, start: start + whole.indexOf(name), end: start + whole.trimEnd().length });
    }
    start += whole.length + 1;
  }
  return lines;
}

/** The most lines that are read. */
const MOST_LINES = 500;

import type { Diagnosis, Fix, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import { isBare } from '../../forecast/bare.ts';
import type { Context } from '../../forecast/context.ts';
import { dotenvSlip } from '../../forecast/dotenv-slip.ts';
import type { Facts } from '../../forecast/facts.ts';
import { addedVariables } from '../../forecast/insertion.ts';
import { likelyValue } from '../../forecast/likely-address.ts';
import { listColons } from '../../forecast/list-colons.ts';
import { misnamedVariables } from '../../forecast/misnamed-variables.ts';
import { variableMisplaced } from '../../forecast/misplaced.ts';
import { misspeltVariable } from '../../forecast/misspelt-variable.ts';
import { effectOfMalformed } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isGivenToStray } from '../../forecast/stray-service.ts';
import { isUnread } from '../../forecast/unread.ts';
import { unseenConnection } from '../../forecast/unseen-connection.ts';
import { unsetVariable } from '../../forecast/unset-variable.ts';
import { ADDRESS_VARIABLE } from '../../forecast/web-end.ts';
import type { Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** The container of the page is not given the address, or a part of it, that its app reads. */
export const rule: Rule<Context> = {
  rule: 'database-url-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const web = serviceOf(facts.roles.web);
    const wanted = wantedVariable(context);
    if (web === undefined || wanted === undefined || isUnread(project, 'services', web.name, 'environment')) return [];
    const place = begun(context, web, wanted) ?? notBegun(context, web, wanted);
    const read = 'at' in facts.signIn.web && facts.signIn.web.kind === 'missing' ? facts.signIn.web.at : undefined;
    return [
      {
        title: `\`${web.name}\` is not given ${wanted}, which tells where the database is`,
        foretells: effectOfMalformed(facts.signIn.web),
        followsFrom: [
          ...causes(context, web, wanted),
          'app-ignores-database-url',
          ...unseenConnection(facts, web),
          ...(isGivenToStray(project, web, 'environment') ? ['web-build-missing'] : []),
        ],
        ...place,
        labels: [
          ...(place.labels ?? []),
          ...(read === undefined ? [] : [{ span: read, message: `the app reads ${wanted} here` }]),
        ],
      },
    ];
  },
};

/** The variable that lacks: the one that the app reads, or the chapter's where the app tells nothing. */
function wantedVariable({ facts }: Context): string | undefined {
  const { web } = facts.signIn;
  switch (web.kind) {
    case 'missing':
      return web.variable;
    case 'none':
      return ADDRESS_VARIABLE;
    case 'malformed':
      return web.fault.why === 'empty' ? (web.variable ?? undefined) : undefined;
    default:
      return undefined;
  }
}

type Placed = Omit<Diagnosis, 'title'>;

/** The learner meant to give it: the key that is there but misspelt, empty, or given to the wrong service. */
function begun({ project, facts }: Context, web: Service, wanted: string): Placed | undefined {
  const own = web.environment.get(wanted);
  const unset = own === undefined ? undefined : unsetVariable(project, own.scalar.span);
  if (unset !== undefined)
    return {
      primary: { span: unset.at, message: `nothing sets ${unset.name}` },
      help: `set ${unset.name} in a file .env beside the Compose file, or write the address here`,
      followsFrom: ['interpolation-unset-variable'],
    };
  // Passed through by its name alone: the line of `.env` that was meant for it.
  const line = own?.value === null ? dotenvSlip(project, wanted) : undefined;
  if (own !== undefined && line?.misspelt === 'line')
    return {
      primary: { span: line.at, message: `is not the name that is passed on, \`${wanted}\`` },
      labels: [{ span: own.key, message: 'takes its value from `.env`, and finds none' }],
      help: `write \`${wanted}\``,
      fix: rename(line.at, wanted),
    };
  if (own !== undefined)
    return {
      primary: { span: own.value === null ? own.key : spanOf(own.scalar.span, own.key), message: 'gives it no value' },
      help: `write the address of the database behind ${wanted}`,
    };
  const misspelt = misspeltVariable(facts, wanted);
  if (misspelt !== undefined)
    return {
      primary: {
        span: misspelt.key,
        message: facts.signIn.web.kind === 'missing' ? `the app reads ${wanted}` : `${wanted} is what it should be`,
      },
      help: `write \`${wanted}\``,
      fix: rename(misspelt.key, wanted),
    };
  const argument = web.build?.args.get(wanted);
  if (argument !== undefined)
    return {
      primary: { span: argument.key, message: 'is there while the image is built, and not when it runs' },
      help: `give ${wanted} under \`environment\``,
    };
  // Another service may well have it too: only in the database it is out of place.
  const db = serviceOf(facts.roles.db);
  const holder = db?.environment.has(wanted) === true ? db : undefined;
  const given = holder?.environment.get(wanted);
  if (holder === undefined || given === undefined) return undefined;
  return {
    primary: { span: given.key, message: `given to \`${holder.name}\`` },
    labels: [{ span: web.keys.get('environment') ?? web.key, message: 'does not get it' }],
    notes: ['a service sees the variables under its own `environment` and no others'],
    help: `move ${wanted} to the \`environment\` of \`${web.name}\``,
  };
}

function rename(span: Span, text: string): Fix {
  return { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] };
}

function spanOf(value: Span, key: Span): Span {
  return value.end > value.start ? value : key;
}

/** Nothing like it is there: what lacks it is the environment, or the whole service. */
function notBegun(context: Context, web: Service, wanted: string): Placed {
  const { project, facts } = context;
  const valueFor = (name: string): string | undefined =>
    project.compose.dotenv.has(name) ? `\${${name}}` : likelyValue(facts, name);
  const environment = web.keys.get('environment');
  const dotenv = project.compose.dotenv.get(wanted);
  const value = valueFor(wanted);
  const lacking = [wanted, ...alsoLacking(context, web, wanted)];
  const values = lacking.map(valueFor);
  // One that nobody can tell leaves the address without it: then none is offered.
  const told = values.flatMap((one, at) => (one === undefined ? [] : [[lacking[at] ?? wanted, one] as const]));
  const edits = told.length < lacking.length ? [] : addedVariables(project, web, told);
  const label: readonly Label[] =
    dotenv === undefined
      ? []
      : [{ span: dotenv.keySpan, message: 'Compose fills in its own file with this, and gives it to no container' }];
  return {
    primary: {
      span: environment ?? web.key,
      message: environment === undefined ? 'has no `environment`' : `${wanted} is not among these`,
    },
    labels: label,
    notes: facts.signIn.web.kind === 'none' ? [] : ['a container sees the variables it is given, and no others'],
    help:
      dotenv === undefined
        ? `give \`${web.name}\` ${wanted} under \`environment\`${value === undefined ? '' : `: \`${value}\``}`
        : `pass it on under \`environment\`: \`${wanted}: \${${wanted}}\``,
    subject: isBare(web) ? 'absent' : 'begun',
    ...(edits.length === 0
      ? {}
      : { fix: { title: `give \`${web.name}\` ${list(lacking)}`, confidence: 'likely', edits } satisfies Fix }),
  };
}

/** Other parts of the sign-in that the app reads, as the first, and is not given. */
function alsoLacking({ facts }: Context, web: Service, wanted: string): readonly string[] {
  const reads = facts.source.modules.flatMap((module) => module.environmentReads);
  const names = reads.flatMap(({ name, fallback }) =>
    fallback === undefined && PART.test(name) && !web.environment.has(name) && !facts.environment.has(name)
      ? [name]
      : [],
  );
  return PART.test(wanted) ? [...new Set(names)].filter((name) => name !== wanted) : [];
}

/** Variables that hold one part of a sign-in. */
const PART =
  /(?:^|_)(?:DB|PG|POSTGRES|DATABASE)_?(?:HOST|PORT|USER|PASSWORD|PASS|NAME|DB)$|^PG(?:HOST|PORT|USER|PASSWORD|DATABASE)$/;

/** One misspelt variable that both services are given, through an anchor or one file, is one slip. */
function isSharedSlip(project: Project, facts: Facts, wanted: string): boolean {
  const key = misspeltVariable(facts, wanted)?.key;
  const db = serviceOf(facts.roles.db);
  if (key === undefined || db === undefined) return false;
  return misnamedVariables(project, db).some(
    ({ variable }) => variable.key.file === key.file && variable.key.start === key.start,
  );
}

/** A list item with a colon sets nothing; an env file that is not there gives nothing. */
function causes({ project, facts }: Context, web: Service, wanted: string): readonly string[] {
  const colon = listColons(web).some(({ name }) => name === wanted) ? ['environment-list-colon'] : [];
  const file = project.compose.faults.some(
    (fault) => fault.kind === 'env-file-missing' && fault.words?.service === web.name,
  );
  const misplaced = variableMisplaced(project.compose.faults, web.name, wanted);
  const nameless = web.environment.has('') ? ['compose-wrong-type'] : [];
  return [
    ...colon,
    ...nameless,
    ...(isSharedSlip(project, facts, wanted) ? ['db-variable-unknown'] : []),
    ...(file ? ['env-file-missing'] : []),
    ...(misplaced ? ['compose-misplaced-key'] : []),
  ];
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import { editDistance } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { cut } from '../../core/text.ts';
import { awaitedText } from '../../forecast/awaited-text.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { misspeltImports } from '../../forecast/misspelt-import.ts';
import { answerWhenWell } from '../../forecast/welcome.ts';
import { type RouteAnswer, wholeBody } from '../../project/python/answers.ts';

/** With its database well, the page would still not say what a working page says. */
export const rule: Rule<Context> = {
  rule: 'app-unexpected-response',
  severity: 'error',
  step: 'app',
  explains: 'app-serves-root',
  foretells: 'page-differs',
  followsFrom: [
    'app-never-connects',
    'app-flask-missing',
    'app-root-route-missing',
    'app-undefined-name',
    'app-ignores-database-url',
  ],
  recognise(context) {
    const { modules, python } = context.facts.source;
    if (modules.some((one) => one.fault !== undefined || one.open || one.beyond !== undefined)) return [];
    const plain = plainQuery(context);
    if (plain !== undefined) return [plain];
    // What a module that is not there would have answered is not told.
    if (misspeltImports(context).length > 0) return [];
    const answer = answerWhenWell(modules, python.table);
    if (answer?.kind === 'raises') return isNothing(answer) ? nothingReturned(context) : notSendable(answer);
    if (answer?.kind !== 'answers') return [];
    // A status that is chosen on the line itself is chosen by what is not told here.
    if (answer.status !== 200 && /\bif\b/.test(textAt(context.project, answer.at) ?? '')) return [];
    if (answer.status !== 200)
      return [
        {
          title: `the page answers ${answer.status} even when its database is well`,
          primary: { span: answer.at, message: 'is what the page comes to then' },
          help: 'return the text alone when all is well: its status is 200 then',
        },
      ];
    const body = wholeBody(answer.body);
    const awaited = awaitedText(context);
    if (body === undefined || body.includes(awaited)) return [];
    return [otherText(context, answer.at, body, awaited)];
  },
};

/** SQLAlchemy 2 takes no plain text for a query (its changes from 1.4: `ObjectNotExecutableError`, `ArgumentError`). */
function plainQuery({ project, facts }: Context): Diagnosis | undefined {
  const { modules, requirements } = facts.source;
  const [span] = modules.flatMap((module) => module.plainQueries ?? []);
  const readings = requirements.flatMap(({ reading }) => reading ?? []);
  const listed = readings.flatMap((reading) => reading.requirements);
  const pins = listed.filter(({ normalised }) => normalised === 'sqlalchemy').flatMap((one) => one.specifiers);
  const isOlder = pins.some(({ operator, version }) => operator.startsWith('<') || /^[01](?:\.|$)/.test(version));
  const isElsewhere = readings.length === 0 || readings.some((one) => one.includes.length > 0);
  const written = span === undefined ? undefined : textAt(project, span);
  if (span === undefined || written === undefined || isOlder || isElsewhere) return undefined;
  if (written === 'execute')
    return {
      title: 'an engine of SQLAlchemy 2 runs no query itself',
      primary: { span, message: 'is there up to SQLAlchemy 1.4' },
      help: 'ask a connection: `with engine.connect() as connection:`, then `connection.execute(…)`',
      foretells: 'page-fails',
    };
  return {
    title: 'SQLAlchemy is given its query as a plain text',
    primary: { span, message: 'is no query to SQLAlchemy 2' },
    notes: ['a text becomes a query by `text`: `from sqlalchemy import text`'],
    help: `write \`text(${written})\``,
    foretells: 'page-fails',
  };
}

/** What the view returns is nothing that Flask can make a response of. An exception of its own is told when it is seen. */
function notSendable({ given, lacks, at }: Extract<RouteAnswer, { kind: 'raises' }>): readonly Diagnosis[] {
  if (lacks !== undefined)
    return [
      {
        title: `the function of the page wants \`${lacks}\`, and its path gives none`,
        primary: { span: at, message: 'is filled by nothing' },
        notes: ['Flask calls the function with the parts of the path that are named in `<…>`'],
        help: 'take it out of the brackets',
        foretells: 'page-fails',
      },
    ];
  if (given === undefined) return [];
  return [
    {
      title: `the page returns ${given}, which is nothing that Flask can send`,
      primary: { span: at, message: `comes to ${given}` },
      notes: ['Flask answers 500 then: the function did not return a valid response'],
      help: 'return a text: `return "…"`',
      foretells: 'page-fails',
    },
  ];
}

/** The function came to its end with no `return`. */
function isNothing({ exception, at }: Extract<RouteAnswer, { kind: 'raises' }>): boolean {
  return exception === 'TypeError' && at.end === 0;
}

function nothingReturned(context: Context): readonly Diagnosis[] {
  const { modules } = context.facts.source;
  const root = modules.flatMap((module) => module.routes).find((one) => one.path === '/');
  if (root === undefined) return [];
  const unsent = unsentText(context, root.viewAt);
  if (unsent !== undefined)
    return [
      {
        title: `\`${root.view ?? 'the function'}\` makes the text of the page and does not return it`,
        primary: { span: unsent, message: 'goes nowhere: there is no `return` before it' },
        labels: [{ span: root.viewAt, message: 'answers with what it returns, and that is nothing' }],
        notes: ['Flask answers 500 then: the function did not return a valid response'],
        help: 'write `return` before it',
        foretells: 'page-fails',
        fix: {
          title: 'write `return` before it',
          confidence: 'likely',
          edits: [{ span: { ...unsent, end: unsent.start }, text: 'return ' }],
        },
      },
    ];
  return [
    {
      title: `\`${root.view ?? 'the function'}\` comes to its end and returns nothing when all is well`,
      primary: { span: root.viewAt, message: 'answers with what it returns, and that is nothing' },
      notes: ['Flask answers 500 then: the function did not return a valid response'],
      help: 'return the text of the page: `return "…"`',
      foretells: 'page-fails',
    },
  ];
}

/** A line of the function that is a text and nothing else, and holds what the page has to say. */
function unsentText(context: Context, view: Span): Span | undefined {
  const read = context.project.files.read(view.file);
  if (read.kind !== 'text') return undefined;
  const awaited = awaitedText(context);
  const line = /^[ \t]+(f?(["'])[^"'\n]*\2)[ \t]*(?:#.*)?\r?$/gm;
  line.lastIndex = view.end;
  for (let found = line.exec(read.text); found !== null; found = line.exec(read.text)) {
    const [whole, text = ''] = found;
    const start = found.index + whole.indexOf(text);
    if (text.includes(awaited)) return { file: view.file, start, end: start + text.length };
  }
  return undefined;
}

/** The longest text that is shown in a title. */
const MOST_UNITS = 60;

function otherText(context: Context, at: Span, body: string, awaited: string): Diagnosis {
  const literal = literalIn(context, at, body);
  const meant = nearly(body, awaited);
  return {
    title: `the page says \`${cut(body.replace(/\s+/g, ' ').trim(), MOST_UNITS)}\` when all is well`,
    primary: { span: literal ?? at, message: `does not hold \`${awaited}\`` },
    notes: ['the page is known to work by this text, letter by letter'],
    help: `return a text that holds \`${awaited}\``,
    ...(literal === undefined || meant === undefined
      ? {}
      : {
          fix: {
            title: `write \`${meant}\``,
            confidence: 'likely' as const,
            edits: [{ span: literal, text: meant }],
          },
        }),
  };
}

/** The text within its quotes, where the `return` holds it as it is. */
function literalIn({ project }: Context, at: Span, body: string): Span | undefined {
  const text = textAt(project, at) ?? '';
  const found = text.indexOf(body);
  if (body === '' || found < 0 || text.indexOf(body, found + 1) >= 0) return undefined;
  return { file: at.file, start: at.start + found, end: at.start + found + body.length };
}

/** Letters that may differ. */
const MOST_SLIPS = 3;

/** The body with its last words put right, where they are the awaited ones but for a slip. */
function nearly(body: string, awaited: string): string | undefined {
  const lengths = Array.from({ length: 6 }, (_, at) => awaited.length - 3 + at);
  const tails = lengths
    .map((length) => body.slice(-length))
    .map((tail) => ({ tail, slips: editDistance(tail.toLowerCase(), awaited.toLowerCase()) }))
    .toSorted((a, b) => a.slips - b.slips);
  const [best] = tails;
  if (best === undefined || best.slips > MOST_SLIPS) return undefined;
  return body.slice(0, -best.tail.length) + awaited;
}

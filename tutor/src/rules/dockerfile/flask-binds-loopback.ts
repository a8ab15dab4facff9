import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type Listening, STARTED_OTHERWISE } from '../../forecast/listening.ts';
import { type MisspeltSetting, misspeltSetting } from '../../forecast/misspelt-setting.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { EnvInstruction } from '../../project/dockerfile/reading.ts';

/** The server listens on the container's own loopback address: no published port leads there. However it is started. */
export const rule: Rule<Context> = {
  rule: 'flask-binds-loopback',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'page-reset',
  followsFrom: STARTED_OTHERWISE,
  recognise(context) {
    const { listening } = context.facts;
    if (listening.kind !== 'known' || listening.reach !== 'loopback') return [];
    return [{ title: titleOf(listening), notes: [NOTE], ...placed(context, listening) }];
  },
};

type Known = Extract<Listening, { kind: 'known' }>;

const NOTE = 'a published port leads to the container from outside; 127.0.0.1 is reached only from within it';

function titleOf({ server, host }: Known): string {
  return `${NAMES[server] ?? 'the server'} listens on ${host.value}, which only its own container can reach`;
}

/** How each server is called in a sentence. */
const NAMES: Readonly<Partial<Record<Known['server'], string>>> = {
  'flask-run': 'Flask',
  flask: 'Flask',
  werkzeug: 'Flask',
  socketio: 'Flask',
  gunicorn: 'gunicorn',
  uvicorn: 'uvicorn',
  hypercorn: 'hypercorn',
  waitress: 'waitress',
};

function placed(context: Context, listening: Known): Omit<Diagnosis, 'title' | 'notes'> {
  const { host } = listening;
  if (host.given === 'default') return byDefault(context, listening);
  const place = placeToChange(context.project, host.source);
  const isPlain = textAt(context.project, place.at) === host.value;
  return {
    primary: { span: place.at, message: 'this address is the container itself' },
    labels: place.labels,
    help: 'write `0.0.0.0`, which is every address of the container',
    ...(isPlain
      ? {
          fix: {
            title: 'write `0.0.0.0`',
            confidence: 'certain' as const,
            edits: [{ span: place.at, text: '0.0.0.0' }],
          },
        }
      : {}),
  };
}

/** Nothing names an address, and the server's own choice is the loopback. */
function byDefault(context: Context, listening: Known): Omit<Diagnosis, 'title' | 'notes'> {
  const { project } = context;
  const recipe = recipeOf(context);
  const { span } = listening.host.source;
  const message = 'is told no address, and chooses 127.0.0.1';
  switch (listening.server) {
    case 'flask-run': {
      const line = 'ENV FLASK_RUN_HOST=0.0.0.0';
      const slip = misspeltSetting(context.facts, 'FLASK_RUN_HOST', /^(?:0\.0\.0\.0|::)$/);
      if (slip !== undefined) return bySlip(slip, span);
      const left = recipe === undefined ? undefined : hostInOtherStage(recipe);
      return {
        primary: { span, message },
        labels:
          left === undefined ? [] : [{ span: left.span, message: 'counts for its own stage, which does not run' }],
        help: `tell it: \`${line}\`, or \`--host=0.0.0.0\` behind \`run\``,
        ...(recipe === undefined
          ? {}
          : {
              fix: {
                title: 'tell Flask to listen everywhere',
                confidence: 'likely' as const,
                edits: addedInstruction(project, recipe, line),
              },
            }),
      };
    }
    case 'gunicorn':
      return {
        primary: { span, message: `${message}:8000` },
        help: 'tell it: `--bind=0.0.0.0:8000`',
        ...behindWord(context, listening, '--bind=0.0.0.0:8000'),
      };
    case 'uvicorn':
    case 'django-runserver':
      return {
        primary: { span, message },
        help: listening.server === 'uvicorn' ? 'tell it: `--host=0.0.0.0`' : 'tell it: `runserver 0.0.0.0:8000`',
        ...(listening.server === 'uvicorn' ? behindWord(context, listening, '--host=0.0.0.0') : {}),
      };
    case 'hypercorn':
      return {
        primary: { span, message },
        help: 'tell it: `--bind=0.0.0.0:8000`',
      };
    default:
      return inProgram(context, listening);
  }
}

/** The address is given to a variable that Flask does not read. */
function bySlip({ name, at }: MisspeltSetting, server: Span): Omit<Diagnosis, 'title' | 'notes'> {
  return {
    primary: { span: at, message: `Flask reads \`FLASK_RUN_HOST\`, and no \`${name}\`` },
    labels: [{ span: server, message: 'is told no address, and chooses 127.0.0.1' }],
    help: 'write `FLASK_RUN_HOST`',
    fix: {
      title: 'write `FLASK_RUN_HOST`',
      confidence: 'likely',
      edits: [{ span: at, text: 'FLASK_RUN_HOST' }],
    },
  };
}

/** `app.run()`: the call decides, and `FLASK_RUN_HOST` says nothing to it. */
function inProgram(context: Context, listening: Known): Omit<Diagnosis, 'title' | 'notes'> {
  const { project, facts } = context;
  const { span } = listening.host.source;
  const read = project.files.read(span.file);
  const open = read.kind === 'text' && read.text[span.end] === '(' ? span.end + 1 : undefined;
  const isEmpty = read.kind === 'text' && open !== undefined && /^\s*\)/.test(read.text.slice(open));
  const ignored = facts.environment.get('FLASK_RUN_HOST');
  return {
    primary: { span, message: 'is told no address, and chooses 127.0.0.1' },
    labels:
      ignored?.from === 'image' && ignored.image.at !== undefined
        ? [{ span: ignored.image.at, message: 'is read by `flask run` only' }]
        : [],
    help: 'give it the address: `host="0.0.0.0"`',
    ...(open === undefined
      ? {}
      : {
          fix: {
            title: 'give it the address',
            confidence: 'likely' as const,
            edits: [
              { span: { file: span.file, start: open, end: open }, text: `host="0.0.0.0"${isEmpty ? '' : ', '}` },
            ],
          },
        }),
  };
}

/** An option behind the server's name, in the form in which the name stands. */
function behindWord({ project, facts }: Context, { host }: Known, option: string): Pick<Diagnosis, 'fix'> {
  const { span } = host.source;
  const text = textAt(project, span);
  if (text === undefined || !/^[\w.-]+$/.test(text)) return {};
  const around = textAt(project, { ...span, start: span.start - 1, end: span.end + 1 }) ?? '';
  const quote = /^(["']).*\1$/.exec(around)?.[1];
  // A list of Compose in block form has one word a line: there the option cannot go on the same line.
  const isCompose = serviceOf(facts.roles.web)?.key.file === span.file;
  if (isCompose && quote === undefined) return {};
  const added = quote === undefined ? ` ${option}` : `${quote}, ${quote}${option}`;
  const at = { ...span, start: span.end };
  return { fix: { title: `add \`${option}\``, confidence: 'likely', edits: [{ span: at, text: added }] } };
}

function hostInOtherStage({ reading, image }: Recipe): EnvInstruction | undefined {
  return reading.stages
    .filter((stage) => !image.chain.includes(stage.number))
    .flatMap((stage) => stage.instructions)
    .find(
      (one): one is EnvInstruction =>
        one.keyword === 'ENV' && one.variables.some(({ name }) => name === 'FLASK_RUN_HOST'),
    );
}

import type { Cause, Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { textAt } from '../../forecast/insertion.ts';
import { misspeltSetting } from '../../forecast/misspelt-setting.ts';
import { nothingGiven } from '../../forecast/nothing-given.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import { type StartedModule, startedModule } from '../../forecast/started-module.ts';

/** The command names a file, a module or an object that is not there. gunicorn's words have a rule of their own. */
export const rule: Rule<Context> = {
  rule: 'flask-app-not-found',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  followsFrom: [
    'app-file-missing',
    'app-file-empty',
    'app-syntax',
    'app-flask-missing',
    'app-shadows-module',
    'env-file-missing',
    'dockerfile-command-one-string',
  ],
  recognise(context) {
    if (context.facts.source.start?.kind === 'gunicorn') return [];
    const started = startedModule(context);
    switch (started.kind) {
      case 'no-module':
        return [{ ...noModule(context, started), followsFrom: causes(started) }];
      case 'no-object':
        return [noObject(context, started)];
      case 'unnamed':
        return [unnamed(context, started)];
      case 'nothing-given':
        return [nothingGiven(started)];
      default:
        return [];
    }
  },
};

/** A file that is nowhere in the image has a cause of its own. */
function causes({ places }: Extract<StartedModule, { kind: 'no-module' }>): readonly Cause[] {
  const common = ['app-file-missing', 'app-file-empty', 'bind-mount-hides-app', 'dockerfile-command-one-string'];
  return places.length > 0 ? common : [...common, 'dockerfile-app-not-copied', 'dockerfile-copy-source-missing'];
}

function noModule(context: Context, started: Extract<StartedModule, { kind: 'no-module' }>): Diagnosis {
  const { named, looked, file, places, meant } = started;
  const place = placeToChange(context.project, started.at);
  const title = `the container is to start \`${named.module}\`, and ${looked} is not there`;
  const common = { title, labels: place.labels };
  const [elsewhere] = places;
  if (file !== undefined && elsewhere !== undefined)
    return {
      ...common,
      primary: { span: place.at, message: `means ${looked}` },
      labels: [...place.labels, ...copiedTo(context, elsewhere)],
      notes: [`the image has the file at ${elsewhere}`],
      help: `write \`${elsewhere}\`, or copy the file to ${looked}`,
    };
  if (/^(?:flask|gunicorn)$/.test(named.module))
    return {
      ...common,
      primary: { span: place.at, message: 'is taken for a file in the working folder' },
      notes: ['Python runs a file by its name, and an installed package by `-m` and its name'],
      help: `write \`python -m ${named.module}\``,
      ...withOption(context, place.at, named.module),
    };
  if (meant === undefined)
    return {
      ...common,
      primary: { span: place.at, message: `means ${looked}` },
      help: 'write the name of the file that makes the Flask application',
    };
  const at = moduleAt(context, place.at, named.text, named.module);
  return {
    ...common,
    primary: { span: place.at, message: `\`${meant}\` is there` },
    help: `write \`${meant}\``,
    ...(at === undefined
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }),
  };
}

/** `-m` before a word, in the form in which the word stands. */
function withOption({ project }: Context, span: Span, word: string): Pick<Diagnosis, 'fix'> {
  if (textAt(project, span) !== word) return {};
  const around = textAt(project, { ...span, start: span.start - 1, end: span.end + 1 }) ?? '';
  const quote = /^(["']).*\1$/.exec(around)?.[1];
  const text = quote === undefined ? `-m ${word}` : `-m${quote}, ${quote}${word}`;
  return { fix: { title: 'add `-m`', confidence: 'likely', edits: [{ span, text }] } };
}

/** The COPY that puts the file where it is. */
function copiedTo(context: Context, path: string): NonNullable<Diagnosis['labels']> {
  const recipe = recipeOf(context);
  const copies = recipe?.stage.instructions.flatMap((one) => (one.keyword === 'COPY' ? [one] : [])) ?? [];
  const found = copies.find((one) => one.resolved !== undefined && path.startsWith(one.resolved.replace(/\/$/, '')));
  return found === undefined ? [] : [{ span: found.span, message: `puts it at ${path}` }];
}

/** The part of the marked text that names the module. */
function moduleAt(
  { project }: Context,
  span: { readonly file: string; readonly start: number; readonly end: number },
  text: string,
  module: string,
): typeof span | undefined {
  return textAt(project, span) === text ? { ...span, end: span.start + module.length } : undefined;
}

function noObject(context: Context, started: Extract<StartedModule, { kind: 'no-object' }>): Diagnosis {
  const { named, file, object, meant } = started;
  const place = placeToChange(context.project, started.at);
  const common = { labels: place.labels };
  if (object === undefined)
    return {
      ...common,
      title: `Flask finds no application in \`${named.module}\``,
      primary: { span: place.at, message: `${file} holds none under a name that Flask looks for` },
      notes: ['Flask looks for `app` or `application`, for the only Flask object, then for a function `create_app`'],
      help: meant === undefined ? 'name the application: `module:name`' : `name what makes it: \`${meant}\``,
    };
  const text = textAt(context.project, place.at);
  const colon = named.text.indexOf(':');
  const at = text === named.text && colon >= 0 ? { ...place.at, start: place.at.start + colon + 1 } : undefined;
  return {
    ...common,
    title: `${file} has no \`${object}\``,
    primary: { span: place.at, message: meant === undefined ? 'names it' : `\`${meant}\` is there` },
    help: meant === undefined ? 'name what the module has' : `write \`${named.module}:${meant}\``,
    ...(meant === undefined || at === undefined
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }),
  };
}

function unnamed(context: Context, started: Extract<StartedModule, { kind: 'unnamed' }>): Diagnosis {
  const recipe = recipeOf(context);
  const { candidate, workdir } = started;
  const slip = misspeltSetting(context.facts, 'FLASK_APP', /^[\w./:()-]+$/);
  if (slip !== undefined)
    return {
      title: `Flask is not told which application to start, and finds none in ${workdir}`,
      primary: { span: slip.at, message: `Flask reads \`FLASK_APP\`, and no \`${slip.name}\`` },
      labels: [{ span: started.at.span, message: 'is told no application' }],
      help: 'write `FLASK_APP`',
      fix: { title: 'write `FLASK_APP`', confidence: 'likely', edits: [{ span: slip.at, text: 'FLASK_APP' }] },
    };
  const line = `ENV FLASK_APP=${candidate ?? 'app.py'}`;
  return {
    title: `Flask is not told which application to start, and finds none in ${workdir}`,
    primary: { span: started.at.span, message: 'is told no application' },
    notes: ['with nothing named, Flask tries `wsgi.py` and `app.py` in the working folder'],
    help: `name it: \`${line}\``,
    followsFrom: [
      'app-file-missing',
      'app-file-empty',
      'dockerfile-app-not-copied',
      'dockerfile-copy-source-missing',
      'env-file-missing',
    ],
    ...(recipe === undefined || candidate === undefined
      ? {}
      : {
          fix: {
            title: `name ${candidate}`,
            confidence: 'likely' as const,
            edits: addedInstruction(context.project, recipe, line),
          },
        }),
  };
}

import type { Cause, Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { type Span, within } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { nothingGiven } from '../../forecast/nothing-given.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { type StartedModule, startedModule } from '../../forecast/started-module.ts';

/** gunicorn is told a module or an object of it that is not there. */
export const rule: Rule<Context> = {
  rule: 'gunicorn-app-not-found',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  followsFrom: ['app-file-missing', 'app-file-empty', 'app-syntax', 'app-flask-missing', 'app-shadows-module'],
  recognise(context) {
    if (context.facts.source.start?.kind !== 'gunicorn') return [];
    const started = startedModule(context);
    if (started.kind === 'unnamed') return [unnamed(context, started)];
    if (started.kind === 'no-module') return [noModule(context, started)];
    if (started.kind === 'nothing-given') return [nothingGiven(started)];
    return started.kind === 'no-object' ? [noObject(context, started)] : [];
  },
};

function unnamed({ facts }: Context, { at }: Extract<StartedModule, { kind: 'unnamed' }>): Diagnosis {
  const [module] = facts.source.modules;
  const application = module?.applications.find((one) => one.factory === undefined)?.name;
  const stem = module?.file.replace(/^.*\//, '').replace(/\.py$/, '');
  return {
    title: 'gunicorn is not told which application to serve',
    primary: { span: at.span, message: 'ends with `No application module specified`' },
    notes: ['gunicorn takes `module:object`: the name of the file without `.py`, and the application in it'],
    help: `name it behind the options: \`${stem ?? 'app'}:${application ?? 'app'}\``,
  };
}

function noModule(
  { project, facts }: Context,
  { named, at, looked, file, places, meant }: Extract<StartedModule, { kind: 'no-module' }>,
): Diagnosis {
  const place = placeToChange(project, at);
  const span = partOf(project, place.at, named.text, 0, named.module.length);
  const isFile = named.module.endsWith('.py');
  const wanted = isFile ? named.module.replace(/\.py$/, '').replaceAll('/', '.') : meant;
  const [elsewhere] = places;
  // With no object named, gunicorn looks for `application` alone.
  const object = isFile && named.object === undefined ? objectIn(facts, named.module) : undefined;
  const whole = wanted === undefined || object === undefined ? wanted : `${wanted}:${object}`;
  const followsFrom: readonly Cause[] =
    places.length > 0 || isFile
      ? ['app-file-missing', 'app-file-empty', 'bind-mount-hides-app']
      : [
          'app-file-missing',
          'app-file-empty',
          'dockerfile-app-not-copied',
          'dockerfile-copy-source-missing',
          'bind-mount-hides-app',
        ];
  return {
    title: `gunicorn is to import \`${named.module}\`, and there is no such module`,
    primary: {
      span,
      message: isFile
        ? 'names a file, where gunicorn takes a module'
        : elsewhere !== undefined
          ? `means ${looked}, and the file is at ${elsewhere}`
          : wanted === undefined
            ? `means ${looked}`
            : `\`${wanted}\` is there`,
    },
    labels: place.labels,
    notes: ['gunicorn takes `module:object`: the name of the file without `.py`, and the application in it'],
    help: wanted === undefined || file !== undefined ? helpFor(named.module, elsewhere, wanted) : `write \`${wanted}\``,
    followsFrom,
    ...(whole === undefined
      ? {}
      : { fix: { title: `write \`${whole}\``, confidence: 'likely', edits: [{ span, text: whole }] } }),
  };
}

/** What the application of a file is called, where it is not called `application`. */
function objectIn({ source }: Context['facts'], path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const module = source.modules.find(({ file }) => file.slice(file.lastIndexOf('/') + 1) === name);
  const made = module?.applications.find((one) => one.factory === undefined)?.name;
  const factory = module?.applications.find((one) => one.factory !== undefined)?.factory;
  if (module?.names.has('application') === true) return undefined;
  return made ?? (factory === undefined ? undefined : `${factory}()`);
}

function helpFor(module: string, elsewhere: string | undefined, wanted: string | undefined): string {
  if (wanted !== undefined) return `write \`${wanted}\``;
  if (elsewhere === undefined)
    return `write the name of the module that makes the application in place of \`${module}\``;
  return `start gunicorn in the folder of ${elsewhere}: \`--chdir=${elsewhere.slice(0, elsewhere.lastIndexOf('/'))}\``;
}

function noObject(
  { project }: Context,
  { named, at, file, object, meant }: Extract<StartedModule, { kind: 'no-object' }>,
): Diagnosis {
  const place = placeToChange(project, at);
  const colon = named.text.indexOf(':');
  const isNamed = colon >= 0;
  const span = isNamed ? partOf(project, place.at, named.text, colon + 1, named.text.length - colon - 1) : place.at;
  const exact = textAt(project, place.at) === named.text;
  const text = isNamed ? meant : `${named.text}:${meant}`;
  // The function is there: gunicorn calls it for each request, as it would the application.
  if (object !== undefined && meant === `${object}()`)
    return {
      title: 'gunicorn is given the function that makes the application, and not the application',
      primary: { span, message: 'is called with each request, and takes none' },
      labels: place.labels,
      notes: [`${file} makes the application in it`],
      help: `call it: \`${named.module}:${meant}\``,
      foretells: 'page-fails',
      ...(exact ? { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span, text: meant }] } } : {}),
    };
  return {
    title: `${file} has no \`${object}\` for gunicorn to serve`,
    primary: {
      span,
      message: isNamed ? 'names no object of the module' : 'names no object, so gunicorn looks for `application`',
    },
    labels: place.labels,
    notes: ['gunicorn takes `module:object`: the name of the file without `.py`, and the application in it'],
    help: meant === undefined ? 'name the application that the module makes' : `write \`${named.module}:${meant}\``,
    ...(meant === undefined || text === undefined || !exact
      ? {}
      : { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] } }),
  };
}

function partOf(project: Context['project'], span: Span, text: string, from: number, length: number): Span {
  return textAt(project, span) === text ? within(span, from, length) : span;
}

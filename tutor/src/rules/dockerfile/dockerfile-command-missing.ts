import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { placeToChange } from '../../forecast/place-to-change.ts';
import { causesOfLack, lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { type WrongTarget, wrongTarget } from '../../forecast/wrong-target.ts';
import type { CommandInstruction } from '../../project/dockerfile/reading.ts';
import type { ServerStart } from '../../project/shell/start.ts';

/** Nothing says what to start, or what is started serves no page and ends. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-command-missing',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  followsFrom: [
    'dockerfile-command-quotes',
    'dockerfile-command-one-string',
    'dockerfile-command-not-found',
    'entrypoint-swallows-command',
    'script-command-missing',
    'app-file-empty',
    'app-file-missing',
    'app-flask-missing',
    'app-shadows-module',
  ],
  recognise(context) {
    const recipe = recipeOf(context);
    const { listening, source } = context.facts;
    if (recipe === undefined || source.command === undefined) return [];
    const target = wrongTarget(context);
    if (target !== undefined) return [otherStage(context, target)];
    if (source.command.from === 'base') return [nothingStarted(context, recipe)];
    const { command, entrypoint } = recipe.image;
    if (command?.argument.text === '' && entrypoint === undefined && source.command.from === 'image')
      return [emptyCommand(command)];
    // An empty ENTRYPOINT is told by its own line.
    if (entrypoint?.argument.text === '' && source.command.from === 'image') return [];
    if (source.start?.mistake !== undefined) return [notTaken(source.start.mistake)];
    if (listening.kind !== 'none') return [];
    return [startsNoServer(context)];
  },
};

const COMMAND = 'CMD ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]';

function nothingStarted(context: Context, recipe: Recipe): Diagnosis {
  const earlier = commandElsewhere(recipe);
  const usesFlask = context.facts.source.modules.some((module) =>
    module.applications.some((one) => one.framework === 'flask'),
  );
  const line = earlier === undefined ? COMMAND : `${earlier.keyword} ${earlier.argument.text}`;
  const causes = causesOfLack(recipe, 'CMD', 'ENTRYPOINT');
  return {
    title: `${recipe.path} does not say what to start`,
    primary: { span: lastFrom(recipe), message: 'this stage has no `CMD`' },
    labels:
      earlier === undefined ? [] : [{ span: earlier.span, message: 'counts for its own stage, which does not run' }],
    notes: ['the image of Python starts a Python prompt then, which ends at once where nobody can type'],
    help: `end the last stage with a command, such as \`${line}\``,
    ...(causes.length === 0 ? {} : { followsFrom: causes }),
    ...(usesFlask || earlier !== undefined
      ? {
          fix: {
            title: 'start Flask',
            confidence: 'likely' as const,
            edits: addedInstruction(context.project, recipe, line),
          },
        }
      : {}),
  };
}

/** `CMD` alone: Docker takes it, and the container ends at once. */
function emptyCommand({ span }: CommandInstruction): Diagnosis {
  return {
    title: 'nothing stands behind `CMD`, so nothing is started',
    primary: { span, message: 'names no command' },
    notes: ['Docker builds the image all the same, and its container ends as soon as it is started'],
    help: `write a command behind it, such as \`${COMMAND}\``,
    fix: { title: 'start Flask', confidence: 'likely', edits: [{ span, text: COMMAND }] },
  };
}

/** `target: build`: the stage that was meant to be left behind. */
function otherStage({ project }: Context, { at, asked, last }: WrongTarget): Diagnosis {
  const place = placeToChange(project, { span: at });
  return {
    title: `the stage \`${asked}\` runs, and it does not say what to start`,
    primary: { span: place.at, message: 'asks for a stage before the last' },
    labels: place.labels,
    notes: ['without `target` the last stage of the Dockerfile runs'],
    help: last === undefined ? 'take `target` away' : `write \`${last}\`, or take \`target\` away`,
  };
}

/** A CMD of a stage that does not run. */
function commandElsewhere({ reading, image }: Recipe): CommandInstruction | undefined {
  return reading.stages
    .filter((stage) => !image.chain.includes(stage.number))
    .flatMap((stage) => stage.instructions)
    .find((one): one is CommandInstruction => one.keyword === 'CMD' || one.keyword === 'ENTRYPOINT');
}

function startsNoServer({ facts }: Context): Diagnosis {
  const { start, entry } = facts.source;
  const span = facts.listening.kind === 'none' ? facts.listening.at : (start?.at ?? { file: '', start: 0, end: 0 });
  const common = { primary: { span, message: 'this is what is started' } };
  if (start?.kind === 'python-file') {
    const application = entry?.applications[0];
    if (entry?.guardSlip !== undefined) return guardNeverTrue(entry.guardSlip, start.script?.text ?? '', span);
    return {
      title: `\`python ${start.script?.text}\` ends without serving the page`,
      ...common,
      labels: application === undefined ? [] : [{ span: application.span, message: 'is made, and nothing runs it' }],
      notes: ['Python runs the file to its end; a Flask application serves only when something starts its server'],
      help: 'start it with `python -m flask run`, or call `app.run(host="0.0.0.0", port=8000)` at the end of the file',
    };
  }
  if (start?.kind === 'python-prompt')
    return {
      title: 'the container starts Python with no program',
      ...common,
      notes: ['Python shows its prompt then, and ends at once where nobody can type'],
      help: 'name the program: `python -m flask run`, or `python app.py`',
    };
  const wrong = wordForRun(facts.source.command?.words ?? []);
  if (wrong !== undefined)
    return {
      title: `Flask has no command \`${wrong.text}\``,
      primary: { span: wrong.span, message: '`run` is the command that serves the page' },
      help: 'write `run`',
      fix: { title: 'write `run`', confidence: 'likely', edits: [{ span: wrong.span, text: 'run' }] },
    };
  return {
    title: `\`${start?.program.text ?? 'the command'}\` starts no server`,
    ...common,
    notes: ['a container lives as long as its first process, and serves what that process serves'],
    help: 'end with the command that starts the server, such as `exec python -m flask run`',
    ...(runsOn(facts.source.command?.words ?? []) ? { foretells: 'page-reset' as const } : {}),
  };
}

/** It keeps the container up, and nothing listens in it. */
function runsOn(words: readonly { readonly text: string }[]): boolean {
  const line = words.map((word) => word.text).join(' ');
  return /\bsleep\s+(?:infinity|inf|\d{4,}|\d+[hd])\b|\btail\s+(?:-\w*[fF]|--follow)/.test(line);
}

function guardNeverTrue(slip: Span, script: string, started: Span): Diagnosis {
  return {
    title: `\`python ${script}\` ends without serving the page`,
    primary: { span: slip, message: 'is never what `__name__` is, so nothing below is run' },
    labels: [{ span: started, message: 'this is what is started' }],
    notes: ['in the file that Python is started with, `__name__` is `"__main__"`, with two underscores on each side'],
    help: 'write `"__main__"`',
    fix: { title: 'write `"__main__"`', confidence: 'certain', edits: [{ span: slip, text: '"__main__"' }] },
  };
}

/** `flask run` ends with a message where it is given what it does not take. */
function notTaken({ why, text, at, meant }: NonNullable<ServerStart['mistake']>): Diagnosis {
  if (why === 'word')
    return {
      title: `\`flask run\` takes no word \`${text}\`, and ends at it`,
      primary: { span: at, message: 'is one word too many' },
      notes: ['the application is named before `run`, by `--app`, or in `FLASK_APP`'],
      help: `take \`${text}\` away`,
    };
  return {
    title: `\`flask run\` has no option \`${text}\`, and ends at it`,
    primary: { span: at, message: meant === undefined ? 'is not known to it' : `\`${meant}\` is meant, most likely` },
    help: meant === undefined ? `take \`${text}\` away` : `write \`${meant}\``,
    ...(meant === undefined
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: at, text: meant }] } }),
  };
}

type Word = { readonly text: string; readonly span: Span };

/** The word that stands where `run` belongs: `flask start`, `flask rnu`. Commands that Flask has are no slip. */
function wordForRun(words: readonly Word[]): Word | undefined {
  const at = words.findIndex(({ text }) => /^(?:.*\/)?flask$/.test(text));
  const next = at < 0 ? undefined : words.slice(at + 1).find(({ text }) => !text.startsWith('-'));
  const isSlip =
    next !== undefined &&
    (nearest(next.text, ['run']) !== undefined || /^(?:start|serve|up|runserver)$/.test(next.text));
  return isSlip ? next : undefined;
}

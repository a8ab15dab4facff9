import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { ownInstructions, recipeOf } from '../../forecast/recipe.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { type StartScript, startScripts } from '../../forecast/start-scripts.ts';
import { folderOf } from '../../project/files.ts';

/** A script is started as a program and has no permission to be one. Silent where the machine has no such permissions. */
export const rule: Rule<Context> = {
  rule: 'script-not-executable',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-not-started',
  recognise: (context) =>
    startScripts(context)
      .filter((one) => one.run === 'kernel' && isPlain(context, one.file) && !isMadeExecutable(context, one))
      .map((one) => told(context, one)),
};

/** Whether the file on the machine lacks the permission. Undefined modes count as unknown. */
function isPlain({ project }: Context, file: string): boolean {
  const folder = folderOf(file);
  const name = file.slice(folder === '' ? 0 : folder.length + 1);
  return project.files.list(folder).find((entry) => entry.name === name)?.executable === false;
}

/** `chmod +x` in the Dockerfile, or `COPY --chmod`. A folder that Compose mounts over it hides what the Dockerfile did. */
function isMadeExecutable(context: Context, { path, file }: StartScript): boolean {
  const recipe = recipeOf(context);
  const mounts = serviceOf(context.facts.roles.web)?.mounts ?? [];
  if (recipe === undefined) return true;
  if (mounts.some((mount) => mount.type === 'bind' && path.startsWith(mount.target))) return false;
  const name = file.slice(file.lastIndexOf('/') + 1);
  const byRun = foundRuns(recipe.contents.stages).some(
    ({ facts, run }) =>
      facts.madeExecutable.some(
        (one) => path === one.path || path.startsWith(`${one.path}/`) || /[*?]/.test(one.path),
      ) ||
      (run.command.form === 'shell' && /chmod/.test(run.command.source.text) && run.command.source.text.includes(name)),
  );
  const byCopy = ownInstructions(recipe, 'COPY').some((one) => one.chmod !== undefined);
  return byRun || byCopy;
}

function told(context: Context, { file, path, at }: StartScript): Diagnosis {
  const recipe = recipeOf(context);
  const mount = serviceOf(context.facts.roles.web)?.mounts.find(
    (one) => one.type === 'bind' && path.startsWith(one.target),
  );
  const line = `RUN chmod +x ${path}`;
  return {
    title: `${file} is started as a program, and may not be run`,
    primary: { span: at, message: 'has no permission to be run' },
    labels:
      mount === undefined
        ? []
        : [{ span: mount.at, message: 'lays the file of your machine over the one of the image' }],
    notes: ['Docker stops with `permission denied`'],
    help:
      mount === undefined
        ? `write \`${line}\` below the \`COPY\`, or start it with \`sh ${path}\``
        : `give it the permission on your machine: \`chmod +x ${file}\``,
    ...(recipe === undefined || mount !== undefined
      ? {}
      : {
          fix: {
            title: 'make it a program',
            confidence: 'likely' as const,
            edits: addedInstruction(context.project, recipe, line),
          },
        }),
  };
}

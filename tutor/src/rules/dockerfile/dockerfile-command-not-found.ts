import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { type LackingProgram, lackingProgram } from '../../forecast/start-program.ts';

/** The container is to start a program that its image does not have under that name. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-command-not-found',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  followsFrom: ['dockerfile-command-one-string', 'dockerfile-command-quotes'],
  recognise(context) {
    const recipe = recipeOf(context);
    const lacking = lackingProgram(context);
    if (recipe === undefined || lacking === undefined) return [];
    return [{ foretells: effectOf(context, lacking), ...told(context, recipe, lacking) }];
  },
};

/** Docker refuses to start a program that is not there; a shell starts, and then does not find it. */
function effectOf({ facts }: Context, { name }: LackingProgram): NonNullable<Diagnosis['foretells']> {
  return facts.source.command?.words[0]?.text === name ? 'web-not-started' : 'web-exits';
}

function told(context: Context, recipe: Recipe, { name, at, why }: LackingProgram): Diagnosis {
  const title = `there is no \`${name}\` in the image that runs`;
  switch (why.kind) {
    case 'left-behind': {
      const copied = why.install.by.at(-1);
      const module = name === 'waitress-serve' ? 'waitress' : name;
      return {
        title,
        primary: { span: at, message: 'is called by its name, and lies in no folder of PATH' },
        labels:
          copied === undefined
            ? []
            : [{ span: copied.span, message: 'brings the packages, and not their programs in `/usr/local/bin`' }],
        notes: [`pip puts the program \`${name}\` into \`/usr/local/bin\`, and its package into \`site-packages\``],
        help: `start it as a module: \`python -m ${module}\``,
        ...asModule(context, at, module),
      };
    }
    case 'moved':
      return {
        title: `\`${name}\` names a Python that is gone`,
        primary: { span: at, message: 'its first line has the path at which its environment was made' },
        labels: why.install.by
          .slice(-1)
          .map(({ span }) => ({ span, message: 'brings the environment to another folder' })),
        notes: ['a virtual environment works only in the folder in which it was made'],
        help: 'copy the environment to the very folder in which it was made',
      };
    case 'not-on-path': {
      const line = `ENV PATH="${why.folder}:$PATH"`;
      return {
        title,
        primary: { span: at, message: 'lies in a folder that PATH does not name' },
        labels: why.install.by.slice(-1).map(({ span }) => ({ span, message: `brings it into \`${why.folder}\`` })),
        help: `name the folder: \`${line}\``,
        fix: {
          title: 'put the folder on PATH',
          confidence: 'likely',
          edits: addedInstruction(context.project, recipe, line),
        },
      };
    }
    case 'misspelt':
      return {
        title,
        primary: { span: at, message: `\`${why.meant}\` is meant, most likely` },
        help: `write \`${why.meant}\``,
        ...replaced(context, at, name, why.meant),
      };
    case 'other-python':
      return {
        title,
        primary: { span: at, message: `the image has Python ${why.has}` },
        labels: [{ span: recipe.image.baseAt, message: `has Python ${why.has}` }],
        help: 'write `python`',
        ...replaced(context, at, name, 'python'),
      };
    case 'absent':
      return {
        title: `the container is to start \`${name}\`, and ${why.path} is not there`,
        primary: { span: at, message: `means ${why.path}` },
        followsFrom: [
          'dockerfile-copy-source-missing',
          'dockerfile-app-not-copied',
          'dockerfile-unknown-stage',
          'dockerfile-syntax',
          'bind-mount-hides-app',
        ],
        notes:
          why.file === undefined
            ? []
            : [`the project has the file at ${why.file}, and nothing copies it to where it is looked for`],
        help:
          why.file === undefined
            ? 'write that file, and copy it into the last stage'
            : `copy it into the last stage: \`COPY ${baseName(name)} .\``,
      };
    case 'option':
      return {
        title: `the container is to start \`${name}\`, which is an option and no program`,
        primary: { span: at, message: 'stands where the program is named' },
        notes: ['`command` in the Compose file takes the place of the whole CMD of the Dockerfile'],
        help: name === '-m' ? 'write `python` before it' : `write the whole command: \`python -m flask run ${name}\``,
      };
    case 'no-bash':
      return {
        title: 'there is no `bash` in an image of Alpine',
        primary: { span: at, message: 'is not there' },
        labels: [{ span: recipe.image.baseAt, message: 'is built on Alpine, whose shell is `sh`' }],
        help: 'write `sh`',
        ...replaced(context, at, 'bash', 'sh'),
      };
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `"flask"` becomes `"python", "-m", "flask"`, in the form in which it stands. */
function asModule({ project }: Context, at: LackingProgram['at'], module: string): Pick<Diagnosis, 'fix'> {
  const text = textAt(project, at);
  if (text === undefined || !/^[\w-]+$/.test(text)) return {};
  const around = textAt(project, { ...at, start: at.start - 1, end: at.end + 1 }) ?? '';
  const quoted = /^(["']).*\1$/.exec(around)?.[1];
  const words = quoted === undefined ? `python -m ${module}` : ['python', '-m', module].join(`${quoted}, ${quoted}`);
  return { fix: { title: `write \`python -m ${module}\``, confidence: 'likely', edits: [{ span: at, text: words }] } };
}

function replaced({ project }: Context, at: LackingProgram['at'], name: string, text: string): Pick<Diagnosis, 'fix'> {
  const written = textAt(project, at);
  if (written !== name) return {};
  return { fix: { title: `write \`${text}\``, confidence: 'likely', edits: [{ span: at, text }] } };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import type { Shadow } from '../../project/python/read-project.ts';

/** A file of the project has the name of a library that is imported: Python finds the file first. */
export const rule: Rule<Context> = {
  rule: 'app-shadows-module',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  recognise(context) {
    const { python, contents } = context.facts.source;
    return python.shadows
      .filter((shadow) => contents.app(shadow.file) !== 'absent' && !isImportedBefore(context, shadow))
      .map(told);
  },
};

/** Libraries that the program `flask` has imported before it looks into the folder of the app. */
const WITH_FLASK = /^(?:flask|werkzeug|jinja2|click|markupsafe|itsdangerous|blinker|dotenv)$/;

function isImportedBefore({ facts }: Context, { module, of }: Shadow): boolean {
  const { start } = facts.source;
  const isProgram = start?.kind === 'flask-run' && /(?:^|\/)flask$/.test(start.program.text ?? '');
  const words = facts.source.command?.words ?? [];
  const isModule = words.some((word, at) => word.text === 'flask' && /^-[a-zA-Z]*m$/.test(words[at - 1]?.text ?? ''));
  return isProgram && !isModule && (of === 'standard' || WITH_FLASK.test(module));
}

function told({ file, module, of, importedAt }: Shadow): Diagnosis {
  return {
    title: `${file} stands in the way of ${of === 'library' ? 'the library' : "Python's own module"} \`${module}\``,
    ...(importedAt === undefined ? {} : { primary: { span: importedAt, message: `finds ${file} first` } }),
    notes: ['Python looks in the folder of the app before it looks at what is installed'],
    help: `rename ${file}, and what imports it`,
    // Whether a module of Python is asked for by then, and for what, is not told by the files.
    ...(of === 'standard' ? { severity: 'warning' as const } : {}),
  };
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';

/** The app is Python and makes no web application. */
export const rule: Rule<Context> = {
  rule: 'app-flask-missing',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  followsFrom: ['app-syntax', 'app-shadows-module'],
  recognise(context) {
    const { project, facts } = context;
    const { app, modules } = facts.source;
    const [first] = modules;
    const nameless = madeOfNothing(context);
    if (nameless !== undefined) return [nameless];
    if (first === undefined || first.empty || modules.some((one) => one.open || one.beyond !== undefined)) return [];
    if (modules.some((one) => one.fault !== undefined || one.applications.length > 0 || one.runs.length > 0)) return [];
    // Other frameworks, and classes of one's own that are made from Flask's, are not all read.
    const known = modules.every((one) => one.frameworks.every((framework) => framework === 'flask'));
    const makes = modules.some((one) => {
      const read = project.files.read(one.file);
      return (
        read.kind !== 'text' ||
        /(?:Flask|API|App)\w{0,40}\s{0,9}\(/.test(read.text) ||
        /\(\s{0,9}Flask\s{0,9}\)/.test(read.text)
      );
    });
    const isUntold = facts.source.asks === 'untold' && !modules.some((one) => one.frameworks.includes('flask'));
    if (!known || makes || isUntold) return [];
    const imported = modules.flatMap((one) => one.imports).find((one) => one.module === 'flask');
    const kept = classKept(context);
    if (kept !== undefined) return [kept];
    return [
      {
        title: `${app.path} makes no Flask application`,
        ...(imported === undefined
          ? { primary: { span: startOf(app.path), message: 'nothing in this file serves a page' } }
          : { primary: { span: imported.span, message: 'Flask is imported, and no application is made with it' } }),
        help:
          imported === undefined
            ? 'import Flask and make the application: `from flask import Flask`, then `app = Flask(__name__)`'
            : 'make the application below the imports: `app = Flask(__name__)`',
      },
    ];
  },
};

/** `app = Flask()`: Flask does not make an application without the name of its module. */
function madeOfNothing({ project, facts }: Context): Diagnosis | undefined {
  for (const { file, applications, fault } of facts.source.modules) {
    const read = project.files.read(file);
    if (read.kind !== 'text' || fault !== undefined) continue;
    for (const { framework, span } of applications) {
      const call = framework === 'flask' ? EMPTY_CALL.exec(read.text.slice(span.start, span.end)) : null;
      if (call === null) continue;
      const end = span.start + call.index + call[0].length;
      const at = { file, start: end - (call[1] ?? '').length, end };
      return {
        title: '`Flask` is called without the name of its module',
        primary: { span: at, message: 'names no module' },
        notes: ["Python stops with `TypeError: … missing 1 required positional argument: 'import_name'`"],
        help: 'write `Flask(__name__)`',
        fix: { title: 'write `__name__`', confidence: 'certain', edits: [{ span: at, text: 'Flask(__name__)' }] },
      };
    }
  }
  return undefined;
}

const EMPTY_CALL = /=\s*(Flask\(\s*\))\s*(?:#.*)?$/;

/** `app = Flask`: the class itself, which was not called. */
function classKept({ project, facts }: Context): Diagnosis | undefined {
  const { path, read } = facts.source.app;
  if (read.kind !== 'text' || project.files.kind(path) !== 'file') return undefined;
  const found = /^[A-Za-z_]\w*[ \t]*=[ \t]*((?:flask\.)?Flask)[ \t]*(?:#.*)?\r?$/m.exec(read.text);
  const word = found?.[1];
  if (found === null || word === undefined) return undefined;
  const start = found.index + found[0].indexOf(word, found[0].indexOf('='));
  const span = { file: path, start, end: start + word.length };
  return {
    title: `${path} makes no Flask application`,
    primary: { span, message: 'is the class itself: nothing is made of it' },
    help: `call it: \`${word}(__name__)\``,
    fix: { title: 'call it', confidence: 'certain', edits: [{ span, text: `${word}(__name__)` }] },
  };
}

function startOf(file: string): { readonly file: string; readonly start: number; readonly end: number } {
  return { file, start: 0, end: 0 };
}

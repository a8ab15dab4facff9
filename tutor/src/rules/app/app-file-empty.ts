import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';

/** The app's file is there and says nothing to Python yet: where everybody begins. */
export const rule: Rule<Context> = {
  rule: 'app-file-empty',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  recognise({ facts }) {
    const { path, read, reading } = facts.source.app;
    // A package's own file is empty by right.
    if (path.endsWith('__init__.py') || read.kind !== 'text' || reading?.empty !== true || reading.fault !== undefined)
      return [];
    const end = read.text.length;
    return [
      {
        title: `${path} holds no Python yet: your page begins here`,
        primary: { span: { file: path, start: end, end }, message: 'the first line of the page goes here' },
        notes: ['comments and blank lines say nothing to Python'],
        help: 'begin with `from flask import Flask` and `app = Flask(__name__)`',
        subject: 'absent',
      },
    ];
  },
};

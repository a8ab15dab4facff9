import type { Diagnosis, Fix, Label } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import type { PythonFault, PythonReading } from '../../project/python/reading.ts';

/** Python refuses a file of the app before it runs a line of it. */
export const rule: Rule<Context> = {
  rule: 'app-syntax',
  severity: 'error',
  step: 'app',
  explains: 'app-loads',
  foretells: 'web-exits',
  recognise(context) {
    const { app, modules, image } = context.facts.source;
    if (app.read.kind === 'binary')
      return [
        {
          title: `${app.path} holds bytes that are no text`,
          help: 'write it anew in a text editor, and save it as UTF-8',
        },
      ];
    const minor = image?.python?.minor;
    return modules.flatMap((module): readonly Diagnosis[] => {
      if (module.fault !== undefined) return [told(context, module.file, module.fault)];
      return minor === undefined ? [] : tooNew(module, minor, image?.baseAt);
    });
  },
};

/** Syntax that the Python of the image does not know yet. */
function tooNew({ file, needsPython }: PythonReading, minor: string, image: Span | undefined): readonly Diagnosis[] {
  if (needsPython === undefined || order(needsPython.minor) <= order(minor)) return [];
  return [
    {
      title: `${file} is written for Python ${needsPython.minor}, and the image has ${minor}`,
      primary: {
        span: needsPython.at,
        message: `${NEWER[needsPython.what] ?? 'this'} came with Python ${needsPython.minor}`,
      },
      labels: image === undefined ? [] : [{ span: image, message: `has Python ${minor}` }],
      help: `write it in a way that Python ${minor} reads, or start from \`python:${needsPython.minor}-slim\``,
    },
  ];
}

/** What is new, in words. */
const NEWER: Readonly<Record<string, string>> = {
  walrus: '`:=`',
  match: '`match`',
  'except-star': '`except*`',
  'f-string-quotes': 'the same quotes inside an f-string',
  'type-alias': '`type`',
  'type-parameters': 'a list of type parameters',
  'except-without-brackets': '`except` of several without brackets',
};

function order(minor: string): number {
  return Number(minor.split('.')[1] ?? 0);
}

/** Two values with the end of a line between them: the bracket before them was not closed. */
function openBracket({ project }: Context, at: Span): Span | undefined {
  const read = project.files.read(at.file);
  if (read.kind !== 'text' || !/\n/.test(read.text.slice(at.start, at.end))) return undefined;
  const start = read.text.lastIndexOf('\n', at.start - 1) + 1;
  const found = read.text.slice(start, at.start).lastIndexOf('(');
  return found < 0 ? undefined : { file: at.file, start: start + found, end: start + found + 1 };
}

/** What the other place of a fault does. */
const OTHER: Readonly<Partial<Record<PythonFault['kind'], string>>> = {
  'bracket-unmatched': 'is opened here',
  'colon-missing': 'begins a block',
  'indentation-missing': 'begins a block',
  'block-incomplete': 'begins a block',
};

type Said = { readonly title: string; readonly message: string; readonly help: string; readonly fix?: Fix };

function told(context: Context, file: string, fault: PythonFault): Diagnosis {
  const bracket = fault.kind === 'comma-missing' ? openBracket(context, fault.at) : undefined;
  if (bracket !== undefined) return told(context, file, { kind: 'bracket-open', at: bracket, words: { bracket: '(' } });
  const { title, message, help, fix } = said(context, fault);
  const other: readonly Label[] =
    fault.other === undefined ? [] : [{ span: fault.other, message: OTHER[fault.kind] ?? 'has to do with it' }];
  return {
    title: `Python cannot read ${file}: ${title}`,
    primary: { span: fault.at, message },
    labels: other,
    help,
    ...(fix === undefined ? {} : { fix }),
  };
}

function said(context: Context, { kind, at, words }: PythonFault): Said {
  switch (kind) {
    case 'bracket-open':
      return {
        title: `a \`${words.bracket}\` is never closed`,
        message: 'is opened here',
        help: `close it with \`${CLOSING[words.bracket ?? ''] ?? ')'}\``,
      };
    case 'bracket-unmatched':
      return {
        title: words.opened === undefined ? `a \`${words.bracket}\` closes nothing` : 'two brackets do not match',
        message: words.opened === undefined ? 'nothing is open here' : `closes a \`${words.opened}\``,
        help:
          words.opened === undefined
            ? 'take it away, or open the bracket that it closes'
            : `write \`${CLOSING[words.opened] ?? ')'}\``,
      };
    case 'string-open':
      return {
        title: 'a text has no closing quote',
        message: `begins with ${words.quote}`,
        help: `end the text with ${words.quote}`,
      };
    case 'colon-missing':
      return {
        title: `a \`:\` is missing behind \`${words.statement}\``,
        message: 'a `:` belongs behind this',
        help: 'end the line with `:`',
        fix: added('add the `:`', { ...at, start: at.end }, ':'),
      };
    case 'indentation-missing':
      return {
        title: `the lines that belong to \`${words.statement}\` are not indented`,
        message: 'stands as far left as the line it belongs to',
        help: 'indent it by four spaces',
      };
    case 'indentation-unexpected':
      return {
        title: 'a line is indented and belongs to nothing',
        message: 'stands further right than the line before',
        help: 'begin the line as far left as the one before it',
      };
    case 'indentation-uneven':
      return {
        title: 'a line is indented like none above it',
        message: 'stands between two levels',
        help: 'begin the line as far left as the block it belongs to',
      };
    case 'tabs-and-spaces':
      return {
        title: 'tabs and spaces are mixed',
        message: 'a tab, where the lines around have spaces',
        help: 'indent every line with spaces',
      };
    case 'print-statement':
      return {
        title: `\`${words.word}\` is written as in Python 2`,
        message: `\`${words.word}\` is a function`,
        help: `put brackets around what is printed: \`${words.word}(…)\``,
      };
    case 'assignment-in-condition':
      return {
        title: `\`${words.statement}\` compares with a single \`=\``,
        message: 'sets a value, where one is compared',
        help: 'write `==`',
        fix: added('write `==`', at, '=='),
      };
    case 'cannot-assign':
      return {
        title: `a value cannot be given to a ${words.to}`,
        message: 'is no name',
        help: 'write a name on the left of `=`, or `==` to compare',
      };
    case 'comma-missing':
      return {
        title: 'a comma is missing between two values',
        message: 'belongs apart',
        help: 'write a comma between them',
      };
    case 'block-incomplete':
      return incomplete(at, words);
    case 'character':
      return character(words.character ?? '');
    case 'apostrophe':
      return {
        title: 'an apostrophe ends a text in single quotes',
        message: 'ends the text here',
        help: 'put the text in double quotes, or a backslash before the apostrophe',
        fix: { title: 'put a backslash before it', confidence: 'likely', edits: [{ span: at, text: "\\'" }] },
      };
    case 'package-name':
      return {
        title: `\`${words.word}\` is the name of a package, and no module has a \`-\` in its name`,
        message: `its module is called \`${words.meant}\``,
        help: `write \`${words.meant}\``,
        fix: meantFix(at, words.meant ?? ''),
      };
    case 'foreign-word':
      return {
        title: `\`${words.word}\` is no word of Python`,
        message: `\`${words.meant}\` is meant, most likely`,
        help: `write \`${words.meant}\``,
        fix: meantFix(at, words.meant ?? ''),
      };
    case 'misplaced':
      return {
        title: `\`${words.word}\` cannot stand here`,
        message: words.word === 'return' ? 'stands in no function' : 'is not allowed in this place',
        help: words.word === 'return' ? 'indent it under the function it belongs to' : 'move it to where it belongs',
      };
    case 'syntax':
      return unexpected(context, at, words.text ?? '');
  }
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function added(title: string, span: Span, text: string): Fix {
  return { title, confidence: 'certain', edits: [{ span, text }] };
}

function meantFix(span: Span, text: string): Fix {
  return { title: `write \`${text}\``, confidence: 'likely', edits: [{ span, text }] };
}

/** `exept`: the word that was meant to go on with a `try`. */
function incomplete(span: Span, words: PythonFault['words']): Said {
  const meant = nearest(words.found ?? '', ['except', 'finally']);
  return {
    title: `a \`${words.statement}\` has neither \`except\` nor \`finally\``,
    message: meant === undefined ? 'comes where `except` is awaited' : `\`${meant}\` is meant, most likely`,
    help: meant === undefined ? 'write an `except` under the lines of the `try`' : `write \`${meant}\``,
    ...(meant === undefined
      ? {}
      : { fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span, text: meant }] } }),
  };
}

const PLAIN: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '\u00a0': ' ',
  '–': '-',
  '—': '-',
  '，': ',',
  '（': '(',
  '）': ')',
};

function character(found: string): Said {
  const plain = PLAIN[found];
  const isSpace = found === '\u00a0';
  return {
    title: isSpace ? 'a blank is not a plain one' : `\`${found}\` is no character of Python`,
    message: isSpace ? 'a blank that does not break, copied from a page' : 'comes from a word processor or a web page',
    help: plain === undefined ? 'take it away' : isSpace ? 'write a plain blank' : `write \`${plain}\``,
  };
}

const KEYWORDS = [
  'import',
  'from',
  'return',
  'def',
  'class',
  'except',
  'finally',
  'while',
  'async',
  'with',
  'else',
  'elif',
];

function unexpected({ project }: Context, at: Span, text: string): Said {
  const rest = {
    message: 'Python awaits something else here',
    help: 'look at what stands before it: a word or a sign is missing',
  };
  if (text === 'end') return { ...rest, title: 'a line ends too soon', message: 'the line ends here' };
  const before = wordBefore(project, at);
  const meant = before === undefined ? undefined : nearest(before, KEYWORDS);
  if (before !== undefined && meant !== undefined && !KEYWORDS.includes(before))
    return {
      title: `\`${before}\` is no word of Python`,
      message: `comes behind \`${before}\``,
      help: `write \`${meant}\` in place of \`${before}\``,
    };
  return { ...rest, title: `\`${textAt(project, at) ?? text}\` comes unexpectedly` };
}

/** The first word of the line. */
function wordBefore(project: Context['project'], at: Span): string | undefined {
  const read = project.files.read(at.file);
  if (read.kind !== 'text') return undefined;
  const line = read.text.slice(read.text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  return /^\s*([a-z]+)\s+$/.exec(line)?.[1];
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { recipeFaults } from '../../forecast/recipe.ts';
import type { DockerfileFault } from '../../project/dockerfile/fault.ts';

/** A line that Docker cannot read, or reads otherwise than it looks. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-syntax',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  foretells: 'web-not-built',
  recognise: (context) =>
    recipeFaults(
      context,
      'unknown-instruction',
      'missing-continuation',
      'swallowed-instruction',
      'missing-arguments',
      'too-many-arguments',
      'from-form',
      'stage-name',
      'expose-port',
      'unknown-flag',
      'flag-value',
      'trailing-comment',
      'variable-form',
      'equals-missing',
      'equals-apart',
      'heredoc-open',
      'several-sources',
      'json-form',
      'healthcheck-form',
      'directive',
    )
      // A command in square brackets has a rule of its own.
      .filter(({ kind, words }) => kind !== 'json-form' || !/^(?:CMD|ENTRYPOINT)$/.test(words.instruction ?? ''))
      // Docker takes an empty one: then there is nothing to start, and that has a rule of its own.
      .filter(({ kind, words }) => kind !== 'missing-arguments' || words.instruction !== 'CMD')
      .filter((fault) => fault.kind !== 'equals-apart' || isRead(context, fault))
      .reduce(alike, [])
      .map(([first, ...more]) => withMore(told(context, first), more)),
};

/** A value that begins with `=` does harm where the server or the app reads it. */
function isRead({ facts }: Context, { words }: DockerfileFault): boolean {
  const { start, modules, image } = facts.source;
  const name = words.name ?? '';
  if (image?.environment.get(name)?.value !== words.value) return false;
  if (/^FLASK_(?:APP|RUN_HOST|RUN_PORT)$/.test(name)) return start?.kind === 'flask-run';
  return modules.some((module) => module.environmentReads.some((one) => one.name === name));
}

type Alike = readonly [DockerfileFault, ...(readonly DockerfileFault[])];

/** One idea on several lines is one fault: the marks of a web page, the list items of YAML, comments of another language. */
function alike(found: readonly Alike[], fault: DockerfileFault): readonly Alike[] {
  const idea = ideaOf(fault);
  const at = idea === undefined ? -1 : found.findIndex(([first]) => ideaOf(first) === idea);
  const before = found[at];
  return before === undefined ? [...found, [fault]] : found.with(at, [...before, fault]);
}

function ideaOf({ kind, words }: DockerfileFault): string | undefined {
  if (kind !== 'unknown-instruction') return undefined;
  const word = words.word ?? '';
  const [mark] = /^(?:```|\/\/|\/\*|\*\/|-$)/.exec(word) ?? [];
  if (mark !== undefined) return mark.replace('*/', '/*');
  if (words.nearest !== undefined) return word.endsWith(':') ? ':' : undefined;
  return word;
}

function withMore(first: Diagnosis, more: readonly DockerfileFault[]): Diagnosis {
  if (more.length === 0) return first;
  const { fix } = first;
  const edits = more.flatMap(({ at, words }) =>
    words.nearest === undefined ? [] : [{ span: at, text: words.nearest }],
  );
  return {
    ...first,
    labels: [...(first.labels ?? []), ...more.map(({ at }) => ({ span: at, message: 'this too' }))],
    ...(fix === undefined ? {} : { fix: { ...fix, edits: [...fix.edits, ...edits] } }),
  };
}

function told(context: Context, fault: DockerfileFault): Diagnosis {
  const { at, other, words } = fault;
  switch (fault.kind) {
    case 'unknown-instruction':
      return unknownInstruction(fault);
    case 'missing-continuation':
      return missingContinuation(at, other, words.instruction ?? '');
    case 'swallowed-instruction':
      return swallowed(context, fault);
    case 'missing-arguments':
      return {
        title: `\`${words.instruction}\` needs ${words.needs}`,
        primary: { span: at, message: `lacks ${words.needs}` },
        help: `write ${words.needs} behind \`${words.instruction}\``,
        // Docker takes an empty command, and starts nothing then.
        ...(/^(?:CMD|ENTRYPOINT)$/.test(words.instruction ?? '') ? { foretells: 'web-exits' as const } : {}),
      };
    case 'too-many-arguments':
      return {
        title: `\`${words.instruction}\` takes less than stands here`,
        primary: { span: at, message: 'this is too much' },
        help: `leave \`${words.text}\` out, or put it on a line of its own`,
      };
    case 'from-form':
      return fromForm(at, words.text ?? '');
    case 'stage-name':
      return {
        title: `\`${words.name}\` cannot be the name of a stage`,
        primary: { span: at, message: 'names this stage' },
        notes: ['a stage has a name of letters, digits, `.`, `_` and `-` that begins with a letter'],
        help: 'give the stage a name such as `builder`',
      };
    case 'expose-port':
      return exposedPort(at, words.text ?? '', words.why ?? '');
    case 'unknown-flag':
      return unknownFlag(fault);
    case 'flag-value':
      return {
        title: `\`--${words.flag}\` takes its value behind a \`=\``,
        primary: { span: at, message: 'is an option with no value, and a word too many' },
        help: `write \`--${words.flag}=${words.value}\``,
        fix: {
          title: 'write a `=`',
          confidence: 'certain',
          edits: [{ span: at, text: `--${words.flag}=${words.value}` }],
        },
      };
    case 'trailing-comment':
      return {
        title: `what is behind the \`#\` is no comment to \`${words.instruction}\``,
        primary: { span: at, message: `is read as part of the \`${words.instruction}\`` },
        notes: ['a comment of a Dockerfile has a line of its own'],
        help: 'move the comment to a line of its own, above this one',
        ...(words.instruction === 'USER' ? { foretells: 'web-not-started' as const } : {}),
        fix: {
          title: 'take the comment away',
          confidence: 'likely',
          edits: [{ span: withBlanks(context, at), text: '' }],
        },
      };
    case 'variable-form':
      return {
        title: 'a variable is not written to its end',
        primary: { span: at, message: 'Docker cannot read this variable' },
        help: 'write the variable as `$NAME` or `${NAME}`',
      };
    case 'equals-missing':
      return {
        title: /=/.test(words.text ?? '')
          ? `\`${words.instruction}\` wants no blank around a \`=\``
          : `\`${words.instruction}\` sets \`${words.text}\` with no \`=\``,
        primary: { span: at, message: 'is neither a name with a value nor part of one' },
        notes: ['a value with blanks in it stands in quotes: `NAME="a b"`'],
        help: 'write `NAME=value`, with quotes where the value holds a blank',
        ...(/^\w+\s*=\s*\S+$/.test(words.text ?? '')
          ? {
              fix: {
                title: 'take the blanks away',
                confidence: 'certain' as const,
                edits: [{ span: at, text: (words.text ?? '').replace(/\s*=\s*/, '=') }],
              },
            }
          : {}),
      };
    case 'equals-apart':
      return {
        title: `\`${words.name}\` is set to \`= ${words.value}\`, the sign included`,
        primary: { span: at, message: 'holds blanks around the `=`' },
        notes: ['with a blank behind the name, all the rest of the line is the value'],
        help: `write \`${words.name}=${words.value}\``,
        foretells: 'web-exits',
        fix: {
          title: 'take the blanks away',
          confidence: 'certain',
          edits: [{ span: at, text: `${words.name}=${words.value}` }],
        },
      };
    case 'heredoc-open':
      return {
        title: `the text that \`<<${words.name}\` begins has no end`,
        primary: { span: at, message: 'everything below belongs to it' },
        help: `end it with a line that holds \`${words.name}\` and nothing else`,
      };
    case 'several-sources':
      return {
        title: 'several files are copied to what is no folder',
        primary: { span: at, message: 'does not end in `/`' },
        help: `end the destination with \`/\``,
        fix: {
          title: 'end the destination with `/`',
          confidence: 'certain',
          edits: [{ span: { ...at, start: at.end }, text: '/' }],
        },
      };
    case 'json-form':
      return {
        title: `\`${words.instruction}\` takes a list in square brackets`,
        primary: { span: at, message: 'is no list of words in double quotes' },
        help: `write it as a list, like \`["/bin/sh", "-c"]\``,
      };
    case 'healthcheck-form':
      return {
        title: '`HEALTHCHECK` is followed by neither `CMD` nor `NONE`',
        primary: { span: at, message: 'is taken for one of the two' },
        help: `write \`HEALTHCHECK CMD ${words.text}\``,
      };
    default:
      return {
        title: '`# escape=` takes a backslash or a backquote',
        primary: { span: at, message: 'names something else' },
        help: 'leave the line out',
      };
  }
}

/** A text at the end of its line with the blanks before it, which would stand there alone. */
function withBlanks({ project }: Pick<Context, 'project'>, at: Span): Span {
  const before = textAt(project, { ...at, start: 0, end: at.start }) ?? '';
  return { ...at, start: before.replace(/[ \t]+$/, '').length };
}

function unknownInstruction({ at: span, words }: DockerfileFault): Diagnosis {
  const { word = '', nearest } = words;
  const title = `\`${word}\` is no instruction that Docker knows`;
  if (nearest === undefined)
    return {
      title,
      primary: { span, message: 'a line begins with an instruction' },
      help: 'begin the line with the instruction that you mean, such as `COPY` or `RUN`, or with `#` for a comment',
    };
  const rest = word.toUpperCase().startsWith(nearest) ? word.slice(nearest.length).replace(/^[:=]/, '') : '';
  // `EXPOSED`, `COPYS`: an ending of the word, and no argument that ran into it.
  const glued = /^[a-z]{1,2}$/i.test(rest) ? '' : rest;
  return {
    title,
    primary: {
      span,
      message: glued === '' ? `\`${nearest}\` is one` : `\`${nearest}\` is one, with a blank behind it`,
    },
    help: glued === '' ? `write \`${nearest}\`` : `write \`${nearest} ${glued}\``,
    fix: {
      title: `write \`${nearest}\``,
      confidence: 'likely',
      edits: [{ span, text: glued === '' ? nearest : `${nearest} ${glued}` }],
    },
  };
}

function unknownFlag({ at, words }: DockerfileFault): Diagnosis {
  const { nearest } = words;
  return {
    title: `\`${words.instruction}\` has no option \`--${words.flag}\``,
    primary: { span: at, message: nearest === undefined ? 'is not known' : `\`--${nearest}\` is one` },
    help: nearest === undefined ? 'leave the option out' : `write \`--${nearest}\``,
  };
}

function missingContinuation(at: Span, end: Span | undefined, instruction: string): Diagnosis {
  const title =
    instruction === ''
      ? 'a line belongs to the one before, which does not go on'
      : `the \`${instruction}\` above ends before the line that belongs to it`;
  const help = 'end the line before with ` \\`, so that it goes on';
  if (end === undefined) return { title, primary: { span: at, message: 'begins with no instruction' }, help };
  return {
    title,
    primary: { span: end, message: 'a `\\` is missing behind this' },
    labels: [{ span: at, message: 'Docker takes this for an instruction of its own' }],
    help,
    fix: {
      title: 'add the `\\`',
      confidence: 'certain',
      edits: [{ span: { ...end, start: end.end }, text: ' \\' }],
    },
  };
}

function swallowed({ project }: Context, { at, other, words }: DockerfileFault): Diagnosis {
  const joint = { ...at, start: Math.max(0, at.start - 4) };
  const hangs = /(?:&&|\|\|?|,)\s*\\?$/.test(textAt(project, joint) ?? '');
  return {
    title: `the \`${words.swallowed}\` below is part of this \`${words.instruction}\``,
    primary: { span: at, message: 'joins the next line to this one' },
    labels:
      other === undefined
        ? []
        : [{ span: other, message: `is given to the \`${words.instruction}\` as one of its words` }],
    help: hangs ? 'end the command here: take the `&& \\` away' : 'take the `\\` away',
    ...(hangs
      ? {}
      : {
          fix: {
            title: 'take the `\\` away',
            confidence: 'certain' as const,
            edits: [{ span: withBlanks({ project }, at), text: '' }],
          },
        }),
  };
}

function fromForm(at: Span, text: string): Diagnosis {
  const words = text.split(/\s+/);
  const [image = '', name = ''] = words;
  const plain = words.length === 2 && !/^as$/i.test(name);
  return {
    title: '`FROM` takes an image, and a name behind `AS`',
    primary: { span: at, message: plain ? `\`${name}\` stands there without \`AS\`` : 'is neither' },
    help: plain ? `write \`FROM ${image} AS ${name}\`` : `write it like \`FROM ${image} AS builder\``,
    ...(plain
      ? {
          fix: {
            title: 'add `AS`',
            confidence: 'likely' as const,
            edits: [{ span: at, text: `${image} AS ${name}` }],
          },
        }
      : {}),
  };
}

function exposedPort(span: Span, text: string, why: string): Diagnosis {
  const title = `\`EXPOSE\` names \`${text}\`, which is no port of the container`;
  const message =
    why === 'range' ? 'ports end at 65535' : why === 'protocol' ? 'the protocol is tcp or udp' : 'is no number';
  return { title, primary: { span, message }, help: 'write the number of the port, such as `8000`' };
}

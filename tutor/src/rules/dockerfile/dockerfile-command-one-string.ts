import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { startScripts } from '../../forecast/start-scripts.ts';

/** A list of words in which a whole command stands as one word: Docker looks for a program of that long name. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-command-one-string',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-not-started',
  recognise(context) {
    const [entrypoint, command] = commandLists(context);
    const isFirst = entrypoint.length === 0;
    const handsOver = startScripts(context).some(({ text }) => /^\s*exec\s+"\$@"\s*$/m.test(text));
    return [
      ...wordsOf(context, entrypoint, true),
      // A script that hands over to the command has begun by then, and ends when it finds no such program.
      ...wordsOf(context, command, isFirst || handsOver).map((one) =>
        isFirst ? one : { ...one, foretells: 'web-exits' as const },
      ),
    ];
  },
};

type Word = { readonly text: string; readonly span: Span };

/** The lists that count, entrypoint first. */
function commandLists(context: Context): readonly [readonly Word[], readonly Word[]] {
  const web = serviceOf(context.facts.roles.web);
  const image = recipeOf(context)?.image;
  const ofCompose = (command: NonNullable<typeof web>['command']): readonly Word[] =>
    command === undefined || command.form === 'string'
      ? []
      : command.words.map((text, at) => ({ text, span: command.wordsAt[at] ?? command.at }));
  const ofImage = (line: NonNullable<typeof image>['command']): readonly Word[] =>
    line?.command.form === 'exec' ? line.command.words.map(({ raw, span }) => ({ text: raw, span })) : [];
  const entrypoint = web?.entrypoint === undefined ? ofImage(image?.entrypoint) : ofCompose(web.entrypoint);
  if (web?.entrypoint === undefined && image?.entrypoint?.command.form === 'shell') return [[], []];
  const own = web?.entrypoint === undefined ? ofImage(image?.command) : [];
  return [entrypoint, web?.command === undefined ? own : ofCompose(web.command)];
}

function wordsOf(context: Context, words: readonly Word[], isFirst: boolean): readonly Diagnosis[] {
  const [program] = words;
  if (isFirst && program !== undefined && isCommand(program.text)) return [whole(context, program, words.length)];
  return words.flatMap((word, at) =>
    isOptionWithValue(word.text, words[at - 1]?.text) ? [option(context, word)] : [],
  );
}

/** A program is called by a name without blanks; one with a path may hold some. */
function isCommand(text: string): boolean {
  return /^\S+\s+\S/.test(text.trim()) && !/^\//.test(text);
}

/** `--bind 0.0.0.0:8000` as one word; the text behind `-c` is one word by right. */
function isOptionWithValue(text: string, before: string | undefined): boolean {
  if (before === '-c' || before === '-lc') return false;
  // `python -m "flask run"` and `flask "run --port=8000"`.
  if (before === '-m' && /^[\w.]+\s+\S/.test(text)) return true;
  if (/^run\s+-/.test(text)) return true;
  return /^(?:--[a-z][\w-]*|-m)\s+\S/.test(text);
}

function whole(context: Context, { text, span }: Word, count: number): Diagnosis {
  const words = text.trim().split(/\s+/);
  return {
    title: `\`${text}\` is taken for the name of one program`,
    primary: { span, message: 'one word, blanks and all' },
    notes: ['in a list every word of the command is an item of its own'],
    help: `write \`${items(words)}\``,
    ...(/["'\\$]/.test(text) || count > 1
      ? {}
      : {
          fix: {
            title: 'write each word apart',
            confidence: 'certain',
            edits: [{ span, text: apart(context, words, span) }],
          },
        }),
  };
}

function option(context: Context, { text, span }: Word): Diagnosis {
  const words = text.trim().split(/\s+/);
  return {
    title: `\`${text}\` reaches the program as one word`,
    primary: { span, message: 'an option and its value, with a blank in one word' },
    notes: ['in a list every word of the command is an item of its own'],
    help: `write \`${items(words)}\``,
    foretells: 'web-exits',
    ...(/["'\\$]/.test(text)
      ? {}
      : {
          fix: {
            title: 'write each word apart',
            confidence: 'certain',
            edits: [{ span, text: apart(context, words, span) }],
          },
        }),
  };
}

function items(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

/** The words as items, in the quotes that stand around the one word already, or in none. */
function apart({ project }: Context, words: readonly string[], { file, start }: Span): string {
  const before = textAt(project, { file, start: Math.max(0, start - LONGEST_MARGIN), end: start }) ?? '';
  const quote = /["']$/.exec(before)?.[0];
  const margin = /(?:^|\n)([^\S\n]*)-[^\S\n]*["']?$/.exec(before)?.[1];
  const next = margin === undefined ? ', ' : `\n${margin}- `;
  if (quote !== undefined) return words.join(`${quote}${next}${quote}`);
  return words.map((word, at) => (at === 0 ? word : `"${word}"`)).join(next);
}

/** An item of a list that stands further in is not looked for its hyphen. */
const LONGEST_MARGIN = 200;

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { execForm } from '../../forecast/dockerfile-edits.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { AlmostExec, CommandInstruction } from '../../project/dockerfile/reading.ts';

/** A command in square brackets that is no JSON: Docker hands the text to a shell, brackets and all. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-command-quotes',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    const web = serviceOf(context.facts.roles.web);
    if (recipe === undefined || web?.entrypoint !== undefined) return [];
    const counted = [recipe.image.entrypoint, ...(web?.command === undefined ? [recipe.image.command] : [])];
    return counted.flatMap((one) => (one === undefined ? [] : told(one)));
  },
};

const WHY: Readonly<Record<AlmostExec['why'], string>> = {
  'single-quotes': 'JSON takes double quotes only',
  'curly-quotes': 'a curly quote is none to Docker',
  'missing-comma': 'a comma is missing before this word',
  'trailing-comma': 'nothing follows this comma',
  unclosed: 'the list, or a word of it, has no end',
  'not-text': 'each word stands in double quotes',
  'text-behind': 'nothing may stand behind the closing bracket, not even a comment',
  other: 'is no word in double quotes',
};

function told({ keyword, command, argument }: CommandInstruction): readonly Diagnosis[] {
  if (command.form !== 'shell' || command.almostExec === undefined) return [];
  const { why, span, meant } = command.almostExec;
  // `[ -f x ] && python app.py` is a test of the shell's own.
  const text = command.source.text.trim();
  if (why !== 'text-behind' && (/\]\s{0,9}(?:&&|\|\||;)/.test(text) || /^\[\s{0,9}!?\s{0,9}-\w\s/.test(text)))
    return [];
  const words = execForm(meant);
  const whole = argument.span(0, argument.text.length);
  return [
    {
      title: `the list of words behind \`${keyword}\` is not written as JSON`,
      primary: { span, message: WHY[why] },
      notes: [
        why === 'not-text'
          ? 'Docker takes texts alone as the words of a command'
          : 'Docker takes it for a shell command then, and the shell looks for a program whose name begins with `[`',
      ],
      ...(why === 'not-text' ? { foretells: 'web-not-built' as const } : {}),
      help: `write \`${keyword} ${words}\``,
      fix: { title: `write \`${words}\``, confidence: 'likely', edits: [{ span: whole, text: words }] },
    },
  ];
}

import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import type { Context } from '../../forecast/context.ts';
import { portDisagreement } from '../../forecast/port-disagreement.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { type StartScript, startScripts } from '../../forecast/start-scripts.ts';

/** The entrypoint's script does its work and ends; the command that it was given is never run. */
export const rule: Rule<Context> = {
  rule: 'entrypoint-swallows-command',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  followsFrom: ['script-crlf-endings', 'script-not-executable', 'dockerfile-syntax'],
  recognise(context) {
    const inShell = shellForm(context);
    if (inShell !== undefined) return [inShell];
    const { listening, source } = context.facts;
    const command = commandGiven(context);
    const [script, more] = startScripts(context);
    if (listening.kind !== 'none' || command === undefined || script === undefined || more !== undefined) return [];
    // The script is the entrypoint: it stands before the words of the command.
    if (script.at.start === command.start && script.at.file === command.file) return [];
    if (usesWords(script) || source.start?.scripts.includes(script.file) !== true) return [];
    const last = lastCommand(script);
    return [
      {
        title: `${script.file} ends without running the command that it is given`,
        primary: { span: last, message: 'the last thing that is run' },
        labels: [
          { span: script.at, message: 'is what the container starts' },
          { span: command, message: 'is given to the script as words, and never run' },
        ],
        notes: ['with an ENTRYPOINT, the words of CMD are handed to it; what becomes of them is its own affair'],
        help: 'end the script with `exec "$@"`, which runs the command in its place',
        fix: {
          title: 'run the command at the end of the script',
          confidence: 'likely',
          edits: [{ span: endOf(script), text: `${script.text.endsWith('\n') ? '' : '\n'}exec "$@"\n` }],
        },
      },
    ];
  },
};

/** `ENTRYPOINT python -m flask` runs in a shell of its own, which is given the words of CMD and looks at none of them. */
function shellForm({ facts }: Context): Diagnosis | undefined {
  const { image } = facts.source;
  const web = serviceOf(facts.roles.web);
  const entrypoint = image?.entrypoint;
  const command =
    web?.command === undefined ? image?.command?.command.span : (web.command.wordsAt[0] ?? web.command.at);
  if (entrypoint === undefined || entrypoint.command.form === 'exec' || web?.entrypoint !== undefined) return undefined;
  if (command === undefined || !goesWrong(facts)) return undefined;
  return {
    title: 'the entrypoint leaves the command unread',
    primary: { span: entrypoint.command.span, message: 'runs in a shell, which hands nothing on' },
    labels: [{ span: command, message: 'is given to that shell, and never run' }],
    notes: ['an ENTRYPOINT without square brackets takes no words of CMD'],
    help: 'write it as a list of words: `ENTRYPOINT ["…", "…"]`',
  };
}

/** An entrypoint that starts the server all by itself needs no command. */
function goesWrong(facts: Context['facts']): boolean {
  const { listening } = facts;
  if (listening.kind === 'none') return true;
  const isLoopback = listening.kind === 'known' && listening.reach === 'loopback';
  return isLoopback || portDisagreement(facts)?.side === 'server';
}

/** The script does something with the words that it is given; to say them is not to run them. */
function usesWords({ script, text }: StartScript): boolean {
  const said = script.commands.filter(({ words }) => /^(?:echo|printf)$/.test(words[0]?.text ?? ''));
  const rest = said.reduceRight((left, { span }) => left.slice(0, span.start) + left.slice(span.end), text);
  return /\$(?:[@*1]|\{[@*1])/.test(rest);
}

/** The command that is handed to the entrypoint: Compose's, else the image's. */
function commandGiven({ facts }: Context): Span | undefined {
  const web = serviceOf(facts.roles.web);
  if (web?.command !== undefined) return web.command.wordsAt[0] ?? web.command.at;
  if (web?.entrypoint !== undefined) return undefined;
  const { image } = facts.source;
  // An entrypoint in shell form takes no words behind it.
  if (image?.entrypoint?.command.form !== 'exec') return undefined;
  return image.command?.command.span;
}

function lastCommand({ script, file, text }: StartScript): Span {
  return script.commands.at(-1)?.span ?? { file, start: 0, end: Math.max(0, text.indexOf('\n')) };
}

function endOf({ file, text }: StartScript): Span {
  return { file, start: text.length, end: text.length };
}

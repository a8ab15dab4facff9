import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedInstruction } from '../../forecast/dockerfile-edits.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { systemOf } from '../../forecast/native-driver.ts';
import { type Recipe, recipeOf } from '../../forecast/recipe.ts';
import { type StartScript, startScripts } from '../../forecast/start-scripts.ts';
import type { ShellCommand } from '../../project/shell/script.ts';

/** A start script calls a program that the image that runs does not have: it was installed in another stage, or nowhere. */
export const rule: Rule<Context> = {
  rule: 'script-command-missing',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    return startScripts(context).flatMap((script) => lacking(context, recipe, script));
  },
};

type Tool = { readonly debian: string; readonly alpine: string | 'there'; readonly packages: RegExp };

/** Programs that scripts wait with, the package that brings each, and whether Alpine has it by itself. */
const TOOLS: ReadonlyMap<string, Tool> = new Map(
  Object.entries({
    nc: { debian: 'netcat-openbsd', alpine: 'there', packages: /^(?:netcat\S*|nmap|ncat|busybox)$/ },
    netcat: { debian: 'netcat-openbsd', alpine: 'netcat-openbsd', packages: /^netcat\S*$/ },
    curl: { debian: 'curl', alpine: 'curl', packages: /^curl$/ },
    wget: { debian: 'wget', alpine: 'there', packages: /^wget$/ },
    psql: { debian: 'postgresql-client', alpine: 'postgresql-client', packages: /^postgresql\S*$/ },
    pg_isready: { debian: 'postgresql-client', alpine: 'postgresql-client', packages: /^postgresql\S*$/ },
    ping: { debian: 'iputils-ping', alpine: 'there', packages: /^(?:iputils\S*|inetutils-ping)$/ },
    dockerize: { debian: 'dockerize', alpine: 'dockerize', packages: /^dockerize$/ },
  }),
);
/** What Python's full image has besides. */
const IN_FULL = /^(?:curl|wget)$/;

/** Programs that start scripts end with. */
const STARTED = ['python', 'python3', 'flask', 'gunicorn', 'uvicorn', 'exec'];

/** `exec falsk run`: no program of that name is known, and one of nearly that name is. */
function misspelt(recipe: Recipe, { script, text, file }: StartScript): Diagnosis | undefined {
  if (recipe.image.bottom !== 'python') return undefined;
  for (const command of script.commands) {
    const words = command.words[0]?.text === 'exec' ? command.words.slice(1) : command.words;
    const [first] = words;
    if (first === undefined || isConditional(command) || !/^[a-z][a-z0-9]{3,}(?:\.\d+)?$/.test(first.text)) continue;
    const meant = meantBy(recipe, first.text);
    const isOwn = new RegExp(`\\b${first.text}\\s*\\(\\)|alias\\s+${first.text}=`).test(text);
    if (meant === undefined || isOwn || mayHold(recipe, first.text)) continue;
    return {
      title: `${file} calls \`${first.text}\`, and there is no such program`,
      primary: { span: first.span, message: `\`${meant}\` is meant, most likely` },
      notes: ['the shell says `not found` and ends with code 127'],
      help: `write \`${meant}\``,
      fix: { title: `write \`${meant}\``, confidence: 'likely', edits: [{ span: first.span, text: meant }] },
    };
  }
  return undefined;
}

/** A version of Python that the image has not, or a slip. */
function meantBy({ image }: Recipe, name: string): string | undefined {
  const version = /^python(3\.\d+)$/.exec(name)?.[1];
  if (version !== undefined) {
    const has = image.python?.minor;
    return has === undefined || has === version ? undefined : 'python';
  }
  return STARTED.includes(name) || name.includes('.') ? undefined : nearest(name, STARTED);
}

/** A package or a command of the Dockerfile may bring a program of any name. */
function mayHold({ image, reading, contents }: Recipe, name: string): boolean {
  if (['/usr/local/bin', '/usr/bin'].some((folder) => contents.entryAt(`${folder}/${name}`) === 'file')) return true;
  const runs = foundRuns(image.chain.flatMap((number) => reading.stages[number] ?? []));
  return runs.some(({ facts }) =>
    facts.systemInstalls.some(({ packages }) => packages.some((one) => one.name === name)),
  );
}

function lacking(context: Context, recipe: Recipe, start: StartScript): readonly Diagnosis[] {
  const { script, text, file } = start;
  const slip = misspelt(recipe, start);
  if (slip !== undefined) return [slip];
  const system = systemOf(recipe.image);
  const called = script.commands.flatMap(calledTool);
  const found = called.filter(({ name }, at) => called.findIndex((one) => one.name === name) === at);
  const [first] = found.filter(({ name }) => system !== undefined && !mayBeThere(recipe, text, name, system));
  if (first === undefined || system === undefined) return [];
  const tool = TOOLS.get(first.name);
  const name = (system === 'alpine' ? tool?.alpine : tool?.debian) ?? first.name;
  const elsewhere = installedElsewhere(recipe, first.name);
  const line =
    system === 'alpine'
      ? `RUN apk add --no-cache ${name}`
      : `RUN apt-get update && apt-get install -y --no-install-recommends ${name}`;
  const isUser = recipe.image.user !== undefined;
  return [
    {
      title: `${file} calls \`${first.name}\`, which the image that runs does not have`,
      primary: { span: first.span, message: 'is not there to be called' },
      labels:
        elsewhere === undefined ? [] : [{ span: elsewhere, message: 'installs it in a stage that is left behind' }],
      notes: [NOTES[first.comesTo]],
      help: `install it in the last stage: \`${line}\``,
      ...(first.comesTo === 'waits-for-ever' ? { foretells: 'page-reset' as const } : {}),
      ...(first.comesTo === 'waits-a-while' ? { foretells: 'nothing' as const, severity: 'warning' as const } : {}),
      ...(first.name === 'dockerize' || isUser
        ? {}
        : {
            fix: {
              title: `install \`${name}\``,
              confidence: 'likely' as const,
              edits: addedInstruction(context.project, recipe, line),
            },
          }),
    },
  ];
}

/** What comes of a program that is not found. */
type Coming = 'waits-for-ever' | 'waits-a-while' | 'fails';
type Called = { readonly name: string; readonly span: ShellCommand['span']; readonly comesTo: Coming };

const NOTES: Readonly<Record<Coming, string>> = {
  'waits-for-ever': 'the loop around it never ends: what is not found counts as a failure, again and again',
  'waits-a-while':
    'what is not found counts as a failure each time, so the loop waits as long as it can, and the script goes on',
  fails: 'the shell says `not found` and goes on, or ends with code 127',
};

/** A tool that is surely called: in no function, and behind no condition. */
function calledTool(command: ShellCommand, at: number, all: readonly ShellCommand[]): readonly Called[] {
  const { words, within } = command;
  const [first] = words;
  if (first === undefined || !TOOLS.has(first.text) || isConditional(command)) return [];
  const inTest = within.some((block) => block.kind === 'loop' && block.part === 'test');
  const comesTo = inTest ? 'waits-for-ever' : isTriedInTurns(command, all[at + 1], all) ? 'waits-a-while' : 'fails';
  return [{ name: first.text, span: first.span, comesTo }];
}

/** `for i in …; do nc -z db 5432 && break; …`: the turns of a `for` come to an end, and its list has no commands that are tested. */
function isTriedInTurns(
  { within }: ShellCommand,
  next: ShellCommand | undefined,
  all: readonly ShellCommand[],
): boolean {
  const turns = within.flatMap((block) => (block.kind === 'loop' ? [block.number] : []));
  const isTested = (number: number): boolean =>
    all.some((one) => one.within.some((two) => two.kind === 'loop' && two.part === 'test' && two.number === number));
  const isTried = next?.joined === 'and' || next?.joined === 'or';
  return isTried && turns.length > 0 && !turns.some(isTested);
}

function isConditional({ within, joined }: ShellCommand): boolean {
  const behind = within.some(
    (block) => block.kind === 'function' || block.kind === 'case' || (block.kind === 'if' && block.part !== 'test'),
  );
  return behind || joined === 'and' || joined === 'or';
}

function mayBeThere(recipe: Recipe, text: string, name: string, system: 'debian' | 'alpine'): boolean {
  const tool = TOOLS.get(name);
  if (tool === undefined || (system === 'alpine' && tool.alpine === 'there')) return true;
  if (recipe.image.python?.variant === 'full' && IN_FULL.test(name)) return true;
  // A script that asks whether the program is there, or brings it, knows what it does.
  if (new RegExp(`(?:command -v|which|type|hash)\\s+${name}|${name}\\s*\\(\\)|(?:apt-get|apk|apt)\\s`).test(text))
    return true;
  const chain = recipe.image.chain.flatMap((number) => recipe.reading.stages[number] ?? []);
  const runs = foundRuns(chain);
  if (runs.some(({ facts }) => facts.writesFiles === 'perhaps')) return true;
  if (
    runs.some(({ facts }) =>
      facts.systemInstalls.some((one) => one.packages.some((had) => tool.packages.test(had.name))),
    )
  )
    return true;
  return chain.some((stage) =>
    stage.instructions.some(
      (one) =>
        (one.keyword === 'COPY' || one.keyword === 'ADD') &&
        /\/bin(?:\/|$)|^\/usr\/?$|^\/usr\/local\/?$|^\/$/.test(one.resolved ?? '/bin'),
    ),
  );
}

function installedElsewhere({ image, contents }: Recipe, name: string): ShellCommand['span'] | undefined {
  const others = contents.stages.filter((stage) => !image.chain.includes(stage.number));
  return foundRuns(others)
    .flatMap(({ facts }) => facts.systemInstalls.flatMap((one) => one.packages))
    .find((one) => TOOLS.get(name)?.packages.test(one.name) === true)?.at;
}

import type { Diagnosis, Label } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { absentProgram } from '../../forecast/absent-program.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { testWords } from '../../forecast/psql-test.ts';
import { textOfFile } from '../../forecast/rows.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Healthcheck, Service } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** A test that runs no command: a whole command in one item, or a list that does not begin with CMD, CMD-SHELL or NONE. */
export const rule: Rule<Context> = {
  rule: 'healthcheck-command-form',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'web-not-started',
  recognise: (context) => [
    ...faultsOf(context, 'wrong-value').flatMap((fault) => withoutFirstWord(context.project, fault)),
    ...context.project.view.services.flatMap((service) => inOneItem(context.project, service)),
    ...context.project.view.services.flatMap((service) => withoutShell(context.project, service)),
    ...context.project.view.services.flatMap((service) => notThere(context.project, service)),
  ],
};

/** `["pg_isready", "-U", "user"]`: Compose refuses it. */
function withoutFirstWord(project: Project, fault: ComposeFault): readonly Diagnosis[] {
  const { key, got = '' } = fault.words ?? {};
  const service = /^services\.([^.]+)\./.exec(fault.path ?? '')?.[1];
  if (key !== 'test' || service === undefined || fault.at === undefined) return [];
  const before = textOfFile(project, fault.at.file)?.slice(0, fault.at.start) ?? '';
  const point = { ...fault.at, end: fault.at.start };
  const meant = /^cmd[-_ ]?shell$/i.test(got) ? 'CMD-SHELL' : /^cmd$/i.test(got) ? 'CMD' : undefined;
  const written = textOfFile(project, fault.at.file)?.slice(fault.at.start, fault.at.end) ?? '';
  // One text with blanks is a command for a shell.
  const word = /\s/.test(got) ? 'CMD-SHELL' : 'CMD';
  return [
    {
      title: `the test of \`${service}\`'s healthcheck does not say how it is run`,
      ...primaryAt(fault, 'CMD or CMD-SHELL stands here'),
      notes: [
        'a list begins with CMD, which runs the words that follow, or with CMD-SHELL, which hands one text to a shell',
      ],
      help: meant === undefined ? `write \`"${word}", \` before \`${got}\`` : `write \`${meant}\``,
      step: 'compose',
      explains: 'compose-loads',
      foretells: 'compose-refuses',
      ...(meant !== undefined && written.includes(got)
        ? {
            fix: {
              title: `write \`${meant}\``,
              confidence: 'likely',
              edits: [{ span: fault.at, text: written.replace(got, meant) }],
            },
          }
        : /\[\s*$/.test(before)
          ? {
              fix: {
                title: `begin the list with ${word}`,
                confidence: 'likely',
                edits: [{ span: point, text: `"${word}", ` }],
              },
            }
          : {}),
    },
  ];
}

/** `["CMD", "pg_isready -U user"]`: the whole text is taken for the name of one program, so the check never succeeds. */
function inOneItem(project: Project, service: Service): readonly Diagnosis[] {
  const { healthcheck } = service;
  const test = healthcheck?.test;
  if (test === undefined || healthcheck?.disabled || test.form !== 'list') return [];
  const [kind, program, ...rest] = test.words;
  if (kind !== 'CMD' || program === undefined || rest.length > 0 || !/\s/.test(program.trim())) return [];
  const waiting = waitingFor(project, service);
  return [
    {
      title: `the healthcheck of \`${service.name}\` looks for a program that has spaces in its name`,
      primary: { span: test.at, message: 'all of the second item is taken for one program' },
      labels: waiting,
      notes: ['after CMD each word is an item of its own; after CMD-SHELL one text is handed to a shell'],
      help: `write \`CMD-SHELL\` in the place of \`CMD\`, or each word of \`${program}\` as an item`,
      ...shell(project, test),
      ...(waiting.length > 0 ? {} : { severity: 'advice' as const, foretells: 'nothing' as const }),
    },
  ];
}

/** Signs that mean something to a shell alone. */
const OF_THE_SHELL = /^(?:\|\|?|&&?|;|\d?>{1,2}.*)$/;

/** `["CMD", "pg_isready", "||", "exit", "1"]`: pg_isready takes no such words, and ends with 3. */
function withoutShell(project: Project, service: Service): readonly Diagnosis[] {
  const { healthcheck } = service;
  const [kind, program] = healthcheck?.test?.words ?? [];
  if (
    healthcheck?.disabled !== false ||
    healthcheck.test?.form !== 'list' ||
    kind !== 'CMD' ||
    program !== 'pg_isready'
  )
    return [];
  const sign = testWords(service).words.find((word) => OF_THE_SHELL.test(word.text));
  if (sign === undefined) return [];
  const waiting = waitingFor(project, service);
  return [
    {
      title: `the healthcheck of \`${service.name}\` hands \`${sign.text}\` to \`pg_isready\`, for no shell runs it`,
      primary: { span: sign.at, message: 'means something to a shell alone' },
      labels: waiting,
      notes: ['pg_isready ends with 0 or not by itself: nothing has to follow it'],
      help: `remove \`${sign.text}\` and what follows it`,
      ...(waiting.length > 0 ? {} : { severity: 'advice' as const, foretells: 'nothing' as const }),
    },
  ];
}

/** `curl`, or a slip of `pg_isready`: the image of the database holds no such program, so the check never succeeds. */
function notThere(project: Project, service: Service): readonly Diagnosis[] {
  const absent = absentProgram(service);
  if (absent === undefined) return [];
  const { word, meant } = absent;
  const waiting = waitingFor(project, service);
  const form = /^CMD/.test(word.text);
  const written = textOfFile(project, word.at.file)?.slice(word.at.start, word.at.end) ?? '';
  const edits = meant === undefined ? [] : [{ span: word.at, text: written.replace(word.text, meant) }];
  return [
    {
      title: form
        ? `the healthcheck of \`${service.name}\` takes \`${word.text}\` for a program`
        : `the healthcheck of \`${service.name}\` calls \`${word.text}\`, which its image does not have`,
      primary: { span: word.at, message: form ? 'is a word of the list form' : 'no program of this name' },
      labels: waiting,
      notes: form
        ? ['a test that is one text is handed to a shell as it stands']
        : ['a healthcheck runs inside the container of its service'],
      help: form ? `remove \`${word.text}\`` : `write \`${meant ?? 'pg_isready'}\``,
      ...(edits.length === 0 || !written.includes(word.text)
        ? {}
        : { fix: { title: `call \`${meant}\``, confidence: 'likely' as const, edits } }),
      ...(waiting.length > 0 ? {} : { severity: 'advice' as const, foretells: 'nothing' as const }),
    },
  ];
}

/** Who waits until a service is healthy. */
function waitingFor(project: Project, service: Service): readonly Label[] {
  return project.view.services.flatMap((other) =>
    other.dependsOn
      .filter((one) => one.service === service.name && one.condition === 'service_healthy')
      .map((one) => ({ span: one.conditionAt ?? one.at, message: `\`${other.name}\` waits for it` })),
  );
}

function shell(project: Project, { at }: NonNullable<Healthcheck['test']>): Pick<Diagnosis, 'fix'> {
  const text = textOfFile(project, at.file)?.slice(at.start, at.end) ?? '';
  const word = /(?<![\w-])CMD(?![\w-])/.exec(text);
  if (word === null) return {};
  const start = at.start + word.index;
  const edits = [{ span: { file: at.file, start, end: start + word[0].length }, text: 'CMD-SHELL' }];
  return { fix: { title: 'hand it to a shell', confidence: 'certain', edits } };
}

import type { Label } from '../../core/diagnosis.ts';
import type { ContainerSeen, Listener, StackSeen } from '../../core/observation.ts';
import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE, SERVICE_DOWN } from '../../forecast/seen/causes.ts';
import { logEvidence, logOf } from '../../forecast/seen/log.ts';
import { failedAnswer, runningWeb } from '../../forecast/seen/page.ts';

/** The connection is taken, and closed without an answer: nobody listens in the container where the port leads to. */
export const rule: Rule<Context> = {
  rule: 'http-reset',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: ['page-reset', 'web-exits', ...SERVICE_DOWN, ...OUT_OF_DATE],
  recognise(context) {
    const failed = failedAnswer(context, 'reset');
    if (failed === undefined) return [];
    const { stack, page } = failed;
    const web = runningWeb(context, stack);
    const targets = [...new Set((web?.published ?? []).map((port) => port.containerPort))];
    const found = web?.listens === undefined ? undefined : sayListeners(web.service, web.listens, targets);
    return [
      {
        title: found?.title ?? `${page.url} takes the connection and closes it without an answer`,
        ...placeOf(context, found?.leads),
        notes: [
          found?.leads === 'the server'
            ? 'somebody listens where the published port leads to, so it was the server that closed the connection'
            : 'the engine takes the connection for the published port, and finds nobody behind it',
          ...(stack.waited?.for === undefined ? [] : [`it was waited for: ${stack.waited.for}`]),
        ],
        help: found?.help ?? 'see with `docker compose logs web` at which address the server says that it listens',
        basis: 'observed',
        evidence: [
          pageEvidence(page),
          ...listenEvidence(web),
          ...(web !== undefined && found?.leads === 'the server' ? lastWords(stack, web.service) : []),
        ],
      },
    ];
  },
};

type Found = { readonly title: string; readonly help: string; readonly leads: 'loopback' | 'elsewhere' | 'the server' };

function sayListeners(web: string, listens: readonly Listener[], targets: readonly number[]): Found | undefined {
  const target = targets.join(', ');
  const onTarget = listens.filter((one) => targets.includes(one.port));
  if (onTarget.length > 0 && onTarget.every((one) => isLoopback(one.address))) {
    return {
      title: `\`${web}\` listens on ${onTarget[0]?.address} alone, where only its own container reaches it`,
      help: 'have the server listen on 0.0.0.0',
      leads: 'loopback',
    };
  }
  if (onTarget.length > 0) {
    return {
      title: `the server of \`${web}\` takes the connection and closes it without an answer`,
      help: `read with \`docker compose logs ${web}\` what became of the request: a worker that took too long is ended in the middle of it`,
      leads: 'the server',
    };
  }
  if (listens.length === 0)
    return {
      title: `\`${web}\` runs, and listens on no port`,
      help: `read with \`docker compose logs ${web}\` what its command does instead of serving`,
      leads: 'loopback',
    };
  const ports = list([...new Set(listens.map((one) => String(one.port)))]);
  return {
    title: `\`${web}\` listens on port ${ports}, and the published port leads to ${target}`,
    help: `let the mapping lead to ${ports}, or have the server listen on ${target}`,
    leads: 'elsewhere',
  };
}

/** What servers say when one of their workers ends in the middle of a request (gunicorn's arbiter, uWSGI, Python's faulthandler). */
const WORKER_ENDED =
  /WORKER TIMEOUT|Worker .*(?:was sent|was terminated|exit)|died, killed by|Segmentation fault|SystemExit/;

function lastWords(stack: StackSeen, web: string) {
  const lines = logOf(stack, web).filter((line) => WORKER_ENDED.test(line));
  return logEvidence(stack, web, lines.slice(-2));
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** A port that leads elsewhere: the mapping. Nothing in the files is known to be wrong otherwise. */
function placeOf({ facts }: Context, leads: Found['leads'] | undefined): { readonly primary?: Label } {
  const [mapping] = facts.published.mappings;
  if (leads !== 'elsewhere' || mapping === undefined) return {};
  return { primary: { span: mapping.port.targetAt, message: 'leads to a port on which nobody listens' } };
}

function listenEvidence(web: ContainerSeen | undefined) {
  if (web?.listens === undefined) return [];
  const where = web.listens.map((one) => `${one.address}:${one.port}`);
  const says = where.length === 0 ? 'listens nowhere' : `listens on ${list(where)}`;
  return [{ kind: 'state' as const, subject: web.service, says }];
}

import { readListening } from './listening.ts';
import { type Answer, ask } from './page.ts';
import { type Door, doorsOf, inspect, type Ran, type Seen } from './stack.ts';

/** The stack when nothing changes any more. */
export type Settled = {
  readonly containers: readonly Seen[];
  readonly doors: readonly (Door & { readonly answer: Answer })[];
  /** Where processes of a service that runs take connections: `0.0.0.0:8000`. */
  readonly listens: Readonly<Record<string, readonly string[]>>;
};

const BETWEEN_MS = 700;
/** So long must all stay the same, where everything that runs takes connections somewhere or the rest has ended. */
const QUIET_MS = 1_500;
/** The same where something runs and takes none, or takes one and does not answer in time: it may be about to. */
const QUIET_UNHEARD_MS = 30_000;
const LONGEST_MS = 60_000;

/**
 * Looks at a started stack again and again: until a door answers as wished, or states, open ports and answers have stayed the
 * same for a while. A container that has ended, and a connection that nobody takes, need no waiting.
 */
export async function settle(
  docker: (words: readonly string[]) => Promise<Ran>,
  ids: readonly string[],
  isWell: (answer: Answer) => boolean,
): Promise<Settled> {
  const until = Date.now() + LONGEST_MS;
  let before = '';
  let since = Date.now();
  for (;;) {
    const now = await look(docker, ids);
    if (now.doors.some((door) => isWell(door.answer))) return now;
    const sign = JSON.stringify([
      now.containers.map((one) => [one.service, one.state, one.health]),
      now.doors.map((one) => [one.service, one.target, kindOf(one.answer)]),
      now.listens,
    ]);
    if (sign !== before) since = Date.now();
    before = sign;
    if (Date.now() - since >= quietFor(now) || Date.now() > until) return now;
    await new Promise((done) => setTimeout(done, BETWEEN_MS));
  }
}

async function look(docker: (words: readonly string[]) => Promise<Ran>, ids: readonly string[]): Promise<Settled> {
  const containers = await inspect(docker, ids);
  const listens: Record<string, readonly string[]> = {};
  for (const container of containers)
    if (container.state === 'running') listens[container.service] = await readListening(docker, container);
  const doors: (Door & { readonly answer: Answer })[] = [];
  for (const door of doorsOf(containers)) doors.push({ ...door, answer: await ask(door.url) });
  return { containers, doors, listens };
}

function kindOf(answer: Answer): string {
  return 'status' in answer ? `${answer.status} ${answer.body}` : answer.fails;
}

function quietFor({ containers, listens, doors }: Settled): number {
  const unheard = containers.some((one) => one.state === 'running' && (listens[one.service] ?? []).length === 0);
  // A server opens its port before its workers have read the app: on a busy machine that takes longer than an answer may.
  const unanswered = doors.some(({ answer }) => 'fails' in answer && answer.fails === 'timeout');
  return unheard || unanswered ? QUIET_UNHEARD_MS : QUIET_MS;
}

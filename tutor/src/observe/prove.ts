import type { Evidence } from '../core/evidence.ts';
import { EVIDENCE_UNITS } from '../core/evidence.ts';
import { Blocked } from '../core/lack.ts';
import type { CommandSeen, ContainerSeen, ProofSeen } from '../core/observation.ts';
import { cut } from '../core/text.ts';
import type { CommandOutcome, ObservePorts, RowSeen, SignIn, StackTarget } from './ports.ts';
import { type ObserveRequest, READY_WITHIN_MS, UP_WITHIN_MS } from './request.ts';
import { routesOf } from './routes.ts';

const ASK_MS = 10_000;
const BETWEEN_TRIES_MS = 400;
/** A database that is not there yet; every other refusal is an answer. */
const STARTING = /^(?:57P03|08\w{3})$/;

/** Writes a row, takes the stack down and up again, and looks for the row. The stack runs afterwards, as before. */
export async function prove(
  ports: ObservePorts,
  request: ObserveRequest,
  target: StackTarget,
  containers: readonly ContainerSeen[],
): Promise<ProofSeen> {
  const { signIn, signal } = request;
  const evidence: Evidence[] = [];
  const notPossible = (message: string): ProofSeen => ({ outcome: 'not-possible', evidence, message });
  if (signIn === undefined) return notPossible('no sign-in to the database is known');

  request.onProgress?.('writing a row into the database');
  const token = `${ports.clock.now()}-${Math.random().toString(36).slice(2)}`;
  const written = await ports.database.writeRow(signIn, routesOf(containers, request.roles), token, ASK_MS, signal);
  evidence.push(sqlEvidence(signIn, written));
  if (written.outcome !== 'written') return notPossible(`the row could not be written: ${written.answer}`);

  request.onProgress?.('taking the stack down and up again');
  for (const step of ['down', 'up'] as const) {
    const { seen } = checked(await again(ports, request, target, step));
    evidence.push(commandEvidence(seen));
    if (seen.exitCode !== 0)
      return notPossible(`\`${seen.command.join(' ')}\` ended with ${seen.exitCode ?? 'no'} exit code`);
  }

  request.onProgress?.('looking for the row');
  const found = await findRow(ports, request, target, signIn, token);
  evidence.push(sqlEvidence(signIn, found));
  switch (found.outcome) {
    case 'found':
      return { outcome: 'kept', evidence, message: 'a row written before `down` was there after `up`' };
    case 'missing':
      return { outcome: 'lost', evidence, message: 'a row written before `down` was gone after `up`' };
    case 'written':
    case 'failed':
      return notPossible(`the row could not be looked for: ${found.answer}`);
  }
}

function again(
  ports: ObservePorts,
  request: ObserveRequest,
  target: StackTarget,
  step: 'down' | 'up',
): Promise<CommandOutcome> {
  const options = {
    timeoutMs: request.upWithinMs ?? UP_WITHIN_MS,
    signal: request.signal,
    onLine: request.onOutput ?? ignoreLine,
  };
  return step === 'down' ? ports.docker.down(target, options) : ports.docker.up(target, 'start', options);
}

function checked(outcome: CommandOutcome): CommandOutcome {
  if (outcome.lack !== undefined) throw new Blocked(outcome.lack);
  return outcome;
}

async function findRow(
  ports: ObservePorts,
  request: ObserveRequest,
  target: StackTarget,
  signIn: SignIn,
  token: string,
): Promise<RowSeen> {
  const { clock, docker, database } = ports;
  const deadline = clock.now() + (request.readyWithinMs ?? READY_WITHIN_MS);
  for (;;) {
    const { containers } = await docker.containers(target, request.signal);
    const row = await database.readRow(signIn, routesOf(containers, request.roles), token, ASK_MS, request.signal);
    const isStarting = row.outcome === 'failed' && (row.sqlState === undefined || STARTING.test(row.sqlState));
    if (!isStarting || clock.now() >= deadline) return row;
    await clock.sleep(BETWEEN_TRIES_MS, request.signal);
    request.signal.throwIfAborted();
  }
}

function sqlEvidence(signIn: SignIn, row: RowSeen): Evidence {
  const target = `${signIn.host}:${signIn.port} as ${signIn.user}`;
  const { statement, answer } = row;
  const sqlState = row.outcome === 'failed' ? row.sqlState : undefined;
  return { kind: 'sql', target, statement, answer, ...(sqlState === undefined ? {} : { sqlState }) };
}

function commandEvidence(seen: CommandSeen): Evidence {
  const { command, exitCode } = seen;
  return { kind: 'command', command, exitCode, output: cut(seen.output, EVIDENCE_UNITS) };
}

function ignoreLine(): void {
  return;
}

import { livePorts } from '../adapters/live-ports.ts';
import { runProgram } from '../adapters/process.ts';
import { sayEvidence } from '../core/evidence.ts';
import { Blocked } from '../core/lack.ts';
import type { Observation } from '../core/observation.ts';
import { pageEvidence } from '../core/page-evidence.ts';
import { chapter } from '../generated/chapter.ts';
import { portInstead, publishInstead } from './demo-port.ts';
import { layBefore, type Stage, sayPassed } from './demo-stage.ts';
import { contextOf, readFolder } from './look.ts';
import { observing } from './observing.ts';

const READY_WITHIN_MS = 90_000;
const REMOVE_WITHIN_MS = 60_000;

/** The last two steps on the real engine: up, a database that stops, the page again, down. Removes all of it, also when interrupted. */
export async function demoStack(stage: Stage): Promise<void> {
  const { world } = stage;
  if (!(await engineAnswers(stage))) return;
  layBefore(stage.folder, 'deploy');
  const port = await portInstead();
  if (port !== undefined) {
    publishInstead(stage.folder, world, port);
    stage.say(`   port 8000 is taken on this machine, so the demo publishes ${port}`);
  }
  try {
    await play(stage);
  } finally {
    if (world.signal.aborted) world.err('removing what the demo started\n');
    await remove(stage);
  }
}

async function engineAnswers(stage: Stage): Promise<boolean> {
  try {
    const { host, signal } = stage.world;
    await livePorts(host).docker.engine(signal);
    return true;
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    stage.say(`── 8  the stack itself was not started: ${error.lack.title}`, `   ${error.lack.help}`, '');
    return false;
  }
}

async function play(stage: Stage): Promise<void> {
  const [deploy, teardown] = chapter.steps.slice(-2);
  if (deploy === undefined || teardown === undefined) return;
  stage.say(`── ${deploy.number}  ${deploy.title} ──`, '   docker compose up -d --build');
  let seen: Observation | undefined;
  const watch = (wishes: { readonly up: boolean; readonly down: boolean }) => {
    const observe = observing({
      folder: stage.folder,
      chapter,
      wishes: { ...wishes, prove: false },
      timeoutMs: READY_WITHIN_MS,
      engine: 'auto',
      memory: 'none',
      world: stage.world,
    });
    return async (...given: Parameters<typeof observe>) => {
      seen = await observe(...given);
      return seen;
    };
  };
  const up = await stage.judge([deploy.id], watch({ up: true, down: false }), (event) => {
    if (event.kind === 'progress') stage.say(`   ${event.message}`);
  });
  const page = seen?.engine === 'observed' ? seen.stack.page : undefined;
  if (page !== undefined) stage.say(`   ${sayEvidence(pageEvidence(page))}`);
  stage.say(sayPassed(deploy, up), '');
  await stage.pause();
  if (stage.world.signal.aborted) return;
  stage.say('   a typical accident: the database is stopped');
  await compose(stage, ['stop', '-t', '2', 'db']);
  stage.showFirst(await stage.judge([deploy.id], watch({ up: false, down: false })));
  await stage.pause();
  if (stage.world.signal.aborted) return;
  await compose(stage, ['start', 'db']);
  stage.say(sayPassed(deploy, await stage.judge([deploy.id], watch({ up: false, down: false }))), '');
  stage.say(`── ${teardown.number}  ${teardown.title} ──`, '   docker compose down');
  const down = await stage.judge([deploy.id, teardown.id], watch({ up: false, down: true }));
  stage.say(sayPassed(teardown, down), '');
}

async function compose(stage: Stage, words: readonly string[]): Promise<void> {
  const { name } = contextOf(readFolder(stage.folder, stage.world.host)).project.compose;
  await runProgram({
    argv: ['docker', 'compose', '-p', name, ...words],
    environment: stage.world.host.environment,
    folder: stage.folder.realPath,
    timeoutMs: REMOVE_WITHIN_MS,
  });
}

async function remove(stage: Stage): Promise<void> {
  await compose(stage, ['down', '--volumes', '--rmi', 'local', '-t', '2']);
}

import type { RunEvent } from '../../src/core/events.ts';
import type { Message } from '../../src/tui/message.ts';
import { type Beginning, begin, type Driven, inStep } from './drive.ts';
import {
  badStack,
  goodStack,
  networkFailing,
  networkPassed,
  noDocker,
  notShared,
  resultOf,
  unpinned,
  wrongPassword,
} from './result.ts';

/** Every view of the app, reached as a learner reaches it. */
export const views: Readonly<Record<string, (size: Beginning) => Driven>> = {
  starter: (size) => begin({ ...size, folder: 'empty' }),
  'home-first': (size) => begin(size),
  home: (size) => begin({ ...size, progress: practised }).looked(networkFailing),
  'home-all-passed': (size) => begin({ ...size, progress: practised }).looked(resultOf({})),
  'step-unjudged': (size) => begin(size).press('6'),
  step: (size) => inStep('network', networkFailing, size),
  'step-passed': (size) => inStep('network', networkPassed, size),
  'step-passed-warning': (size) => inStep('network', { ...networkPassed, diagnoses: [unpinned] }, size),
  'step-passed-earlier-broken': (size) =>
    inStep('volume', resultOf({ network: { state: 'failed', checks: ['passed'] } }, { diagnoses: [notShared] }), size),
  'step-waits': (size) => inStep('deploy', networkFailing, size),
  'step-earlier-first': (size) => inStep('volume', { ...networkFailing, diagnoses: [notShared] }, size),
  'step-finding': (size) => inStep('network', unexplained, size),
  'step-stack': (size) =>
    inStep('deploy', resultOf({ deploy: { state: 'failed' }, teardown: { state: 'skipped' } }), size),
  'step-stack-failing': (size) =>
    inStep(
      'deploy',
      resultOf(
        { deploy: { state: 'failed', checks: ['passed', 'failed', 'failed'] }, teardown: { state: 'skipped' } },
        { diagnoses: [wrongPassword], stack: badStack },
      ),
      size,
    ),
  'step-no-docker': (size) => inStep('deploy', absent, size),
  'step-broken': (size) =>
    inStep('network', networkFailing, size)
      .after({ kind: 'files changed' })
      .after({ kind: 'run broke', run: 2, reason: 'the tutor could not finish this check: too many open files' }),
  'step-key-refused': (size) => inStep('network', networkFailing, size).press('s'),
  lesson: (size) => inStep('network', networkFailing, size).press('l'),
  'lesson-scrolled': (size) => inStep('network', networkFailing, size).press('l', 'down', 'down', 'down'),
  hints: (size) => inStep('network', networkFailing, size).press('h', 'h'),
  'hints-last': (size) => inStep('network', networkFailing, size).press('h', 'h', 'h'),
  'fix-asked': (size) => inStep('network', networkFailing, size).press('h', 'h', 'h', 'f').after(mended),
  explain: (size) => inStep('network', networkFailing, size).press('e').after(explained),
  diff: (size) => inStep('network', networkPassed, size).press('s').after(compared),
  stack: (size) => inStep('network', networkFailing, size).press('g'),
  help: (size) => inStep('network', networkFailing, size).press('?'),
  up: (size) => upGoing(size),
  'up-done': (size) => upGoing(size).looked(deployed),
  'up-behind': (size) => upGoing(size).press('u'),
  'down-asked': (size) => inStep('teardown', deployed, size).press('d'),
  down: (size) =>
    inStep('teardown', deployed, size).press('d', 'y').after({ kind: 'run told', run: 2, events: downEvents }),
  logs: (size) => inStep('deploy', deployed, size).press('t').after({ kind: 'logged', lines: logLines }),
  'reset-asked': (size) => inStep('app', networkFailing, size).press('x'),
  end: (size) => inStep('teardown', resultOf({}), { ...size, progress: practised }).press('n'),
};

const deployed = resultOf({ teardown: { state: 'failed' } }, { stack: goodStack });

const practised = { current: 'network', rungs: { web: 1, db: 2 }, attempts: {}, spentMs: 41 * 60_000 };

const unexplained = {
  ...networkFailing,
  diagnoses: [],
  steps: networkFailing.steps.map((step) =>
    step.id !== 'network'
      ? step
      : {
          ...step,
          checks: step.checks.map((check) =>
            check.state !== 'failed'
              ? check
              : { ...check, finding: '`db` is attached to no network that `web` is on', look: 'docker compose config' },
          ),
        },
  ),
};

const absent = resultOf(
  {
    deploy: { state: 'blocked', needs: 'no Docker engine answers' },
    teardown: { state: 'blocked', needs: 'no Docker engine answers' },
  },
  {
    engine: { mode: 'absent' },
    state: 'blocked',
    diagnoses: [noDocker],
    forecast: {
      page: {
        url: 'http://localhost:8000',
        status: 200,
        body: 'Hello from Flask! Connected to database successfully!',
      },
      services: { web: 'running', db: 'running' },
      because: [],
    },
  },
);

const explained = {
  kind: 'loaded',
  text: { kind: 'explain', of: 'network-not-shared' },
  content: {
    kind: 'lesson',
    lesson: {
      title: 'Two services that share no network',
      blocks: [
        {
          kind: 'paragraph',
          spans: [{ kind: 'text', text: 'Services find each other only on a network that both are on.' }],
        },
        { kind: 'heading', level: 2, spans: [{ kind: 'text', text: 'See it yourself' }] },
        {
          kind: 'code',
          language: 'bash',
          caption: '',
          lines: [[{ role: 'plain', text: 'docker compose exec web getent hosts db' }]],
        },
      ],
    },
  },
} as const;

const compared = {
  kind: 'loaded',
  text: { kind: 'diff', of: 'network' },
  content: {
    kind: 'diff',
    lines: ['@ compose.yaml', '  db:', '-   network: app_network', '+   networks:', '+     - app_network'],
  },
} as const;

const output = [
  '#8 [web builder 3/5] COPY requirements.txt .',
  '#8 DONE 0.1s',
  '#9 [web builder 4/5] RUN pip install --no-cache-dir -r requirements.txt',
  '#9 3.912 Successfully installed Flask-2.3.3 psycopg2-binary-2.9.9',
  '#9 DONE 6.8s',
  ' web  Built',
  ' Network your-project_app_network  Creating',
  ' Network your-project_app_network  Created',
  ' Volume "your-project_db_data"  Created',
  ' Container your-project-db-1  Creating',
];

const upEvents: readonly RunEvent[] = [
  {
    kind: 'planned',
    steps: [
      {
        id: 'deploy',
        title: '',
        checks: [
          { id: 'deploy-1', asserts: 'every service runs' },
          { id: 'deploy-2', asserts: 'the page answers 200 and says that it is connected' },
        ],
      },
    ],
  },
  ...output.map((line): RunEvent => ({ kind: 'output', line })),
];

const downEvents: readonly RunEvent[] = [
  { kind: 'output', line: ' Container your-project-web-1  Stopping' },
  { kind: 'progress', message: 'web is stopping' },
];

function upGoing(size: Beginning): Driven {
  return inStep('deploy', resultOf({ deploy: { state: 'failed' }, teardown: { state: 'skipped' } }), size)
    .press('u')
    .after({ kind: 'run told', run: 2, events: upEvents })
    .later(9_200)
    .after({
      kind: 'run told',
      run: 2,
      events: [
        { kind: 'output', line: ' Container your-project-db-1  Started' },
        { kind: 'progress', message: 'db says: the database system is starting up' },
      ],
    })
    .later(1_400);
}

const logLines = [
  'db-1   | 2026-01-05 10:11:12.000 UTC [1] LOG:  database system is ready to accept connections',
  'web-1  |  * Running on all addresses (0.0.0.0)',
  'web-1  |  * Running on http://127.0.0.1:8000',
];

const mended: Message = {
  kind: 'fix shown',
  fix: { title: 'attach `db` to `app_network`', confidence: 'certain', edits: [] },
  patch: ['@ compose.yaml', '   db:', '     image: postgres:16-alpine', '+    networks:', '+      - app_network'],
};

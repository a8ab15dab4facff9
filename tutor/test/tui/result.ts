import type { Place } from '../../src/core/place.ts';
import type {
  CheckResult,
  DiagnosisResult,
  PictureVerdict,
  Result,
  StackNode,
  StackPicture,
  StepResult,
  VerdictState,
} from '../../src/core/result.ts';
import { chapter } from './chapter.ts';

/** The stack whose page says that it could not connect. */
export const badStack = stackThat('answers 500', 'bad');

/** The stack as it is once the page answers. */
export const goodStack = stackThat('answers 200', 'good');

/** The stack where nobody could ask the page. */
const unseenStack = stackThat('not asked', 'unknown');

function stackThat(state: string, verdict: PictureVerdict): StackPicture {
  return {
    nodes: [
      { id: 'page', kind: 'page', name: 'http://localhost:8000', state, verdict, facts: [] },
      service('web', 'running', 'good', ['build ./web', '8000 → 8000']),
      service('db', 'running', 'good', ['postgres:16-alpine', 'no port published']),
      { id: 'network:app_network', kind: 'network', name: 'app_network', state: 'there', verdict: 'good', facts: [] },
      { id: 'volume:db_data', kind: 'volume', name: 'db_data', state: 'kept', verdict: 'good', facts: ['volume'] },
    ],
    edges: [],
  };
}

function service(name: string, state: string, verdict: PictureVerdict, facts: readonly string[]): StackNode {
  return { id: `service:${name}`, kind: 'service', name, state, verdict, facts };
}

/** What becomes of a step in a made-up result: its state, and those of its checks where they differ. */
export type StepWish = {
  readonly state: VerdictState;
  readonly checks?: readonly VerdictState[];
  readonly needs?: string;
};

/** A result in which every step has passed but the given ones. */
export function resultOf(wishes: Readonly<Record<string, StepWish>>, more: Partial<Result> = {}): Result {
  const steps = chapter.steps.map((step): StepResult => {
    const wish = wishes[step.id] ?? { state: 'passed' };
    const checks = step.checks.map(
      (check, at): CheckResult => ({
        id: check.id,
        asserts: check.asserts,
        state: wish.checks?.[at] ?? wish.state,
        ...(wish.needs === undefined || (wish.checks?.[at] ?? wish.state) === 'passed' ? {} : { needs: wish.needs }),
        durationMs: 1,
      }),
    );
    return { id: step.id, title: step.title, state: wish.state, points: 1, max: 1, checks };
  });
  return {
    schema: 'compose-tutor/result/v1',
    tutor: { version: '0' },
    chapter: { id: chapter.id, title: chapter.title },
    project: { composeFiles: ['compose.yaml'] },
    engine: { mode: 'observed', docker: '28.2', compose: '2.36' },
    state: 'failed',
    score: { points: 5, max: 9 },
    steps,
    diagnoses: [],
    stack: unseenStack,
    ...more,
  };
}

const source = [
  '      DATABASE_URL: postgresql://user:passw0rd@db:5432/mydatabase',
  '    networks:',
  '      - app_network',
  '  db:',
  '    image: postgres:16-alpine',
];

function place(line: number, from: number, to: number, message: string): Place {
  const first = 10;
  return {
    file: 'compose.yaml',
    start: { line, column: from },
    end: { line, column: to },
    text: (source[line - first] ?? '').slice(from - 1, to - 1),
    message,
    source: source.map((text, at) => ({ line: first + at, text })),
  };
}

export const notShared: DiagnosisResult = {
  rule: 'network-not-shared',
  severity: 'error',
  step: 'network',
  check: 'network-3',
  basis: 'files',
  title: '`db` is not on the network that `web` uses',
  primary: place(13, 3, 5, 'has no `networks`, so it joins `default`'),
  labels: [place(12, 9, 20, 'web is attached here')],
  notes: [],
  help: 'attach `db` to `app_network` too',
  fix: {
    title: 'attach `db` to `app_network`',
    confidence: 'certain',
    edits: [{ place: place(14, 28, 28, 'becomes'), text: '\n    networks:\n      - app_network' }],
  },
  consequences: [],
  evidence: [],
};

/** What the mend of `notShared` does, as the port tells it. */
export const patch = `--- a/compose.yaml
+++ b/compose.yaml
@@ -13,2 +13,4 @@
   db:
     image: postgres:16-alpine
+    networks:
+      - app_network
`;

export const wrongPassword: DiagnosisResult = {
  rule: 'database-url-wrong-password',
  severity: 'error',
  step: 'deploy',
  check: 'deploy-3',
  basis: 'observed',
  title: '`web` signs in with a password that `db` was not given',
  primary: place(10, 39, 47, 'the page signs in with this'),
  labels: [],
  notes: ['the volume keeps the password of the first start'],
  help: 'use the same password in both places',
  consequences: ['http-error'],
  evidence: [
    {
      kind: 'sql',
      target: 'db',
      statement: 'SELECT 1',
      answer: 'password authentication failed for user "user"',
      sqlState: '28P01',
    },
  ],
};

export const unpinned: DiagnosisResult = {
  rule: 'requirements-unpinned',
  severity: 'warning',
  step: 'network',
  check: 'network-1',
  basis: 'files',
  title: '`flask` has no version, so each build may bring another',
  labels: [],
  notes: [],
  help: 'write the version that you tried: `flask==3.0.3`',
  consequences: [],
  evidence: [],
};

export const noDocker: DiagnosisResult = {
  rule: 'docker-daemon-unreachable',
  severity: 'error',
  step: 'deploy',
  check: 'deploy-1',
  basis: 'observed',
  title: 'no Docker engine answers at unix:///var/run/docker.sock',
  labels: [],
  notes: [],
  help: 'start Docker, or Docker Desktop where you have that',
  consequences: [],
  evidence: [],
};

/** Step 6 at hand: five have passed, the network is half done. */
export const networkFailing = resultOf(
  {
    network: { state: 'failed', checks: ['passed', 'passed', 'failed', 'skipped'], needs: 'db is attached to it' },
    volume: { state: 'failed' },
    deploy: { state: 'skipped', needs: 'step network' },
    teardown: { state: 'skipped', needs: 'step network' },
  },
  { diagnoses: [notShared] },
);

export const networkPassed = resultOf({
  volume: { state: 'failed' },
  deploy: { state: 'skipped', needs: 'step volume' },
  teardown: { state: 'skipped', needs: 'step volume' },
});

/** The drawing is a port: here a fixed one. */
export const drawing = `   you
    │ http://localhost:8000          ✗ answers 500
    ▼
 ┌ app_network · bridge ──────────────────────────────────────────────────────┐
 │  ┌ web ───────────────────┐                      ┌ db ───────────────────┐ │
 │  │ ✓ running  14 s        │   ✗ sign-in refused  │ ✓ ready  16 s         │ │
 │  │ build ./web            │ ──── db:5432 ──────▸ │ postgres:16-alpine    │ │
 │  │ 8000 → 8000            │      as user         │ no port published     │ │
 │  └────────────────────────┘                      └───────────┬───────────┘ │
 └──────────────────────────────────────────────────────────────┼─────────────┘
                                                      /var/lib/postgresql/data
                                                      ✓ db_data · volume · kept
`;

export const narrowDrawing = ` you
  │ localhost:8000     ✗ answers 500
  ▼
 web  ✓ running  14 s
  │ db:5432 as user    ✗ refused
  ▼
 db   ✓ ready  16 s
  │ /var/lib/postgresql/data
 db_data  ✓ kept
 on app_network: web, db
`;

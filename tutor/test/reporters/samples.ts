import { type Place, toPlace } from '../../src/core/place.ts';
import type {
  CheckResult,
  DiagnosisResult,
  Result,
  StackPicture,
  StepResult,
  VerdictState,
} from '../../src/core/result.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';

/** A whole Compose file of the chapter with one password typed wrong. */
const COMPOSE = `# your-project/compose.yaml
services:
  web:
    build: ./web
    ports:
      - "8000:8000"
    depends_on: [db]
    environment:
      DATABASE_URL: postgresql://user:passw0rd@db:5432/mydatabase
    networks:
      - app_network
  db:
    image: postgres:16-alpine
    ports:
      - "5432:5432"
    environment:
      POSTGRES_DB: mydatabase
      POSTGRES_USER: user
      POSTGRES_PASSWORD: password
    volumes:
      - db_data:/var/lib/postgresql/data
    networks:
      - app_network

networks:
  app_network:
volumes:
  db_data:
`;

/** The place of the first `needle` after `anchor` in a text. */
export function placeOf(text: string, needle: string, message: string, file = 'compose.yaml', anchor = ''): Place {
  const start = text.indexOf(needle, Math.max(0, text.indexOf(anchor)));
  if (start < 0) throw new Error(`${needle} is not in the sample`);
  return toPlace({ file, start, end: start + needle.length }, message, text);
}

/** A check of a step. */
export function check(id: string, asserts: string, state: VerdictState, more: Partial<CheckResult> = {}): CheckResult {
  return { id, asserts, state, durationMs: 2, ...more };
}

/** A step of the chapter with its points worked out from its checks. */
export function step(id: string, title: string, state: VerdictState, checks: readonly CheckResult[]): StepResult {
  const passed = checks.filter((one) => one.state === 'passed').length;
  const points = state === 'passed' ? 1 : state === 'failed' ? Math.round((passed / checks.length) * 100) / 100 : 0;
  return { id, title, state, points, max: 1, checks };
}

/** A diagnosis with the parts that a test does not care about left empty. */
export function diagnosis(parts: Partial<DiagnosisResult> & Pick<DiagnosisResult, 'rule' | 'title'>): DiagnosisResult {
  return {
    severity: 'error',
    step: 'web',
    check: 'reaches-db',
    basis: 'files',
    labels: [],
    notes: [],
    help: 'use the same password in both places',
    consequences: [],
    evidence: [],
    ...parts,
  };
}

/** A result with the score added up from its steps. */
export function result(parts: Partial<Result> & Pick<Result, 'steps'>): Result {
  const sum = (key: 'points' | 'max'): number =>
    Math.round(parts.steps.reduce((total, one) => total + one[key], 0) * 100) / 100;
  return {
    schema: 'compose-tutor/result/v1',
    tutor: { version: '0.1.0' },
    chapter: { id: 'orchestrating-services', title: 'Orchestrating Services with Docker Compose' },
    project: { composeFiles: ['compose.yaml'] },
    engine: { mode: 'off' },
    state: 'failed',
    score: { points: sum('points'), max: sum('max') },
    diagnoses: [],
    ...parts,
  };
}

const passedSteps: readonly StepResult[] = [
  step('app', 'Review the application files', 'passed', [check('files', 'the three files are there', 'passed')]),
  step('dockerfile', 'Build an image of the web service', 'passed', [check('base', 'it starts from Python', 'passed')]),
  step('compose', 'Write a Compose file that loads', 'passed', [check('loads', 'Compose can read it', 'passed')]),
];

const laterSteps: readonly StepResult[] = [
  step('db', 'Configure the db service', 'passed', [check('image', '`db` is PostgreSQL 16', 'passed')]),
  step('network', 'Define a custom network', 'passed', [check('declared', 'a network is declared', 'passed')]),
  step('volume', 'Keep the data in a volume', 'passed', [check('declared', 'a volume is declared', 'passed')]),
];

/** The commonest evening: one password typed wrong, found in the files while no engine was to be had. */
export const wrongPassword: Result = result({
  engine: { mode: 'absent' },
  steps: [
    ...passedSteps,
    step('web', 'Configure the web service', 'failed', [
      check('builds', '`web` is built from ./web', 'passed'),
      check('publishes', '`web` publishes a port', 'passed'),
      check('reaches-db', 'the page can reach the database', 'failed', {
        finding: 'the sign-in of `web` is not the one `db` was given',
      }),
      check('answers', 'the page would say that it is connected', 'skipped', {
        needs: 'the page can reach the database',
      }),
    ]),
    ...laterSteps,
    step('deploy', 'Deploy and verify', 'skipped', [
      check('runs', 'every service runs', 'skipped', { needs: 'step web' }),
      check('page', 'the page answers', 'skipped', { needs: 'step web' }),
    ]),
    step('teardown', 'Take the stack down, keep the data', 'skipped', [
      check('gone', 'no container is left', 'skipped', { needs: 'step deploy' }),
    ]),
  ],
  diagnoses: [
    diagnosis({
      rule: 'database-url-wrong-password',
      title: '`web` signs in with a password that `db` was not given',
      primary: placeOf(COMPOSE, 'passw0rd', 'the page signs in with this'),
      labels: [placeOf(COMPOSE, 'password', 'the database was made with this', 'compose.yaml', 'POSTGRES_PASSWORD')],
      consequences: ['http-error', 'logs-error'],
      evidence: [
        {
          kind: 'sql',
          target: 'db:5432 as user',
          statement: '',
          sqlState: '28P01',
          answer: 'password authentication failed for user "user"',
        },
      ],
      fix: {
        title: 'use `password`',
        confidence: 'likely',
        edits: [{ place: placeOf(COMPOSE, 'passw0rd', 'becomes'), text: 'password' }],
      },
    }),
    diagnosis({
      rule: 'docker-daemon-unreachable',
      step: 'deploy',
      check: 'runs',
      title: 'no Docker engine answers at unix:///var/run/docker.sock',
      help: 'start Docker Desktop, or run `sudo systemctl start docker`',
      basis: 'observed',
      evidence: [
        {
          kind: 'command',
          command: ['docker', 'version'],
          exitCode: 1,
          output: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
        },
      ],
    }),
    diagnosis({
      rule: 'db-port-published',
      severity: 'warning',
      step: 'db',
      check: 'image',
      title: '`db` can be reached from outside',
      primary: placeOf(COMPOSE, '"5432:5432"', 'opens the database to everyone who can reach this machine'),
      help: 'leave out `ports` of `db`: `web` reaches it without',
    }),
    diagnosis({
      rule: 'hardcoded-credentials',
      severity: 'advice',
      step: 'db',
      check: 'image',
      title: 'the password stands in a file that is shared',
      primary: placeOf(
        COMPOSE,
        'password',
        'everyone with the repository can read it',
        'compose.yaml',
        'POSTGRES_PASSWORD',
      ),
      notes: ['the chapter does so on purpose; the next one takes it out'],
      help: 'put it into `.env` before the project is shared',
    }),
  ],
  forecast: {
    page: { url: 'http://localhost:8000', status: 500, body: 'Hello from Flask! Failed to connect to database: …' },
    services: { web: 'running', db: 'running' },
    because: ['database-url-wrong-password'],
  },
});

/** Nothing wrong; Docker was not asked. */
export const filesPassed: Result = result({
  state: 'passed',
  steps: [
    ...passedSteps,
    step('web', 'Configure the web service', 'passed', [check('builds', '`web` is built from ./web', 'passed')]),
    ...laterSteps,
    {
      ...step('deploy', 'Deploy and verify', 'skipped', [
        check('runs', 'every service runs', 'skipped', { needs: 'Docker' }),
      ]),
      max: 0,
    },
    {
      ...step('teardown', 'Take the stack down, keep the data', 'skipped', [
        check('gone', 'no container is left', 'skipped', { needs: 'step deploy' }),
      ]),
      max: 0,
    },
  ],
  forecast: {
    page: { url: 'http://localhost:8000', status: 200, body: 'Hello from Flask! Connected to database successfully!' },
    services: { db: 'running', web: 'running' },
    because: [],
  },
});

/** The whole chapter, seen running. */
export const allPassed: Result = result({
  state: 'passed',
  engine: { mode: 'observed', docker: '28.2.2', compose: '2.40.3' },
  steps: [
    ...filesPassed.steps.slice(0, 7),
    step('deploy', 'Deploy and verify', 'passed', [check('page', 'the page answers', 'passed')]),
    step('teardown', 'Take the stack down, keep the data', 'passed', [check('gone', 'no container is left', 'passed')]),
  ],
});

/** The machine could not answer; the files are right. */
export const blocked: Result = result({
  state: 'blocked',
  engine: { mode: 'absent' },
  steps: [
    ...filesPassed.steps.slice(0, 7),
    step('deploy', 'Deploy and verify', 'blocked', [
      check('runs', 'every service runs', 'blocked', {
        needs: 'no Docker engine answers at unix:///var/run/docker.sock',
      }),
      check('page', 'the page answers', 'blocked', { needs: 'every service runs' }),
    ]),
    step('teardown', 'Take the stack down, keep the data', 'skipped', [
      check('gone', 'no container is left', 'skipped', { needs: 'step deploy' }),
    ]),
  ],
  diagnoses: wrongPassword.diagnoses.slice(1, 2),
  ...(filesPassed.forecast === undefined ? {} : { forecast: filesPassed.forecast }),
});

/** A finding that no rule explains. */
export const unknownCause: Result = result({
  engine: { mode: 'observed', docker: '28.2.2', compose: '2.40.3' },
  steps: [
    ...filesPassed.steps.slice(0, 7),
    step('deploy', 'Deploy and verify', 'failed', [
      check('runs', 'every service runs', 'passed'),
      check('page', 'the page answers 200', 'failed', {
        finding: 'the page answered 418',
        look: 'docker compose logs web',
        evidence: [{ kind: 'http', url: 'http://localhost:8000/', outcome: 'answered 418', status: 418 }],
      }),
    ]),
  ],
});

/** What a learner starts with: nothing done. */
export const starter: Result = result({
  steps: [
    step('app', 'Review the application files', 'failed', [
      check('files', 'the three files are there', 'failed', { finding: 'web/requirements.txt is not there' }),
    ]),
    step('dockerfile', 'Build an image of the web service', 'skipped', [
      check('base', 'it starts from Python', 'skipped', { needs: 'step app' }),
    ]),
    step('compose', 'Write a Compose file that loads', 'failed', [
      check('loads', 'Compose can read it', 'failed', { finding: 'the file declares no service' }),
    ]),
    step('web', 'Configure the web service', 'skipped', [
      check('builds', '`web` is built from ./web', 'skipped', { needs: 'step compose' }),
    ]),
  ],
  diagnoses: [
    diagnosis({
      rule: 'requirements-missing',
      step: 'app',
      check: 'files',
      title: 'web/requirements.txt is not there, so pip has nothing to install',
      help: 'make the file web/requirements.txt with Flask and psycopg2-binary in it',
    }),
  ],
});

/** How tests ask for a report: no colour, Unicode, this wide. */
export const plain = (width: number): RenderOptions => ({ width, colour: 'none', unicode: true });

/** The chapter's stack while the database refuses the sign-in. */
export const stack: StackPicture = {
  nodes: [
    { id: 'page', kind: 'page', name: 'http://localhost:8000', state: 'answers 500', verdict: 'bad', facts: [] },
    {
      id: 'service:web',
      kind: 'service',
      name: 'web',
      state: 'running',
      verdict: 'good',
      facts: ['14 s', 'build ./web', '8000 → 8000'],
    },
    {
      id: 'service:db',
      kind: 'service',
      name: 'db',
      state: 'ready',
      verdict: 'good',
      facts: ['16 s', 'postgres:16-alpine', 'no port published'],
    },
    {
      id: 'network:app_network',
      kind: 'network',
      name: 'app_network',
      state: 'declared',
      verdict: 'good',
      facts: ['bridge'],
    },
    { id: 'volume:db_data', kind: 'volume', name: 'db_data', state: 'kept', verdict: 'good', facts: ['volume'] },
  ],
  edges: [
    {
      from: 'page',
      to: 'service:web',
      kind: 'publishes',
      label: '8000 → 8000',
      verdict: 'good',
    },
    {
      from: 'service:web',
      to: 'service:db',
      kind: 'connects',
      label: 'db:5432 as user',
      verdict: 'bad',
      says: 'sign-in refused',
    },
    { from: 'service:web', to: 'network:app_network', kind: 'attached', label: '', verdict: 'good' },
    { from: 'service:db', to: 'network:app_network', kind: 'attached', label: '', verdict: 'good' },
    { from: 'service:db', to: 'volume:db_data', kind: 'mounts', label: '/var/lib/postgresql/data', verdict: 'good' },
  ],
};

/** The same stack with its services on two networks, a third service, and things nobody uses. */
export const apart: StackPicture = {
  nodes: [
    ...stack.nodes,
    {
      id: 'network:default',
      kind: 'network',
      name: 'default',
      state: 'declared',
      verdict: 'unknown',
      facts: ['bridge'],
    },
    { id: 'network:idle', kind: 'network', name: 'idle', state: 'declared', verdict: 'bad', facts: ['bridge'] },
    {
      id: 'service:adminer',
      kind: 'service',
      name: 'adminer',
      state: 'running',
      verdict: 'good',
      facts: ['8080 → 8080'],
    },
    { id: 'volume:uploads', kind: 'volume', name: 'uploads', state: 'declared', verdict: 'unknown', facts: [] },
    { id: 'volume:spare', kind: 'volume', name: 'spare', state: 'declared', verdict: 'unknown', facts: [] },
  ],
  edges: [
    ...stack.edges
      .filter(({ kind }) => kind !== 'publishes')
      .map((edge) =>
        edge.kind === 'connects'
          ? { ...edge, says: 'not on one network' }
          : edge.from === 'service:db' && edge.kind === 'attached'
            ? { ...edge, to: 'network:default' }
            : edge,
      ),
    { from: 'service:adminer', to: 'network:default', kind: 'attached', label: '', verdict: 'good' },
    { from: 'service:adminer', to: 'service:db', kind: 'connects', label: 'db:5432', verdict: 'good' },
    { from: 'service:web', to: 'volume:uploads', kind: 'mounts', label: '/app/uploads', verdict: 'good' },
  ],
};

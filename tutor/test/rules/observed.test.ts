import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import { observedFrom } from './healthy.ts';
import { edited, filesFrom, judged } from './project.ts';

type Edits = Parameters<typeof edited>[1];

const ADDRESS = 'postgresql://user:password@db:5432/mydatabase';
const UNRESOLVED =
  'Hello from Flask! Failed to connect to database: could not translate host name "db" to address: Name or service not known\n';

/** A fault in the files, and what Engine 28.5.2 answered once it was brought up. */
const faults: readonly {
  readonly name: string;
  readonly edits: Edits;
  readonly observed: unknown;
  readonly root: string;
  readonly follows: readonly string[];
  readonly saw: readonly string[];
}[] = [
  {
    name: 'a wrong password',
    edits: { 'compose.yaml': [[ADDRESS, ADDRESS.replace(':password@', ':passw0rd@')]] },
    observed: {
      stack: {
        page: {
          status: 500,
          body: 'Hello from Flask! Failed to connect to database: connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  password authentication failed for user "user"\n',
        },
        database: {
          outcome: 'refused-sign-in',
          sqlState: '28P01',
          message: 'FATAL: password authentication failed for user "user"',
          versionNumber: null,
        },
        logs: { db: ['2026-11-24 09:38:42.513 UTC [86] FATAL:  password authentication failed for user "user"'] },
      },
    },
    root: 'database-url-wrong-password',
    follows: ['db-authentication-failed', 'http-error', 'logs-error'],
    saw: ['sql 28P01', 'http 500', 'log db'],
  },
  {
    name: 'a host that is the page itself',
    edits: { 'compose.yaml': [[ADDRESS, ADDRESS.replace('@db', '@localhost')]] },
    observed: {
      stack: {
        page: {
          status: 500,
          body: 'Hello from Flask! Failed to connect to database: connection to server at "localhost" (::1), port 5432 failed: Connection refused\n',
        },
        database: {
          target: 'localhost:5432 as user',
          outcome: 'refused',
          message: 'Connection refused',
          versionNumber: null,
        },
      },
    },
    root: 'database-url-localhost',
    follows: ['db-connection-refused', 'http-error'],
    saw: ['sql', 'http 500'],
  },
  {
    name: 'no password for the database',
    edits: { 'compose.yaml': [['      POSTGRES_PASSWORD: password\n', '']] },
    observed: {
      stack: {
        containers: { db: { state: 'exited', exitCode: 1, listens: null } },
        page: { status: 500, body: UNRESOLVED },
        database: { outcome: 'unresolved', message: 'Name or service not known', versionNumber: null },
        logs: { db: ['Error: Database is uninitialized and superuser password is not specified.'] },
      },
    },
    root: 'db-password-missing',
    follows: ['db-host-unresolved', 'http-error', 'logs-error', 'service-exited'],
    saw: ['state db', 'log db', 'sql', 'http 500'],
  },
  {
    name: 'a server that only its own container reaches',
    edits: { 'web/Dockerfile': [['ENV FLASK_RUN_HOST=0.0.0.0', 'ENV FLASK_RUN_HOST=127.0.0.1']] },
    observed: {
      stack: {
        containers: { web: { listens: [{ address: '127.0.0.1', port: 8000 }] } },
        page: { outcome: 'reset', status: null, body: null, error: 'other side closed' },
      },
    },
    root: 'flask-binds-loopback',
    follows: ['http-reset'],
    saw: ['http', 'state web'],
  },
  {
    name: 'a command that the image does not have',
    edits: { 'web/Dockerfile': [['CMD ["python", "-m", "flask", "run"', 'CMD ["flask", "run"']] },
    observed: {
      stack: {
        containers: {
          web: {
            state: 'created',
            exitCode: 127,
            published: [],
            listens: null,
            error:
              'failed to create task for container: OCI runtime create failed: exec: "flask": executable file not found in $PATH',
          },
        },
        page: null,
        database: null,
        logs: { web: null },
      },
    },
    root: 'dockerfile-command-not-found',
    follows: ['service-exited'],
    saw: ['state web'],
  },
  {
    name: 'a COPY of a file that is not there',
    edits: { 'web/Dockerfile': [['COPY app.py .', 'COPY apps.py .']] },
    observed: {
      stack: {
        containers: { web: null, db: null },
        networks: [],
        page: null,
        database: null,
        logs: {},
        up: {
          command: ['docker', 'compose', 'up', '--detach', '--build'],
          exitCode: 1,
          ended: 'by-itself',
          output:
            'failed to solve: failed to compute cache key: failed to calculate checksum of ref 7c58f23c::q5gyf6: "/apps.py": not found',
        },
      },
    },
    root: 'dockerfile-copy-source-missing',
    follows: ['build-failed', 'stack-not-running'],
    saw: ['command 1'],
  },
  {
    name: 'two services on no common network',
    edits: {
      'compose.yaml': [
        [
          '/var/lib/postgresql/data # Persistent data volume\n    networks:\n      - app_network\n',
          '/var/lib/postgresql/data # Persistent data volume\n',
        ],
      ],
    },
    observed: {
      stack: {
        containers: { db: { networks: { 'your-project_app_network': null, 'your-project_default': ['db'] } } },
        page: { status: 500, body: UNRESOLVED },
        database: { outcome: 'unresolved', message: 'Name or service not known', versionNumber: null },
      },
    },
    root: 'network-not-shared',
    follows: ['db-host-unresolved', 'http-error'],
    saw: ['sql', 'http 500'],
  },
];

describe('a fault that shows in the files and in the running stack', () => {
  it.each(faults)('has one name and what was seen as its evidence: $name', async (fault) => {
    const result = await judged(edited(filesFrom(undefined), fault.edits), { observed: observedFrom(fault.observed) });
    const errors = result.diagnoses.filter((one) => one.severity === 'error');
    expect(errors.map((one) => [one.rule, one.basis])).toEqual([[fault.root, 'files']]);
    expect(errors[0]?.consequences).toEqual(expect.arrayContaining([...fault.follows]));
    expect(errors[0]?.evidence.map(sayKind)).toEqual(fault.saw);
  });
});

describe('a running stack that is right', () => {
  it('has no error but that it still runs', async () => {
    const result = await judged(filesFrom(undefined), { observed: observedFrom({}) });
    expect(errorsOf(result)).toEqual(['stack-still-running']);
  });

  it('passes every step once down has left the volume', async () => {
    const afterDown = {
      project: 'your-project',
      containers: [],
      networks: [],
      volumes: [{ name: 'your-project_db_data', key: 'db_data', createdAt: '2026-11-24T07:59:00Z' }],
    };
    const result = await judged(filesFrom(undefined), { observed: observedFrom({ afterDown }) });
    expect(errorsOf(result)).toEqual([]);
    expect(result.state).toBe('passed');
  });
});

describe('two faults that have nothing to do with each other', () => {
  it('are two errors, the one that comes first in the chapter first', async () => {
    const files = edited(filesFrom(undefined), {
      'web/Dockerfile': [['ENV FLASK_RUN_HOST=0.0.0.0', 'ENV FLASK_RUN_HOST=127.0.0.1']],
    });
    const observed = observedFrom({
      stack: {
        containers: {
          web: { listens: [{ address: '127.0.0.1', port: 8000 }] },
          db: { state: 'paused', listens: null },
        },
        page: { outcome: 'reset', status: null, body: null, error: 'other side closed' },
        database: null,
      },
    });
    expect(errorsOf(await judged(files, { observed }))).toEqual(['flask-binds-loopback', 'service-paused']);
  });
});

function errorsOf(result: Result): readonly string[] {
  return result.diagnoses.filter((one) => one.severity === 'error').map((one) => one.rule);
}

function sayKind(evidence: Result['diagnoses'][number]['evidence'][number]): string {
  switch (evidence.kind) {
    case 'sql':
      return `sql ${evidence.sqlState ?? ''}`.trim();
    case 'http':
      return `http ${evidence.status ?? ''}`.trim();
    case 'log':
      return `log ${evidence.service}`;
    case 'state':
      return `state ${evidence.subject}`;
    case 'command':
      return `command ${evidence.exitCode}`;
  }
}

import { describe, expect, test } from 'vitest';
import { type DiffOptions, diffProjects } from '../../src/diff/diff-projects.ts';
import { filesFromTable } from '../../src/project/files.ts';

const SOLUTION = `
services:
  web:
    build: ./web
    ports:
      - "8000:8000"
    depends_on:
      - db
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
    networks:
      - app_network
  db:
    image: postgres:16-alpine
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
    driver: bridge
volumes:
  db_data:
`;

/** Differences of a Compose file from the solution's, each on one line. */
function differ(
  yours: string,
  options: Partial<DiffOptions> = {},
  more: Readonly<Record<string, string>> = {},
): readonly string[] {
  const found = diffProjects(
    filesFromTable({ 'compose.yaml': yours, ...more }),
    filesFromTable({ 'compose.yaml': SOLUTION }),
    { folderName: 'project', ...options },
  );
  return found.map(({ kind, path, yours: mine, theirs }) => `${kind} ${path}: ${mine ?? ''} | ${theirs ?? ''}`);
}

const edited = (from: string, to: string): string => {
  if (!SOLUTION.includes(from)) throw new Error(`${from} is not in the solution`);
  return SOLUTION.replaceAll(from, to);
};

describe('no difference in meaning', () => {
  const same: Readonly<Record<string, string>> = {
    'the same text': SOLUTION,
    'other order, quoting and comments': `
volumes: { "db_data": }
networks: { app_network: }
services:
  db: # the database
    networks: ['app_network']
    volumes: ["db_data:/var/lib/postgresql/data"]
    environment: { POSTGRES_PASSWORD: 'password', POSTGRES_USER: "user", POSTGRES_DB: mydatabase }
    image: "postgres:16-alpine"
  web:
    networks: [app_network]
    environment: { DATABASE_URL: "postgresql://user:password@db:5432/mydatabase" }
    depends_on: [db]
    ports: ['8000:8000']
    build: ./web
`,
    'long forms': edited('- "8000:8000"', '- { target: 8000, published: "8000", protocol: tcp }')
      .replace('build: ./web', 'build: { context: ./web, dockerfile: Dockerfile }')
      .replace('- db\n', 'db: { condition: service_started }\n')
      .replace('- db_data:/var/lib', '- { type: volume, source: db_data, target: /var/lib')
      .replace('postgresql/data\n', 'postgresql/data }\n'),
    'a list of variables': edited('POSTGRES_DB: mydatabase', '- POSTGRES_DB=mydatabase')
      .replace('POSTGRES_USER: user', '- POSTGRES_USER=user')
      .replace('POSTGRES_PASSWORD: password', '- POSTGRES_PASSWORD=password'),
    'an anchor': edited(
      '    networks:\n      - app_network\n  db:',
      '    networks: &nets\n      - app_network\n  db:',
    ).replace('data\n    networks:\n      - app_network', 'data\n    networks: *nets'),
    'drivers left out': edited('\n    driver: bridge', ''),
    'a name for the project': `name: mine\n${SOLUTION}`,
  };
  for (const [name, text] of Object.entries(same)) {
    test(name, () => expect(differ(text)).toEqual([]));
  }

  test('variables with the same values', () => {
    const text = edited('POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: ${PASS:-password}').replace(
      'user:password@',
      'user:${SECRET}@',
    );
    expect(differ(text, {}, { '.env': 'SECRET=password\n' })).toEqual([]);
  });

  test('other names of services, networks, volumes and folders', () => {
    const text = SOLUTION.replaceAll('app_network', 'backend')
      .replaceAll('db_data', 'pg')
      .replace('  web:', '  site:')
      .replace('./web', './site')
      .replace('  db:', '  database:')
      .replace('- db\n', '- database\n')
      .replace('@db:', '@database:');
    expect(differ(text)).toEqual([]);
    expect(differ(text, { names: 'compared' })).not.toEqual([]);
  });
});

describe('a difference in meaning', () => {
  test('another port, told as people write it', () => {
    expect(differ(edited('8000:8000', '8001:8000'))).toEqual(['different services.web.ports: 8001:8000 | 8000:8000']);
    expect(differ(edited('8000:8000', '8000:5000'))).toEqual(['different services.web.ports: 8000:5000 | 8000:8000']);
  });

  test('a value', () => {
    expect(differ(edited('POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: passw0rd'))).toEqual([
      'different services.db.environment.POSTGRES_PASSWORD: passw0rd | password',
    ]);
    expect(differ(edited('postgres:16-alpine', 'postgres:latest'))).toEqual([
      'different services.db.image: postgres:latest | postgres:16-alpine',
    ]);
  });

  test('what is missing, once at the top of it', () => {
    expect(differ(edited('    ports:\n      - "8000:8000"\n', ''))).toEqual([
      'missing services.web.ports:  | 8000:8000',
    ]);
    expect(differ('services:\n  web:\n    build: ./web\n').map((line) => line.split(':')[0])).toEqual([
      'missing services.web.depends_on',
      'missing services.web.environment',
      'missing services.web.networks',
      'missing services.web.ports',
      'missing services.db',
      'missing networks.app_network',
      'missing volumes',
    ]);
  });

  test('what only the learner has', () => {
    expect(differ(edited('    build: ./web\n', '    build: ./web\n    restart: always\n'))).toEqual([
      'extra services.web.restart: always | ',
    ]);
  });

  test('a service on the default network, in the learner’s own names', () => {
    const text = edited('    networks:\n      - app_network\nnetworks', 'networks')
      .replace('  db:', '  store:')
      .replace('- db\n', '- store\n')
      .replace('@db:', '@store:');
    expect(differ(text)).toEqual(['missing services.store.networks:  | app_network']);
  });

  test('a network that the caller says is another', () => {
    const text = SOLUTION.replaceAll('app_network', 'backend');
    expect(differ(text, { naming: { networks: { backend: 'backend' } } }).map((line) => line.split(':')[0])).toEqual([
      'missing services.web.networks.app_network',
      'extra services.web.networks.backend',
      'missing services.db.networks.app_network',
      'extra services.db.networks.backend',
      'missing networks.app_network',
      'extra networks.backend',
    ]);
  });

  test('points at the learner’s text', () => {
    const text = edited('POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: passw0rd');
    const [found] = diffProjects(
      filesFromTable({ 'compose.yaml': text }),
      filesFromTable({ 'compose.yaml': SOLUTION }),
      {
        folderName: 'project',
      },
    );
    expect(text.slice(found?.span?.start, found?.span?.end)).toBe('passw0rd');
    expect(found?.file).toBe('compose.yaml');
  });

  test('no file at all', () => {
    const found = diffProjects(filesFromTable({}), filesFromTable({ 'compose.yaml': SOLUTION }), { folderName: 'p' });
    expect(found).toEqual([{ file: 'compose.yaml', path: '', kind: 'missing' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { edited, type Files, filesFrom, judged } from './project.ts';

/** A whole project that works and does what the steps ask, told by what is different from the chapter's. */
type Variant = {
  readonly name: string;
  readonly edit?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly environment?: Readonly<Record<string, string>>;
};

const WEB_NETWORKS = '/mydatabase\n    networks:\n      - app_network\n';
const ADDRESS = 'DATABASE_URL: postgresql://user:password@db:5432/mydatabase';
const CREDENTIALS = '      POSTGRES_DB: mydatabase\n      POSTGRES_USER: user\n      POSTGRES_PASSWORD: password\n';
const MOUNT = '- db_data:/var/lib/postgresql/data # Persistent data volume';
const CONNECT = 'psycopg2.connect(db_url)';
const READ = 'db_url = os.environ.get("DATABASE_URL")';
const CHECKED =
  '    db_url = os.environ.get("DATABASE_URL")\n    if not db_url:\n        return "Error: DATABASE_URL environment variable not set.", 500\n';

/** A whole Compose file in place of the chapter's. */
function compose(text: string): Readonly<Record<string, string>> {
  return { 'compose.yaml': text };
}

const variants: readonly Variant[] = [
  { name: 'the chapter itself' },
  {
    name: 'other names for services, network, volume and database',
    files: compose(`services:
  frontend:
    build: ./web
    ports: ["8000:8000"]
    depends_on: [store]
    environment:
      DATABASE_URL: postgresql://alice:s3cret@store:5432/shop
    networks: [inner]
  store:
    image: postgres:16
    environment:
      POSTGRES_DB: shop
      POSTGRES_USER: alice
      POSTGRES_PASSWORD: s3cret
    volumes: ["shop-files:/var/lib/postgresql/data"]
    networks: [inner]
networks:
  inner: {}
volumes:
  shop-files: {}
`),
  },
  {
    name: 'the environment as a list, quoted as whole items',
    edit: {
      'compose.yaml': [
        [ADDRESS, '- "DATABASE_URL=postgresql://user:password@db:5432/mydatabase"'],
        [
          CREDENTIALS,
          "      - POSTGRES_DB=mydatabase\n      - 'POSTGRES_USER=user'\n      - POSTGRES_PASSWORD=password\n",
        ],
      ],
    },
  },
  {
    name: 'long syntax for build, ports, dependencies, volumes and networks',
    files: compose(`services:
  web:
    build:
      context: web
      dockerfile: Dockerfile
    ports:
      - target: 8000
        published: "8000"
        protocol: tcp
    depends_on:
      db:
        condition: service_started
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
    networks:
      app_network: {}
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_DB: mydatabase
      POSTGRES_USER: user
      POSTGRES_PASSWORD: password
    volumes:
      - type: volume
        source: db_data
        target: /var/lib/postgresql/data
    networks:
      app_network:
        aliases: [database]
networks:
  app_network:
    driver: bridge
volumes:
  db_data:
    driver: local
`),
  },
  {
    name: 'everything in flow style and double quotes',
    files: compose(`{"services": {"web": {"build": "./web", "ports": ["8000:8000"], "depends_on": ["db"],
  "environment": {"DATABASE_URL": "postgresql://user:password@db:5432/mydatabase"}, "networks": ["n1"]},
  "db": {"image": "postgres:16-alpine", "environment": {"POSTGRES_DB": "mydatabase", "POSTGRES_USER": "user",
  "POSTGRES_PASSWORD": "password"}, "volumes": ["d1:/var/lib/postgresql/data"], "networks": ["n1"]}},
  "networks": {"n1": {}}, "volumes": {"d1": {}}}
`),
  },
  {
    name: 'anchors, aliases and merge keys',
    files: compose(`x-common: &common
  restart: unless-stopped
  networks: &nets
    - app_network
x-sign-in: &sign-in
  POSTGRES_DB: mydatabase
  POSTGRES_USER: user
  POSTGRES_PASSWORD: password
services:
  web:
    <<: *common
    build: ./web
    ports: ["8000:8000"]
    depends_on: [db]
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
  db:
    <<: *common
    image: postgres:16-alpine
    environment:
      <<: *sign-in
    volumes: ["db_data:/var/lib/postgresql/data"]
networks:
  app_network:
volumes:
  db_data:
`),
  },
  {
    name: 'values from .env on both ends',
    edit: {
      'compose.yaml': [
        ['user:password@db:5432/mydatabase', '${DB_USER}:${DB_PASSWORD}@db:5432/${DB_NAME}'],
        [
          CREDENTIALS,
          '      POSTGRES_DB: ${DB_NAME}\n      POSTGRES_USER: ${DB_USER}\n      POSTGRES_PASSWORD: ${DB_PASSWORD}\n',
        ],
      ],
    },
    files: { '.env': 'DB_USER=bob\nDB_PASSWORD="hunter2"\nDB_NAME=shop\n' },
  },
  {
    name: 'defaults in the interpolation, and no .env',
    edit: {
      'compose.yaml': [
        ['user:password@db', '${DB_USER:-user}:${DB_PASSWORD:-password}@db'],
        ['POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: ${DB_PASSWORD:-password}'],
        ['"8000:8000"', '"${PORT:-8000}:8000"'],
        ['postgres:16-alpine', 'postgres:${PG_VERSION:-16}-alpine'],
      ],
    },
  },
  {
    name: 'the password from the shell of the caller',
    edit: {
      'compose.yaml': [
        ['user:password@db', 'user:${SECRET}@db'],
        ['POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: ${SECRET}'],
      ],
    },
    environment: { SECRET: 'fromshell' },
  },
  {
    name: 'the whole address in .env, passed through by name',
    edit: { 'compose.yaml': [[ADDRESS, '- DATABASE_URL']] },
    files: { '.env': 'DATABASE_URL=postgresql://user:password@db:5432/mydatabase\n' },
  },
  {
    name: 'env files for both services',
    edit: {
      'compose.yaml': [
        [`    environment:\n      ${ADDRESS}\n`, '    env_file: ./web.env\n'],
        [`    environment:\n${CREDENTIALS}`, '    env_file:\n      - path: db.env\n'],
      ],
    },
    files: {
      'web.env': '# where the database is\nDATABASE_URL=postgresql://user:pa55@db:5432/mydatabase\n',
      'db.env': 'POSTGRES_DB=mydatabase\nPOSTGRES_USER=user\nPOSTGRES_PASSWORD=pa55\n',
    },
  },
  {
    name: 'one env file for both services, with names that only one of them reads',
    edit: {
      'compose.yaml': [
        [`    environment:\n      ${ADDRESS}\n`, '    env_file: [.env]\n'],
        [`    environment:\n${CREDENTIALS}`, '    env_file: [.env]\n'],
      ],
    },
    files: {
      '.env':
        'POSTGRES_DB=mydatabase\nPOSTGRES_USER=user\nPOSTGRES_PASSWORD=pa55\nDB_HOST=db\nDB_NAME=mydatabase\nDB_USER=user\nDB_PASSWORD=pa55\nDATABASE_URL=postgresql://user:pa55@db:5432/mydatabase\n',
    },
  },
  {
    name: 'an optional env file that is not there',
    edit: {
      'compose.yaml': [
        ['    depends_on:\n', '    env_file:\n      - path: local.env\n        required: false\n    depends_on:\n'],
      ],
    },
  },
  {
    name: 'a service that extends another file',
    files: {
      'compose.yaml': `services:
  web:
    extends:
      file: common.yaml
      service: page
    depends_on: [db]
    networks: [app_network]
  db:
    extends:
      file: common.yaml
      service: store
    networks: [app_network]
    volumes: ["db_data:/var/lib/postgresql/data"]
networks:
  app_network:
volumes:
  db_data:
`,
      'common.yaml': `services:
  page:
    build: ./web
    ports: ["8000:8000"]
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
  store:
    image: postgres:16-alpine
    environment:
      POSTGRES_DB: mydatabase
      POSTGRES_USER: user
      POSTGRES_PASSWORD: password
`,
    },
  },
  {
    name: 'an override file that changes the password on both ends',
    files: {
      'compose.override.yaml':
        'services:\n  web:\n    environment:\n      DATABASE_URL: postgresql://user:other@db:5432/mydatabase\n  db:\n    environment:\n      POSTGRES_PASSWORD: other\n',
    },
  },
  {
    name: 'network and volume in an included file',
    files: {
      'compose.yaml': `include:
  - shared.yaml
services:
  web:
    build: ./web
    ports: ["8000:8000"]
    depends_on: [db]
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
    networks: [app_network]
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_DB: mydatabase
      POSTGRES_USER: user
      POSTGRES_PASSWORD: password
    volumes: ["db_data:/var/lib/postgresql/data"]
    networks: [app_network]
`,
      'shared.yaml': 'networks:\n  app_network: {}\nvolumes:\n  db_data: {}\n',
    },
  },
  {
    name: 'the old name of the Compose file',
    files: { 'docker-compose.yml': filesFrom(undefined)['compose.yaml'] ?? '', 'compose.yaml': null },
  },
  {
    name: 'the app reads the parts of its sign-in one by one',
    edit: {
      'compose.yaml': [
        [ADDRESS, 'DB_HOST: db\n      DB_NAME: mydatabase\n      DB_USER: user\n      DB_PASSWORD: password'],
      ],
      'web/app.py': [
        [CHECKED, ''],
        [
          CONNECT,
          'psycopg2.connect(host=os.environ["DB_HOST"], port=os.getenv("DB_PORT", "5432"), dbname=os.environ["DB_NAME"], user=os.environ["DB_USER"], password=os.environ["DB_PASSWORD"])',
        ],
      ],
    },
  },
  {
    name: 'the app takes defaults that fit',
    edit: {
      'compose.yaml': [[`    environment:\n      ${ADDRESS}\n`, '']],
      'web/app.py': [
        [CHECKED, ''],
        [
          CONNECT,
          'psycopg2.connect(host=os.getenv("DB_HOST", "db"), dbname="mydatabase", user="user", password="password")',
        ],
      ],
    },
  },
  {
    name: 'the app builds the address from parts',
    edit: {
      'compose.yaml': [[ADDRESS, 'DB_HOST: db\n      DB_PASSWORD: password']],
      'web/app.py': [
        [
          CHECKED,
          "    db_url = f\"postgresql://user:{os.environ['DB_PASSWORD']}@{os.environ['DB_HOST']}:5432/mydatabase\"\n",
        ],
      ],
    },
  },
  {
    name: 'PostgreSQL’s own variables, and a connection without arguments',
    edit: {
      'compose.yaml': [
        [ADDRESS, 'PGHOST: db\n      PGUSER: user\n      PGPASSWORD: password\n      PGDATABASE: mydatabase'],
      ],
      'web/app.py': [
        [CHECKED, ''],
        [CONNECT, 'psycopg2.connect()'],
      ],
    },
  },
  {
    name: 'a connection string of keywords',
    edit: {
      'compose.yaml': [[ADDRESS, 'DATABASE_URL: host=db dbname=mydatabase user=user password=password']],
    },
  },
  {
    name: 'postgres:// for psycopg2',
    edit: { 'compose.yaml': [['postgresql://user', 'postgres://user']] },
  },
  {
    name: 'a percent-encoded password',
    edit: {
      'compose.yaml': [
        ['user:password@db', 'user:p%40ss%2Fw%23rd@db'],
        ['POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: "p@ss/w#rd"'],
      ],
    },
  },
  {
    name: 'a password with a doubled dollar sign on both ends',
    edit: {
      'compose.yaml': [
        ['user:password@db', 'user:pa$$word@db'],
        ['POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: pa$$word'],
      ],
    },
  },
  {
    name: 'an address without a port',
    edit: { 'compose.yaml': [['@db:5432/', '@db/']] },
  },
  {
    name: 'parameters behind the address',
    edit: { 'compose.yaml': [['5432/mydatabase\n', '5432/mydatabase?sslmode=disable&connect_timeout=5\n']] },
  },
  {
    name: 'a user and no database name: it is called as the user',
    edit: {
      'compose.yaml': [
        ['5432/mydatabase', '5432/user'],
        ['      POSTGRES_DB: mydatabase\n', ''],
      ],
    },
  },
  {
    name: 'the user postgres, and nothing but a password',
    edit: {
      'compose.yaml': [
        ['user:password@db:5432/mydatabase', 'postgres:password@db:5432/postgres'],
        ['      POSTGRES_DB: mydatabase\n      POSTGRES_USER: user\n', ''],
      ],
    },
  },
  {
    name: 'other ports on both sides',
    edit: {
      'compose.yaml': [['"8000:8000"', '"9090:5000"']],
      'web/Dockerfile': [
        ['"--port=8000"', '"--port=5000"'],
        ['EXPOSE 8000', 'EXPOSE 5000'],
      ],
    },
  },
  {
    name: 'published on this machine alone',
    edit: { 'compose.yaml': [['"8000:8000"', '"127.0.0.1:8000:8000"']] },
  },
  {
    name: 'a port that the engine chooses',
    edit: { 'compose.yaml': [['"8000:8000"', '"8000"']] },
  },
  {
    name: 'unquoted ports, and a second mapping that leads elsewhere',
    edit: { 'compose.yaml': [['- "8000:8000"', '- 8000:8000\n      - 8001:5678']] },
  },
  {
    name: 'gunicorn on every address',
    edit: {
      'web/Dockerfile': [
        [
          'CMD ["python", "-m", "flask", "run", "--port=8000"]',
          'CMD ["python", "-m", "gunicorn", "-b", "0.0.0.0:8000", "app:app"]',
        ],
      ],
    },
    files: { 'web/requirements.txt': 'Flask==2.3.3\npsycopg2-binary==2.9.9\ngunicorn==22.0.0\n' },
  },
  {
    name: 'the app started as a program',
    edit: {
      'web/Dockerfile': [['CMD ["python", "-m", "flask", "run", "--port=8000"]', 'CMD ["python", "app.py"]']],
    },
  },
  {
    name: 'the command in the Compose file',
    edit: {
      'compose.yaml': [
        ['    build: ./web\n', '    build: ./web\n    command: python -m flask run --host 0.0.0.0 --port 8000\n'],
      ],
    },
  },
  {
    name: 'a health check that is waited for',
    edit: {
      'compose.yaml': [
        ['    depends_on:\n      - db\n', '    depends_on:\n      db:\n        condition: service_healthy\n'],
        [
          '    volumes:\n      - db_data',
          '    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U user -d mydatabase -h 127.0.0.1"]\n      interval: 5s\n      retries: 10\n    volumes:\n      - db_data',
        ],
      ],
    },
  },
  {
    name: 'the database waited for through a migration',
    edit: {
      'compose.yaml': [
        [
          '    depends_on:\n      - db\n',
          '    depends_on:\n      migrate:\n        condition: service_completed_successfully\n',
        ],
        [
          '\nnetworks:\n  app_network:\n',
          '\n  migrate:\n    build: ./web\n    command: python -c "print(1)"\n    depends_on: [db]\n    networks: [app_network]\n\nnetworks:\n  app_network:\n',
        ],
      ],
    },
  },
  {
    name: 'the password in a secret, the address built in the app',
    files: {
      'secrets/db_password.txt': 'topsecret\n',
      'compose.yaml': `services:
  web:
    build: ./web
    ports: ["8000:8000"]
    depends_on: [db]
    environment:
      DB_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    networks: [app_network]
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_DB: mydatabase
      POSTGRES_USER: user
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    volumes: ["db_data:/var/lib/postgresql/data"]
    networks: [app_network]
secrets:
  db_password:
    file: ./secrets/db_password.txt
networks:
  app_network:
volumes:
  db_data:
`,
    },
    edit: {
      'web/app.py': [
        [
          CHECKED,
          '    with open(os.environ["DB_PASSWORD_FILE"]) as secret:\n        password = secret.read().strip()\n    db_url = f"postgresql://user:{password}@db:5432/mydatabase"\n',
        ],
      ],
    },
  },
  {
    name: 'any password opens the database',
    edit: {
      'compose.yaml': [
        ['POSTGRES_PASSWORD: password', 'POSTGRES_HOST_AUTH_METHOD: trust'],
        ['user:password@db', 'user@db'],
      ],
    },
  },
  {
    name: 'the data in a folder below the volume',
    edit: {
      'compose.yaml': [
        [
          'POSTGRES_PASSWORD: password\n',
          'POSTGRES_PASSWORD: password\n      PGDATA: /var/lib/postgresql/data/pgdata\n',
        ],
      ],
    },
  },
  {
    name: 'the data in a place of its own, told to both',
    edit: {
      'compose.yaml': [
        ['POSTGRES_PASSWORD: password\n', 'POSTGRES_PASSWORD: password\n      PGDATA: /pg/files\n'],
        [MOUNT, '- db_data:/pg'],
      ],
    },
  },
  {
    name: 'a network alias as host',
    edit: {
      'compose.yaml': [
        ['@db:5432', '@postgres-server:5432'],
        [
          'Persistent data volume\n    networks:\n      - app_network\n',
          'Persistent data volume\n    networks:\n      app_network:\n        aliases:\n          - postgres-server\n',
        ],
      ],
    },
  },
  {
    name: 'a container name as host',
    edit: {
      'compose.yaml': [
        ['@db:5432', '@my_pg:5432'],
        ['  db:\n    image:', '  db:\n    container_name: my_pg\n    image:'],
      ],
    },
  },
  {
    name: 'the name of the service in capitals in the address',
    edit: { 'compose.yaml': [['@db:5432', '@DB:5432']] },
  },
  {
    name: 'two networks, of which web and db share one',
    edit: {
      'compose.yaml': [
        [WEB_NETWORKS, '/mydatabase\n    networks:\n      - front\n      - app_network\n'],
        ['\nnetworks:\n  app_network:\n', '\nnetworks:\n  front:\n  app_network:\n'],
      ],
    },
  },
  {
    name: 'a network with a real name and options of its own',
    edit: {
      'compose.yaml': [
        [
          '    driver: bridge # Default driver, explicitly stated for clarity\n',
          '    name: shop-net\n    driver: bridge\n    driver_opts:\n      com.docker.network.bridge.name: shop0\n    labels:\n      shop: "1"\n',
        ],
      ],
    },
  },
  {
    name: 'a described default network that both join',
    edit: {
      'compose.yaml': [
        [WEB_NETWORKS, '/mydatabase\n'],
        ['Persistent data volume\n    networks:\n      - app_network\n', 'Persistent data volume\n'],
        ['networks:\n  app_network:\n    driver', 'networks:\n  default:\n    driver'],
      ],
    },
  },
  {
    name: 'adminer and a proxy beside them',
    edit: {
      'compose.yaml': [
        [
          '\nnetworks:\n  app_network:\n',
          '\n  adminer:\n    image: adminer:4\n    ports: ["8080:8080"]\n    depends_on: [db]\n    networks: [app_network]\n  proxy:\n    image: nginx:1.27-alpine\n    ports: ["80:80"]\n    depends_on: [web]\n    networks: [app_network]\n\nnetworks:\n  app_network:\n',
        ],
      ],
    },
  },
  {
    name: 'only the proxy is published',
    edit: {
      'compose.yaml': [
        ['    ports:\n      - "8000:8000"\n', '    expose:\n      - "8000"\n'],
        [
          '\nnetworks:\n  app_network:\n',
          '\n  proxy:\n    image: nginx:1.27-alpine\n    ports: ["8000:80"]\n    depends_on: [web]\n    networks: [app_network]\n\nnetworks:\n  app_network:\n',
        ],
      ],
    },
  },
  {
    name: 'a cache with a volume of its own',
    edit: {
      'compose.yaml': [
        [
          '\nnetworks:\n  app_network:\n',
          '\n  cache:\n    image: redis:7-alpine\n    volumes: ["cache:/data"]\n    networks: [app_network]\n\nnetworks:\n  app_network:\n',
        ],
        ['  db_data: #', '  cache:\n  db_data: #'],
      ],
    },
  },
  {
    name: 'a service of a profile that is not active',
    edit: {
      'compose.yaml': [
        [
          '\nnetworks:\n  app_network:\n',
          '\n  tests:\n    build: ./web\n    profiles: [test]\n    command: pytest\n    environment:\n      DATABASE_URL: postgresql://nobody:x@nowhere/x\n\nnetworks:\n  app_network:\n',
        ],
      ],
    },
  },
  {
    name: 'the app at the root of the project',
    files: {
      'web/app.py': null,
      'web/Dockerfile': null,
      'web/requirements.txt': null,
      'app.py': filesFrom(undefined)['web/app.py'] ?? '',
      Dockerfile: filesFrom(undefined)['web/Dockerfile'] ?? '',
      'requirements.txt': filesFrom(undefined)['web/requirements.txt'] ?? '',
    },
    edit: { 'compose.yaml': [['build: ./web', 'build: .']] },
  },
  {
    name: 'a folder of another name',
    files: {
      'web/app.py': null,
      'web/Dockerfile': null,
      'web/requirements.txt': null,
      'backend/app.py': filesFrom(undefined)['web/app.py'] ?? '',
      'backend/Dockerfile': filesFrom(undefined)['web/Dockerfile'] ?? '',
      'backend/requirements.txt': filesFrom(undefined)['web/requirements.txt'] ?? '',
    },
    edit: { 'compose.yaml': [['build: ./web', 'build: backend/']] },
  },
  {
    name: 'a Dockerfile of another name, and an image name for what is built',
    files: { 'web/Dockerfile': null, 'web/Dockerfile.prod': filesFrom(undefined)['web/Dockerfile'] ?? '' },
    edit: {
      'compose.yaml': [
        [
          '    build: ./web\n',
          '    build:\n      context: ./web\n      dockerfile: Dockerfile.prod\n    image: shop/web:1\n',
        ],
      ],
    },
  },
  {
    name: 'a Dockerfile in small letters',
    files: { 'web/Dockerfile': null, 'web/dockerfile': filesFrom(undefined)['web/Dockerfile'] ?? '' },
  },
  {
    name: 'a Dockerfile for the database that adds nothing',
    files: { 'database/Dockerfile': 'FROM postgres:16-alpine\n' },
    edit: {
      'compose.yaml': [
        ['    image: postgres:16-alpine # Using a specific, lightweight version\n', '    build: ./database\n'],
      ],
    },
  },
  {
    name: 'scripts that make the user and the database on the first start',
    files: {
      'init/01.sql': "CREATE ROLE shop LOGIN PASSWORD 'shop'; CREATE DATABASE shop OWNER shop;",
    },
    edit: {
      'compose.yaml': [
        ['user:password@db:5432/mydatabase', 'shop:shop@db:5432/shop'],
        [MOUNT, '- db_data:/var/lib/postgresql/data\n      - ./init:/docker-entrypoint-initdb.d:ro'],
      ],
    },
  },
  {
    name: 'PostgreSQL 16 with PostGIS',
    edit: { 'compose.yaml': [['postgres:16-alpine', 'postgis/postgis:16-3.4']] },
  },
  {
    name: 'PostgreSQL 16 with a digest, from a registry by its full name',
    edit: {
      'compose.yaml': [['postgres:16-alpine', `docker.io/library/postgres:16-alpine@sha256:${'0a'.repeat(32)}`]],
    },
  },
  {
    name: 'a database that listens on another port, and an address that says so',
    edit: {
      'compose.yaml': [
        ['@db:5432', '@db:6543'],
        ['    volumes:\n      - db_data', '    command: postgres -p 6543\n    volumes:\n      - db_data'],
      ],
    },
  },
  {
    name: 'the source mounted over the app for development',
    edit: { 'compose.yaml': [['    build: ./web\n', '    build: ./web\n    volumes:\n      - ./web:/app\n']] },
  },
  {
    name: 'SQLAlchemy with its own scheme',
    edit: {
      'compose.yaml': [['postgresql://user', 'postgresql+psycopg2://user']],
      'web/app.py': [
        ['import psycopg2\n', 'from sqlalchemy import create_engine, text\nimport psycopg2\n'],
        [CONNECT, 'create_engine(db_url).connect()'],
        [
          '        cur = conn.cursor()\n        cur.execute("SELECT 1") # A simple query to check connection\n        cur.close()\n',
          '        conn.execute(text("SELECT 1"))\n',
        ],
      ],
      'web/requirements.txt': [['psycopg2-binary==2.9.9', 'psycopg2-binary==2.9.9\nSQLAlchemy==2.0.30']],
    },
  },
  {
    name: 'the app mends a scheme that SQLAlchemy does not take',
    edit: {
      'compose.yaml': [['postgresql://user', 'postgres://user']],
      'web/app.py': [
        ['import psycopg2\n', 'from sqlalchemy import create_engine\nimport psycopg2\n'],
        [READ, 'db_url = os.environ.get("DATABASE_URL", "").replace("postgres://", "postgresql://", 1)'],
        [CONNECT, 'create_engine(db_url).raw_connection()'],
      ],
      'web/requirements.txt': [['psycopg2-binary==2.9.9', 'psycopg2-binary==2.9.9\nSQLAlchemy==2.0.30']],
    },
  },
];

describe('a project that works and does what the steps ask', () => {
  it.each(variants)('is not called wrong: $name', async ({ edit, files, environment }) => {
    const whole = Object.entries({ ...edited(filesFrom(undefined), edit ?? {}), ...files, ...both(edit, files) });
    const kept: Files = Object.fromEntries(whole.filter((entry): entry is [string, string] => entry[1] !== null));
    const result = await judged(kept, { environment: environment ?? {} });
    const errors = result.diagnoses.filter((one) => one.severity === 'error');
    expect(errors.map((one) => `${one.rule}: ${one.title}`)).toEqual([]);
    const checks = result.steps.flatMap((step) => step.checks.map((check) => ({ ...check, step: step.id })));
    expect(
      checks.filter((one) => one.state === 'failed').map((one) => `${one.step}/${one.id}: ${one.finding}`),
    ).toEqual([]);
  });

  it('is told of in more than forty ways', () => {
    expect(new Set(variants.map((one) => one.name)).size).toBeGreaterThan(40);
  });
});

/** A file that is given whole is edited too where edits name it. */
function both(edit: Variant['edit'], files: Variant['files']): Files {
  const given = Object.fromEntries(
    Object.entries(files ?? {}).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const ofGiven = Object.fromEntries(Object.entries(edit ?? {}).filter(([file]) => Object.hasOwn(given, file)));
  return edited(given, ofGiven);
}

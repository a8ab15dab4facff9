/** PEP 503: names that differ only in case and in `-`, `_`, `.` are one package. */
export function normalisePackage(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** A package of the index and the modules that it installs, where they differ from its name. Normalised names. */
const MODULES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  Object.entries({
    'psycopg2-binary': ['psycopg2'],
    'psycopg-binary': ['psycopg_binary'],
    'psycopg-c': ['psycopg_c'],
    'psycopg-pool': ['psycopg_pool'],
    'python-dotenv': ['dotenv'],
    'python-decouple': ['decouple'],
    'flask-sqlalchemy': ['flask_sqlalchemy'],
    'flask-migrate': ['flask_migrate'],
    'flask-cors': ['flask_cors'],
    'flask-login': ['flask_login'],
    'flask-wtf': ['flask_wtf'],
    'flask-restful': ['flask_restful'],
    'flask-restx': ['flask_restx'],
    'flask-smorest': ['flask_smorest'],
    'flask-jwt-extended': ['flask_jwt_extended'],
    'flask-bcrypt': ['flask_bcrypt'],
    'flask-marshmallow': ['flask_marshmallow'],
    'flask-script': ['flask_script'],
    'flask-socketio': ['flask_socketio'],
    'flask-limiter': ['flask_limiter'],
    'flask-talisman': ['flask_talisman'],
    'flask-httpauth': ['flask_httpauth'],
    'flask-caching': ['flask_caching'],
    'flask-session': ['flask_session'],
    'flask-mail': ['flask_mail'],
    'flask-admin': ['flask_admin'],
    'flask-bootstrap': ['flask_bootstrap'],
    'bootstrap-flask': ['flask_bootstrap'],
    'flask-debugtoolbar': ['flask_debugtoolbar'],
    'sqlalchemy-utils': ['sqlalchemy_utils'],
    'pydantic-settings': ['pydantic_settings'],
    'pydantic-core': ['pydantic_core'],
    'prometheus-client': ['prometheus_client'],
    'prometheus-flask-exporter': ['prometheus_flask_exporter'],
    pyyaml: ['yaml', '_yaml'],
    pillow: ['PIL'],
    pyjwt: ['jwt'],
    beautifulsoup4: ['bs4'],
    'scikit-learn': ['sklearn'],
    'opencv-python': ['cv2'],
    'opencv-python-headless': ['cv2'],
    'python-dateutil': ['dateutil'],
    'mysql-connector-python': ['mysql'],
    mysqlclient: ['MySQLdb'],
    pymysql: ['pymysql'],
    'python-json-logger': ['pythonjsonlogger'],
    'python-jose': ['jose'],
    'python-multipart': ['multipart', 'python_multipart'],
    'py-postgresql': ['postgresql'],
    attrs: ['attr', 'attrs'],
    peewee: ['peewee', 'playhouse'],
    markupsafe: ['markupsafe'],
    'sentry-sdk': ['sentry_sdk'],
    setuptools: ['setuptools', 'pkg_resources', '_distutils_hack'],
    djangorestframework: ['rest_framework'],
    'django-environ': ['environ'],
    'django-cors-headers': ['corsheaders'],
    'dj-database-url': ['dj_database_url'],
    'google-cloud-storage': ['google'],
    protobuf: ['google'],
    'typing-extensions': ['typing_extensions'],
    'importlib-metadata': ['importlib_metadata'],
    'async-timeout': ['async_timeout'],
    aiohttp: ['aiohttp'],
    'charset-normalizer': ['charset_normalizer'],
    'zope-interface': ['zope'],
    redis: ['redis'],
    werkzeug: ['werkzeug'],
    gevent: ['gevent'],
    'gevent-websocket': ['geventwebsocket'],
    quart: ['quart'],
    blinker: ['blinker'],
    itsdangerous: ['itsdangerous'],
    pyopenssl: ['OpenSSL'],
    pycryptodome: ['Crypto'],
    'discord-py': ['discord'],
    'email-validator': ['email_validator'],
    'marshmallow-sqlalchemy': ['marshmallow_sqlalchemy'],
  }),
);

/** Packages that one package brings with it, by normalised name: a program may import them without naming them. */
const BRINGS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  Object.entries({
    flask: ['werkzeug', 'jinja2', 'click', 'itsdangerous', 'markupsafe', 'blinker', 'importlib-metadata'],
    quart: ['flask', 'werkzeug', 'jinja2', 'click', 'hypercorn', 'itsdangerous', 'markupsafe', 'blinker', 'aiofiles'],
    'flask-sqlalchemy': ['flask', 'sqlalchemy'],
    'flask-migrate': ['flask', 'flask-sqlalchemy', 'sqlalchemy', 'alembic'],
    'flask-cors': ['flask', 'werkzeug'],
    'flask-login': ['flask', 'werkzeug'],
    'flask-wtf': ['flask', 'wtforms', 'itsdangerous'],
    'flask-restful': ['flask', 'aniso8601', 'six', 'pytz'],
    'flask-restx': ['flask', 'werkzeug', 'aniso8601', 'jsonschema', 'importlib-resources'],
    'flask-smorest': ['flask', 'werkzeug', 'marshmallow', 'webargs', 'apispec'],
    'flask-jwt-extended': ['flask', 'werkzeug', 'pyjwt'],
    'flask-bcrypt': ['flask', 'bcrypt'],
    'flask-marshmallow': ['flask', 'marshmallow'],
    'flask-socketio': ['flask', 'python-socketio', 'python-engineio'],
    'flask-limiter': ['flask', 'limits'],
    'flask-httpauth': ['flask'],
    'flask-caching': ['flask', 'cachelib'],
    'flask-session': ['flask', 'cachelib', 'msgspec'],
    'flask-mail': ['flask', 'blinker'],
    'flask-admin': ['flask', 'wtforms', 'jinja2', 'werkzeug'],
    'flask-talisman': [],
    'flask-script': ['flask'],
    'prometheus-flask-exporter': ['flask', 'prometheus-client'],
    alembic: ['sqlalchemy', 'mako', 'typing-extensions', 'markupsafe'],
    sqlalchemy: ['greenlet', 'typing-extensions'],
    sqlmodel: ['sqlalchemy', 'pydantic'],
    'marshmallow-sqlalchemy': ['marshmallow', 'sqlalchemy'],
    'sqlalchemy-utils': ['sqlalchemy'],
    databases: ['sqlalchemy'],
    fastapi: ['starlette', 'pydantic', 'typing-extensions', 'anyio', 'sniffio', 'idna'],
    'pydantic-settings': ['pydantic', 'python-dotenv', 'typing-extensions'],
    pydantic: ['pydantic-core', 'typing-extensions', 'annotated-types'],
    starlette: ['anyio'],
    uvicorn: ['click', 'h11'],
    gunicorn: ['packaging', 'setuptools'],
    django: ['asgiref', 'sqlparse'],
    djangorestframework: ['django'],
    requests: ['urllib3', 'certifi', 'idna', 'charset-normalizer'],
    httpx: ['httpcore', 'anyio', 'certifi', 'idna', 'sniffio', 'h11'],
    psycopg: ['typing-extensions'],
    pandas: ['numpy', 'python-dateutil', 'pytz', 'tzdata', 'six'],
    aiohttp: ['yarl', 'multidict', 'frozenlist', 'aiosignal', 'attrs', 'async-timeout'],
    'python-dateutil': ['six'],
    celery: ['kombu', 'billiard', 'vine', 'click'],
    bottle: [],
    waitress: [],
    gevent: ['greenlet', 'zope-interface'],
    connexion: ['flask', 'werkzeug', 'jinja2', 'requests', 'pyyaml'],
    flasgger: ['flask', 'pyyaml', 'jsonschema', 'mistune', 'six'],
  }),
);

/** Packages that an extra adds: `psycopg[binary]`. */
const EXTRAS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  Object.entries({
    'psycopg[binary]': ['psycopg-binary'],
    'psycopg[c]': ['psycopg-c'],
    'psycopg[pool]': ['psycopg-pool'],
    'uvicorn[standard]': ['httptools', 'python-dotenv', 'pyyaml', 'uvloop', 'watchfiles', 'websockets'],
    'fastapi[standard]': ['uvicorn', 'fastapi-cli', 'httpx', 'jinja2', 'python-multipart', 'email-validator'],
    'fastapi[all]': [
      'uvicorn',
      'fastapi-cli',
      'httpx',
      'jinja2',
      'python-multipart',
      'email-validator',
      'pyyaml',
      'orjson',
      'itsdangerous',
      'pydantic-settings',
    ],
    'sqlalchemy[postgresql]': ['psycopg2'],
    'sqlalchemy[postgresql-psycopg2binary]': ['psycopg2-binary'],
    'sqlalchemy[postgresql-psycopg2]': ['psycopg2'],
    'sqlalchemy[postgresql-psycopg]': ['psycopg'],
    'sqlalchemy[postgresql-psycopgbinary]': ['psycopg', 'psycopg-binary'],
    'sqlalchemy[postgresql-asyncpg]': ['asyncpg', 'greenlet'],
    'sqlalchemy[postgresql-pg8000]': ['pg8000'],
    'sqlalchemy[asyncio]': ['greenlet'],
    'databases[postgresql]': ['asyncpg'],
    'databases[asyncpg]': ['asyncpg'],
    'flask[dotenv]': ['python-dotenv'],
    'flask[async]': ['asgiref'],
    'gunicorn[gevent]': ['gevent'],
    'gunicorn[gthread]': [],
    'django[argon2]': [],
  }),
);

/** Modules that a package puts into site-packages. A package that is not in the table has one of its own name. */
export function importsOf(name: string): readonly string[] {
  const normalised = normalisePackage(name);
  return MODULES.get(normalised) ?? [normalised.replaceAll('-', '_')];
}

/** Packages that bring a module, the usual one first: `psycopg2` → `psycopg2-binary`, `psycopg2`. Never empty. */
export function packagesFor(module: string): readonly string[] {
  const top = module.split('.')[0] ?? module;
  const named = [...MODULES.keys()].filter((name) => MODULES.get(name)?.includes(top) === true);
  const own = normalisePackage(top);
  const isOwn = importsOf(own).includes(top) && !named.includes(own);
  return isOwn ? [...named, own] : named.length > 0 ? named : [own];
}

/** The package to name for a module: `psycopg2` → `psycopg2-binary`, `dotenv` → `python-dotenv`. */
export function packageFor(module: string): string {
  return packagesFor(module)[0] ?? module;
}

/** Whether what a package brings with it is known from the tables above; of any other one cannot say what it lacks. */
export function bringsOf(name: string): readonly string[] | undefined {
  return BRINGS.get(normalisePackage(name));
}

/** Packages that `name[extra]` adds; undefined where the extra is not known. */
export function extraOf(name: string, extra: string): readonly string[] | undefined {
  return EXTRAS.get(`${normalisePackage(name)}[${normalisePackage(extra).replaceAll('_', '-')}]`);
}

/**
 * Every package that is there once these are installed, as far as the tables tell, normalised.
 * `open`: packages whose own needs are not known, so that more may be there.
 */
export function installedWith(named: readonly { readonly name: string; readonly extras: readonly string[] }[]): {
  readonly packages: ReadonlySet<string>;
  readonly open: readonly string[];
} {
  const packages = new Set<string>();
  const open: string[] = [];
  const waiting = [...named];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const name = normalisePackage(next.name);
    for (const extra of next.extras) waiting.push(...bare(extraOf(name, extra) ?? []));
    if (packages.has(name)) continue;
    packages.add(name);
    const brings = bringsOf(name);
    if (brings === undefined && !ALONE.has(name)) open.push(name);
    waiting.push(...bare(brings ?? []));
  }
  return { packages, open };
}

function bare(names: readonly string[]): { name: string; extras: readonly string[] }[] {
  return names.map((name) => ({ name, extras: [] }));
}

/** Packages that need no others that a web program would import. */
const ALONE: ReadonlySet<string> = new Set([
  'psycopg2-binary',
  'psycopg2',
  'psycopg-binary',
  'psycopg-c',
  'psycopg-pool',
  'asyncpg',
  'pg8000',
  'python-dotenv',
  'python-decouple',
  'gunicorn',
  'werkzeug',
  'jinja2',
  'markupsafe',
  'click',
  'itsdangerous',
  'blinker',
  'greenlet',
  'typing-extensions',
  'redis',
  'pytz',
  'tzdata',
  'six',
  'pyyaml',
  'pyjwt',
  'bcrypt',
  'wtforms',
  'certifi',
  'idna',
  'urllib3',
  'charset-normalizer',
  'packaging',
  'setuptools',
  'wheel',
  'pip',
  'importlib-metadata',
  'h11',
  'httptools',
  'uvloop',
  'websockets',
  'watchfiles',
  'anyio',
  'sniffio',
  'mako',
  'numpy',
  'dj-database-url',
  'whitenoise',
  'sqlparse',
  'asgiref',
  'prometheus-client',
  'pymysql',
  'peewee',
  'colorama',
  'pydantic-core',
  'annotated-types',
  'marshmallow',
  'tenacity',
  'waitress',
  'pytest',
  'psutil',
  'environs',
]);

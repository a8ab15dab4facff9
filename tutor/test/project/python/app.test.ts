import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/project/python/evaluate.ts';
import { readPython } from '../../../src/project/python/read-python.ts';
import type { PythonReading } from '../../../src/project/python/reading.ts';
import type { Symbolic } from '../../../src/project/python/symbolic.ts';
import { marked } from '../marked.ts';

const CHAPTER = `# your-project/web/app.py
import os
from flask import Flask
import psycopg2
from psycopg2 import OperationalError

app = Flask(__name__)

@app.route('/')
def hello():
    db_url = os.environ.get("DATABASE_URL")
    if not db_url:
        return "Error: DATABASE_URL environment variable not set.", 500
    try:
        conn = psycopg2.connect(db_url)
        cur = conn.cursor()
        cur.execute("SELECT 1")
        cur.close()
        conn.close()
        return "Hello from Flask! Connected to database successfully!"
    except OperationalError as e:
        return f"Hello from Flask! Failed to connect to database: {e}", 500

if __name__ == '__main__':
    app.run(host='0.0.0.0', port=8000)
`;

const read = (text: string): PythonReading => readPython('web/app.py', text);

/** What an expression comes to: a value, `? KEY` for one that is not set, `?` where it is not known. */
function worth(value: Symbolic | undefined, environment: Record<string, string> = {}): unknown {
  if (value === undefined) return undefined;
  const found = evaluate(value, environment);
  if (found.kind === 'known') return found.value;
  return found.kind === 'raises' ? `${found.exception} ${found.name ?? ''}`.trim() : '?';
}

describe("the chapter's app", () => {
  const app = read(CHAPTER);

  it('is read whole, with its places', () => {
    expect(app.fault).toBeUndefined();
    expect(
      app.imports.map((one) => [marked(CHAPTER, one.moduleAt), one.names?.map((name) => name.as), one.when]),
    ).toEqual([
      ['os', undefined, 'always'],
      ['flask', ['Flask'], 'always'],
      ['psycopg2', undefined, 'always'],
      ['psycopg2', ['OperationalError'], 'always'],
    ]);
    expect(app.applications.map((one) => [one.name, one.framework, one.factory, marked(CHAPTER, one.span)])).toEqual([
      ['app', 'flask', undefined, 'app = Flask(__name__)'],
    ]);
    expect(
      app.routes.map((one) => [
        one.path,
        marked(CHAPTER, one.pathAt),
        one.on,
        one.methods,
        one.view,
        marked(CHAPTER, one.viewAt),
      ]),
    ).toEqual([['/', '/', 'app', ['GET'], 'hello', 'hello']]);
    expect(
      app.environmentReads.map((one) => [
        one.name,
        marked(CHAPTER, one.nameAt),
        marked(CHAPTER, one.span),
        one.how,
        one.inFunction,
      ]),
    ).toEqual([['DATABASE_URL', 'DATABASE_URL', 'os.environ.get("DATABASE_URL")', 'get', 'hello']]);
    expect(
      app.runs.map((one) => [one.server, worth(one.host), worth(one.port), one.reached, marked(CHAPTER, one.calleeAt)]),
    ).toEqual([['flask', '0.0.0.0', 8000, 'main', 'app.run']]);
    expect([app.frameworks, app.undefinedNames, [...app.names.keys()]]).toEqual([
      ['flask'],
      [],
      ['os', 'Flask', 'psycopg2', 'OperationalError', 'app', 'hello'],
    ]);
  });

  it('connects with the address of its environment, when it is asked', () => {
    const [connection, ...others] = app.connections;
    expect(others).toEqual([]);
    expect([
      connection?.library,
      connection?.when,
      connection?.opens,
      connection?.inFunction,
      connection?.guarded,
      connection?.retried,
      connection?.open,
    ]).toEqual(['psycopg2', 'function', 'at-once', 'hello', true, false, false]);
    expect([worth(connection?.address), worth(connection?.address, { DATABASE_URL: 'postgresql://u@db/x' })]).toEqual([
      null,
      'postgresql://u@db/x',
    ]);
  });
});

describe('connections', () => {
  const told = (text: string, environment: Record<string, string> = {}) =>
    read(text).connections.map((one) => [
      one.library,
      worth(one.address, environment),
      Object.fromEntries(Object.entries(one.parts).map(([part, value]) => [part, worth(value, environment)])),
    ]);

  it.each<[string, string, unknown[]]>([
    [
      'keywords',
      'import psycopg2\npsycopg2.connect(host="db", port=5432, user="u", password="p", dbname="d")',
      ['psycopg2', undefined, { host: 'db', port: 5432, user: 'u', password: 'p', dbname: 'd' }],
    ],
    [
      'database for dbname',
      'from psycopg2 import connect as c\nc(database="d", connect_timeout=3)',
      ['psycopg2', undefined, { dbname: 'd' }],
    ],
    [
      'a dsn',
      'import psycopg\nwith psycopg.connect("dbname=x host=db") as c:\n    pass',
      ['psycopg', 'dbname=x host=db', {}],
    ],
    [
      'an async connection',
      'import psycopg\nasync def f():\n    await psycopg.AsyncConnection.connect(conninfo="a")',
      ['psycopg', 'a', {}],
    ],
    ['asyncpg', 'import asyncpg\nasync def f():\n    await asyncpg.connect(dsn="a")', ['asyncpg', 'a', {}]],
    [
      'a pool',
      'from psycopg2 import pool\npool.SimpleConnectionPool(1, 20, user="u", host="db")',
      ['psycopg2', undefined, { user: 'u', host: 'db' }],
    ],
    [
      'a pool of psycopg',
      'from psycopg_pool import ConnectionPool\nConnectionPool(conninfo="a", kwargs={"password": "p"})',
      ['psycopg_pool', 'a', { password: 'p' }],
    ],
    [
      'SQLAlchemy',
      'from sqlalchemy import create_engine\nengine = create_engine("a", pool_pre_ping=True)',
      ['sqlalchemy', 'a', {}],
    ],
    ['SQLAlchemy, imported whole', 'import sqlalchemy as sa\nsa.create_engine(url="a")', ['sqlalchemy', 'a', {}]],
    [
      'URL.create',
      'from sqlalchemy import URL, create_engine\ncreate_engine(URL.create("postgresql+psycopg2", username="u", password="p@", host="db", database="d"))',
      ['sqlalchemy', 'postgresql+psycopg2://u:p%40@db/d', {}],
    ],
    ['Flask-SQLAlchemy', 'app.config["SQLALCHEMY_DATABASE_URI"] = "a"', ['flask-sqlalchemy', 'a', {}]],
    ['Flask-SQLAlchemy, in a class', 'class Config:\n    SQLALCHEMY_DATABASE_URI = "a"', ['flask-sqlalchemy', 'a', {}]],
    [
      'Flask-SQLAlchemy, updated',
      'app.config.update(DEBUG=True, SQLALCHEMY_DATABASE_URI="a")',
      ['flask-sqlalchemy', 'a', {}],
    ],
    [
      'Flask-SQLAlchemy, from a mapping',
      'app.config.from_mapping({"SQLALCHEMY_DATABASE_URI": "a"})',
      ['flask-sqlalchemy', 'a', {}],
    ],
    [
      'pg8000',
      'import pg8000.native\npg8000.native.Connection("u", host="db", password="p")',
      ['pg8000', undefined, { user: 'u', host: 'db', password: 'p' }],
    ],
    [
      'peewee',
      'from peewee import PostgresqlDatabase\nPostgresqlDatabase("d", user="u", host="db")',
      ['peewee', undefined, { dbname: 'd', user: 'u', host: 'db' }],
    ],
    ['databases', 'from databases import Database\nDatabase("a")', ['databases', 'a', {}]],
    [
      'Django',
      'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "d", "HOST": "db", "PORT": "5432"}}',
      ['django', undefined, { dbname: 'd', host: 'db', port: '5432' }],
    ],
    [
      'Django, by its address',
      'import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="a")}',
      ['django', 'a', {}],
    ],
    [
      'spread settings',
      'import psycopg2\nCONFIG = {"host": "db", "user": "u"}\npsycopg2.connect(**CONFIG)',
      ['psycopg2', undefined, { host: 'db', user: 'u' }],
    ],
    [
      'spread settings made by dict()',
      'import psycopg2\npsycopg2.connect(**dict(host="db"), port=1)',
      ['psycopg2', undefined, { host: 'db', port: 1 }],
    ],
  ])('are made with %s', (_, text, connection) => {
    expect(told(text)).toEqual([connection]);
  });

  it('are not seen where there are none', () => {
    expect(
      told(
        'import sqlite3\nsqlite3.connect("x.db")\nconnect("y")\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}',
      ),
    ).toEqual([]);
  });

  it('may have arguments that are not told', () => {
    expect(read('import psycopg2\npsycopg2.connect(**load())').connections.map((one) => one.open)).toEqual([true]);
  });

  it('know when they are made, and what is caught', () => {
    const text = `import psycopg2, time
a = psycopg2.connect("a")
def f():
    while True:
        try:
            return psycopg2.connect("b")
        except psycopg2.OperationalError:
            time.sleep(1)
class Db:
    def open(self):
        self.c = psycopg2.connect("c")
if __name__ == "__main__":
    psycopg2.connect("d")
`;
    expect(
      read(text).connections.map((one) => [worth(one.address), one.when, one.inFunction, one.guarded, one.retried]),
    ).toEqual([
      ['a', 'import', undefined, false, false],
      ['b', 'function', 'f', true, true],
      ['c', 'function', 'Db.open', false, false],
      ['d', 'main', undefined, false, false],
    ]);
  });
});

describe('what an address comes to', () => {
  const address = (expression: string, environment: Record<string, string> = {}, before = '') =>
    worth(
      read(`import os, psycopg2\nfrom urllib.parse import quote_plus\n${before}\npsycopg2.connect(${expression})\n`)
        .connections[0]?.address,
      environment,
    );

  it.each<[string, Record<string, string>, unknown]>([
    ['"a" "b"', {}, 'ab'],
    ['os.environ["U"]', { U: 'x' }, 'x'],
    ['os.environ["U"]', {}, 'KeyError U'],
    ['os.environ.get("U")', {}, null],
    ['os.environ.get("U", "d")', {}, 'd'],
    ['os.getenv("U", default="d")', { U: '' }, ''],
    ['os.getenv("U") or "d"', { U: '' }, 'd'],
    ['os.getenv("A", os.getenv("B", "c"))', { B: 'b' }, 'b'],
    ["f\"postgresql://{os.environ['U']}:{os.getenv('P', 'p')}@db/{1}\"", { U: 'u' }, 'postgresql://u:p@db/1'],
    ['"postgresql://" + os.environ["U"] + "@db"', { U: 'u' }, 'postgresql://u@db'],
    ['"host=%s port=%d" % (os.environ["H"], 5432)', { H: 'db' }, 'host=db port=5432'],
    ['"host=%(h)s%%" % {"h": "db"}', {}, 'host=db%'],
    ['"{}:{}".format("a", os.getenv("B"))', {}, 'a:None'],
    ['"{x}{{}}{0}".format("a", x="b")', {}, 'b{}a'],
    ['":".join(["a", os.environ["B"]])', { B: 'b' }, 'a:b'],
    ['quote_plus("p@ s/w")', {}, 'p%40+s%2Fw'],
    ['os.environ["U"].replace("postgres://", "postgresql://", 1)', { U: 'postgres://x' }, 'postgresql://x'],
    ['os.environ["U"].strip().lower()', { U: ' A ' }, 'a'],
    ['"a" if os.getenv("PROD") else "b"', {}, 'b'],
    ['"a" if "PROD" in os.environ else "b"', { PROD: '' }, 'a'],
    ['"a" if os.getenv("E") == "x" else "b"', { E: 'x' }, 'a'],
    ['str(5432)', {}, '5432'],
    ['unknown()', {}, '?'],
    ['f"{unknown}"', {}, '?'],
    ['f"{os.environ[\'U\']!r}"', { U: 'u' }, '?'],
  ])('%s with %j', (expression, environment, value) => {
    expect(address(expression, environment)).toBe(value);
  });

  it.each<[string, string, Record<string, string>, unknown]>([
    ['U = "a"', 'U', {}, 'a'],
    ['U = "a"\nU = "b"', 'U', {}, 'b'],
    ['U = os.getenv("U")\nif not U:\n    U = "d"', 'U', {}, 'd'],
    ['U = os.getenv("U")\nif not U:\n    U = "d"', 'U', { U: 'u' }, 'u'],
    ['if os.getenv("P"):\n    U = "p"\nelif os.getenv("Q"):\n    U = "q"\nelse:\n    U = "r"', 'U', { Q: '1' }, 'q'],
    ['U = "a"\nU += "b"', 'U', {}, 'ab'],
    ['U = os.environ["U"]\nU = U.replace("a", "b")', 'U', { U: 'aa' }, 'bb'],
    ['A, B = "a", "b"', 'B', {}, 'b'],
    ['H = "db"\nU = f"host={H}"', 'U', {}, 'host=db'],
    ['class C:\n    H = "db"\n    U = "host=" + H', 'C.U', {}, 'host=db'],
    ['class C:\n    U = "a"\nc = C()', 'c.U', {}, 'a'],
    ['D = {"u": "a"}', 'D["u"]', {}, 'a'],
    ['D = {"u": "a"}', 'D.get("v", "b")', {}, 'b'],
    ['app.config["U"] = "a"', 'app.config["U"]', {}, 'a'],
    ['app.config["U"] = "a"', 'app.config.get("U")', {}, 'a'],
    ['def f():\n    return "a"', 'f()', {}, 'a'],
    ['def f(x, y="b"):\n    return x + y', 'f("a")', {}, 'ab'],
    ['def env(n, d=None):\n    return os.environ.get(n, d)', 'env("U", "d")', {}, 'd'],
    ['def f():\n    if os.getenv("P"):\n        return "p"\n    return "q"', 'f()', {}, 'q'],
    [
      'def f():\n    u = os.getenv("U")\n    if u is None:\n        raise ValueError()\n    return u',
      'f()',
      { U: 'u' },
      'u',
    ],
    ['def f():\n    return f()', 'f()', {}, '?'],
    ['for x in y:\n    U = x', 'U', {}, '?'],
    ['U = U', 'U', {}, '?'],
    ['try:\n    U = os.environ["U"]\nexcept KeyError:\n    U = "d"', 'U', { U: 'u' }, 'u'],
    ['env = os.environ', 'env["U"]', { U: 'u' }, 'u'],
    ['from os import environ as e, getenv', 'e["U"] + getenv("U")', { U: 'u' }, 'uu'],
    ['from decouple import config', 'config("U", default="d")', {}, 'd'],
    ['from environs import Env\nenv = Env()\nenv.read_env()', 'env.str("U")', { U: 'u' }, 'u'],
    ['import environ\nenv = environ.Env()', 'env("U")', {}, 'KeyError U'],
    [
      'from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    u: str = "d"\ns = S()',
      's.u',
      { U: 'x' },
      'x',
    ],
    ['from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    u: str = "d"', 'S().u', {}, 'd'],
    [
      'from pydantic import BaseSettings, Field\nclass S(BaseSettings):\n    u: str = Field(..., env="URL")\ns = S()',
      's.u',
      { URL: 'x' },
      'x',
    ],
    ['class C:\n    U = os.environ.get("U", "d")\napp.config.from_object(C)', 'app.config["U"]', {}, 'd'],
  ])('%j then %s', (before, expression, environment, value) => {
    expect(address(expression, environment, before)).toBe(value);
  });

  it('is placed piece by piece', () => {
    const text = "import os, psycopg2\npsycopg2.connect(f\"postgresql://{os.getenv('U', 'me')}@localhost:5432/x\")\n";
    const value = read(text).connections[0]?.address;
    const parts = value?.kind === 'template' ? value.parts : [];
    expect(parts.map((part) => [part.kind, marked(text, part.span)])).toEqual([
      ['constant', 'postgresql://'],
      ['environment', "os.getenv('U', 'me')"],
      ['constant', '@localhost:5432/x'],
    ]);
    const fallback = parts[1]?.kind === 'environment' ? parts[1].otherwise : undefined;
    expect(typeof fallback === 'object' ? marked(text, fallback.span) : fallback).toBe('me');
  });
});

describe('what is read from the environment', () => {
  it('is found wherever it stands', () => {
    const text = `import os
from dotenv import load_dotenv
from pydantic_settings import BaseSettings, SettingsConfigDict
load_dotenv(override=True)
A = os.environ["A"]
os.environ["SET"] = "x"
os.environ.setdefault("S", "y")
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    db_host: str = "localhost"
    db_user: str
def f(x=os.getenv("D")):
    return [os.getenv("L") for _ in x]
`;
    expect(read(text).environmentReads.map((one) => [one.name, one.how, one.inFunction, worth(one.fallback)])).toEqual([
      ['A', 'subscript', undefined, undefined],
      ['S', 'get', undefined, 'y'],
      ['D', 'get', undefined, undefined],
      ['L', 'get', 'f', undefined],
      ['APP_DB_HOST', 'library', undefined, 'localhost'],
      ['APP_DB_USER', 'library', undefined, undefined],
    ]);
    expect(read(text).dotenvLoads.map((one) => [one.wins, marked(text, one.overrideAt)])).toEqual([
      ['file', 'override=True'],
    ]);
  });

  it('yields to a file only when that is said', () => {
    const wins = (call: string) =>
      read(`from dotenv import load_dotenv, find_dotenv\nimport dotenv\n${call}\n`).dotenvLoads.map((one) => one.wins);
    expect([
      wins('load_dotenv()'),
      wins('load_dotenv(find_dotenv())'),
      wins('dotenv.load_dotenv(".env", override=False)'),
      wins('load()'),
    ]).toEqual([['environment'], ['environment'], ['environment'], []]);
  });
});

describe('applications and routes', () => {
  const web = (text: string) => {
    const { applications, blueprints, registrations, routes } = read(text);
    return [
      applications.map((one) => `${one.name} ${one.framework}${one.factory === undefined ? '' : ` in ${one.factory}`}`),
      blueprints.map((one) => `${one.name} ${one.prefix ?? ''}`.trim()),
      registrations.map((one) => `${one.blueprint} on ${one.on} ${one.prefix ?? ''}`.trim()),
      routes.map((one) => `${one.path} ${one.methods} ${one.on} ${one.view}`),
    ];
  };

  it.each<[string, string, string[][]]>([
    [
      'other names',
      'import flask\napplication = flask.Flask(__name__)\n@application.get("/")\ndef index(): pass',
      [['application flask'], [], [], ['/ GET application index']],
    ],
    [
      'a factory',
      'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    @app.route("/")\n    def index(): pass\n    return app',
      [['app flask in create_app'], [], [], ['/ GET app index']],
    ],
    [
      'blueprints',
      'from flask import Blueprint, Flask\nbp = Blueprint("x", __name__, url_prefix="/a")\n@bp.route("/b", methods=["POST", "get"])\ndef b(): pass\napp = Flask("x")\napp.register_blueprint(bp, url_prefix="/c")',
      [['app flask'], ['bp /a'], ['bp on app /c'], ['/b POST,GET bp b']],
    ],
    [
      'add_url_rule',
      'app.add_url_rule("/", "index", index)\napp.add_url_rule("/x", view_func=x, methods=("PUT",))',
      [[], [], [], ['/ GET app index', '/x PUT app x']],
    ],
    [
      'a constant path',
      'P = "/p"\n@app.route(P)\ndef p(): pass\n@app.route(f"/{x}")\ndef q(): pass',
      [[], [], [], ['/p GET app p', 'undefined GET app q']],
    ],
    [
      'several routes of a function',
      '@app.route("/")\n@app.route("/index")\n@login_required\ndef index(): pass',
      [[], [], [], ['/ GET app index', '/index GET app index']],
    ],
    [
      'FastAPI',
      'from fastapi import APIRouter, FastAPI\napp = FastAPI()\nrouter = APIRouter(prefix="/r")\n@router.get("/")\nasync def r(): pass\napp.include_router(router)',
      [['app fastapi'], ['router /r'], ['router on app'], ['/ GET router r']],
    ],
    [
      'what only looks like one',
      'cache.get("key")\n@cache.get("key")\ndef x(): pass\n@app.before_request\ndef y(): pass',
      [[], [], [], []],
    ],
  ])('%s', (_, text, told) => {
    expect(web(text)).toEqual(told);
  });

  it.each([
    ['from flask import Flask', ['flask']],
    ['import fastapi', ['fastapi']],
    ['from django.core.management import execute_from_command_line', ['django']],
    ['from http.server import HTTPServer\nHTTPServer(("", 8000), x)', ['http.server']],
    ['import os', []],
  ])('%j is written with %j', (text, frameworks) => {
    expect(read(text).frameworks).toEqual(frameworks);
  });
});

describe('calls that start a server', () => {
  it.each<[string, unknown[]]>([
    ['from flask import Flask\napp = Flask("x")\napp.run()', ['flask', undefined, undefined, 'import', 'app']],
    [
      'from flask import Flask\napp = Flask("x")\nif __name__ == "__main__":\n    app.run("0.0.0.0", 80, debug=True)',
      ['flask', '0.0.0.0', 80, 'main', 'app'],
    ],
    [
      'import os\nfrom flask import Flask\napp = Flask("x")\ndef main():\n    app.run(host=os.getenv("HOST", "127.0.0.1"), port=int(os.getenv("PORT", 5000)))',
      ['flask', '127.0.0.1', 5000, 'function', 'app'],
    ],
    [
      'from app import create_app\napp = create_app()\napp.run(host="0.0.0.0")',
      ['flask', '0.0.0.0', undefined, 'import', 'app'],
    ],
    ['from web import app\napp.run(port=1)', ['flask', undefined, 1, 'import', 'app']],
    [
      'import uvicorn\nuvicorn.run("main:app", host="0.0.0.0", port=80)',
      ['uvicorn', '0.0.0.0', 80, 'import', 'main:app'],
    ],
    ['from waitress import serve\nserve(app, host="0.0.0.0", port=80)', ['waitress', '0.0.0.0', 80, 'import', 'app']],
    [
      'from http.server import HTTPServer\nHTTPServer(("0.0.0.0", 80), H).serve_forever()',
      ['http.server', '0.0.0.0', 80, 'import', undefined],
    ],
    ['from gevent.pywsgi import WSGIServer\nWSGIServer(("", 80), app)', ['gevent', '', 80, 'import', 'app']],
    [
      'from flask_socketio import SocketIO\nsocketio = SocketIO(app)\nsocketio.run(app, host="0.0.0.0")',
      ['socketio', '0.0.0.0', undefined, 'import', 'app'],
    ],
    [
      'from werkzeug.serving import run_simple\nrun_simple("0.0.0.0", 80, app)',
      ['werkzeug', '0.0.0.0', 80, 'import', 'app'],
    ],
    [
      'from flask import Flask\napp = Flask("x")\nO = {"host": "0.0.0.0", "port": 80}\napp.run(**O)',
      ['flask', '0.0.0.0', 80, 'import', 'app'],
    ],
  ])('%j', (text, told) => {
    expect(
      read(text).runs.map((one) => [one.server, worth(one.host), worth(one.port), one.reached, one.application]),
    ).toEqual([told]);
  });

  it.each(['subprocess.run(["x"])', 'import asyncio\nasyncio.run(main())', 'job.run()', 'def run(): pass\nrun()'])(
    '%j is none',
    (text) => {
      expect(read(text).runs).toEqual([]);
    },
  );
});

describe('names that nothing defines', () => {
  const names = (text: string) => read(text).undefinedNames.map((one) => [one.name, one.nearest]);

  it.each<[string, (string | undefined)[][]]>([
    ['print(flsk)', [['flsk', undefined]]],
    ['from flask import Flask\napp = Flaks(__name__)', [['Flaks', 'Flask']]],
    ['def f():\n    return request.args', [['request', undefined]]],
    ['import os\ndef f():\n    return oss.environ', [['oss', 'os']]],
    ['@ap.route("/")\ndef f(): pass', [['ap', undefined]]],
    [
      'x = [y for z in w]',
      [
        ['y', undefined],
        ['w', undefined],
      ],
    ],
  ])('%j', (text, told) => {
    expect(names(text)).toEqual(told);
  });

  it.each([
    'def f(): return g()\ndef g(): pass',
    'x = [a for a in range(3) if a]\ny = {k: v for k, v in {}.items()}',
    'f = lambda a, *b: (a, b)',
    'class A:\n    x = 1\n    y = x\n    def f(self): return __class__',
    'def f():\n    global g\n    g = 1\ndef h(): return g',
    'try:\n    import x\nexcept ImportError as e:\n    print(e)',
    'def g(): pass\nwith open("x") as f, g() as (a, b):\n    print(f, a, b)',
    'for i, (a, *b) in []:\n    print(i, a, b)',
    'from x import *\nprint(anything)',
    'exec("y = 1")\nprint(y)',
    'print(__file__, __name__, __doc__)',
    'if (n := 1) and n: print(n)\nprint([m := 2, m])',
    'import a.b.c as d\nimport e.f\nprint(d, e)',
    'def x(): pass\nmatch x():\n    case [y, *z]: print(y, z)',
    'def f(x: "Later") -> Later2: pass\nclass Later: pass\nclass Later2: pass',
    'def f():\n    def g(): return h\n    h = 1\n    return g',
    'try:\n    unicode\nexcept NameError:\n    unicode = str',
    'x: Undefined = None'.replace('Undefined', 'int'),
    'del a'.replace('del a', 'a = 1\ndel a'),
    'print(_) if (_ := 1) else None',
    'for i in range(2):\n    if i: print(late)\n    late = i',
    'def f():\n    global late\n    late = 1\nf()\nprint(late)\nlate = 2',
    'try:\n    print(late)\nexcept Exception:\n    pass\nlate = 1',
    'key = lambda: late\nlate = 1',
  ])('are none in %j', (text) => {
    expect(names(text)).toEqual([]);
  });
});

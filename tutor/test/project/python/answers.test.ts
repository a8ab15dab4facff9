import { describe, expect, it } from 'vitest';
import { filesFromTable } from '../../../src/project/files.ts';
import { answerOf } from '../../../src/project/python/answer-of.ts';
import { type AnswerWorld, type ConnectionOutcome, fitsBody, wholeBody } from '../../../src/project/python/answers.ts';
import { importOutcome } from '../../../src/project/python/import-outcome.ts';
import type { StartedAs } from '../../../src/project/python/import-run.ts';
import { readPythonProject } from '../../../src/project/python/read-project.ts';
import answersOfFlask from './cases/answers.json' with { type: 'json' };

/** Apps, and what each answered under Flask 2.3.3: see cases/answers.py. */
type Case = {
  readonly name: string;
  readonly app: string;
  readonly environment: Record<string, string>;
  readonly works: readonly [number | string, string];
  readonly fails: readonly [number | string, string];
};
const cases = answersOfFlask as unknown as readonly Case[];

const WORKS: ConnectionOutcome = { kind: 'works' };
const FAILS: ConnectionOutcome = { kind: 'fails' };

type App = string | Readonly<Record<string, string>>;

function project(app: App, startedAs: StartedAs = 'module') {
  return readPythonProject(filesFromTable(typeof app === 'string' ? { 'app.py': app } : app), {
    entry: 'app.py',
    roots: [''],
    startedAs,
  });
}

function world(environment: Record<string, string>, outcome: ConnectionOutcome): AnswerWorld {
  return { environment, connect: () => outcome };
}

/** What GET / answers: `200 text`, with `…` where anything may stand. */
function page(app: App, environment: Record<string, string>, outcome: ConnectionOutcome, path = '/'): string {
  const { modules, table } = project(app);
  for (const module of modules) {
    const route = module.routes.find((one) => one.path === path);
    if (route === undefined) continue;
    const answer = answerOf(module, route, table, modules, world(environment, outcome));
    switch (answer.kind) {
      case 'answers':
        return `${answer.status} ${answer.body.texts.join('…')}`;
      case 'redirects':
        return `${answer.status} to ${answer.to}`;
      case 'raises':
        return `raises ${answer.exception}`;
      case 'unknown':
        return 'unknown';
    }
  }
  return 'no route';
}

const CHAPTER = `import os
from flask import Flask
import psycopg2
from psycopg2 import OperationalError
app = Flask(__name__)
@app.route('/')
def hello():
    db_url = os.environ.get("DATABASE_URL")
    if not db_url:
        return "Error: not set.", 500
    try:
        conn = psycopg2.connect(db_url)
        cur = conn.cursor()
        cur.execute("SELECT 1")
        cur.close()
        conn.close()
        return "Hello! Connected to database successfully!"
    except OperationalError as e:
        return f"Failed: {e}", 500
    except Exception as e:
        return f"Unexpected: {e}", 500
`;

const RETRIES = `import os, time, psycopg2
from flask import Flask, jsonify
app = Flask(__name__)
def get_db():
    for i in range(10):
        try:
            return psycopg2.connect(host=os.environ['DB_HOST'], dbname='x')
        except psycopg2.OperationalError:
            time.sleep(1)
    return None
@app.get('/')
def index():
    conn = get_db()
    if conn is None:
        return jsonify(status='error', message='no db'), 503
    with conn.cursor() as cur:
        cur.execute('SELECT version()')
        v = cur.fetchone()[0]
    return jsonify({'status': 'ok', 'version': v})
`;

const ALCHEMY = `from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
import os
app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = os.environ['DATABASE_URL']
db = SQLAlchemy(app)
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
@app.route('/')
def index():
    try:
        db.session.execute(text('SELECT 1'))
        return '<h1>Connected!</h1>'
    except Exception as e:
        return f'<h1>Failed</h1><p>{e}</p>', 500
@app.route('/users')
def users():
    db.session.execute(text('SELECT * FROM users'))
    return 'x'
@app.route('/orm')
def orm():
    return str(User.query.count())
`;

const ENGINE = `import os
from flask import Flask, redirect
from sqlalchemy import create_engine, text
engine = create_engine(os.environ.get("DATABASE_URL"))
app = Flask(__name__)
@app.route("/")
def home():
    with engine.connect() as conn:
        result = conn.execute(text("select 1")).scalar()
    name = os.getenv("NAME", "World")
    msg = "Hello " + name
    msg += "! Result: " + str(result)
    return msg
@app.route("/r")
def r(): return redirect("/home", code=301)
`;

const MODULES = {
  'app.py':
    'from flask import Flask\nfrom views import bp\ndef create_app():\n    app = Flask(__name__)\n    app.register_blueprint(bp)\n    return app\n',
  'views.py': `from flask import Blueprint
from db import check
bp = Blueprint('x', __name__)
@bp.route('/')
def index():
    ok, err = check()
    return ("Connected!" if ok else "Failed: " + err), (200 if ok else 500)
`,
  'db.py': `import os, psycopg
def check():
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as conn:
            conn.execute("SELECT 1")
        return True, None
    except Exception as e:
        return False, str(e)
`,
};

const ADDRESS = { DATABASE_URL: 'postgresql://u:p@db/x', DB_HOST: 'db' };

describe('what GET / answers', () => {
  it.each<[string, App, Record<string, string>, ConnectionOutcome, string]>([
    ['the chapter, all well', CHAPTER, ADDRESS, WORKS, '200 Hello! Connected to database successfully!'],
    ['the chapter, no database', CHAPTER, ADDRESS, FAILS, '500 Failed: …'],
    ['the chapter, a told failure', CHAPTER, ADDRESS, { kind: 'fails', message: 'refused' }, '500 Failed: refused'],
    ['the chapter, no address', CHAPTER, {}, WORKS, '500 Error: not set.'],
    ['the chapter, nobody knows', CHAPTER, ADDRESS, { kind: 'unknown' }, 'unknown'],
    ['retries, all well', RETRIES, ADDRESS, WORKS, '200 {"status":"ok","version":…}\n'],
    ['retries, no database', RETRIES, ADDRESS, FAILS, '503 {"message":"no db","status":"error"}\n'],
    ['retries, no variable', RETRIES, {}, WORKS, 'raises KeyError'],
    ['Flask-SQLAlchemy, all well', ALCHEMY, ADDRESS, WORKS, '200 <h1>Connected!</h1>'],
    ['Flask-SQLAlchemy, no database', ALCHEMY, ADDRESS, FAILS, '500 <h1>Failed</h1><p>…</p>'],
    ['an engine, all well', ENGINE, ADDRESS, WORKS, '200 Hello World! Result: 1'],
    ['an engine, no database', ENGINE, ADDRESS, FAILS, 'raises OperationalError'],
    ['three modules, all well', MODULES, ADDRESS, WORKS, '200 Connected!'],
    ['three modules, no database', MODULES, ADDRESS, FAILS, '500 Failed: …'],
    ['three modules, no address', MODULES, {}, WORKS, "500 Failed: 'DATABASE_URL'"],
  ])('%s', (_, app, environment, outcome, answer) => {
    expect(page(app, environment, outcome)).toBe(answer);
  });

  it.each<[string, App, string, string]>([
    ['a redirect', ENGINE, '/r', '301 to /home'],
    ['a table that may not be there', ALCHEMY, '/users', 'unknown'],
    ['what an ORM finds', ALCHEMY, '/orm', 'unknown'],
  ])('another path: %s', (_, app, path, answer) => {
    expect(page(app, ADDRESS, WORKS, path)).toBe(answer);
  });

  it.each<[string, string]>([
    ['return "a"', '200 a'],
    ['return {"b": 1, "a": "x"}', '200 {"a":"x","b":1}\n'],
    ['return jsonify(a=None, b=[1])', '200 {"a":null,"b":[1]}\n'],
    ['return "a", 201, {"X": "y"}', '201 a'],
    ['return "a", {"X": "y"}', '200 a'],
    ['return make_response("a", 418)', '418 a'],
    ['return Response("a", status=404)', '404 a'],
    ['abort(503)', 'raises HTTPException'],
    ['raise ValueError("x")', 'raises ValueError'],
    ['return render_template("index.html", x=1)', '200 …'],
    ['return f"{1 + 1}"', '200 2'],
    ['return "x" if os.getenv("X") else "y"', '200 y'],
    [
      'try:\n        raise KeyError("a")\n    except (ValueError, KeyError):\n        return "caught"\n    finally:\n        pass',
      '200 caught',
    ],
    ['try:\n        raise KeyError("a")\n    except ValueError:\n        return "caught"', 'raises KeyError'],
    ['for row in rows():\n        x = row\n    return f"{x}"', '200 …'],
    ['while True:\n        pass', 'unknown'],
    ['if unknown():\n        return "a"\n    return "b"', 'unknown'],
    ['global n\n    n += 1\n    return f"seen {n} times"', '200 seen … times'],
    ['x = "a"\n    x = x + "b"\n    return x', '200 ab'],
    ['return str(5)', '200 5'],
    ['return', 'raises TypeError'],
    ['pass', 'raises TypeError'],
  ])('%s', (body, answer) => {
    const app = `import os\nfrom flask import *\nfrom flask import Flask, Response, abort, jsonify, make_response, render_template\napp = Flask("x")\n@app.route("/")\ndef index():\n    ${body}\n`;
    expect(page(app, {}, WORKS)).toBe(answer);
  });

  it.each(cases.flatMap((one) => (['works', 'fails'] as const).map((kind) => [one.name, kind, one] as const)))(
    'as Flask itself does: %s, the database %s',
    (_, kind, one) => {
      const [status, body] = one[kind];
      const { modules, table } = project(one.app);
      const [entry] = modules;
      const route = entry?.routes.find((each) => each.path === '/');
      if (entry === undefined) throw new Error('there is no app');
      const asked = world(one.environment, kind === 'works' ? WORKS : FAILS);
      const imported = importOutcome(entry, table, modules, 'module', asked);
      const answer = route === undefined ? undefined : answerOf(entry, route, table, modules, asked);
      if (status === 'import') expect(imported).toMatchObject({ kind: 'raises', exception: body });
      else if (answer?.kind === 'answers')
        expect([answer.status, fitsBody(answer.body, String(body))]).toEqual([status, true]);
      else if (answer?.kind === 'redirects') expect([answer.status, answer.to]).toEqual([status, body]);
      else if (answer?.kind === 'raises') expect(status).toBe(500);
      else expect(['errorhandler', 'errorhandler500', 'lambda', 'method view', 'bytes']).toContain(one.name);
    },
  );

  it('fits the bodies that it allows', () => {
    const pattern = { texts: ['a', 'b', 'c'], form: 'text' as const };
    expect(['abc', 'a1b2c', 'ac', 'xabc', 'abcx', 'abbc'].map((body) => fitsBody(pattern, body))).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect([
      wholeBody(pattern),
      wholeBody({ texts: ['a'], form: 'text' }),
      fitsBody({ texts: ['a'], form: 'text' }, 'ab'),
    ]).toEqual([undefined, 'a', false]);
  });
});

describe('whether the app can be imported', () => {
  function outcome(
    app: App,
    environment: Record<string, string>,
    connection: ConnectionOutcome,
    startedAs: StartedAs = 'module',
  ): string {
    const { modules, table } = project(app, startedAs);
    const [entry] = modules;
    if (entry === undefined) return 'no app';
    const found = importOutcome(entry, table, modules, startedAs, world(environment, connection));
    return found.kind === 'raises'
      ? `${found.exception}${found.message === undefined ? '' : `: ${found.message}`} in ${found.at.file}`
      : found.kind;
  }

  const AT_ONCE = "import os, psycopg2\nURL = os.environ['U']\nconn = psycopg2.connect(URL)\n";
  const IN_MAIN = "import psycopg2\ndef init():\n    psycopg2.connect('x')\nif __name__ == '__main__':\n    init()\n";

  it.each<[string, App, Record<string, string>, ConnectionOutcome, StartedAs, string]>([
    ['a variable is not set', AT_ONCE, {}, WORKS, 'module', "KeyError: 'U' in app.py"],
    ['the database is not there', AT_ONCE, { U: 'x' }, FAILS, 'module', 'OperationalError in app.py'],
    ['all is well', AT_ONCE, { U: 'x' }, WORKS, 'module', 'imports'],
    [
      'the failure is caught',
      {
        'app.py': 'import db\n',
        'db.py': 'import psycopg2\ntry:\n    c = psycopg2.connect("x")\nexcept Exception:\n    c = None\n',
      },
      {},
      FAILS,
      'module',
      'imports',
    ],
    [
      'a module of its own fails',
      { 'app.py': 'from db import c\n', 'db.py': 'import psycopg2\nc = psycopg2.connect("x")\n' },
      {},
      FAILS,
      'module',
      'OperationalError in db.py',
    ],
    ['only the started file connects', IN_MAIN, {}, FAILS, 'module', 'imports'],
    ['the started file connects', IN_MAIN, {}, FAILS, 'main', 'OperationalError in app.py'],
    ['an engine connects later', ENGINE, ADDRESS, FAILS, 'module', 'imports'],
  ])('%s', (_, app, environment, connection, startedAs, told) => {
    expect(outcome(app, environment, connection, startedAs)).toBe(told);
  });
});

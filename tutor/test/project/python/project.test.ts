import { describe, expect, it } from 'vitest';
import { filesFromTable } from '../../../src/project/files.ts';
import { evaluate } from '../../../src/project/python/evaluate.ts';
import type { ImportFault } from '../../../src/project/python/import-run.ts';
import { connectionsBehind } from '../../../src/project/python/reached.ts';
import { type PythonProject, type PythonStart, readPythonProject } from '../../../src/project/python/read-project.ts';
import { marked } from '../marked.ts';

type Table = Readonly<Record<string, string>>;

function read(table: Table, start: Partial<PythonStart> = {}): PythonProject {
  return readPythonProject(filesFromTable(table), { entry: 'app.py', roots: [''], startedAs: 'module', ...start });
}

const files = (project: PythonProject) => project.modules.map((module) => module.file);

/** `models.py: app` for a name that is not there yet, and so on. */
function told(table: Table, fault: ImportFault): string {
  const where = `${fault.at.file}: ${marked(table[fault.at.file] ?? '', fault.at)}`;
  switch (fault.kind) {
    case 'circular':
      return `circular ${where} (${fault.files.join(' ')}; ${marked(table[fault.other.file] ?? '', fault.other)})`;
    case 'name-missing':
      return `name-missing ${where} in ${fault.file}${fault.nearest === undefined ? '' : `, ${fault.nearest}?`}`;
    case 'module-missing':
      return `module-missing ${where}`;
  }
}

const FLASK = 'from flask import Flask\n';

describe('the modules of an app', () => {
  it('are those it imports, and those they import', () => {
    const project = read({
      'app.py': 'import os\nfrom web import views\nimport config.base\nfrom models import *\n',
      'web/__init__.py': '',
      'web/views.py': 'from .forms import Form\nfrom . import helpers\n',
      'web/forms.py': 'class Form: pass\n',
      'web/helpers.py': 'def f():\n    import late\n',
      'config/base.py': '',
      'models.py': '',
      'late.py': '',
      'other.py': '',
    });
    expect(files(project)).toEqual([
      'app.py',
      'web/__init__.py',
      'web/views.py',
      'config/base.py',
      'models.py',
      'web/forms.py',
      'web/helpers.py',
      'late.py',
    ]);
    expect([project.isOwn('web'), project.isOwn('config.base'), project.isOwn('flask')]).toEqual([true, true, false]);
    expect(project.importFaults).toEqual([]);
    expect(project.links.filter((link) => link.inFunction === 'in-function').map((link) => link.to)).toEqual([
      'late.py',
    ]);
  });

  it('are looked for in every root', () => {
    expect(
      files(
        read({ 'src/app.py': 'import lib\n', 'common/lib.py': '' }, { entry: 'src/app.py', roots: ['src', 'common'] }),
      ),
    ).toEqual(['src/app.py', 'common/lib.py']);
  });

  it('share their values', () => {
    const project = read({
      'app.py': `${FLASK}from config import Config, get_url\nimport psycopg2, settings\nfrom db import connect\n
psycopg2.connect(Config.URL)
psycopg2.connect(get_url())
psycopg2.connect(host=settings.HOST, **settings.EXTRA)
connect()
`,
      'config.py':
        'import os\nimport settings\nclass Config:\n    URL = os.environ.get("U", "host=%s" % settings.HOST)\ndef get_url():\n    return os.environ["U"].replace("postgres://", "postgresql://")\n',
      'settings.py': 'import os\nHOST = os.getenv("H") or "localhost"\nEXTRA = dict(user="u")\n',
      'db.py':
        'import psycopg\nfrom settings import HOST\ndef connect():\n    return psycopg.connect(f"host={HOST}")\n',
    });
    const worth = (environment: Record<string, string>) =>
      project.modules.flatMap((module) =>
        module.connections.map((one) =>
          [one.address, ...Object.values(one.parts)].flatMap((value) => {
            const found = value === undefined ? undefined : evaluate(value, environment);
            return found === undefined ? [] : [found.kind === 'known' ? found.value : found.kind];
          }),
        ),
      );
    expect(worth({})).toEqual([['host=localhost'], ['raises'], ['localhost', 'u'], ['host=localhost']]);
    expect(worth({ H: 'db', U: 'postgres://x' })).toEqual([
      ['postgres://x'],
      ['postgresql://x'],
      ['db', 'u'],
      ['host=db'],
    ]);
  });
});

describe('imports that go in a circle', () => {
  it.each<[string, Table, Partial<PythonStart>, string[]]>([
    [
      'two modules that need each other',
      {
        'app.py': `${FLASK}from models import db\napp = Flask(__name__)\n`,
        'models.py': 'from app import app\ndb = 1\n',
      },
      {},
      ['circular models.py: app (app.py models.py; from models import db)'],
    ],
    [
      'the same, run as a file',
      {
        'app.py': `${FLASK}from models import db\napp = Flask(__name__)\n`,
        'models.py': 'from app import app\ndb = 1\n',
      },
      { startedAs: 'main' },
      ['circular app.py: db (models.py app.py; from app import app)'],
    ],
    [
      'a library’s name for one’s own file',
      { 'app.py': 'from flask import Flask\n', 'flask.py': 'from flask import Flask\n' },
      {},
      ['circular flask.py: Flask (flask.py; Flask)'],
    ],
    [
      'an attribute that is not there yet',
      { 'app.py': 'import models\nx = 1\n', 'models.py': 'import app\ny = app.x\n' },
      {},
      ['circular models.py: app.x (app.py models.py; import models)'],
    ],
    [
      'a name that is nowhere',
      { 'app.py': 'from config import DATABSE_URL\n', 'config.py': 'DATABASE_URL = 1\n' },
      {},
      ['name-missing app.py: DATABSE_URL in config.py, DATABASE_URL?'],
    ],
    [
      'a relative module that is nowhere',
      { 'web/__init__.py': 'from .views import x\n', 'web/views.py': 'x = 1\nfrom .lost import y\n' },
      { entry: 'web/__init__.py' },
      ['module-missing web/views.py: lost'],
    ],
    [
      'three modules',
      { 'app.py': 'import b\n', 'b.py': 'import c\nB = 1\n', 'c.py': 'from b import B\n' },
      {},
      ['circular c.py: B (b.py c.py; import c)'],
    ],
  ])('%s', (_, table, start, faults) => {
    expect(read(table, start).importFaults.map((fault) => told(table, fault))).toEqual(faults);
  });

  it.each<[string, Table, Partial<PythonStart>]>([
    [
      'the name is there before',
      {
        'app.py': `${FLASK}app = Flask(__name__)\nfrom routes import *\n`,
        'routes.py': 'from app import app\n@app.route("/")\ndef index(): pass\n',
      },
      {},
    ],
    [
      'the same, run as a file',
      { 'app.py': `${FLASK}app = Flask(__name__)\nimport routes\n`, 'routes.py': 'from app import app\n' },
      { startedAs: 'main' },
    ],
    [
      'the import is in a function',
      { 'app.py': 'from models import db\nx = 1\n', 'models.py': 'db = 1\ndef f():\n    from app import x\n' },
      {},
    ],
    [
      'the import is caught',
      {
        'app.py': 'from models import db\nx = 1\n',
        'models.py': 'try:\n    from app import x\nexcept ImportError:\n    x = 2\ndb = 1\n',
      },
      {},
    ],
    [
      'only the module is taken',
      { 'app.py': 'import models\nx = 1\n', 'models.py': 'import app\ndef f(): return app.x\n' },
      {},
    ],
    [
      'for a type checker alone',
      {
        'app.py': 'from models import db\nx = 1\n',
        'models.py': 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app import x\ndb = 1\n',
      },
      {},
    ],
    [
      'a submodule',
      { 'web/__init__.py': 'from . import views\n', 'web/views.py': 'from . import models\n', 'web/models.py': '' },
      { entry: 'web/__init__.py' },
    ],
    ['any name may be there', { 'app.py': 'from config import X\n', 'config.py': 'globals()["X"] = 1\n' }, {}],
    ['any name is taken over', { 'app.py': 'from config import X\n', 'config.py': 'from lib import *\n' }, {}],
    [
      'a folder without __init__.py',
      { 'web/__init__.py': 'from .parts import one\n', 'web/parts/one.py': '' },
      { entry: 'web/__init__.py' },
    ],
    ['only when run as a file', { 'app.py': 'x = 1\nif __name__ == "__main__":\n    from lost import y\n' }, {}],
    ['a module that cannot be read', { 'app.py': 'from broken import x\n', 'broken.py': 'def f(:\n' }, {}],
  ])('do not where %s', (_, table, start) => {
    expect(read(table, start).importFaults).toEqual([]);
  });
});

describe('files that stand in the way of a library', () => {
  it.each<[string, Table, string[]]>([
    ['flask.py', { 'app.py': FLASK, 'flask.py': '' }, ['flask.py library']],
    ['a package', { 'app.py': 'import psycopg2\n', 'psycopg2/__init__.py': '' }, ['psycopg2/__init__.py library']],
    ['a module of Python that libraries need', { 'app.py': FLASK, 'logging.py': '' }, ['logging.py standard']],
    ['nobody imports the library', { 'app.py': 'import os\n', 'redis.py': '' }, []],
    ['other names', { 'app.py': FLASK, 'models.py': '', 'config.py': '', 'tests/__init__.py': '' }, []],
    ['elsewhere', { 'app.py': FLASK, 'web/flask.py': '' }, []],
  ])('%s', (_, table, shadows) => {
    expect(read(table).shadows.map((one) => `${one.file} ${one.of}`)).toEqual(shadows);
  });
});

describe('the connections behind a page', () => {
  it('are those of its view and of what the view calls', () => {
    const project = read({
      'app.py': `${FLASK}import psycopg2, db
from helpers import check
app = Flask(__name__)
@app.route("/")
def index():
    return check()
@app.route("/other")
def other():
    psycopg2.connect("other")
@app.route("/module")
def module():
    return db.open()
`,
      'helpers.py':
        'import psycopg2\ndef check():\n    return inner()\ndef inner():\n    with psycopg2.connect("inner"):\n        return "ok"\n',
      'db.py':
        'from sqlalchemy import create_engine\nimport psycopg\nengine = create_engine("engine")\nclass Db:\n    def go(self):\n        psycopg.connect("method")\ndb = Db()\ndef open():\n    return db.go()\n',
    });
    const [app] = project.modules;
    const behind = (path: string) => {
      const route = app?.routes.find((one) => one.path === path);
      return app === undefined || route === undefined
        ? []
        : connectionsBehind(project, app, route).map(
            ({ connection, by }) => `${by} ${connection.address?.kind === 'constant' ? connection.address.value : '?'}`,
          );
    };
    expect([behind('/'), behind('/other'), behind('/module')]).toEqual([
      ['module engine', 'called inner'],
      ['called other', 'module engine'],
      ['module engine', 'called method'],
    ]);
  });
});

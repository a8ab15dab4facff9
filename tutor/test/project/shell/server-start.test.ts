import { describe, expect, it } from 'vitest';
import { placedAt } from '../../../src/project/shell/placed.ts';
import { serverStart } from '../../../src/project/shell/server-start.ts';
import type { Bind, ServerStart, Setting } from '../../../src/project/shell/start.ts';
import { splitWords } from '../../../src/project/shell/words.ts';
import { marked } from '../marked.ts';

const SCRIPTS: Record<string, string> = {
  '/app/entrypoint.sh': `#!/bin/sh
set -e
if [ "$DATABASE" = "postgres" ]
then
    while ! nc -z $SQL_HOST $SQL_PORT; do
      sleep 0.1
    done
fi
python manage.py migrate
exec "$@"
`,
  '/app/start.sh': `#!/usr/bin/env bash
export FLASK_RUN_HOST=0.0.0.0
cd src
if [ "$APP_ENV" = "development" ]; then
  exec flask run --port \${PORT:-5000}
else
  exec gunicorn -w 4 -b "0.0.0.0:\${PORT:-8000}" app:app
fi
`,
  '/app/case.sh': `#!/bin/sh
case "$1" in
  web) shift; exec python app.py "$@";;
  worker) exec celery -A x;;
  *) exec "$@";;
esac
`,
  '/app/plain.sh': '#!/bin/sh\r\nflask db upgrade\r\nflask run --host=0.0.0.0\r\n',
  '/app/function.sh': `#!/bin/sh
wait_for() {
  until pg_isready -h db; do sleep 1; done
}
wait_for
python3 -u app.py
`,
  '/app/args.sh': '#!/bin/sh\nset -- flask "$@"\nexec "$@"\n',
  '/app/both.sh': '#!/bin/sh\nif curl -f http://x; then flask run; else python app.py; fi\n',
  '/app/fill.py': 'import psycopg2\nasyncio.run(fill())  # then app.run()\n',
  '/app/page.py': 'from flask import Flask\napp = Flask(__name__)\napp.run(host="0.0.0.0")\n',
  '/app/elsewhere.py': 'from serving import main\nmain()\n',
  '/app/ends.sh': '#!/bin/sh\necho hello\n',
  '/app/loop.sh': '#!/bin/sh\n./loop.sh\n',
  '/app/py.sh': '#!/usr/bin/env python\nprint(1)\n',
  '/app/not.sh': '#!/bin/sh\nif ! [ -n "$DEBUG" ]; then exec gunicorn app:app; fi\nexec flask run\n',
  '/gunicorn/gunicorn.conf.py': `import os\nbind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"\nworkers = 2\n`,
  '/gunicorn/two.py': `bind = ["0.0.0.0:80", "[::]:80"]\nwsgi_app = "app:app"\n`,
};

function start(line: string, environment: Record<string, string> = {}, workdir = '/app'): ServerStart {
  return serverStart(splitWords(placedAt('Dockerfile', line)).words, {
    environment,
    workdir,
    readFile: (path) => {
      const text = SCRIPTS[path];
      return text === undefined ? undefined : { file: path.slice(1), text };
    },
  });
}

function shell(text: string, environment: Record<string, string> = {}): ServerStart {
  const nowhere = { file: 'Dockerfile', start: 0, end: 0 };
  const words = [
    { text: '/bin/sh', span: nowhere },
    { text: '-c', span: nowhere },
    { text, span: { file: 'Dockerfile', start: 0, end: text.length } },
  ];
  return serverStart(words, { environment, workdir: '/app', readFile: () => undefined });
}

const from = (setting: Setting | undefined) =>
  setting === undefined
    ? undefined
    : `${setting.text} by ${setting.from.kind}${'name' in setting.from ? ` ${setting.from.name}` : ''}`;
const bind = (one: Bind) => `${from(one.host)}, ${from(one.port)}${one.form === 'address' ? '' : ` (${one.form})`}`;
const binds = (server: ServerStart) => server.binds.map(bind);

describe('flask run', () => {
  it.each<[string, Record<string, string>, string]>([
    ['flask run', {}, '127.0.0.1 by default, 5000 by default'],
    [
      'python -m flask run --port=8000',
      { FLASK_RUN_HOST: '0.0.0.0' },
      '0.0.0.0 by variable FLASK_RUN_HOST, 8000 by option --port',
    ],
    ['flask run -h 0.0.0.0 -p8000', {}, '0.0.0.0 by option -h, 8000 by option -p'],
    ['flask --app web.app --debug run --host=0.0.0.0 --debug', {}, '0.0.0.0 by option --host, 5000 by default'],
    ['python3.11 -u -m flask run --host 0.0.0.0 --host 127.0.0.1', {}, '127.0.0.1 by option --host, 5000 by default'],
    [
      'flask run --host=0.0.0.0',
      { FLASK_RUN_HOST: '127.0.0.1', FLASK_RUN_PORT: '80' },
      '0.0.0.0 by option --host, 80 by variable FLASK_RUN_PORT',
    ],
    ['flask run --port eight', {}, '127.0.0.1 by default, eight by option --port (malformed)'],
    ['/opt/venv/bin/flask run', {}, '127.0.0.1 by default, 5000 by default'],
    ['flask run --with-threads --reload --cert adhoc -p 1', {}, '127.0.0.1 by default, 1 by option -p'],
  ])('%s %j', (line, environment, where) => {
    const server = start(line, environment);
    expect([server.kind, ...binds(server)]).toEqual(['flask-run', where]);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['flask run', {}, undefined],
    ['flask run', { FLASK_APP: 'app.py' }, 'app.py by variable FLASK_APP'],
    ['flask --app web run', { FLASK_APP: 'app.py' }, 'web by option --app'],
    ['flask -A web:make run', {}, 'web:make by option -A'],
  ])('%s %j names its application', (line, environment, application) => {
    expect(from(start(line, environment).application)).toBe(application);
  });

  it('is no server with another command', () => {
    expect(start('flask db upgrade').kind).toBe('none');
    expect(start('flask').kind).toBe('none');
  });

  it('marks the option and its value', () => {
    const line = 'python -m flask run --port=8000 --host 0.0.0.0';
    const [bound] = start(line).binds;
    expect(marked(line, bound?.port.at)).toBe('8000');
    expect(marked(line, bound?.host.at)).toBe('0.0.0.0');
    expect(bound?.port.from).toMatchObject({ kind: 'option', nameAt: { start: 20, end: 26 } });
  });
});

describe('flask run beside a .flaskenv', () => {
  const FILES: Record<string, string> = {
    '/app/.flaskenv': '# flask\nFLASK_APP=web\nexport FLASK_RUN_HOST="0.0.0.0"\nFLASK_RUN_PORT=1\n',
    '/app/.env': 'FLASK_RUN_PORT=2\n',
  };
  const beside = (environment: Record<string, string>, packages: string[]) => {
    const server = serverStart(splitWords(placedAt('Dockerfile', 'flask run')).words, {
      environment,
      workdir: '/app',
      packages: new Set(packages),
      readFile: (path) => (FILES[path] === undefined ? undefined : { file: path.slice(5), text: FILES[path] }),
    });
    return [
      from(server.application),
      ...binds(server),
      marked(FILES['/app/.flaskenv'] ?? '', server.binds[0]?.host.at),
    ];
  };

  it('reads it where python-dotenv is installed, and .env before it', () => {
    expect(beside({}, ['flask', 'python-dotenv'])).toEqual(['web by file', '0.0.0.0 by file, 2 by file', '0.0.0.0']);
    expect(beside({}, ['flask'])).toEqual([undefined, '127.0.0.1 by default, 5000 by default', undefined]);
  });

  it('obeys the environment first', () => {
    expect(beside({ FLASK_RUN_HOST: '1.2.3.4', FLASK_RUN_PORT: '3', FLASK_APP: 'x' }, ['python-dotenv'])).toEqual([
      'x by variable FLASK_APP',
      '1.2.3.4 by variable FLASK_RUN_HOST, 3 by variable FLASK_RUN_PORT',
      undefined,
    ]);
    expect(beside({ FLASK_SKIP_DOTENV: '1' }, ['python-dotenv'])[1]).toBe('127.0.0.1 by default, 5000 by default');
  });
});

describe('gunicorn', () => {
  it.each<[string, Record<string, string>, string, string[]]>([
    ['gunicorn app:app', {}, '/app', ['127.0.0.1 by default, 8000 by default']],
    ['gunicorn app:app', { PORT: '9000' }, '/app', ['0.0.0.0 by default, 9000 by variable PORT']],
    ['gunicorn -b :8000 --reload -w 4 app:app', {}, '/app', [' by option -b, 8000 by option -b']],
    ['gunicorn --bind=[::]:5001 wsgi', {}, '/app', [':: by option --bind, 5001 by option --bind']],
    [
      'gunicorn -b 0.0.0.0:1,127.0.0.1:2 a:b',
      {},
      '/app',
      ['0.0.0.0 by option -b, 1,127.0.0.1:2 by option -b (malformed)'],
    ],
    ['gunicorn -b *:8000 a:b', {}, '/app', ['* by option -b, 8000 by option -b (malformed)']],
    ['gunicorn -b http://0.0.0.0:8000 a:b', {}, '/app', ['http by option -b, //0.0.0.0:8000 by option -b (malformed)']],
    [
      'gunicorn -b 0.0.0.0:1 -b 127.0.0.1:2 a:b',
      {},
      '/app',
      ['0.0.0.0 by option -b, 1 by option -b', '127.0.0.1 by option -b, 2 by option -b'],
    ],
    ['gunicorn -b 8000 app:app', {}, '/app', ['8000 by option -b, 8000 by default (malformed)']],
    ['gunicorn -b0.0.0.0 app:app', {}, '/app', ['0.0.0.0 by option -b, 8000 by default']],
    ['gunicorn -b 0.0.0.0:80x app:app', {}, '/app', ['0.0.0.0 by option -b, 80x by option -b (malformed)']],
    ['gunicorn -b unix:/tmp/x.sock app:app', {}, '/app', ['undefined by option -b, undefined by option -b (unix)']],
    [
      'gunicorn app:app',
      { GUNICORN_CMD_ARGS: '--bind=0.0.0.0:7 --workers=2' },
      '/app',
      ['0.0.0.0 by variable GUNICORN_CMD_ARGS, 7 by variable GUNICORN_CMD_ARGS'],
    ],
    ['gunicorn app:app', {}, '/gunicorn', ['0.0.0.0 by file, 8000 by file']],
    ['gunicorn app:app', { PORT: '81' }, '/gunicorn', ['0.0.0.0 by file, 81 by file']],
    ['gunicorn -c two.py', {}, '/gunicorn', ['0.0.0.0 by file, 80 by file', ':: by file, 80 by file']],
    ['gunicorn -c lost.py app:app', {}, '/app', ['undefined by default, undefined by default (unknown)']],
    ['gunicorn --bind 0.0.0.0:3 -c two.py app:app', {}, '/gunicorn', ['0.0.0.0 by option --bind, 3 by option --bind']],
    ['python -m gunicorn --bind 0.0.0.0:3 app:app', {}, '/app', ['0.0.0.0 by option --bind, 3 by option --bind']],
  ])('%s %j in %s', (line, environment, workdir, where) => {
    const server = start(line, environment, workdir);
    expect([server.kind, ...binds(server)]).toEqual(['gunicorn', ...where]);
  });

  it.each([
    ['gunicorn "app:create_app()"', 'app:create_app() by word', '/app'],
    ['gunicorn -w 4 -k gevent --timeout 30 --access-logfile - main:app', 'main:app by word', '/app'],
    ['gunicorn -c two.py', 'app:app by file', '/gunicorn'],
    ['gunicorn --preload --chdir web wsgi:app', 'wsgi:app by word', '/app'],
  ])('%s names its application', (line, application, workdir) => {
    expect(from(start(line, {}, workdir).application)).toBe(application);
  });

  it('looks where --chdir says', () => {
    expect(start('gunicorn --chdir web wsgi:app').workdir).toBe('/app/web');
  });
});

describe('other servers', () => {
  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'uvicorn main:app --host 0.0.0.0 --port 80 --reload',
      {},
      'uvicorn',
      ['0.0.0.0 by option --host, 80 by option --port'],
    ],
    ['uvicorn main:app', { UVICORN_PORT: '81' }, 'uvicorn', ['127.0.0.1 by default, 81 by variable UVICORN_PORT']],
    ['fastapi run app/main.py', {}, 'uvicorn', ['0.0.0.0 by default, 8000 by default']],
    ['fastapi dev app/main.py --port 1', {}, 'uvicorn', ['127.0.0.1 by default, 1 by option --port']],
    ['hypercorn a:b --bind 0.0.0.0:1', {}, 'hypercorn', ['0.0.0.0 by option --bind, 1 by option --bind']],
    ['waitress-serve --listen=*:8000 app:app', {}, 'waitress', ['* by option --listen, 8000 by option --listen']],
    ['waitress-serve --port=5000 --call app:create_app', {}, 'waitress', ['0.0.0.0 by default, 5000 by option --port']],
    ['python manage.py runserver', {}, 'django-runserver', ['127.0.0.1 by default, 8000 by default']],
    ['python manage.py runserver 8000', {}, 'django-runserver', ['127.0.0.1 by default, 8000 by word']],
    ['python manage.py runserver 0.0.0.0:80 --noreload', {}, 'django-runserver', ['0.0.0.0 by word, 80 by word']],
    ['python -m http.server 80', {}, 'http.server', ['0.0.0.0 by default, 80 by word']],
    ['python -m http.server -b 127.0.0.1', {}, 'http.server', ['127.0.0.1 by option -b, 8000 by default']],
    ['uwsgi --http 0.0.0.0:8000 --module app:app', {}, 'uwsgi', ['0.0.0.0 by option --http, 8000 by option --http']],
    ['uwsgi --ini app.ini', {}, 'uwsgi', ['undefined by default, undefined by default (unknown)']],
  ])('%s', (line, environment, kind, where) => {
    const server = start(line, environment);
    expect([server.kind, ...binds(server)]).toEqual([kind, ...where]);
  });
});

describe('Python itself', () => {
  it.each([
    ['python app.py', 'python-file', 'app.py by word'],
    ['python3 -u -W ignore ./src/main.py --x', 'python-file', './src/main.py by word'],
    ['/usr/local/bin/python3.11 app.py', 'python-file', 'app.py by word'],
    ['python', 'python-prompt', undefined],
    ['python -i', 'python-prompt', undefined],
    ['python -c "import x"', 'unknown', undefined],
    ['python manage.py migrate', 'none', undefined],
    ['python -m pytest', 'none', undefined],
    ['./app.py', 'python-file', './app.py by word'],
    ['sh -c "python fill.py && flask run"', 'flask-run', undefined],
    ['sh -c "python fill.py && exec python page.py"', 'python-file', 'page.py by word'],
    ['sh -c "python fill.py"', 'python-file', 'fill.py by word'],
    ['sh -c "python elsewhere.py && flask run"', 'python-file', 'elsewhere.py by word'],
    ['python -m debugpy --listen 0.0.0.0:5678 app.py', 'python-file', 'app.py by word'],
  ])('%s', (line, kind, script) => {
    const server = start(line);
    expect([server.kind, from(server.script)]).toEqual([kind, script]);
  });

  it('runs a module', () => {
    expect(from(start('python -m web.server').module)).toBe('web.server by word');
  });
});

describe('what stands around a server', () => {
  it.each([
    ['tini -g -- python app.py', 'python-file'],
    ['dumb-init python app.py', 'python-file'],
    ['env -u X FLASK_APP=x flask run', 'flask-run'],
    ['gosu app gunicorn a:b', 'gunicorn'],
    ['su-exec app:app gunicorn a:b', 'gunicorn'],
    ['poetry run flask run', 'flask-run'],
    ['pipenv run gunicorn a:b', 'gunicorn'],
    ['uv run --no-dev gunicorn a:b', 'gunicorn'],
    ['uv run -m flask run', 'flask-run'],
    ['./wait-for-it.sh db:5432 -t 30 -- python app.py', 'python-file'],
    ['/wait && python app.py', 'unknown'],
    ['dockerize -wait tcp://db:5432 -timeout 60s python app.py', 'python-file'],
    ['timeout -k 5 3600 python app.py', 'python-file'],
    ['nohup python app.py', 'python-file'],
    ['watchmedo auto-restart -d . -p *.py -- python app.py', 'python-file'],
    ['dotenv run python app.py', 'python-file'],
    ['nginx -g "daemon off;"', 'unknown'],
    ['tail -f /dev/null', 'none'],
    ['constructor', 'unknown'],
    ['', 'none'],
  ])('%s', (line, kind) => {
    expect(start(line).kind).toBe(kind);
  });

  it('is followed through a shell text', () => {
    const told = (server: ServerStart) => [
      server.kind,
      server.workdir,
      server.before.map((one) => one.words.join(' ')),
    ];
    expect(told(shell('flask db upgrade && exec flask run --host 0.0.0.0'))).toEqual([
      'flask-run',
      '/app',
      ['flask db upgrade'],
    ]);
    expect(told(shell('cd web && python app.py'))).toEqual(['python-file', '/app/web', []]);
    expect(told(shell('while ! nc -z db 5432; do sleep 1; done; python app.py'))).toEqual([
      'python-file',
      '/app',
      ['sleep 1'],
    ]);
    expect(told(shell('python app.py &\nwait'))).toEqual(['python-file', '/app', []]);
    expect(told(shell('[python, app.py]'))).toEqual(['unknown', '/app', []]);
  });

  it('fills variables in', () => {
    const text = 'python -m flask run --host=$HOST --port "${PORT:-8000}"';
    expect(binds(shell(text, { HOST: '0.0.0.0' }))).toEqual(['0.0.0.0 by option --host, 8000 by option --port']);
    expect(binds(shell('HOST=1.2.3.4; flask run --host=$HOST'))).toEqual(['1.2.3.4 by option --host, 5000 by default']);
    expect(binds(shell('export FLASK_RUN_HOST=0.0.0.0; flask run'))).toEqual([
      '0.0.0.0 by variable FLASK_RUN_HOST, 5000 by default',
    ]);
    expect(binds(shell('FLASK_RUN_HOST=0.0.0.0 flask run'))).toEqual([
      '0.0.0.0 by variable FLASK_RUN_HOST, 5000 by default',
    ]);
  });
});

describe('a start script', () => {
  const told = (server: ServerStart) => [
    server.kind,
    server.workdir,
    server.scripts.join(),
    server.before.map((one) => one.words.join(' ')),
  ];

  it.each<[string, Record<string, string>, unknown[]]>([
    [
      './entrypoint.sh gunicorn a:b',
      { DATABASE: 'postgres' },
      ['gunicorn', '/app', 'app/entrypoint.sh', ['sleep 0.1', 'python manage.py migrate']],
    ],
    [
      'sh ./entrypoint.sh python app.py',
      {},
      ['python-file', '/app', 'app/entrypoint.sh', ['python manage.py migrate']],
    ],
    ['./entrypoint.sh', {}, ['none', '/app', 'app/entrypoint.sh', ['python manage.py migrate']]],
    ['bash -c ./start.sh', {}, ['gunicorn', '/app/src', 'app/start.sh', []]],
    ['./start.sh', { APP_ENV: 'development' }, ['flask-run', '/app/src', 'app/start.sh', []]],
    ['./case.sh web', {}, ['python-file', '/app', 'app/case.sh', []]],
    ['./case.sh flask run', {}, ['flask-run', '/app', 'app/case.sh', []]],
    ['./plain.sh', {}, ['flask-run', '/app', 'app/plain.sh', ['flask db upgrade']]],
    ['./function.sh', {}, ['python-file', '/app', 'app/function.sh', []]],
    ['./args.sh run', {}, ['flask-run', '/app', 'app/args.sh', []]],
    ['./not.sh', {}, ['gunicorn', '/app', 'app/not.sh', []]],
    ['./not.sh', { DEBUG: '1' }, ['flask-run', '/app', 'app/not.sh', []]],
    ['./ends.sh', {}, ['none', '/app', 'app/ends.sh', ['echo hello']]],
    ['./py.sh', {}, ['python-file', '/app', '', []]],
  ])('%s %j', (line, environment, told_) => {
    expect(told(start(line, environment))).toEqual(told_);
  });

  it('is not guessed at', () => {
    expect(start('./both.sh').kind).toBe('unknown');
    expect(start('./lost.sh').kind).toBe('unknown');
    expect(start('./loop.sh').kind).toBe('unknown');
  });

  it('marks the text of the script', () => {
    const text = SCRIPTS['/app/plain.sh'] ?? '';
    const [bound] = start('./plain.sh').binds;
    expect(bound?.host.at?.file).toBe('app/plain.sh');
    expect(marked(text, bound?.host.at)).toBe('0.0.0.0');
  });

  it('is found on PATH', () => {
    expect(start('plain.sh', { PATH: '/bin:/app' }, '/').scripts).toEqual(['app/plain.sh']);
  });
});

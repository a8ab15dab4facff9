/** Apps that work, with the lists they need, each in place of the chapter's own. */
export const APPS: readonly { readonly name: string; readonly files: Readonly<Record<string, string | null>> }[] = [
  app(
    'an application factory with a blueprint',
    `import os

import psycopg2
from flask import Blueprint, Flask

pages = Blueprint("pages", __name__)


@pages.route("/")
def home():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return "Hello from Flask! Connected to database successfully!"


def create_app():
    app = Flask(__name__)
    app.register_blueprint(pages)
    return app
`,
  ),
  app(
    'SQLAlchemy',
    `import os
from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.getenv("DATABASE_URL"))

@app.get("/")
def index():
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"message": "Connected to database successfully!"}
`,
    'Flask==3.0.3\nSQLAlchemy==2.0.36\npsycopg2-binary==2.9.9\n',
  ),
  app(
    'Flask-SQLAlchemy',
    `import os
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db = SQLAlchemy(app)

@app.route("/")
def index():
    db.session.execute(text("SELECT 1"))
    return "Hello from Flask! Connected to database successfully!"
`,
    'Flask==2.3.3\nSQLAlchemy==2.0.36\nFlask-SQLAlchemy==3.1.1\npsycopg2-binary==2.9.9\n',
  ),
  app(
    'psycopg 3',
    `import os
import psycopg
from flask import Flask

app = Flask(__name__)

@app.route("/")
def hello():
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3) as conn:
            conn.execute("SELECT 1")
    except psycopg.OperationalError as error:
        return f"Failed to connect to database: {error}", 500
    return "Hello from Flask! Connected to database successfully!"
`,
    'Flask==2.3.3\npsycopg[binary]==3.2.3\n',
  ),
  app(
    'a loop that tries again',
    `import os
import time
import psycopg2
from flask import Flask

app = Flask(__name__)

def connect():
    for attempt in range(10):
        try:
            return psycopg2.connect(os.environ.get("DATABASE_URL"))
        except psycopg2.OperationalError:
            time.sleep(1)
    raise RuntimeError("no database")

@app.route("/")
def hello():
    conn = connect()
    cur = conn.cursor()
    cur.execute("SELECT 1")
    conn.close()
    return "Hello from Flask! Connected to database successfully!"
`,
  ),
  {
    name: 'the parts of the address are variables of their own',
    files: {
      'web/app.py': `import os
import psycopg2
from flask import Flask

app = Flask(__name__)

@app.route("/")
def hello():
    conn = psycopg2.connect(
        host=os.environ["DB_HOST"],
        port=os.environ.get("DB_PORT", 5432),
        user=os.environ["DB_USER"],
        password=os.environ["DB_PASSWORD"],
        dbname=os.environ["DB_NAME"],
    )
    conn.cursor().execute("SELECT 1")
    return "Hello from Flask! Connected to database successfully!"
`,
      'compose.yaml': `services:
  web:
    build: ./web
    ports:
      - "8000:8000"
    depends_on:
      - db
    environment:
      DB_HOST: db
      DB_USER: user
      DB_PASSWORD: password
      DB_NAME: mydatabase
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
volumes:
  db_data:
`,
    },
  },
  {
    name: 'several modules, all of them copied',
    files: {
      'web/app.py': `from flask import Flask
from database import ping

app = Flask(__name__)

@app.route("/")
def hello():
    ping()
    return "Hello from Flask! Connected to database successfully!"
`,
      'web/database.py': `import os
import psycopg2

def ping():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as conn:
        conn.cursor().execute("SELECT 1")
`,
      'web/Dockerfile': `FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY *.py ./
EXPOSE 8000
CMD ["python", "-m", "flask", "run", "--host=0.0.0.0", "--port=8000"]
`,
    },
  },
  {
    name: 'a package that is started by its name',
    files: {
      'web/app.py': null,
      'web/page/__init__.py': `import os
import psycopg2
from flask import Flask

def create_app():
    app = Flask(__name__)

    @app.route("/")
    def hello():
        conn = psycopg2.connect(os.environ["DATABASE_URL"])
        conn.close()
        return "Hello from Flask! Connected to database successfully!"

    return app
`,
      'web/Dockerfile': `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "page:create_app()"]
`,
      'web/requirements.txt': 'Flask==2.3.3\npsycopg2-binary==2.9.9\ngunicorn==21.2.0\n',
    },
  },
  app(
    'python-dotenv where it is there, and imports that may fail',
    `import os
try:
    from dotenv import load_dotenv
    load_dotenv()
except ImportError:
    pass
import psycopg2
from flask import Flask, jsonify

app = Flask(__name__)

@app.route("/", methods=["GET"])
def hello():
    url = os.environ.get("DATABASE_URL", "postgresql://user:password@localhost:5432/mydatabase")
    conn = psycopg2.connect(url)
    conn.close()
    return jsonify(status="Connected to database successfully!")
`,
  ),
  app(
    'routes by add_url_rule, a class for the settings',
    `import os
import psycopg2
from flask import Flask

class Config:
    DATABASE_URL = os.environ.get("DATABASE_URL")

app = Flask(__name__)
app.config.from_object(Config)

def hello():
    conn = psycopg2.connect(Config.DATABASE_URL)
    conn.close()
    return "Hello from Flask! Connected to database successfully!"

app.add_url_rule("/", "hello", hello)

if __name__ == "__main__":
    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
`,
  ),
  app(
    'a page made from a template in the code',
    `import os
import psycopg2
from flask import Flask, render_template_string

app = Flask(__name__)
PAGE = "<h1>{{ message }}</h1>"

@app.route("/")
def hello():
    conn = psycopg2.connect(os.environ["DATABASE_URL"])
    conn.close()
    return render_template_string(PAGE, message="Connected to database successfully!")
`,
  ),
  app(
    'a pool of connections, made at the first request',
    `import os
from flask import Flask, g
from psycopg2 import pool

app = Flask(__name__)
connections = None

def get():
    global connections
    if connections is None:
        connections = pool.SimpleConnectionPool(1, 5, dsn=os.environ["DATABASE_URL"])
    return connections.getconn()

@app.route("/")
def hello():
    conn = get()
    with conn.cursor() as cur:
        cur.execute("SELECT version()")
        version = cur.fetchone()[0]
    connections.putconn(conn)
    return f"Hello from Flask! Connected to database successfully! {version}"
`,
  ),
];

function app(name: string, text: string, requirements?: string): (typeof APPS)[number] {
  return {
    name,
    files: { 'web/app.py': text, ...(requirements === undefined ? {} : { 'web/requirements.txt': requirements }) },
  };
}

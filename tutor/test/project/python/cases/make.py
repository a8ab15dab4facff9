"""Makes syntax-3.11.json: learner-sized modules with one slip each, and the line at which Python 3.11 refuses them.

Run with Python 3.11:  python3.11 make.py > syntax-3.11.json
"""
import json
import random
import warnings

warnings.simplefilter("ignore")
random.seed(20261124)

SOURCES = [
    '''import os
from flask import Flask
import psycopg2

app = Flask(__name__)

@app.route('/')
def hello():
    db_url = os.environ.get("DATABASE_URL")
    if not db_url:
        return "not set", 500
    try:
        conn = psycopg2.connect(db_url)
        conn.close()
        return "Connected!"
    except Exception as e:
        return f"Failed: {e}", 500

if __name__ == '__main__':
    app.run(host='0.0.0.0', port=8000)
''',
    '''def wait(retries=10, *, delay: float = 1.5) -> bool:
    """Waits."""
    for attempt in range(retries):
        try:
            with open("x") as f, open('y') as g:
                data = {k: v for k, v in {"a": 1}.items()}
            return True
        finally:
            print("done", [r * 2 for r in data if r % 2])
    while data:
        data = data[1:]
        if len(data) < 3:
            break
    value = (1 +
             2)
    return False
''',
]


def slip(text):
    kind = random.random()
    lines = text.split("\n")
    if kind < 0.35:
        at = random.choice([i for i, c in enumerate(text) if c in ":()[]{}\"',="])
        return text[:at] + text[at + 1:]
    if kind < 0.5:
        at = random.randrange(len(text))
        return text[:at] + text[at + 1:]
    if kind < 0.65:
        at = random.randrange(len(text))
        return text[:at] + random.choice("()[]{}:,'\"=") + text[at:]
    if kind < 0.8:
        at = random.randrange(len(lines))
        lines[at] = random.choice([" ", "  ", "    ", "\t"]) + lines[at]
    elif kind < 0.92:
        at = random.randrange(len(lines))
        lines[at] = lines[at][random.choice([1, 2, 4]):]
    else:
        del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def line_of_fault(text):
    try:
        compile(text, "app.py", "exec")
        return None
    except SyntaxError as error:
        return error.lineno


cases = {}
while len(cases) < 400:
    text = slip(random.choice(SOURCES))
    line = line_of_fault(text)
    if line is not None or random.random() < 0.4:
        cases[text] = line
print("[\n" + ",\n".join(json.dumps([text, line]) for text, line in cases.items()) + "\n]")

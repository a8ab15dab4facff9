import { describe, expect, it } from 'vitest';
import { type BuildContext, missingSources, readContents } from '../../../src/project/dockerfile/contents.ts';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import { finalStage } from '../../../src/project/dockerfile/stages.ts';
import { filesFromTable } from '../../../src/project/files.ts';
import { readIgnore } from '../../../src/project/ignore/read-ignore.ts';
import { marked } from '../marked.ts';

const FILES = [
  'app.py',
  'requirements.txt',
  'web/app.py',
  'web/sub/x.py',
  'web/sub/y.txt',
  'a b.txt',
  'conf/one.cfg',
  'conf/two.cfg',
  '.env',
];

function context(ignore?: string): BuildContext {
  const files = filesFromTable(Object.fromEntries(FILES.map((file) => [file, ''])));
  return {
    kind: (path) => files.kind(path),
    list: (folder) => files.list(folder),
    ...(ignore === undefined ? {} : { ignore: readIgnore('.dockerignore', ignore) }),
  };
}

function contents(lines: string, ignore?: string) {
  const reading = readDockerfile('Dockerfile', `FROM python:3.11-slim AS base\n${lines}\n`);
  const stage = finalStage(reading);
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  return readContents(reading, stage, context(ignore));
}

/** `app.py` for a file of the context, else the kind of what stands there. */
function at(lines: string, path: string, ignore?: string): string {
  const entry = contents(lines, ignore).at(path);
  return entry.kind === 'file' ? entry.context : entry.kind;
}

describe('where COPY puts a file', () => {
  it.each([
    // What each of these comes to was tried with an engine.
    ['WORKDIR /app\nCOPY app.py .', '/app/app.py', 'app.py'],
    ['WORKDIR /app\nCOPY app.py /app', '/app/app.py', 'app.py'],
    ['WORKDIR /app\nCOPY app.py /app', '/app', 'folder'],
    ['COPY app.py /app', '/app', 'app.py'],
    ['COPY app.py /app', '/app/app.py', 'absent'],
    ['COPY app.py /app/', '/app/app.py', 'app.py'],
    ['COPY app.py /tmp', '/tmp/app.py', 'app.py'],
    ['RUN mkdir -p /srv/app\nCOPY app.py /srv/app', '/srv/app/app.py', 'app.py'],
    ['COPY conf /srv/x\nCOPY app.py /srv/x', '/srv/x/app.py', 'app.py'],
    ['WORKDIR /app\nCOPY web .', '/app/app.py', 'web/app.py'],
    ['WORKDIR /app\nCOPY web web', '/app/web/sub/x.py', 'web/sub/x.py'],
    ['WORKDIR /app\nCOPY web/ ./', '/app/sub/y.txt', 'web/sub/y.txt'],
    ['WORKDIR /app\nCOPY . .', '/app/web/app.py', 'web/app.py'],
    ['WORKDIR /app\nCOPY . .', '/app/web', 'folder'],
    ['WORKDIR /app\nCOPY web/* ./', '/app/x.py', 'web/sub/x.py'],
    ['COPY *.py /x/', '/x/app.py', 'app.py'],
    ['COPY conf/*.cfg /x', '/x', 'conf/two.cfg'],
    ['COPY web/*/x.py /x/', '/x/x.py', 'web/sub/x.py'],
    ['COPY ["a b.txt", "/x/"]', '/x/a b.txt', 'a b.txt'],
    ['COPY /app.py /x/', '/x/app.py', 'app.py'],
    ['COPY ../app.py /x/', '/x/app.py', 'app.py'],
    ['COPY app.py requirements.txt /x/', '/x/requirements.txt', 'requirements.txt'],
    ['COPY web/app.py /x/\nCOPY app.py /x/', '/x/app.py', 'app.py'],
    ['COPY <<EOF /x/hello.txt\nhi\nEOF', '/x/hello.txt', 'written'],
    ['ENV D=/data\nCOPY app.py $D/', '/data/app.py', 'app.py'],
    ['COPY app.py $UNKNOWN/x', '/x', 'app.py'],
    ['ADD https://example.org/app.py /x/', '/x/app.py', 'unknown'],
    ['ADD site.tar.gz /x/', '/x/app.py', 'unknown'],
    ['WORKDIR /app', '/app/app.py', 'absent'],
    ['WORKDIR /app', '/app', 'folder'],
    ['RUN git clone https://example.org/x /app', '/app/app.py', 'unknown'],
    ['RUN pip install flask', '/app/app.py', 'absent'],
    ['', '/usr/local/bin/python', 'unknown'],
  ])('%j has at %s: %s', (lines, path, entry) => {
    expect(at(lines, path)).toBe(entry);
  });

  it('from a stage that has it', () => {
    const lines = 'WORKDIR /build\nCOPY web .\nFROM python:3.11-slim\nWORKDIR /app\n';
    expect(at(`${lines}COPY --from=base /build .`, '/app/sub/x.py')).toBe('web/sub/x.py');
    expect(at(`${lines}COPY --from=base /build/app.py .`, '/app/app.py')).toBe('web/app.py');
    expect(at(`${lines}COPY --from=0 /build/app.py main.py`, '/app/main.py')).toBe('web/app.py');
    expect(at(`${lines}COPY --from=base /build/lost.py .`, '/app/lost.py')).toBe('absent');
    expect(at(`${lines}COPY --from=nginx:1 /etc/nginx .`, '/app/nginx.conf')).toBe('unknown');
    expect(at(lines, '/app/app.py')).toBe('absent');
  });

  it('in the stage underneath', () => {
    expect(at('WORKDIR /app\nCOPY app.py .\nFROM base\nCOPY conf conf', '/app/app.py')).toBe('app.py');
  });

  it('cannot be told of an image that is not known', () => {
    const reading = readDockerfile('Dockerfile', 'FROM me/base:1\nCOPY app.py /app\n');
    const stage = finalStage(reading);
    const read = stage === undefined ? undefined : readContents(reading, stage, context());
    expect([read?.at('/app').kind, read?.at('/app/app.py').kind, read?.at('/x').kind]).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it.each([
    ['*.txt', '/app/requirements.txt', 'absent'],
    ['web', '/app/web/app.py', 'absent'],
    ['*\n!web/app.py', '/app/web/app.py', 'web/app.py'],
    ['*\n!web/app.py', '/app/app.py', 'absent'],
    ['.env', '/app/.env', 'absent'],
  ])('but for what %j leaves out: %s', (ignore, path, entry) => {
    expect(at('WORKDIR /app\nCOPY . .', path, ignore)).toBe(entry);
  });

  it('and back: where a file of the context ends', () => {
    const lines = 'WORKDIR /app\nCOPY . .\nCOPY web/app.py /srv/main.py\n';
    expect(contents(lines).placesOf('web/app.py')).toEqual(['/app/web/app.py', '/srv/main.py']);
    expect(contents(lines, 'web').placesOf('web/app.py')).toEqual([]);
    expect(contents('COPY web /x').placesOf('web')).toEqual(['/x']);
    expect(contents('COPY conf /x').placesOf('web/app.py')).toEqual([]);
    expect(contents('WORKDIR /a\nCOPY web .\nFROM python:3.11\nCOPY --from=base /a /b').placesOf('web/app.py')).toEqual(
      ['/b/app.py'],
    );
  });
});

describe('a COPY source that is not there', () => {
  function missing(lines: string, ignore?: string) {
    const text = `FROM python:3.11\n${lines}\n`;
    return missingSources(readDockerfile('Dockerfile', text), context(ignore)).map((one) => [
      marked(text, one.source.span),
      one.path,
      one.effect,
      one.ignoredBy?.text,
    ]);
  }

  it.each([
    ['COPY lost.py .', 'lost.py', 'lost.py', 'refused'],
    ['COPY app.py lost.txt /x/', 'lost.txt', 'lost.txt', 'refused'],
    ['COPY ./web/lost/ .', './web/lost/', 'web/lost', 'refused'],
    ['COPY ../other/app.py .', '../other/app.py', 'other/app.py', 'refused'],
    ['COPY *.nope .', '*.nope', '*.nope', 'copies-nothing'],
    ['COPY web/*.nope .', 'web/*.nope', 'web/*.nope', 'refused'],
  ])('%s', (line, source, path, effect) => {
    expect(missing(line)).toEqual([[source, path, effect, undefined]]);
  });

  it('may be left out by .dockerignore', () => {
    expect(missing('COPY requirements.txt .', '*.txt')).toEqual([
      ['requirements.txt', 'requirements.txt', 'refused', '*.txt'],
    ]);
    expect(missing('COPY web web', '*\n!web/app.py')).toEqual([]);
    expect(missing('COPY conf conf', '*\n!web/app.py')).toEqual([['conf', 'conf', 'refused', '*']]);
  });

  it.each([
    'COPY . .',
    'COPY web/app.py .',
    'COPY *.py .',
    'COPY --from=x /lost /y',
    'ADD https://x/y /z',
    'COPY $X .',
    'COPY <<E /x\nE',
    'COPY app.?y .',
    'COPY / /x/',
  ])('is none in %j', (line) => {
    expect(missing(line)).toEqual([]);
  });
});

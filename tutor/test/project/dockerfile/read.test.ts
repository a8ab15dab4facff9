import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/project/dockerfile/read.ts';
import type { BuildGiven, Instruction } from '../../../src/project/dockerfile/reading.ts';
import { finalStage, neededStages, stageByReference } from '../../../src/project/dockerfile/stages.ts';
import { marked } from '../marked.ts';

const read = (text: string, given?: BuildGiven) => readDockerfile('web/Dockerfile', text, given);
const last = (text: string, given?: BuildGiven) => finalStage(read(text, given));
const only = <K extends Instruction['keyword']>(text: string, keyword: K) =>
  read(text).instructions.filter((one): one is Instruction & { keyword: K } => one.keyword === keyword);

const CHAPTER = `# Stage 1: Build dependencies
FROM python:3.11-slim-bullseye AS builder
WORKDIR /app
# comment
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    # between
    libpq-dev \\
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim-bullseye
WORKDIR /app
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY app.py .
EXPOSE 8000
ENV FLASK_APP=app.py
ENV FLASK_RUN_HOST=0.0.0.0
CMD ["python", "-m", "flask", "run", "--port=8000"]
`;

describe('instructions', () => {
  it('are read one by one, with what continues them', () => {
    const { instructions, faults } = read(CHAPTER);
    expect(faults).toEqual([]);
    expect(instructions.map((one) => [one.stage, one.keyword, marked(CHAPTER, one.keywordAt)])).toEqual([
      [0, 'FROM', 'FROM'],
      [0, 'WORKDIR', 'WORKDIR'],
      [0, 'RUN', 'RUN'],
      [0, 'COPY', 'COPY'],
      [0, 'RUN', 'RUN'],
      [1, 'FROM', 'FROM'],
      [1, 'WORKDIR', 'WORKDIR'],
      [1, 'COPY', 'COPY'],
      [1, 'COPY', 'COPY'],
      [1, 'EXPOSE', 'EXPOSE'],
      [1, 'ENV', 'ENV'],
      [1, 'ENV', 'ENV'],
      [1, 'CMD', 'CMD'],
    ]);
    const run = instructions[2];
    expect(run?.argument.text.replace(/ +/g, ' ')).toBe(
      'apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/*',
    );
    const at = run?.argument.text.indexOf('libpq-dev') ?? 0;
    expect(marked(CHAPTER, run?.argument.span(at, at + 9))).toBe('libpq-dev');
    expect(marked(CHAPTER, run?.span)?.split('\n').length).toBe(5);
  });

  it('may be in lower case, with Windows line ends and a mark of order', () => {
    const text = 'from python:3.11\r\nrun echo a \\\r\n  b\r\ncmd ["python"]\r\n';
    const { instructions, faults } = read(text);
    expect([instructions.map((one) => one.keyword), faults]).toEqual([['FROM', 'RUN', 'CMD'], []]);
    expect(instructions[1]?.argument.text).toBe('echo a   b');
  });

  it('take another escape character', () => {
    const text = '# escape=`\nFROM python:3.11\nRUN a `\n  b\nWORKDIR C:\\app\n';
    const { directives, instructions, faults } = read(text);
    expect(directives.map((one) => [one.name, one.value])).toEqual([['escape', '`']]);
    expect([instructions.map((one) => one.argument.text), faults]).toEqual([['python:3.11', 'a   b', 'C:\\app'], []]);
  });

  it('know their directives only at the top', () => {
    expect(read('# syntax=docker/dockerfile:1\nFROM a\n').directives.map((one) => one.value)).toEqual([
      'docker/dockerfile:1',
    ]);
    expect(read('# hello\n# syntax=docker/dockerfile:1\nFROM a\n').directives).toEqual([]);
  });

  it('hold heredocs', () => {
    const text = "FROM a\nRUN <<EOF\npip install flask\nEOF\nCOPY <<'X' <<-Y /app/\n$a\nX\n\tb\n\tY\nCMD a\n";
    const { instructions, faults } = read(text);
    expect([instructions.map((one) => one.keyword), faults]).toEqual([['FROM', 'RUN', 'COPY', 'CMD'], []]);
    const copy = only(text, 'COPY')[0];
    expect(copy?.heredocs.map((one) => [one.name, one.body.text, one.verbatim])).toEqual([
      ['X', '$a\n', true],
      ['Y', 'b\n', false],
    ]);
    expect([copy?.sources, copy?.resolved]).toEqual([[], '/app/']);
    const body = only(text, 'RUN')[0]?.heredocs[0]?.body;
    expect(marked(text, body?.span(0, 11))).toBe('pip install');
  });

  it('that stand behind ONBUILD are not those of the image', () => {
    expect(last('FROM python:3.11\nONBUILD CMD ["a"]\n')?.image.command).toBeUndefined();
  });
});

describe('FROM', () => {
  it.each([
    ['python:3.11-slim', { repository: 'python', tag: '3.11-slim' }],
    ['python', { repository: 'python' }],
    ['docker.io/library/python:3.11', { repository: 'python', tag: '3.11' }],
    ['ghcr.io/a/b:1', { registry: 'ghcr.io', repository: 'a/b', tag: '1' }],
    ['localhost:5000/a', { registry: 'localhost:5000', repository: 'a' }],
    [`python@sha256:${'a'.repeat(64)}`, { repository: 'python', digest: `sha256:${'a'.repeat(64)}` }],
    ['bitnami/python:3', { repository: 'bitnami/python', tag: '3' }],
  ])('%s', (image, expected) => {
    const { reference } = only(`FROM ${image}\n`, 'FROM')[0] ?? {};
    const { repositoryAt, tagAt, digestAt, ...told } = reference ?? { repositoryAt: undefined };
    void [repositoryAt, tagAt, digestAt];
    expect(told).toEqual(expected);
  });

  it('places the parts of a name', () => {
    const text = 'FROM --platform=linux/amd64 ghcr.io/a/python:3.11-slim AS Build\n';
    const from = only(text, 'FROM')[0];
    expect(
      [from?.reference?.repositoryAt, from?.reference?.tagAt, from?.alias?.span, from?.platform?.span].map((span) =>
        marked(text, span),
      ),
    ).toEqual(['a/python', '3.11-slim', 'Build', 'linux/amd64']);
    expect(read(text).stages[0]?.name).toBe('build');
  });

  it('fills ARGs in that stand before it, and those that Compose gives', () => {
    const text = 'ARG VERSION=3.11\nARG BASE=python:${VERSION}-slim\nFROM ${BASE} AS a\nFROM python:${V:-3.12}\n';
    expect(read(text).stages.map((stage) => stage.from.image.text)).toEqual(['python:3.11-slim', 'python:3.12']);
    expect(read(text, { arguments: { VERSION: '3.10' } }).stages[0]?.image.python?.minor).toBe('3.10');
    expect(read('ARG TARGETARCH\nFROM python:$TARGETARCH\n').stages[0]?.from.image.text).toBeUndefined();
  });

  it('names a stage before it, in any case, and inherits all of it', () => {
    const text =
      'FROM python:3.11 AS Base\nWORKDIR /srv\nENV A=1\nUSER app\nCMD ["a"]\nEXPOSE 1\nFROM base\nEXPOSE 2\n';
    const stage = last(text);
    expect([
      stage?.parent,
      stage?.image.chain,
      stage?.image.workdir,
      stage?.image.environment.get('A')?.value,
      stage?.image.user?.text,
    ]).toEqual([0, [0, 1], '/srv', '1', 'app']);
    expect([
      stage?.image.command?.command.form,
      stage?.image.exposed.map((port) => port.from),
      stage?.image.python?.minor,
    ]).toEqual(['exec', [1, 2], '3.11']);
  });
});

describe('stages', () => {
  const text =
    'FROM a:1 AS one\nFROM b:1 AS two\nCOPY --from=one /x /x\nFROM c:1 AS three\nFROM two\nCOPY --from=0 /y /y\n';
  it('are found by name and number', () => {
    const reading = read(text);
    expect(['one', 'TWO', '2', '9', 'nine'].map((name) => stageByReference(reading, name)?.number)).toEqual([
      0,
      1,
      2,
      undefined,
      undefined,
    ]);
    expect([finalStage(reading)?.number, finalStage(reading, 'two')?.number]).toEqual([3, 1]);
  });

  it('that the last does not need are not built', () => {
    const reading = read(text);
    expect(neededStages(reading, finalStage(reading) as never).map((stage) => stage.number)).toEqual([0, 1, 3]);
  });
});

describe('variables', () => {
  it.each<[string, string | undefined]>([
    ['ENV A=1\nENV B=$A', '1'],
    ['ENV B="a b"', 'a b'],
    ["ENV B='$X'", '$X'],
    ['ENV B=a\\ b', 'a b'],
    ['ENV B a b  c', 'a b  c'],
    ['ENV A=1 B=${A}', ''],
    ['ENV A=1\nENV A=2 B=${A}', '1'],
    ['ARG B=2\nENV B=$B', '2'],
    ['ARG B=2\nENV B=3\nARG B=4', '3'],
    ['ENV B=${X:-d}', 'd'],
    ['ENV X=\nENV B=${X:-d}', 'd'],
    ['ENV X=\nENV B=${X-d}', ''],
    ['ENV X=1\nENV B=${X:+y}${Y:+z}', 'y'],
    ['ENV Y=in\nENV B=${X:-${Y:-d}}', 'in'],
    ['ENV B=${X#y}', undefined],
    ['ENV B=\\$X', '$X'],
    ['ENV B=$PYTHON_VERSION', undefined],
    ['ENV B=/x:$PATH', '/x:/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['LABEL A=1\nENV B=$A', ''],
  ])('%j gives B', (lines, value) => {
    expect(last(`FROM python:3.11\n${lines}\n`)?.image.environment.get('B')?.value).toBe(value);
  });

  it('of an image that is not known may be set to anything', () => {
    expect(last('FROM me/base:1\nENV B=$X\n')?.image.environment.get('B')?.value).toBeUndefined();
  });

  it('of ARG live in their stage and in those built on it', () => {
    const text =
      'ARG G=g\nFROM python:3.11 AS a\nARG G\nARG L=l\nENV B=$G$L\nFROM a\nENV C=$L\nFROM python:3.11\nENV D=[$G$L]\n';
    const stages = read(text).stages;
    expect(stages.map((stage) => ['B', 'C', 'D'].map((name) => stage.image.environment.get(name)?.value))).toEqual([
      ['gl', undefined, undefined],
      ['gl', 'l', undefined],
      [undefined, undefined, '[]'],
    ]);
  });

  it('are placed', () => {
    const text = 'FROM a\nENV FLASK_APP="app.py" PORT=8000\n';
    const [app, port] = only(text, 'ENV')[0]?.variables ?? [];
    expect([app?.nameAt, app?.value?.span, app?.span, port?.value?.span].map((span) => marked(text, span))).toEqual([
      'FLASK_APP',
      'app.py',
      'FLASK_APP="app.py"',
      '8000',
    ]);
  });
});

describe('WORKDIR', () => {
  it.each<[string, string | undefined]>([
    ['', '/'],
    ['WORKDIR /app', '/app'],
    ['WORKDIR app', '/app'],
    ['WORKDIR /a\nWORKDIR b\nWORKDIR ../c/', '/a/c'],
    ['ENV D=/srv\nWORKDIR $D/app', '/srv/app'],
    ['WORKDIR /x\nWORKDIR $NOWHERE', '/x'],
    ['WORKDIR $HOME', '/'],
    ['WORKDIR "/my app"', '/my app'],
  ])('%j', (lines, workdir) => {
    expect(last(`FROM python:3.11\n${lines}\n`)?.image.workdir).toBe(workdir);
  });
});

describe('COPY', () => {
  it.each<[string, string[], string | undefined]>([
    ['COPY app.py .', ['app.py'], '/app/'],
    ['COPY . .', ['.'], '/app/'],
    ['COPY a b c/', ['a', 'b'], '/app/c/'],
    ['COPY a /x', ['a'], '/x'],
    ['COPY a ./x/../y', ['a'], '/app/y'],
    ['COPY ["my file.py", "/x/"]', ['my file.py'], '/x/'],
    ['COPY --chown=app:app a $D', ['a'], '/data'],
    ['ADD https://example.org/x.tar /x', ['https://example.org/x.tar'], '/x'],
  ])('%s', (line, sources, resolved) => {
    const text = `FROM python:3.11\nENV D=/data\nWORKDIR /app\n${line}\n`;
    const copy = read(text).instructions.find((one) => one.keyword === 'COPY' || one.keyword === 'ADD');
    expect(
      copy?.keyword === 'COPY' || copy?.keyword === 'ADD'
        ? [copy.sources.map((one) => one.text), copy.resolved]
        : undefined,
    ).toEqual([sources, resolved]);
  });

  it('takes from stages, by name and by number, and from images', () => {
    const text =
      'FROM a:1 AS build\nFROM b:1\nCOPY --from=BUILD x y\nCOPY --from=0 x y\nCOPY --from=nginx:1 x y\nCOPY --from=$X x y\n';
    expect(only(text, 'COPY').map((copy) => copy.from?.target)).toEqual([
      { kind: 'stage', stage: 0 },
      { kind: 'stage', stage: 0 },
      { kind: 'image' },
      { kind: 'unknown' },
    ]);
    expect(marked(text, only(text, 'COPY')[0]?.from?.value.span)).toBe('BUILD');
  });
});

describe('CMD and ENTRYPOINT', () => {
  it('have an exec form and a shell form', () => {
    const text = 'FROM a\nENTRYPOINT [ "a b" , "c\\"d" ]\nCMD python app.py\n';
    const [entrypoint] = only(text, 'ENTRYPOINT');
    const [command] = only(text, 'CMD');
    expect(
      entrypoint?.command.form === 'exec'
        ? entrypoint.command.words.map((word) => [word.text, marked(text, word.span)])
        : [],
    ).toEqual([
      ['a b', 'a b'],
      ['c"d', 'c\\"d'],
    ]);
    expect(command?.command.form === 'shell' ? command.command.source.text : '').toBe('python app.py');
  });

  it.each([
    [`['python', 'app.py']`, 'single-quotes', `'python'`, ['python', 'app.py']],
    ['["python" "app.py"]', 'missing-comma', '"app.py"', ['python', 'app.py']],
    ['["python", "app.py",]', 'trailing-comma', ',', ['python', 'app.py']],
    ['["python", "app.py"', 'unclosed', '["python", "app.py"', ['python', 'app.py']],
    ['["python", "app.py]', 'unclosed', '["python", "app.py]', ['python', 'app.py']],
    ['[“python”, “app.py”]', 'curly-quotes', '“', ['python', 'app.py']],
    ['[python, app.py]', 'other', 'python', ['python', 'app.py']],
    ['["a", 1]', 'not-text', '1', ['a', '1']],
  ])('%s is no exec form', (line, why, at, meant) => {
    const text = `FROM a\nCMD ${line}\n`;
    const command = only(text, 'CMD')[0]?.command;
    const almost = command?.form === 'shell' ? command.almostExec : undefined;
    expect([almost?.why, marked(text, almost?.span), almost?.meant]).toEqual([why, at, meant]);
  });

  it.each([
    ['CMD ["a"]\nENTRYPOINT ["e"]', 'a', 'e'],
    ['ENTRYPOINT ["e"]\nCMD ["a"]', 'a', 'e'],
    ['CMD ["a"]\nCMD ["b"]', 'b', undefined],
    ['CMD ["a"]\nFROM 0\nENTRYPOINT ["e"]', undefined, 'e'],
  ])('%j count as Docker counts them', (lines, command, entrypoint) => {
    const text = `FROM python:3.11 AS base\n${lines.replace('FROM 0', 'FROM base')}\n`;
    const image = last(text)?.image;
    const word = (line: typeof image extends undefined ? never : NonNullable<typeof image>['command']) =>
      line?.command.form === 'exec' ? line.command.words[0]?.text : undefined;
    expect([word(image?.command), word(image?.entrypoint)]).toEqual([command, entrypoint]);
  });
});

describe('EXPOSE', () => {
  it.each([
    ['8000', [[8000, 8000, 'tcp']]],
    [
      '8000/tcp 53/UDP',
      [
        [8000, 8000, 'tcp'],
        [53, 53, 'udp'],
      ],
    ],
    ['8000-8002', [[8000, 8002, 'tcp']]],
    ['$PORT', [[9000, 9000, 'tcp']]],
    ['$UNKNOWN_PORT', [[undefined, undefined, 'tcp']]],
  ])('%s', (words, ports) => {
    const text = `FROM me/base:1\nENV PORT=9000\nEXPOSE ${words}\n`;
    expect(only(text, 'EXPOSE')[0]?.ports.map((port) => [port.from, port.to, port.protocol])).toEqual(ports);
  });
});

describe('other instructions', () => {
  it('are read too', () => {
    const text =
      'FROM a\nSHELL ["/bin/bash", "-c"]\nSTOPSIGNAL SIGTERM\nVOLUME /data ["x"]\nVOLUME ["/a", "/b"]\nHEALTHCHECK --interval=5s CMD curl -f http://localhost\nHEALTHCHECK NONE\nMAINTAINER me\nUSER app\nLABEL a=b "c d"=e\n';
    const image = last(text)?.image;
    expect([image?.shell, image?.volumes.map((one) => one.text), image?.user?.text]).toEqual([
      ['/bin/bash', '-c'],
      ['/data', '["x"]', '/a', '/b'].map((path) => (path === '["x"]' ? '[x]' : path)),
      'app',
    ]);
    expect(only(text, 'HEALTHCHECK').map((one) => one.command?.form)).toEqual(['shell', undefined]);
    expect(only(text, 'LABEL')[0]?.variables.map((one) => [one.name, one.value?.text])).toEqual([
      ['a', 'b'],
      ['c d', 'e'],
    ]);
    expect(read(text).faults).toEqual([]);
  });
});

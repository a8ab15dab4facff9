import { describe, expect, it } from 'vitest';
import { readPython } from '../../../src/project/python/read-python.ts';
import { lineOf, marked } from '../marked.ts';
import cases from './cases/syntax-3.11.json' with { type: 'json' };

const fault = (text: string) => readPython('app.py', text).fault;

describe('a module that Python refuses', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['x = (1,\ny = 2\n', 'bracket-open', '(', { bracket: '(' }],
    ['app.run(host="0.0.0.0"\n', 'bracket-open', '(', { bracket: '(' }],
    ['x = [1, 2\ndef f():\n    pass\n', 'bracket-open', '[', { bracket: '[' }],
    ['x = {"a": 1\n', 'bracket-open', '{', { bracket: '{' }],
    ['x = f"{a"\n', 'bracket-open', '{', { bracket: '{' }],
    ['x = 1)\n', 'bracket-unmatched', ')', { bracket: ')' }],
    ['x = (1]\n', 'bracket-unmatched', ']', { bracket: ']', opened: '(' }],
    ['x = f"a}"\n', 'bracket-unmatched', '}', { bracket: '}' }],
    ['x = "abc\n', 'string-open', '"abc', { quote: '"' }],
    ["x = 'it's'\n", 'apostrophe', "'", {}],
    ['x = """abc\n', 'string-open', '"""', { quote: '"""' }],
    ['def f()\n    pass\n', 'colon-missing', ')', { statement: 'def' }],
    ['if x\n    pass\n', 'colon-missing', 'x', { statement: 'if' }],
    ['try\n    pass\nexcept:\n    pass\n', 'colon-missing', 'y', { statement: 'try' }],
    ['class A\n    x = 1\n', 'colon-missing', 'A', { statement: 'class' }],
    ['def f():\nreturn 1\n', 'indentation-missing', 'return', { statement: 'def' }],
    ['if x:\n', 'indentation-missing', 'if', { statement: 'if' }],
    ['x = 1\n  y = 2\n', 'indentation-unexpected', '  y', {}],
    ['if x:\n    a\n  b\n', 'indentation-uneven', '  b', {}],
    ['if x:\n    a\n\tb\n', 'tabs-and-spaces', '\t', {}],
    ['print "hello"\n', 'print-statement', 'print "hello"', { word: 'print' }],
    ['if x = 1:\n    pass\n', 'assignment-in-condition', '=', { statement: 'if' }],
    ['f() = 1\n', 'cannot-assign', 'f()', { to: 'function call' }],
    ['1 = x\n', 'cannot-assign', '1', { to: 'literal' }],
    ['f(a b)\n', 'comma-missing', 'a b', { before: 'a', after: 'b' }],
    ['x = [1 2]\n', 'comma-missing', '1 2', { before: '1', after: '2' }],
    ['x = {"a": 1 "b": 2}\n', 'comma-missing', '1 "b"', { before: '1', after: '"b"' }],
    ['try:\n    a\nb = 1\n', 'block-incomplete', 'b', { statement: 'try', found: 'b' }],
    ['try:\n    a\nexept Exception:\n    b\n', 'block-incomplete', 'exept', { statement: 'try', found: 'exept' }],
    ['x = “hello”\n', 'character', '“', { character: '“' }],
    ['x = a\u00a0+ 1\n', 'character', '\u00a0', { character: '\u00a0' }],
    ['x = $HOME\n', 'character', '$', { character: '$' }],
    ['return 1\n', 'misplaced', 'return', { word: 'return' }],
    ['break\n', 'misplaced', 'break', { word: 'break' }],
    ['def f():\n    await x\n', 'misplaced', 'await', { word: 'await' }],
    ['f(a=1, b)\n', 'misplaced', 'b', { word: 'positional argument' }],
    ['def f(a, a): pass\n', 'misplaced', 'a', { word: 'a' }],
    ['import\n', 'syntax', 'import', { text: 'end' }],
    ['from flask Flask\n', 'syntax', 'Flask', { text: 'Flask' }],
    ['def 1x(): pass\n', 'syntax', '1x', { text: '1x' }],
    ['else:\n    pass\n', 'syntax', 'else', { text: 'else' }],
    ['@app.route("/")\nx = 1\n', 'syntax', 'x', { text: 'x' }],
    ['x = 1 if y\n', 'syntax', 'if y', { text: 'else' }],
    ['for x range(3):\n    pass\n', 'syntax', 'range', { text: 'range' }],
  ])('%j', (text, kind, at, words) => {
    const found = fault(text);
    expect([found?.kind, marked(text, found?.at), found?.words]).toEqual([kind, at, words]);
  });

  it('is pointed at in the line that Python names', () => {
    const wrong = cases.filter(([text, line]) => {
      const found = fault(String(text));
      return (found === undefined ? null : lineOf(String(text), found.at)) !== line;
    });
    expect(wrong).toEqual([]);
    expect(cases.length).toBe(400);
  });

  it('still says what stands before the fault', () => {
    const reading = readPython('app.py', 'from flask import Flask\napp = Flask(__name__)\ndef f(:\n');
    expect([reading.applications.map((one) => one.name), reading.fault?.kind]).toEqual([['app'], 'syntax']);
  });
});

describe('a module that Python takes', () => {
  it.each([
    'def f():\n    yield\n',
    'x = 1.\ny = .5e3j\nz = 0xFF_FF\n',
    'x = f"{a!r:>{width}} {b:%Y-%m-%d} {{}} {c[\'d\']} {e:#x}"\n',
    'x = f\'{d["a"]}\'\nx = rb"\\x" b"y"\nx = u"a" f"b"\n',
    'match command.split():\n    case ["go", x] if x:\n        pass\n    case {"a": 1, **rest} | Point(x=0):\n        pass\n    case _:\n        pass\n',
    'match = 1\nmatch(x)\nmatch[0]\ncase = type = _ = 2\nprint(match, case)\n',
    'async def f():\n    async with a as b, c:\n        async for x in y:\n            await z\n    return [x async for x in y]\n',
    'with (open("a") as a, open("b") as b,):\n    pass\nwith (a, b) as c: pass\n',
    'def f(a, /, b: int = 1, *args, c, d=2, **kw) -> "x": ...\n',
    'lambda *a, b=1, **c: (a, b)\n',
    'x = [a for b in c if d if e for f in g]\ny = {**a, "b": 1}\nz = {*a, b}\n',
    'a[:, 1:2, ::3, ...] = b\n',
    'x: int\nself.y: str = "a"\n(z): int = 1\n',
    'if (n := len(a)) > 1: pass\n',
    'try:\n    a\nexcept* E:\n    b\n',
    'type X[T] = list[T]\ndef f[T: int](x: T): ...\nclass A[T]: ...\n',
    'global_x = 1\ndef f():\n    global global_x\n    global_x = 2\n',
    'x = (yield)\n'.replace('x = (yield)', 'def f():\n    x = yield from y'),
    'print(*a, **b, sep="")\nprint(a, *b, c=1, *d)\n',
    'class A(B, metaclass=C):\n    """Doc."""\n    x = 1\n\n    def f(self): return self\n',
    'if x:\n\ty\nelse:\n\tz\n',
    'x = 1; y = 2;\n',
    'x = """a\n  b""" \\\n    "c"\n',
    '# only\n\n\n',
    '',
    'x = "\\N{DASH}"\ny = f"\\N{DASH}{z}"\n',
    'naïve = "é"\n变量 = 1\n',
    'a = b = c, d = 1, 2\n',
    'x = not a in b and c is not d or e not in f\n',
    'del a, b[0], c.d\nassert x, "y"\nraise A from b\n',
    'for i, (a, *b) in c: pass\nelse: pass\n',
    'if True:\n    pass\n  # comment at an odd place\nx = 1\n',
    'def f():\r\n    return 1\r\n',
    'x = 1if y else 2\n',
    'try:\n    import a\nexcept ImportError: a = None\n',
    '@(a or b)\n@c.d[0](1)\nclass X: pass\n',
    'x = a if b else lambda: c\n',
  ])('%j', (text) => {
    expect(fault(text)).toBeUndefined();
  });

  it('may need a newer Python than another', () => {
    const needs = (text: string) => readPython('app.py', text).needsPython?.minor;
    expect([
      needs('x = 1\n'),
      needs('match x:\n    case 1: pass\n'),
      needs('try: a\nexcept* E: b\n'),
      needs('x = f"{d["a"]}"\n'),
      needs('type X = int\n'),
      needs('try: a\nexcept A, B: c\n'),
    ]).toEqual([undefined, '3.10', '3.11', '3.12', '3.12', '3.14']);
  });

  it('is empty where it says nothing', () => {
    const empty = (text: string) => readPython('app.py', text).empty;
    expect([empty(''), empty('# todo\n'), empty('"""Doc."""\npass\n'), empty('x = 1\n'), empty('x = (\n')]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a module that is too much', () => {
  it.each<[string, string]>([
    ['('.repeat(300), 'too-deep'],
    [`x = ${'('.repeat(150)}${')'.repeat(150)}`, 'too-deep'],
    [`x = a${'.b'.repeat(2_000)}`, 'too-deep'],
    [`x = a${' + b'.repeat(2_000)}`, 'too-deep'],
    [`x = ${'not '.repeat(500)}a`, 'too-deep'],
    ['a = b\n'.repeat(20_000), 'too-large'],
    [`x = "${'a'.repeat(300_000)}"`, 'too-large'],
    [`x = ["${'a'.repeat(200_000)}"]`, 'read'],
    [`# ${'a'.repeat(200_000)}`, 'read'],
    [Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}if x:`).join('\n'), 'fault'],
    ['f"{'.repeat(5_000), 'fault'],
    ['\u0001'.repeat(200_000), 'fault'],
  ])('%#', (text, outcome) => {
    const reading = readPython('app.py', text);
    expect(reading.beyond ?? (reading.fault === undefined ? 'read' : 'fault')).toBe(outcome);
  });
});

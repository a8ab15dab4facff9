import { describe, expect, it } from 'vitest';
import { readScript } from '../../../src/project/shell/script.ts';
import { marked } from '../marked.ts';

function commands(text: string) {
  return readScript('start.sh', text).commands.map((command) => command.words.map((word) => word.text).join(' '));
}

describe('the first line of a script', () => {
  it.each([
    ['#!/bin/sh\nls\n', '/bin/sh'],
    ['#!/usr/bin/env bash\nls\n', 'bash'],
    ['#!/usr/bin/env -S python3 -u\n', 'python3'],
    ['#! /bin/bash -e\n', '/bin/bash'],
    ['ls\n', undefined],
    ['# no shebang\n#!/bin/sh\n', undefined],
  ])('%j names its reader', (text, interpreter) => {
    expect(readScript('start.sh', text).shebang?.interpreter).toBe(interpreter);
  });

  it('ends in a carriage return when the file was saved on Windows', () => {
    const text = '#!/bin/sh\r\nexec "$@"\r\n';
    const script = readScript('start.sh', text);
    expect(script.lineEnds).toBe('windows');
    expect(script.firstLineReturn).toEqual({ file: 'start.sh', start: 9, end: 10 });
    expect(script.shebang?.interpreter).toBe('/bin/sh');
    expect(commands(text)).toEqual(['exec $@']);
  });

  it('tells files of both kinds of line ends from those of one', () => {
    expect(readScript('a', 'a\nb\r\n').lineEnds).toBe('mixed');
    expect(readScript('a', 'a\nb\n').lineEnds).toBe('unix');
  });
});

describe('the commands of a script', () => {
  it.each<[string, string[]]>([
    ['a b; c && d || e | f & g', ['a b', 'c', 'd', 'e', 'f', 'g']],
    ['# comment\na # more\nb \\\n  c\n', ['a', 'b c']],
    ['while ! nc -z db 5432; do\n  sleep 1\ndone\npython app.py', ['nc -z db 5432', 'sleep 1', 'python app.py']],
    ['if [ "$A" = b ]; then c; elif d; then e; else f; fi', ['[ $A = b ]', 'c', 'd', 'e', 'f']],
    ['cat <<EOF > x\nflask run\nEOF\nls', ['cat', 'ls']],
    ['cat <<-"E"\n\tflask run\n\tE\nls', ['cat', 'ls']],
    ['echo a > out 2>&1 < in; b &>/dev/null', ['echo a', 'b']],
    ['wait_for() {\n  sleep 1\n}\nwait_for', ['sleep 1', 'wait_for']],
    ['for i in 1 2 3; do echo $i; done', ['echo $i']],
    ['case "$1" in web) a;; *) b;; esac; c', ['a', 'b', 'c']],
    [`echo "a b" 'c;d' e\\ f`, ['echo a b c;d e f']],
    ['x=$(date; ls) y', ['y']],
    ['(cd web; python app.py)', ['cd web', 'python app.py']],
    ['', []],
  ])('%j', (text, words) => {
    expect(commands(text)).toEqual(words);
  });

  it('know what they stand in and what joins them', () => {
    const text = 'set -e\nif test -f x; then\n  a &\nelse\n  b && c\nfi\n';
    const script = readScript('start.sh', text);
    expect(
      script.commands.map(({ words, joined, runs, within }) => [
        words[0]?.text,
        joined,
        runs,
        within.map((block) => (block.kind === 'if' ? `${block.part} ${block.branch}` : block.kind)).join(),
      ]),
    ).toEqual([
      ['set', 'start', 'foreground', ''],
      ['test', 'then', 'foreground', 'test 0'],
      ['a', 'then', 'background', 'then 0'],
      ['b', 'then', 'foreground', 'else 1'],
      ['c', 'and', 'foreground', 'else 1'],
    ]);
  });

  it('are placed with their assignments', () => {
    const text = 'A=1 B="x y" flask run --port "$PORT"\n';
    const [command] = readScript('start.sh', text).commands;
    expect(command?.assignments.map(({ name, value }) => [name, value.text])).toEqual([
      ['A', '1'],
      ['B', 'x y'],
    ]);
    expect(command?.words.map((word) => marked(text, word.span))).toEqual(['flask', 'run', '--port', '$PORT']);
    expect(marked(text, command?.span)).toBe(text.trim());
  });
});

describe('a script that breaks off', () => {
  it.each(['echo "abc', "echo 'abc", 'echo abc\\', 'echo ${A', 'echo $(', 'echo "${A:-"'])(
    'marks nothing behind its end: %j',
    (text) => {
      const spans = readScript('start.sh', text).commands.flatMap((one) => [
        one.span,
        ...one.words.map((word) => word.span),
      ]);
      expect(spans.length).toBeGreaterThan(0);
      expect(spans.filter((span) => span.end > text.length)).toEqual([]);
    },
  );
});

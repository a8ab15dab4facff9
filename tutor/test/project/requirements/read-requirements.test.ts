import { describe, expect, it } from 'vitest';
import { readRequirements } from '../../../src/project/requirements/read-requirements.ts';
import { marked } from '../marked.ts';

const read = (text: string) => readRequirements('web/requirements.txt', text);

describe('what a requirements file names', () => {
  it.each<[string, string]>([
    ['Flask==2.3.3', 'flask ==2.3.3'],
    ['psycopg2-binary == 2.9.9  # for the database', 'psycopg2-binary ==2.9.9'],
    ['SQLAlchemy>=2,<3', 'sqlalchemy >=2 <3'],
    ['python_dotenv ~= 1.0', 'python-dotenv ~=1.0'],
    ['psycopg[binary,pool]>=3.1', 'psycopg[binary,pool] >=3.1'],
    ['zope.interface!=5.*', 'zope-interface !=5.*'],
    ['flask', 'flask '],
    ['flask (>=2)', 'flask >=2'],
    ['a===x.y', 'a ===x.y'],
    ['Flask==2.3.3 ; python_version >= "3.8"', 'flask ==2.3.3 if python_version >= "3.8"'],
    ['Flask==2.3.3 --hash=sha256:aa --hash=sha256:bb', 'flask ==2.3.3 2 hashes'],
    ['flask @ https://example.org/flask.whl', 'flask  from https://example.org/flask.whl'],
    [
      'git+https://github.com/pallets/flask.git#egg=Flask',
      'flask  from git+https://github.com/pallets/flask.git#egg=Flask',
    ],
    [
      'https://example.org/Flask-2.3.3-py3-none-any.whl',
      'flask  from https://example.org/Flask-2.3.3-py3-none-any.whl',
    ],
    ['Flask==\\\n  2.3.3', 'flask ==2.3.3'],
    ['a==1.0a1', 'a ==1.0a1'],
    ['a==1!2.0.post1.dev3+local.1', 'a ==1!2.0.post1.dev3+local.1'],
    ['Flask==2.3.3\r', 'flask ==2.3.3'],
  ])('%j', (text, told) => {
    const { requirements, faults } = read(text);
    const said = requirements.map(
      (one) =>
        `${one.normalised}${one.extras.length > 0 ? `[${one.extras}]` : ''} ${one.specifiers.map((specifier) => specifier.operator + specifier.version).join(' ')}` +
        `${one.marker === undefined ? '' : ` if ${one.marker}`}${one.hashes === 0 ? '' : ` ${one.hashes} hashes`}${one.url === undefined ? '' : ` from ${one.url}`}`,
    );
    expect([said, faults]).toEqual([[told], []]);
  });

  it('is placed to the version', () => {
    const text = '# web\nFlask==2.3.3\n\n  psycopg2-binary >= 2.9.9 ; python_version < "3.13"\n';
    const { requirements } = read(text);
    expect(
      requirements.map((one) =>
        [one.nameAt, one.specifiers[0]?.versionAt, one.specifiers[0]?.span, one.markerAt, one.span].map((span) =>
          marked(text, span),
        ),
      ),
    ).toEqual([
      ['Flask', '2.3.3', '==2.3.3', undefined, 'Flask==2.3.3'],
      [
        'psycopg2-binary',
        '2.9.9',
        '>= 2.9.9',
        'python_version < "3.13"',
        'psycopg2-binary >= 2.9.9 ; python_version < "3.13"',
      ],
    ]);
  });

  it('can lie in other files', () => {
    const text = '-r base.txt\n--requirement=dev.txt\n-c constraints.txt\n-e .\n./local\n-rmore.txt\n';
    expect(read(text).includes.map((one) => [one.kind, one.path, marked(text, one.pathAt)])).toEqual([
      ['requirements', 'base.txt', 'base.txt'],
      ['requirements', 'dev.txt', 'dev.txt'],
      ['constraints', 'constraints.txt', 'constraints.txt'],
      ['editable', '.', '.'],
      ['path', './local', './local'],
      ['requirements', 'more.txt', 'more.txt'],
    ]);
  });

  it('takes options of pip', () => {
    const { options, faults } = read('--index-url https://example.org/simple\n--no-binary :all:\n--pre\n');
    expect([options.map((one) => [one.name, one.value]), faults]).toEqual([
      [
        ['--index-url', 'https://example.org/simple'],
        ['--no-binary', ':all:'],
        ['--pre', undefined],
      ],
      [],
    ]);
  });

  it('is nothing in a file of comments', () => {
    expect(read('# nothing\n\n').empty).toBe(true);
    expect(read('flask\n').empty).toBe(false);
  });
});

describe('what pip refuses', () => {
  it.each([
    ['Flask=2.3.3', 'single-equals', '='],
    ['Flask = 2.3.3', 'single-equals', '='],
    ['flask ==', 'version-missing', '=='],
    ['flask => 2', 'operator', '=>'],
    ['flask =< 2', 'operator', '=<'],
    ['flask^2.3', 'operator', '^'],
    ['flask: 2.3.3', 'operator', ':'],
    ['flask 2.3.3', 'space', '2.3.3'],
    ['flask psycopg2', 'several-names', 'psycopg2'],
    ['flask, gunicorn', 'several-names', ', gunicorn'],
    ['pip install flask', 'command', 'pip install flask'],
    ['import flask', 'import-statement', 'import flask'],
    ['from flask import Flask', 'import-statement', 'from flask import Flask'],
    ['"flask==2.3.3"', 'syntax', '"flask==2.3.3"'],
    ['flask=="2.3.3"', 'quotes', '"2.3.3"'],
    ['flask==two', 'version', 'two'],
    ['flask==2..3', 'version', '2..3'],
    ['flask~=2', 'version', '2'],
    ['flask==2.3.3 gunicorn', 'several-names', 'gunicorn'],
    ['-x foo', 'option', '-x'],
    ['- flask', 'option', '-'],
    ['-r', 'include-missing-path', '-r'],
    ['==2.3', 'syntax', '==2.3'],
    ['<html>', 'syntax', '<html>'],
  ])('%s', (line, kind, at) => {
    const text = `Flask==2.3.3\n${line}\n`;
    const { faults, requirements } = read(text);
    expect([
      faults.map((fault) => [fault.kind, marked(text, fault.at), marked(text, fault.line)]),
      requirements.length,
    ]).toEqual([[[kind, at, line]], 1]);
  });
});

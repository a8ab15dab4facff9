import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/core/diagnosis.ts';
import type { TreeNode } from '../../../src/project/compose/tree.ts';
import { readYaml } from '../../../src/project/compose/yaml.ts';

/** A slip: its name, the text, what is marked, and what must still be readable. */
type Row = {
  readonly slip: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly marked: string;
  /** 1-based line of the mark. */
  readonly line: number;
};

const ROWS: readonly Row[] = [
  {
    slip: 'bracket-mismatched',
    name: 'a list that a brace closes',
    lines: ['services:', '  web:', '    ports: ["80:80"}', '    image: x', 'networks:', '  back:'],
    marked: '}',
    line: 3,
  },
  {
    slip: 'bracket-unopened',
    name: 'a list in brackets without the first',
    lines: ['services:', '  web:', '    ports: "80:80"]', '    image: x', 'networks:', '  back:'],
    marked: '"80:80"]',
    line: 3,
  },
  {
    slip: 'space-after-colon',
    name: 'a space before the colon, and none behind it',
    lines: ['services:', '  web:', '    image :x', '    command: y', 'networks:', '  back:'],
    marked: 'image :x',
    line: 3,
  },
  {
    slip: 'colon-missing',
    name: 'a quoted key and its value without a colon',
    lines: [
      'services:',
      '  db:',
      '    environment:',
      '      A: 1',
      "      'B' '2'",
      '      C: 3',
      'networks:',
      '  back:',
    ],
    marked: "'B'",
    line: 5,
  },
  {
    slip: 'line-broken',
    name: 'an address that goes on at the margin',
    lines: ['services:', '  web:', '    command: curl http://', 'x:80/page', '    image: x', 'networks:', '  back:'],
    marked: 'x:80/page',
    line: 4,
  },
  {
    slip: 'comma-missing',
    name: 'two items between brackets without a comma',
    lines: ['services:', '  web:', '    command: ["a" "b"]', '    image: x', 'networks:', '  back:'],
    marked: '"b"',
    line: 3,
  },
  {
    slip: 'dash-before-value',
    name: 'a dash too many before an item with keys',
    lines: [
      'services:',
      '  db:',
      '    env_file:',
      '      - - path: a.env',
      '        required: true',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: '-',
    line: 4,
  },
  {
    slip: 'indentation',
    name: 'a key that breaks the step of the file, and not the one below it',
    lines: ['services:', '  web:', '    image: x', 'networks:', '      back:', '    driver: bridge'],
    marked: 'back:',
    line: 5,
  },
  {
    slip: 'space-after-colon',
    name: 'no space after a colon, between other keys',
    lines: ['services:', '  web:', '    image:postgres', '    ports:', '      - "80:80"', 'networks:', '  back:'],
    marked: 'image:postgres',
    line: 3,
  },
  {
    slip: 'space-after-colon',
    name: 'no space after a colon, as the last key',
    lines: ['services:', '  web:', '    build: .', '    image:postgres', 'networks:', '  back:'],
    marked: 'image:postgres',
    line: 4,
  },
  {
    slip: 'space-after-colon',
    name: 'no space after a colon, before a quoted value',
    lines: ['services:', '  web:', '    image:"postgres:16"', '    build: .', 'networks:', '  back:'],
    marked: 'image:"postgres:16"',
    line: 3,
  },
  {
    slip: 'space-after-colon',
    name: 'no space after a colon in an environment',
    lines: [
      'services:',
      '  db:',
      '    environment:',
      '      POSTGRES_USER:user',
      '      POSTGRES_DB: db',
      'networks:',
      '  back:',
    ],
    marked: 'POSTGRES_USER:user',
    line: 4,
  },
  {
    slip: 'colon-missing',
    name: 'a service without its colon',
    lines: ['services:', '  web', '    image: x', '  db:', '    image: y', 'networks:', '  back:'],
    marked: 'web',
    line: 2,
  },
  {
    slip: 'colon-missing',
    name: 'a section without its colon, before a list',
    lines: [
      'services:',
      '  web:',
      '    image: x',
      '    ports',
      '      - "80:80"',
      '    command: y',
      'networks:',
      '  back:',
    ],
    marked: 'ports',
    line: 4,
  },
  {
    slip: 'colon-missing',
    name: 'the last section without its colon',
    lines: ['services:', '  web:', '    image: x', 'volumes', '  data:', 'networks:', '  back:'],
    marked: 'volumes',
    line: 4,
  },
  {
    slip: 'colon-missing',
    name: 'a key and its value without a colon',
    lines: ['services:', '  web:', '    build: .', '    image postgres', '    command: x', 'networks:', '  back:'],
    marked: 'image',
    line: 4,
  },
  {
    slip: 'equals-for-colon',
    name: 'an equals sign in a mapping',
    lines: ['services:', '  db:', '    environment:', '      A: 1', '      B=2', '      C: 3', 'networks:', '  back:'],
    marked: 'B=2',
    line: 5,
  },
  {
    slip: 'colon-in-value',
    name: 'a second colon in a value',
    lines: ['services:', '  web:', '    command: echo: hello', '    image: x', 'networks:', '  back:'],
    marked: 'echo: hello',
    line: 3,
  },
  {
    slip: 'colon-in-value',
    name: 'a space in an image name after its colon',
    lines: ['services:', '  web:', '    image: postgres: 16', '    ports:', '      - "80:80"', 'networks:', '  back:'],
    marked: 'postgres: 16',
    line: 3,
  },
  {
    slip: 'quote-unclosed',
    name: 'a double quote that is never closed, with quotes below',
    lines: ['services:', '  web:', '    image: "postgres', '    ports:', '      - "80:80"', 'networks:', '  back:'],
    marked: '"postgres',
    line: 3,
  },
  {
    slip: 'quote-unclosed',
    name: 'a double quote that is never closed, with none below',
    lines: ['services:', '  web:', '    image: "postgres', '    build: .', 'networks:', '  back:'],
    marked: '"postgres',
    line: 3,
  },
  {
    slip: 'quote-unclosed',
    name: 'a single quote in a list that is never closed',
    lines: [
      'services:',
      '  web:',
      '    ports:',
      "      - '80:80",
      "      - '81:81'",
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: "'80:80",
    line: 4,
  },
  {
    slip: 'quote-unclosed',
    name: 'a quote in a bracketed list that is never closed',
    lines: [
      'services:',
      '  web:',
      '    command: ["flask", "run]',
      '    image: x',
      '    ports: ["80:80"]',
      'networks:',
      '  back:',
    ],
    marked: '"run]',
    line: 3,
  },
  {
    slip: 'quote-unclosed',
    name: 'a quote that was never closed, of two on one line',
    lines: ['services:', '  web:', '    ports: ["80:80", "81:81]', '    image: "x"', 'networks:', '  back:'],
    marked: '"81:81]',
    line: 3,
  },
  {
    slip: 'bracket-unclosed',
    name: 'a bracket that is never closed',
    lines: ['services:', '  web:', '    command: ["flask", "run"', '    image: x', 'networks:', '  back:'],
    marked: '["flask", "run"',
    line: 3,
  },
  {
    slip: 'indentation',
    name: 'a key a space too far left',
    lines: [
      'services:',
      '  web:',
      '    image: x',
      '   ports:',
      '      - "80:80"',
      '    command: y',
      'networks:',
      '  back:',
    ],
    marked: 'ports:',
    line: 4,
  },
  {
    slip: 'indentation',
    name: 'a key too far right',
    lines: [
      'services:',
      '  web:',
      '    image: x',
      '      ports:',
      '        - "80:80"',
      '    command: y',
      'networks:',
      '  back:',
    ],
    marked: 'ports:',
    line: 4,
  },
  {
    slip: 'indentation',
    name: 'a list item a space too far left',
    lines: [
      'services:',
      '  web:',
      '    ports:',
      '      - "80:80"',
      '     - "81:81"',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: '- "81:81"',
    line: 5,
  },
  {
    slip: 'indentation',
    name: 'a service a space too far left',
    lines: ['services:', '  web:', '    image: x', ' db:', '    image: y', 'networks:', '  back:'],
    marked: 'db:',
    line: 4,
  },
  {
    slip: 'indentation',
    name: 'a top-level section a space too far right',
    lines: ['services:', '  web:', '    image: x', ' volumes:', '  data:', 'networks:', '  back:'],
    marked: 'volumes:',
    line: 4,
  },
  {
    slip: 'list-on-key-line',
    name: 'a list item on the line of its key',
    lines: ['services:', '  web:', '    ports: - "80:80"', '    image: x', 'networks:', '  back:'],
    marked: '- "80:80"',
    line: 3,
  },
  {
    slip: 'list-and-mapping',
    name: 'a key among list items',
    lines: [
      'services:',
      '  db:',
      '    environment:',
      '      - A=1',
      '      B: 2',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: 'B: 2',
    line: 5,
  },
  {
    slip: 'list-and-mapping',
    name: 'a list item among keys',
    lines: [
      'services:',
      '  db:',
      '    environment:',
      '      A: 1',
      '      - B=2',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: '- B=2',
    line: 5,
  },
  {
    slip: 'space-after-dash',
    name: 'no space after a dash',
    lines: [
      'services:',
      '  web:',
      '    ports:',
      '      - "80:80"',
      '      -"81:81"',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: '-"81:81"',
    line: 5,
  },
  {
    slip: 'text-after-value',
    name: 'text after a quoted value',
    lines: ['services:', '  web:', '    image: "x" y', '    command: z', 'networks:', '  back:'],
    marked: 'y',
    line: 3,
  },
  {
    slip: 'text-after-value',
    name: 'a comma after a quoted value',
    lines: ['services:', '  web:', '    image: "x",', '    command: z', 'networks:', '  back:'],
    marked: ',',
    line: 3,
  },
  {
    slip: 'needs-quotes',
    name: 'a value that begins with a reserved character',
    lines: ['services:', '  db:', '    environment:', '      PASSWORD: @bc', '      A: 1', 'networks:', '  back:'],
    marked: '@bc',
    line: 4,
  },
  {
    slip: 'needs-quotes',
    name: 'a percent sign at the start of a value',
    lines: ['services:', '  db:', '    environment:', '      PASSWORD: %abc', '      A: 1', 'networks:', '  back:'],
    marked: '%abc',
    line: 4,
  },
  {
    slip: 'merge-conflict',
    name: 'a merge conflict',
    lines: [
      'services:',
      '  web:',
      '<<<<<<< HEAD',
      '    image: x',
      '=======',
      '    image: y',
      '>>>>>>> other',
      'networks:',
      '  back:',
    ],
    marked: '<<<<<<< HEAD',
    line: 3,
  },
  {
    slip: 'odd-character',
    name: 'non-breaking spaces that indent',
    lines: [
      'services:',
      '  web:',
      '    ports:',
      '\u00a0\u00a0\u00a0\u00a0- "80:80"',
      '    image: x',
      'networks:',
      '  back:',
    ],
    marked: '\u00a0\u00a0\u00a0\u00a0',
    line: 4,
  },
  {
    slip: 'odd-character',
    name: 'a full-width colon',
    lines: ['services:', '  web:', '    image： x', '    command: y', 'networks:', '  back:'],
    marked: '：',
    line: 3,
  },
  {
    slip: 'needs-quotes',
    name: 'a question mark between brackets',
    lines: ['services:', '  web:', '    command: [curl, http://x/?a=b]', '    image: y', 'networks:', '  back:'],
    marked: 'http://x/?a=b',
    line: 3,
  },
  {
    slip: 'semicolon-for-colon',
    name: 'a semicolon in place of a colon',
    lines: ['services:', '  web:', '    image; x', '    command: y', 'networks:', '  back:'],
    marked: ';',
    line: 3,
  },
  {
    slip: 'colon-after-value',
    name: 'a colon after a value',
    lines: ['services:', '  web:', '    image: postgres:16:', '    command: y', 'networks:', '  back:'],
    marked: ':',
    line: 3,
  },
  {
    slip: 'colon-in-value',
    name: 'a key and its first key beneath on one line',
    lines: ['services:', '  web:', '    build: context: ./web', '    command: y', 'networks:', '  back:'],
    marked: 'context: ./web',
    line: 3,
  },
  {
    slip: 'dash-before-value',
    name: 'a dash before a value that is no list',
    lines: ['services:', '  web:', '    image: - x', '    command: y', 'networks:', '  back:'],
    marked: '-',
    line: 3,
  },
  {
    slip: 'list-and-mapping',
    name: 'a list item before keys',
    lines: [
      'services:',
      '  db:',
      '    environment:',
      '      - A=1',
      '      B: 2',
      '      C: 3',
      'networks:',
      '  back:',
    ],
    marked: '- A=1',
    line: 4,
  },
  {
    slip: 'quote-unclosed',
    name: 'a quote closed with the other kind',
    lines: ['services:', '  web:', '    ports:', `      - "80:80'`, '    image: x', 'networks:', '  back:'],
    marked: `"80:80'`,
    line: 4,
  },
  {
    slip: 'quote-unclosed',
    name: 'a quote that is not closed before a comment',
    lines: ['services:', '  web:', '    image: "x # small', '    command: y', 'networks:', '  back:'],
    marked: '"x',
    line: 3,
  },
  {
    slip: 'indentation',
    name: 'the line of the services a space too far right',
    lines: [' services:', '  web:', '    image: x', 'networks:', '  back:'],
    marked: 'services:',
    line: 1,
  },
  {
    slip: 'indentation',
    name: 'a service a space too far right, before another',
    lines: ['services:', '   web:', '    image: x', '  db:', '    image: y', 'networks:', '  back:'],
    marked: 'web:',
    line: 2,
  },
  {
    slip: 'stray-text',
    name: 'a comment without its sign',
    lines: ['my own file', 'services:', '  web:', '    image: x', 'networks:', '  back:'],
    marked: 'my own file',
    line: 1,
  },
];

function keys(node: TreeNode | undefined): readonly string[] {
  return node?.kind === 'mapping' ? node.entries.map((entry) => entry.key) : [];
}

describe('a slip is one fault at its place, and the rest is read', () => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const text = `${row.lines.join('\n')}\n`;
    const { documents, faults } = readYaml('compose.yaml', text);
    const said = faults.map(({ kind, at, words }) => ({
      kind,
      slip: words?.slip,
      marked: text.slice(at?.start, at?.end),
      line: text.slice(0, at?.start).split('\n').length,
    }));
    expect(said).toEqual([{ kind: 'yaml-syntax', slip: row.slip, marked: row.marked, line: row.line }]);
    expect(keys(documents[0])).toContain('networks');
  });
});

describe('a line that is missing', () => {
  test('is told as what it would have held', () => {
    const text = '  web:\n    image: x\n  db:\n    image: y\nnetworks:\n  back:\n';
    const { documents, faults } = readYaml('compose.yaml', text);
    expect(faults.map(({ kind, at }) => [kind, text.slice(at?.start, at?.end)])).toEqual([['services-missing', 'web']]);
    expect(keys(documents[0])).toEqual(['services', 'networks']);
  });
});

describe('a mend leaves nothing to mend', () => {
  test.each(ROWS.map((row) => [row.name, `${row.lines.join('\n')}\n`] as const))('%s', (_, text) => {
    const [fault] = readYaml('compose.yaml', text).faults;
    const after = fault?.mend === undefined ? [] : readYaml('compose.yaml', applied(text, fault.mend)).faults;
    expect(after).toEqual([]);
  });
});

function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: by }) => now.slice(0, span.start) + by + now.slice(span.end), text);
}

describe('tabs', () => {
  test.each([2, 4])('each that indents is marked, and the rest is read as if it were %i spaces', (width) => {
    const indent = ' '.repeat(width);
    const text = `services:\n\tweb:\n${indent}\timage: x\n\t${indent}ports:\n\t\t- "80:80"\nnetworks:\n  back:\n`;
    const { documents, faults } = readYaml('compose.yaml', text);
    expect(faults.map(({ kind, at, words }) => [kind, text.slice(at?.start, at?.end), words?.spaces])).toEqual([
      ['yaml-tab', '\t', String(width)],
      ['yaml-tab', '\t', String(width)],
      ['yaml-tab', '\t', String(width)],
      ['yaml-tab', '\t\t', String(width)],
    ]);
    expect(keys(documents[0])).toEqual(['services', 'networks']);
  });

  test('that do not indent are fine', () => {
    expect(readYaml('compose.yaml', 'a:\tb\t# c\nd: [1,\t2]\n').faults).toEqual([]);
  });
});

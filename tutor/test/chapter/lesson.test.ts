import { describe, expect, test } from 'vitest';
import { highlight } from '../../src/chapter/highlight.ts';
import { readBlocks, readLesson } from '../../src/chapter/lesson.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const code = (words: string) => ({ kind: 'code', text: words });

describe('Markdown becomes blocks', () => {
  test('the first heading is the title and no block', () => {
    expect(readLesson('# A `title`\n\nText.\n\n## Part\n')).toEqual({
      title: 'A title',
      blocks: [
        { kind: 'paragraph', spans: [text('Text.')] },
        { kind: 'heading', level: 2, spans: [text('Part')] },
      ],
    });
  });

  test('running text keeps its manners, the innermost winning, and loses its line ends', () => {
    expect(readBlocks('Say\n**bold `code`**, *soft*, [there](https://a.test/) &amp; a < b.')).toEqual([
      {
        kind: 'paragraph',
        spans: [
          text('Say '),
          { kind: 'strong', text: 'bold ' },
          code('code'),
          text(', '),
          { kind: 'em', text: 'soft' },
          text(', '),
          { kind: 'link', text: 'there', href: 'https://a.test/' },
          text(' & a < b.'),
        ],
      },
    ]);
  });

  test('code keeps its language, its file and its spaces', () => {
    expect(readBlocks('```yaml compose.yaml\na:\n  - "b"\n```')).toEqual([
      {
        kind: 'code',
        language: 'yaml',
        caption: 'compose.yaml',
        lines: [
          [{ role: 'key', text: 'a:' }],
          [
            { role: 'plain', text: '  - ' },
            { role: 'string', text: '"b"' },
          ],
        ],
      },
    ]);
  });

  test.each([
    ['Important', 'important'],
    ['What can go wrong', 'wrong'],
    ['Tip', 'tip'],
    ['Tip.', 'tip'],
  ])('a quotation that begins with **%s** is that callout', (words, tone) => {
    expect(readBlocks(`> **${words}** One \`two\`.\n>\n> Three.`)).toEqual([
      {
        kind: 'callout',
        tone,
        blocks: [
          { kind: 'paragraph', spans: [text('One '), code('two'), text('.')] },
          { kind: 'paragraph', spans: [text('Three.')] },
        ],
      },
    ]);
  });

  test('another quotation stays one', () => {
    expect(readBlocks('> **So** be it.')).toEqual([
      {
        kind: 'quote',
        blocks: [{ kind: 'paragraph', spans: [{ kind: 'strong', text: 'So' }, text(' be it.')] }],
      },
    ]);
  });

  test('lists nest, and keep the number they begin with', () => {
    const paragraph = (words: string) => ({ kind: 'paragraph', spans: [text(words)] });
    expect(readBlocks('3. a\n4. b\n   - c\n')).toEqual([
      {
        kind: 'list',
        start: 3,
        items: [[paragraph('a')], [paragraph('b'), { kind: 'list', items: [[paragraph('c')]] }]],
      },
    ]);
  });

  test('tables keep their cells', () => {
    expect(readBlocks('| a | b |\n|---|---|\n| `c` | d |')).toEqual([
      { kind: 'table', header: [[text('a')], [text('b')]], rows: [[[code('c')], [text('d')]]] },
    ]);
  });

  test('nothing of it can move a cursor or hide a word', () => {
    const blocks = readBlocks('One\u001b[2J \u202etwo\u0007\n\n```\nthree\u001b]0;x\u0007\n```\n');
    expect(JSON.stringify(blocks)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]|\\u001b/);
    expect(blocks[0]).toEqual({ kind: 'paragraph', spans: [text('One two')] });
  });

  test('HTML is shown as the text it is', () => {
    expect(readBlocks('<b onclick="x">hi</b>')).toEqual([
      { kind: 'paragraph', spans: [text('<b onclick="x">hi</b>')] },
    ]);
  });
});

describe('code is coloured by role', () => {
  /** Tokens with their role before them, as `key:services:`; plain text alone. */
  const marked = (source: string, language: string) =>
    highlight(source, language).map((line) =>
      line.map(({ role, text }) => (role === 'plain' ? text : `{${role} ${text}}`)).join(''),
    );

  test.each([
    ['yaml', 'ports:\n  - 80 # here', ['{key ports:}', '  - {number 80} {comment # here}']],
    ['dockerfile', 'FROM python:3.11 AS b\nCMD ["a"]', ['{key FROM} python:3.11 AS b', '{key CMD} [{string "a"}]']],
    [
      'python',
      '@app.get("/")\ndef f(x):\n  return f"a {x}", 500',
      [
        '{key @app.get(}{string "/"}{key )}',
        '{key def} f(x):',
        '  {key return} {string f"a }{x}{string "}, {number 500}',
      ],
    ],
    ['bash', 'docker ps -a # all', ['docker ps -a {comment # all}']],
    ['text', 'Flask==2.3.3', ['Flask==2.3.3']],
    ['', 'a <b>', ['a <b>']],
  ])('%s', (language, source, expected) => {
    expect(marked(source, language)).toEqual(expected);
  });

  test('no character is lost or added', () => {
    const source = 'a: "<&>"\n\n  \'b\': |\n    x\n';
    const lines = highlight(source, 'yaml').map((line) => line.map(({ text }) => text).join(''));
    expect(lines.join('\n')).toBe(source);
  });
});

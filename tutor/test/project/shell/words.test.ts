import { describe, expect, it } from 'vitest';
import { placedAt } from '../../../src/project/shell/placed.ts';
import { splitWords } from '../../../src/project/shell/words.ts';
import { marked } from '../marked.ts';

function split(text: string) {
  const { words, fault, stoppedAt } = splitWords(placedAt('compose.yaml', text));
  return { words: words.map((word) => [word.text, marked(text, word.span)]), fault, stoppedAt };
}

describe('a command of one string is split as Compose splits it', () => {
  it.each([
    ['flask run --host=0.0.0.0', ['flask', 'run', '--host=0.0.0.0']],
    ['  python   app.py ', ['python', 'app.py']],
    [`gunicorn "app:create_app()" -b ':8000'`, ['gunicorn', 'app:create_app()', '-b', ':8000']],
    ['echo a\\ b', ['echo', 'a b']],
    [`sh -c "flask db upgrade && flask run"`, ['sh', '-c', 'flask db upgrade && flask run']],
    [`echo "it's" 'a "b"'`, ['echo', "it's", 'a "b"']],
    ['echo $HOST', ['echo', '$HOST']],
    [`--name='x y'z`, ['--name=x yz']],
    [`a "" b`, ['a', '', 'b']],
    ['', []],
  ])('%s', (text, words) => {
    expect(split(text).words.map(([word]) => word)).toEqual(words);
  });

  it('places a word without the quotes around it', () => {
    expect(split(`gunicorn "app:app" -b ':8000'`).words).toEqual([
      ['gunicorn', 'gunicorn'],
      ['app:app', 'app:app'],
      ['-b', '-b'],
      [':8000', ':8000'],
    ]);
  });

  it('drops what stands behind an operator of a shell, without a word', () => {
    expect(split('flask db upgrade && flask run')).toEqual({
      words: [
        ['flask', 'flask'],
        ['db', 'db'],
        ['upgrade', 'upgrade'],
      ],
      fault: undefined,
      stoppedAt: 17,
    });
  });

  it.each([
    ['flask "run', 'quote'],
    ["python 'a", 'quote'],
    ['python app.py \\', 'quote'],
    ['echo (a)', 'bracket'],
  ])('refuses %s', (text, fault) => {
    expect(split(text).fault).toBe(fault);
  });
});

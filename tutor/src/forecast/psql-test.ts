import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { down, type Scalar, sourceOf } from '../project/compose/tree.ts';
import { goText } from '../project/compose/yaml/typed.ts';

/** A word of a command and where it stands. */
export type TestWord = { readonly text: string; readonly at: Span };

/** How a healthcheck asks PostgreSQL. A part is undefined where the call leaves it to the program's own default. */
export type PsqlTest = {
  /** `pg_isready` asks whether somebody listens, and for no name: it answers well for any. */
  readonly client: 'psql' | 'pg_isready';
  /** The word `psql` or `pg_isready` itself. */
  readonly program: TestWord;
  /** `words`: each word an item of a list; `shell`: one text that a shell takes apart. */
  readonly form: 'words' | 'shell';
  readonly user?: TestWord;
  readonly database?: TestWord;
  readonly port?: TestWord;
  readonly host?: TestWord;
};

/** psql's options that take a value, by letter (PostgreSQL documentation, psql, *Options*). */
const TAKES_VALUE = 'cdfFhLopPRTUv';
type Part = 'user' | 'database' | 'port' | 'host';
const LONG: Readonly<Record<string, Part | 'other'>> = {
  username: 'user',
  dbname: 'database',
  port: 'port',
  host: 'host',
  command: 'other',
  file: 'other',
  output: 'other',
  set: 'other',
  variable: 'other',
};
const LETTERS: Readonly<Record<string, Part>> = { U: 'user', d: 'database', p: 'port', h: 'host' };

/** The words of a service's healthcheck, as they are run: of a list after CMD its items, else those of the shell's text. */
export function testWords(service: Service): { readonly form: PsqlTest['form']; readonly words: readonly TestWord[] } {
  const test = down(service.node, 'healthcheck', 'test');
  const items = test?.kind === 'sequence' ? test.items.filter((item): item is Scalar => item.kind === 'scalar') : [];
  const [kind, ...rest] = items;
  const form = kind !== undefined && goText(kind) === 'CMD' ? 'words' : 'shell';
  return { form, words: form === 'words' ? rest.map(whole) : rest.flatMap(shellWords) };
}

/** The call of psql or pg_isready in a service's healthcheck; undefined where it calls neither, or in a way that cannot be read. */
export function psqlTest(service: Service): PsqlTest | undefined {
  const { form, words: written } = testWords(service);
  const words = form === 'shell' ? written.map((word) => filledIn(word, service)) : written;
  const start = words.findIndex(({ text }) => /(^|\/)(psql|pg_isready)$/.test(text));
  const program = words[start];
  if (program === undefined || words.some(({ text }) => /`|\\/.test(text))) return undefined;
  // Who is asked for is all the same to pg_isready.
  if (!/pg_isready$/.test(program.text) && words.some(isFilledIn)) return undefined;
  const end = words.slice(start).findIndex(({ text }) => /^(\|\||&&|;|\||>.*|2>.*)$/.test(text));
  return readCall(program, words.slice(start + 1, end < 0 ? undefined : start + end), form);
}

/** A word with the variables of the container in it, as the shell puts them there; as it stands where one is not known. */
function filledIn({ text, at }: TestWord, { environment }: Service): TestWord {
  let known = true;
  const filled = text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const value = environment.get(plain ?? braced ?? '')?.value;
    if (value === undefined || value === null || value === '') known = false;
    return value ?? whole;
  });
  return { text: known ? filled : text, at };
}

function whole(item: Scalar): TestWord {
  return { text: goText(item), at: item.span };
}

/** The words of a text as a shell takes it apart; a `;` after a word is one of its own. */
function shellWords(item: Scalar): readonly TestWord[] {
  const text = goText(item);
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|;|[^\s"';]+/g)].map((found) => {
    const inner = found[1] ?? found[2];
    const from = found.index + (inner === undefined ? 0 : 1);
    const word = inner ?? found[0];
    return { text: word, at: sourceOf(item, from, word.length).span };
  });
}

function readCall(program: TestWord, words: readonly TestWord[], form: PsqlTest['form']): PsqlTest | undefined {
  const found: { [part in Part]?: TestWord } = {};
  const positional: TestWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const option = optionOf(word);
    if (option === undefined) positional.push(word);
    else if (option.value === 'none') continue;
    else {
      const value = option.value === 'next' ? words[++at] : option.value;
      if (value !== undefined && option.part !== 'other') found[option.part] ??= value;
    }
  }
  const { host, port, ...who } = { ...ofPlace(positional), ...found };
  const parts = { ...who, ...told('host', host), ...told('port', port) };
  // An address or `name=value` says everything at once.
  if (parts.database !== undefined && /[:=]/.test(parts.database.text)) return undefined;
  return { client: /pg_isready$/.test(program.text) ? 'pg_isready' : 'psql', program, form, ...parts };
}

/** What the shell fills in is not known here. */
function told(part: 'host' | 'port', word: TestWord | undefined): { readonly [part in Part]?: TestWord } {
  return word === undefined || isFilledIn(word) ? {} : { [part]: word };
}

function isFilledIn({ text }: TestWord): boolean {
  return text.includes('$');
}

/** psql takes a database and a user without options too, in this order. */
function ofPlace([database, user]: readonly TestWord[]): { readonly [part in Part]?: TestWord } {
  return { ...(user === undefined ? {} : { user }), ...(database === undefined ? {} : { database }) };
}

type Option = { readonly part: Part | 'other'; readonly value: TestWord | 'next' | 'none' };

function optionOf(word: TestWord): Option | undefined {
  const { text, at } = word;
  const long = /^--([a-z-]+)(=?)(.*)$/.exec(text);
  if (long !== null) {
    const part = LONG[long[1] ?? ''];
    if (part === undefined) return { part: 'other', value: 'none' };
    return { part, value: long[2] === '=' ? tail(text, at, text.indexOf('=') + 1) : 'next' };
  }
  if (!/^-[A-Za-z0-9]/.test(text)) return undefined;
  const index = [...text].findIndex((letter, place) => place > 0 && TAKES_VALUE.includes(letter));
  if (index < 0) return { part: 'other', value: 'none' };
  const part = LETTERS[text[index] ?? ''] ?? 'other';
  return { part, value: index === text.length - 1 ? 'next' : tail(text, at, index + 1) };
}

function tail(text: string, at: Span, from: number): TestWord {
  const exact = at.end - at.start === text.length;
  return { text: text.slice(from), at: exact ? { ...at, start: at.start + from } : at };
}

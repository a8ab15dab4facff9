import type { Fix } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { asListItem, inQuotes, itemAsValue, itemsAsNames, pairsAsItems, readerMend, written } from './kind-fix.ts';
import { type KindSubject, subjectOf } from './kind-subject.ts';
import { textOfFile } from './rows.ts';

/** What is said of a value that its key does not take. `does`: what this text is. */
export type KindWords = {
  readonly title: string;
  readonly does: string;
  readonly help: string;
  readonly notes?: readonly string[];
  readonly fix?: Fix | undefined;
};

/** Words for a value of another kind than its key takes. */
export function wordsOfKind(project: Project, fault: ComposeFault): KindWords {
  const { words, path, at } = fault;
  if (path === '' || at === undefined) return wholeFile(words?.got ?? '');
  if (path === undefined) return keyIsNoText(project, fault, at);
  return wordsOfSubject(subjectOf(project, fault, path, at));
}

function wordsOfSubject(on: KindSubject): KindWords {
  const { got = '', expected = '', slip } = on.fault.words ?? {};
  if (slip === 'port-pair') return portPair(on);
  if (got === 'nothing') return nothing(on);
  if (SLIPS[slip ?? ''] !== undefined) return textForMapping(on);
  if (on.wants.list && got !== 'a list') return got === 'a mapping' ? pairsForList(on) : textForList(on);
  const keys = on.wants.mapping && (got === 'a list' || !on.wants.text);
  if (keys) return got === 'a list' ? listForMapping(on) : textForMapping(on);
  if (!on.wants.text) return other(on, expected);
  return got === 'a list' || got === 'a mapping' ? partsForText(on) : noText(on);
}

/** What a key with nothing below it most often wants. */
const EXAMPLES: Readonly<Record<string, string>> = {
  services: 'name the services below it, such as `web:`, two spaces further in',
  networks: 'name a network below it, or remove the line',
  volumes: 'name a volume below it, or remove the line',
  ports: 'write a port below it, such as `- "8000:8000"`, or remove the line',
  depends_on: 'write the service to wait for below it, such as `- db`, or remove the line',
  environment: 'write the variables below it, two spaces further in, or remove the line',
  build: 'write the folder of the Dockerfile behind it, such as `./web`',
  image: 'write the name of an image behind it, such as `postgres:16-alpine`',
  env_file: 'write the name of a file behind it, or remove the line',
  healthcheck: 'write its `test` below it, two spaces further in, or remove the line',
};

function nothing({ name, said: subject, wants, fault }: KindSubject): KindWords {
  if (name?.section === 'services')
    return {
      title: `${subject} has nothing below its name`,
      does: 'the name of a service, and nothing about it',
      help: `say what runs in \`${name.name}\`: write \`image:\` or \`build:\` below it, two spaces further in`,
    };
  const below = wants.list || (wants.mapping && !wants.text);
  const key = fault.words?.key ?? '';
  return {
    title: `${subject} has ${below ? 'nothing below it' : 'no value'}`,
    does: below ? 'nothing stands below it' : 'nothing stands behind it',
    help: EXAMPLES[key] ?? `write what belongs ${below ? 'below' : 'behind'} it, or remove the line`,
  };
}

function textForList({ project, fault, at, said: subject }: KindSubject): KindWords {
  const fix = asListItem(project, at, fault.other);
  if (fault.words?.slip === 'space-after-dash')
    return {
      title: `${subject} wants a list, and no space follows the dash`,
      does: 'without the space the dash is part of the text',
      help: 'begin the item with `- `, a dash and a space',
      fix,
    };
  if (fault.words?.slip === 'star-for-dash')
    return {
      title: `${subject} wants a list, and \`${shortOf(project, at)[0]}\` is no dash`,
      does: 'another sign in the place of the dash',
      help: 'begin the item with `- `, the minus sign of the keyboard and a space',
      fix,
    };
  if (fault.words?.slip === 'bracket-unopened')
    return {
      title: `${subject} wants a list, and no bracket opens it`,
      does: 'ends with a bracket that nothing opens',
      help: 'put `[` before it',
      fix: readerMend(fault, 'put `[` before it'),
    };
  return {
    title: `${subject} wants a list, and this is one ${fault.words?.got === 'a number' ? 'number' : 'text'}`,
    does: 'an item of a list begins with `- `',
    help: 'write it on a line of its own, and begin it with `- `',
    fix,
  };
}

function pairsForList({ project, fault, at, said: subject }: KindSubject): KindWords {
  const key = fault.words?.key ?? '';
  const joined = key === 'volumes' || key === 'ports';
  return {
    title: `${subject} wants a list, and holds keys with values`,
    does: joined ? 'both sides of the colon are one text' : 'read as a key and its value',
    help: joined
      ? 'begin each line with `- `, and leave no space after the colon'
      : 'write each as one item that begins with `- `',
    fix: joined ? pairsAsItems(project, at, key === 'ports' ? 'quoted' : 'plain') : undefined,
  };
}

function listForMapping({ project, at, said: subject, name }: KindSubject): KindWords {
  const fix = name === undefined ? itemsAsNames(project, at) : undefined;
  return {
    title: `${subject} wants ${fix === undefined ? 'keys with values' : 'names, each with a colon'}, and holds a list`,
    does: 'a dash begins an item of a list',
    help:
      fix === undefined
        ? 'write keys with values, without dashes'
        : 'leave the dash out, and write a colon behind the name',
    fix,
  };
}

const SLIPS: Readonly<Record<string, { readonly lacks: string; readonly help: string }>> = {
  'space-after-colon': { lacks: 'has no space after its colon', help: 'put a space after the colon' },
  'equals-for-colon': {
    lacks: 'is written with `=`, not with a colon',
    help: 'write a colon and a space in place of `=`',
  },
  'semicolon-for-colon': {
    lacks: 'is written with `;`, not with a colon',
    help: 'write a colon and a space in place of `;`',
  },
  'colon-missing': { lacks: 'has no colon', help: 'put a colon after the key' },
};

function textForMapping({ project, fault, at, said: subject, name }: KindSubject): KindWords {
  const slip = SLIPS[fault.words?.slip ?? ''];
  if (slip !== undefined)
    return {
      title: `\`${shortOf(project, at)}\` ${slip.lacks}`,
      does: 'YAML reads this as one text',
      help: slip.help,
      fix: readerMend(fault, slip.help),
    };
  const service = name?.section === 'services' ? name : undefined;
  return {
    title: `${subject} wants keys with values below it, and this is one ${fault.words?.got === 'a number' ? 'number' : 'text'}`,
    does: 'a value, where keys are wanted',
    help:
      service === undefined
        ? 'write keys with values below it, two spaces further in'
        : `write below \`${service.name}\` what it is, such as \`build: ./web\``,
  };
}

function partsForText({ project, fault, at, said: subject }: KindSubject): KindWords {
  const isList = fault.words?.got === 'a list';
  const isItem = subject.startsWith('an item of ');
  const bracket = shortOf(project, at).startsWith('[');
  return {
    title: `${subject} wants one value, and holds ${isList ? 'a list' : isItem ? 'a key with a value' : 'keys with values'}`,
    does: isList ? `${bracket ? 'brackets make' : 'a dash begins'} a list` : 'read as a key and its value',
    help: isList
      ? `write the value behind the colon of its key, without ${bracket ? 'brackets' : 'a dash'}`
      : isItem
        ? 'write the item as one text, without a space after its colon'
        : 'write one value behind the colon of its key',
    fix: isList ? itemAsValue(project, at, fault.other) : undefined,
  };
}

/** Keys whose value is a time with its unit. */
const TIMES = /^(interval|timeout|start_period|start_interval|stop_grace_period)$/;

function noText({ project, fault, at, said: subject }: KindSubject): KindWords {
  const { got = '', key = '' } = fault.words ?? {};
  const text = shortOf(project, at);
  const kind = got === 'a number' || got === 'a date' ? got : '`true` or `false` to YAML';
  if (TIMES.test(key) && got === 'a number')
    return {
      title: `${subject} is a time, and \`${text}\` has no unit`,
      does: 'a number without a unit',
      help: `write the unit behind it, such as \`${text}s\` for seconds`,
      fix: written(at, `${text}s`),
    };
  return {
    title: `${subject} wants a text, and \`${text}\` is ${kind}`,
    does: `without quotes this is ${kind}`,
    help: 'put it in quotes',
    fix: inQuotes(project, at),
  };
}

function portPair({ project, fault, at, said: subject, wants }: KindSubject): KindWords {
  const isVolume = fault.words?.key === 'volumes';
  return {
    title: `${isVolume ? 'a volume and its path are' : 'a port is'} written as one text, and a space follows ${isVolume ? 'the' : 'its'} colon`,
    does: `${subject.startsWith('an item') ? 'this item' : 'this'} is read as a key and its value`,
    help: isVolume
      ? 'take away the space behind the colon'
      : 'write both ports in quotes, without a space: `- "8000:8000"`',
    fix: wants.list ? pairsAsItems(project, at, 'quoted') : joinedPair(project, at, isVolume ? '' : '"'),
  };
}

function joinedPair(project: Project, at: Span, quote: string): Fix | undefined {
  const text = textOfFile(project, at.file)?.slice(at.start, at.end) ?? '';
  const [, from, to] = /^([^\s:]+):\s+["']?([^\s"']+)["']?$/.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : written(at, `${quote}${from}:${to}${quote}`);
}

function keyIsNoText(project: Project, fault: ComposeFault, at: Span): KindWords {
  const key = fault.words?.key ?? '';
  return {
    title: `the key \`${key}\` is no text to YAML`,
    does: 'a number, a date, or true and false need quotes as a key',
    help: 'put the key in quotes',
    fix: inQuotes(project, at),
  };
}

function wholeFile(got: string): KindWords {
  return {
    title: `the Compose file holds ${got === 'a string' ? 'one text' : got}, and no keys`,
    does: 'no key stands here',
    help: 'begin the file with `services:` at the left margin',
  };
}

function other({ said: subject, fault }: KindSubject, expected: string): KindWords {
  const wanted =
    expected === 'a whole number' || expected === 'a number' ? expected : expected.replaceAll('a string', 'a text');
  return {
    title: `${subject} wants ${wanted}, and this is ${(fault.words?.got ?? '').replace('a string', 'a text')}`,
    does: 'a value of another kind',
    help: `write ${wanted} here`,
  };
}

/** The marked text where it is short and on one line. */
function shortOf(project: Project, { file, start, end }: Span): string {
  const read = project.files.read(file);
  const text = read.kind === 'text' ? read.text.slice(start, end) : '';
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

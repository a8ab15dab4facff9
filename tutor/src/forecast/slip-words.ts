import type { Edit } from '../core/diagnosis.ts';
import { cut } from '../core/text.ts';
import type { ComposeFault } from '../project/compose/fault.ts';

/** What is said of a place that is no YAML. `does`: what this text is, as YAML reads it. */
export type SlipWords = {
  readonly title: string;
  readonly does: string;
  readonly help: string;
  /** What the mend does, where the help leaves a choice. */
  readonly mends?: string;
};

/** Words for a slip in YAML. */
export function wordsOfSlip({ words, message, mend }: ComposeFault): SlipWords {
  const { slip = '', text = '' } = words ?? {};
  const marked = `\`${cut(text.split('\n', 1)[0] ?? '', MAX_MARKED)}\``;
  if (slip === 'indentation') return indented(marked.replace(/:`$/, '`'), mend);
  const known = SLIPS[slip];
  if (known === undefined) return { title: message, does: 'reading stops here', help: GENERAL };
  const title = known.title?.replace('TEXT', () => marked) ?? message;
  const mends = known.mends?.(mend ?? []);
  return { title, does: known.does, help: known.help, ...(mends === undefined ? {} : { mends }) };
}

const MAX_MARKED = 40;
const GENERAL = 'mend this line: keys of one level begin in one column, and a space follows each colon';

function indented(marked: string, mend: readonly Edit[] | undefined): SlipWords {
  const [first] = mend ?? [];
  const by = first === undefined ? 0 : first.text.length - (first.span.end - first.span.start);
  const count = Math.abs(by);
  const spaces = `${count} ${count === 1 ? 'space' : 'spaces'} to the ${by < 0 ? 'left' : 'right'}`;
  return {
    title: `${marked} is indented unlike the lines it belongs with`,
    does: 'begins in a column of its own',
    help: by === 0 ? 'begin this line in the column of the lines it belongs with' : `move this line ${spaces}`,
  };
}

/** `title` is left out where the reader's own sentence says it; TEXT stands for the marked text. */
type Known = {
  readonly title?: string;
  readonly does: string;
  readonly help: string;
  readonly mends?: (mend: readonly Edit[]) => string;
};

/** Words by the name of a slip in `project/compose/yaml/remedies/remedy.ts`, or its kind where no remedy was found. */
const SLIPS: Readonly<Record<string, Known>> = {
  'merge-conflict': {
    does: 'Git put this line here',
    help: 'keep one of the two sides, and remove the lines of `<`, `=` and `>`',
  },
  'odd-character': {
    does: 'looks like a character that YAML knows, and is another',
    help: 'type this anew, with the keyboard set to plain characters',
  },
  'space-after-colon': {
    title: 'TEXT has no space after its colon',
    does: 'YAML reads this as one text',
    help: 'put a space after the colon',
  },
  'space-after-dash': {
    title: 'TEXT has no space after its dash',
    does: 'without the space the dash is part of the text',
    help: 'put a space after the dash',
  },
  'star-for-dash': {
    title: 'a list item begins with TEXT, not with a dash',
    does: 'means something else in YAML',
    help: 'write `- ` in its place',
  },
  'quote-unclosed': {
    does: 'what follows is taken for a part of the text',
    help: 'close the quote on the line where it opens',
  },
  'bracket-unclosed': {
    does: 'what follows is taken for a part of the list',
    help: 'close the bracket',
  },
  'bracket-mismatched': {
    does: 'not the bracket that was opened',
    help: 'write the other bracket in its place',
  },
  'bracket-unopened': {
    title: 'TEXT ends with a bracket that nothing opens',
    does: 'no bracket stands before it',
    help: 'put `[` before it',
  },
  'item-too-deep': {
    title: 'TEXT stands in another column than the items beside it',
    does: 'read as one text with the item beside it',
    help: 'begin every item of a list in one column',
    mends: () => 'begin both in one column',
  },
  'colon-missing': {
    title: 'TEXT has no colon behind it',
    does: 'a key ends in a colon',
    help: 'put a colon after the key',
  },
  'semicolon-for-colon': {
    title: 'a key ends in TEXT, not in a colon',
    does: 'YAML has no such sign',
    help: 'write a colon in its place',
  },
  'equals-for-colon': {
    title: 'TEXT is written with `=`, not with a colon',
    does: 'YAML reads this as one text',
    help: 'write a colon and a space in place of `=`',
  },
  'colon-in-value': {
    title: 'TEXT holds a second colon with a space behind it',
    does: 'YAML takes this for another key',
    help: 'take the space away, put the value in quotes, or begin it on a line of its own',
    mends: ([first]) => {
      if (first?.text === '') return 'take the space away';
      return first?.text.startsWith('\n') === true ? 'begin it on a line of its own' : 'put the value in quotes';
    },
  },
  'colon-after-value': {
    title: 'a colon stands behind a value',
    does: 'only a key ends in a colon',
    help: 'remove this colon',
  },
  'list-on-key-line': {
    does: 'a list begins on the next line',
    help: 'begin the list on a line of its own, two spaces further in',
  },
  'dash-before-value': {
    does: 'begins an item of a list, and none is wanted here',
    help: 'remove the dash',
  },
  'list-and-mapping': {
    does: 'written unlike the lines beside it',
    help: 'write this line like the others: all with a dash (`- A=1`), or all without (`A: 1`)',
    mends: () => 'write this line like the others',
  },
  'stray-item': {
    does: 'no list is open here',
    help: 'move the item below the key that it belongs to',
  },
  'text-after-value': {
    title: 'TEXT follows a value that has already ended',
    does: 'a value ends with its quote or bracket',
    help: 'remove what follows, or put all of it in one pair of quotes',
  },
  'needs-quotes': {
    does: 'YAML keeps this sign for itself',
    help: 'put the value in quotes',
  },
  'line-broken': {
    title: 'TEXT goes on with the line above',
    does: 'a value ends with its line',
    help: 'write it behind the line above, without a space',
  },
  'comma-missing': {
    title: 'no comma stands before TEXT',
    does: 'the next item between brackets',
    help: 'put a comma behind the item before it',
  },
  'stray-text': {
    title: 'TEXT is neither a key nor a comment',
    does: 'a comment begins with `#`',
    help: 'write `# ` before it, or remove it',
  },
  'web-page': {
    does: 'the first line of a page',
    help: 'put the file itself in its place: this is the page that shows it',
  },
  alias: {
    does: 'an alias takes the value of an anchor above it',
    help: 'write the value out, or anchor it above with `&` and the same name',
  },
  escape: {
    does: 'a backslash means something between double quotes',
    help: 'use single quotes, or write the backslash twice',
  },
  'merge-key': {
    does: 'takes in the keys of an anchored mapping',
    help: 'write one `<<`, with the names of all anchors in brackets',
  },
};

import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import type { Draft, Head } from './draft.ts';
import { readExecForm } from './exec-form.ts';
import { FLAGS, KEYWORDS, type Keyword, keywordOf } from './keywords.ts';
import type { LogicalLine } from './lines.ts';
import type { CopyInstruction, Directive, Value } from './reading.ts';

/** Names that people give to stages; a `--from` of one of them is meant as a stage. */
const STAGE_WORDS =
  /^(?:build|builder|base|deps|dependencies|compile|compiler|compile-image|install|installer|requirements|packages|prod|production|dev|development|final|runtime|runner|venv|wheels?|stage-?\d*|test|app)$/;

/** Instructions that take something, and what. */
const NEEDS: Readonly<Partial<Record<Keyword, string>>> = {
  FROM: 'an image',
  RUN: 'a command',
  CMD: 'a command',
  ENTRYPOINT: 'a command',
  COPY: 'a source and a destination',
  ADD: 'a source and a destination',
  ENV: 'NAME=value',
  ARG: 'a name',
  LABEL: 'key=value',
  EXPOSE: 'a port',
  WORKDIR: 'a path',
  USER: 'a user',
  VOLUME: 'a path',
  SHELL: 'a JSON array',
  STOPSIGNAL: 'a signal',
  HEALTHCHECK: 'CMD or NONE',
  MAINTAINER: 'a name',
  ONBUILD: 'an instruction',
};

/** Faults that one line shows: no instruction, nothing behind it, a flag that is none, a swallowed line. */
export function findLineFaults(draft: Draft, head: Head, before: LogicalLine | undefined): void {
  const keyword = keywordOf(head.word);
  if (keyword === undefined) {
    findUnknown(draft, head, before);
    return;
  }
  findMissing(draft, head, keyword);
  findFlags(draft, head, keyword);
  findComment(draft, head, keyword);
  findSwallowed(draft, head, keyword);
  findJson(draft, head, keyword);
  findHealthcheck(draft, head, keyword);
  for (const heredoc of head.line.heredocs) {
    if (heredoc.closed) continue;
    draft.faults.push({ kind: 'heredoc-open', refuses: true, at: heredoc.nameAt, words: { name: heredoc.name } });
  }
}

function findUnknown(draft: Draft, head: Head, before: LogicalLine | undefined): void {
  const last = draft.faults.at(-1);
  const keywordBefore = before === undefined ? undefined : keywordOf(/^\S+/.exec(before.text.text)?.[0] ?? '');
  const likely = nearest(head.word, KEYWORDS) ?? gluedKeyword(head.word);
  const continues = head.line.indent > draft.indent || /^(?:&&|\|\||\||-\S)/.test(head.word);
  if (before !== undefined && likely === undefined && continues) {
    const instruction = keywordBefore ?? '';
    // The lines behind the first one that hangs in the air hang with it.
    if (instruction === '' && last?.kind === 'missing-continuation') return;
    const end: Span = { file: draft.file, start: before.span.end - 1, end: before.span.end };
    const words = { word: head.word, instruction };
    draft.faults.push({ kind: 'missing-continuation', refuses: true, at: head.line.span, other: end, words });
    return;
  }
  const words = { word: head.word, ...(likely === undefined ? {} : { nearest: likely }) };
  draft.faults.push({ kind: 'unknown-instruction', refuses: true, at: head.keywordAt, words });
}

/** `CMD["python",` and `EXPOSE=8000`: the blank behind the keyword is missing. */
function gluedKeyword(word: string): Keyword | undefined {
  const found = /^([A-Za-z]+)[^A-Za-z_-]/.exec(word);
  return found === null ? undefined : keywordOf(found[1] ?? '');
}

function findMissing(draft: Draft, head: Head, keyword: Keyword): void {
  const needs = NEEDS[keyword];
  const words = head.argument.text === '' ? 0 : 1 + (head.argument.text.match(/\s+/g)?.length ?? 0);
  const twoNeeded = (keyword === 'COPY' || keyword === 'ADD') && head.line.heredocs.length === 0;
  const jsonCopy = twoNeeded && head.argument.text.startsWith('[');
  if (needs !== undefined && (words === 0 || (twoNeeded && !jsonCopy && words < 2))) {
    const at = words === 0 ? head.keywordAt : head.line.span;
    // An empty CMD or ENTRYPOINT is taken: the container then ends at once (tried).
    const refuses = keyword !== 'CMD' && keyword !== 'ENTRYPOINT';
    draft.faults.push({ kind: 'missing-arguments', refuses, at, words: { instruction: keyword, needs } });
  }
}

function findFlags(draft: Draft, head: Head, keyword: Keyword): void {
  const known = FLAGS[keyword] ?? [];
  for (const flag of head.flags) {
    if (flag.isApart === true) {
      const words = { instruction: keyword, flag: flag.name, value: flag.value?.text ?? '' };
      draft.faults.push({ kind: 'flag-value', refuses: true, at: flag.span, words });
    }
    if (flag.name === '' || known.includes(flag.name)) continue;
    const likely = nearest(flag.name, known);
    const words = { instruction: keyword, flag: flag.name, ...(likely === undefined ? {} : { nearest: likely }) };
    draft.faults.push({ kind: 'unknown-flag', refuses: true, at: flag.span, words });
  }
}

function findComment(draft: Draft, { comment }: Head, keyword: Keyword): void {
  if (comment === undefined) return;
  const at = comment.span(0, comment.text.length);
  const words = { instruction: keyword, text: comment.text };
  draft.faults.push({ kind: 'trailing-comment', refuses: keyword !== 'USER', at, words });
}

/** A JSON array that holds something else than texts is refused, where other arrays that are none go to the shell. */
function findJson(draft: Draft, head: Head, keyword: Keyword): void {
  const text = head.argument.text.replace(keyword === 'HEALTHCHECK' ? /^CMD\s+/i : '', '');
  if (!['CMD', 'ENTRYPOINT', 'RUN', 'HEALTHCHECK', 'VOLUME', 'COPY', 'ADD'].includes(keyword) || !text.startsWith('['))
    return;
  const almost = readExecForm(head.argument);
  if (almost?.kind !== 'almost' || almost.almost.why !== 'not-text' || !isArray(text)) return;
  draft.faults.push({
    kind: 'json-form',
    refuses: true,
    at: almost.almost.span,
    words: { instruction: keyword, text },
  });
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function findHealthcheck(draft: Draft, head: Head, keyword: Keyword): void {
  const { text } = head.argument;
  if (keyword !== 'HEALTHCHECK' || text === '' || /^(?:CMD\s+\S|NONE$)/i.test(text)) return;
  draft.faults.push({
    kind: 'healthcheck-form',
    refuses: true,
    at: head.argument.span(0, text.length),
    words: { text },
  });
}

/** A `\` too many joins the next instruction to this one. */
function findSwallowed(draft: Draft, head: Head, keyword: Keyword): void {
  const text = head.line.text;
  for (const joint of head.line.joints) {
    const found = /^([A-Z]+)\s/.exec(text.text.slice(joint.next, joint.next + 20));
    const word = found?.[1] ?? '';
    const swallowed = KEYWORDS.some((candidate) => candidate === word);
    if (!swallowed || (keyword === 'HEALTHCHECK' && word === 'CMD') || keyword === 'ONBUILD') continue;
    draft.faults.push({
      kind: 'swallowed-instruction',
      refuses: false,
      at: joint.at,
      other: text.span(joint.next, joint.next + word.length),
      words: { instruction: keyword, swallowed: word },
    });
  }
}

/** `# escape=` takes a backslash or a backquote. */
export function findDirectiveFaults(draft: Draft, directives: readonly Directive[]): void {
  for (const { name, value, span } of directives) {
    if (name !== 'escape' || value === '`' || value === '\\') continue;
    draft.faults.push({ kind: 'directive', refuses: true, at: span, words: { name, text: value } });
  }
}

/** Faults that only the whole file shows. `contexts`: names of build contexts given from outside. */
export function findFaults(draft: Draft, text: string, contexts: readonly string[]): void {
  findFromFaults(draft, text);
  for (const instruction of draft.instructions) {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') findCopyFaults(draft, instruction, contexts);
    if (instruction.keyword !== 'FROM' || contexts.includes(instruction.image.raw)) continue;
    if (draft.stages[instruction.stage]?.parent === undefined)
      findUnknownStage(draft, instruction.image, instruction.stage);
  }
}

function findFromFaults(draft: Draft, text: string): void {
  const first = draft.instructions[0];
  if (first === undefined) {
    draft.faults.push({
      kind: 'empty',
      refuses: true,
      at: { file: draft.file, start: 0, end: text.length },
      words: {},
    });
    return;
  }
  if (draft.stages.length === 0) {
    draft.faults.push({ kind: 'from-missing', refuses: true, at: first.keywordAt, words: {} });
    return;
  }
  const early = draft.instructions.find((instruction) => !['ARG', 'UNKNOWN'].includes(instruction.keyword));
  if (early === undefined || early.keyword === 'FROM') return;
  const words = { instruction: early.keyword };
  draft.faults.push({ kind: 'from-not-first', refuses: true, at: early.keywordAt, words });
}

function findCopyFaults(draft: Draft, copy: CopyInstruction, contexts: readonly string[]): void {
  if (copy.sources.length > 1 && isPlainFile(draft, copy)) {
    const at = copy.destination?.span ?? copy.span;
    draft.faults.push({ kind: 'several-sources', refuses: false, at, words: {} });
  }
  const target = copy.from?.target;
  if (copy.from !== undefined && target?.kind === 'image' && !contexts.includes(copy.from.value.raw)) {
    findUnknownStage(draft, copy.from.value);
  }
  if (copy.from !== undefined && target?.kind === 'stage' && target.stage === copy.stage) {
    const words = { name: copy.from.value.raw };
    draft.faults.push({ kind: 'stage-later', refuses: true, at: copy.from.value.span, words });
  }
  for (const source of copy.from === undefined ? copy.sources : []) {
    if (!climbsOut(source.text)) continue;
    draft.faults.push({ kind: 'source-outside', refuses: false, at: source.span, words: { source: source.raw } });
  }
}

/** Whether nothing before makes a folder of the destination, so that one source would be written over the other. */
function isPlainFile(draft: Draft, copy: CopyInstruction): boolean {
  const target = copy.resolved;
  if (target === undefined || target.endsWith('/')) return false;
  const chain = draft.stages[copy.stage]?.image.chain ?? [];
  const before = draft.instructions.filter((one) => chain.includes(one.stage) && one.span.start < copy.span.start);
  return !before.some((one) => {
    if (one.keyword === 'WORKDIR') return `${one.resolved ?? ''}/`.startsWith(`${target}/`);
    if (one.keyword === 'COPY' || one.keyword === 'ADD')
      return one.resolved === undefined || one.resolved.startsWith(target);
    return one.keyword === 'RUN' && one.argument.text.includes(target.slice(target.lastIndexOf('/') + 1));
  });
}

/** `../x` means `x` to Docker: it cannot leave the context. */
function climbsOut(path: string | undefined): boolean {
  if (path === undefined || /^[a-z]+:\/\//.test(path)) return false;
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** A name that is no stage and looks like one: a slip of the pen, a number too high, a FROM of what comes later. */
function findUnknownStage(draft: Draft, value: Value, from?: number): void {
  const name = value.text?.toLowerCase();
  if (name === undefined || /[/:@]/.test(name)) return;
  const later =
    from === undefined ? undefined : draft.stages.find((stage) => stage.name === name && stage.number >= from);
  if (later !== undefined) {
    const other = later.nameAt === undefined ? {} : { other: later.nameAt };
    draft.faults.push({ kind: 'stage-later', refuses: true, at: value.span, words: { name: value.raw }, ...other });
    return;
  }
  const names = draft.stages.flatMap((candidate) => candidate.name ?? []);
  const likely = names.includes(name) ? name : nearest(name, names);
  const isName = likely !== undefined || STAGE_WORDS.test(name) || /^\d+$/.test(name);
  if (!isName || isImageName(name)) return;
  const words = { name: value.raw, ...(likely === undefined ? {} : { nearest: likely }) };
  draft.faults.push({ kind: 'unknown-stage', refuses: true, at: value.span, words });
}

/** Official images that a stage's name could be taken for. */
function isImageName(name: string): boolean {
  return /^(?:python|node|nginx|alpine|debian|ubuntu|busybox|golang|rust|caddy|composer|redis|postgres|mysql|httpd|php|ruby|scratch)$/.test(
    name,
  );
}

import { lexer, type Token, type Tokens } from 'marked';
import { type CalloutTone, calloutWords, type Lesson, type LessonBlock, type LessonSpan } from '../core/lesson.ts';
import { stripControls } from '../core/text.ts';
import { highlight } from './highlight.ts';

/** Compiles a lesson: the first heading is its title. */
export function readLesson(markdown: string): Lesson {
  const blocks = readBlocks(markdown);
  const [first, ...rest] = blocks;
  if (first?.kind !== 'heading' || first.level !== 1) return { title: '', blocks };
  return { title: first.spans.map(({ text }) => text).join(''), blocks: rest };
}

/** Compiles Markdown to blocks: lessons, hints, and the pages of rules. HTML and images are shown as the text they are. */
export function readBlocks(markdown: string): readonly LessonBlock[] {
  return blocksOf(lexer(stripControls(markdown).replaceAll('\t', '    ')));
}

function blocksOf(tokens: readonly Token[]): readonly LessonBlock[] {
  return tokens.flatMap((token) => blockOf(token as Tokens.Generic));
}

function blockOf(token: Tokens.Generic): readonly LessonBlock[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', level: token.depth, spans: spansOf(token.tokens) }];
    case 'code':
      return [codeOf(token as Tokens.Code)];
    case 'list':
      return [listOf(token as Tokens.List)];
    case 'blockquote':
      return [quoteOf(blocksOf(token.tokens ?? []))];
    case 'table':
      return [tableOf(token as Tokens.Table)];
    case 'space':
    case 'hr':
    case 'def':
      return [];
    default: {
      const spans = token.tokens ? spansOf(token.tokens) : [plain(String(token.text ?? token.raw))];
      return spans.length > 0 ? [{ kind: 'paragraph', spans }] : [];
    }
  }
}

/** The words after the fence: the language, then the file the code belongs to. */
function codeOf(token: Tokens.Code): LessonBlock {
  const [language = '', ...caption] = (token.lang ?? '').split(/\s+/);
  return { kind: 'code', language, caption: caption.join(' '), lines: highlight(token.text, language) };
}

function listOf(token: Tokens.List): LessonBlock {
  const items = token.items.map((item) => blocksOf(item.tokens.filter(({ type }) => type !== 'checkbox')));
  return token.ordered ? { kind: 'list', start: Number(token.start) || 1, items } : { kind: 'list', items };
}

function tableOf(token: Tokens.Table): LessonBlock {
  const cell = ({ tokens }: Tokens.TableCell) => spansOf(tokens);
  return { kind: 'table', header: token.header.map(cell), rows: token.rows.map((row) => row.map(cell)) };
}

/** A quotation that begins with one of the callout words in bold is that callout; the words are taken off. */
function quoteOf(blocks: readonly LessonBlock[]): LessonBlock {
  const [first, ...rest] = blocks;
  const lead = first?.kind === 'paragraph' ? first.spans[0] : undefined;
  const tone = lead?.kind === 'strong' ? toneOf(lead.text) : undefined;
  if (!tone || first?.kind !== 'paragraph') return { kind: 'quote', blocks };
  const spans = trimStart(first.spans.slice(1));
  return { kind: 'callout', tone, blocks: spans.length > 0 ? [{ ...first, spans }, ...rest] : rest };
}

function toneOf(words: string): CalloutTone | undefined {
  const bare = words.replace(/[.:]$/, '').toLowerCase();
  const tones = Object.keys(calloutWords) as CalloutTone[];
  return tones.find((tone) => calloutWords[tone].toLowerCase() === bare);
}

function trimStart(spans: readonly LessonSpan[]): readonly LessonSpan[] {
  const [first, ...rest] = spans;
  if (!first) return [];
  const text = first.text.trimStart();
  return text === '' ? trimStart(rest) : [{ ...first, text }, ...rest];
}

type Manner = 'text' | 'strong' | 'em';

function spansOf(tokens: readonly Token[] | undefined, manner: Manner = 'text'): readonly LessonSpan[] {
  return joined((tokens ?? []).flatMap((token) => spanOf(token as Tokens.Generic, manner)));
}

function spanOf(token: Tokens.Generic, manner: Manner): readonly LessonSpan[] {
  switch (token.type) {
    case 'strong':
    case 'em':
      return spansOf(token.tokens, token.type);
    case 'codespan':
      return [{ kind: 'code', text: String(token.text) }];
    case 'link':
      return [{ kind: 'link', text: textOf(token), href: String(token.href) }];
    case 'br':
      return [{ kind: manner, text: ' ' }];
    default:
      return token.tokens ? spansOf(token.tokens, manner) : [plain(String(token.text ?? token.raw), manner)];
  }
}

function plain(text: string, manner: Manner = 'text'): LessonSpan {
  return { kind: manner, text: withoutEntities(text).replace(/\s+/g, ' ') };
}

function textOf(token: Tokens.Generic): string {
  const spans = spansOf(token.tokens);
  return spans.map(({ text }) => text).join('') || String(token.text ?? '');
}

/** Neighbours of one manner become one span. */
function joined(spans: readonly LessonSpan[]): readonly LessonSpan[] {
  const kept: LessonSpan[] = [];
  for (const span of spans) {
    const last = kept.at(-1);
    if (last && last.kind === span.kind && span.kind !== 'link' && last.kind !== 'link' && span.kind !== 'code') {
      kept[kept.length - 1] = { kind: span.kind, text: last.text + span.text };
    } else if (span.text !== '') kept.push(span);
  }
  return kept;
}

function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
}

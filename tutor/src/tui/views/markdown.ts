import type { LessonBlock, LessonSpan } from '../../core/lesson.ts';

/**
 * The little Markdown that hints are written in: paragraphs, `- ` lists, fenced code, `` `code` `` and `**strong**`.
 * Lessons are compiled when the package is built; hints are too short for that.
 */
export function hintBlocks(text: string): readonly LessonBlock[] {
  const blocks: LessonBlock[] = [];
  const parts = text.trim().split(/^```([^\n]*)\n([\s\S]*?)^```[^\S\n]*$/m);
  for (let at = 0; at < parts.length; at += 3) {
    for (const paragraph of (parts[at] ?? '').split(/\n\s*\n/)) {
      if (paragraph.trim() !== '') blocks.push(paragraphOrList(paragraph.trim()));
    }
    const code = parts[at + 2];
    if (code !== undefined) blocks.push(codeBlock(parts[at + 1] ?? '', code));
  }
  return blocks;
}

function paragraphOrList(text: string): LessonBlock {
  const items = text.split(/^- /m).slice(1);
  if (!text.startsWith('- ')) return { kind: 'paragraph', spans: inlineSpans(text) };
  return { kind: 'list', items: items.map((item) => [{ kind: 'paragraph', spans: inlineSpans(item) }]) };
}

function codeBlock(info: string, code: string): LessonBlock {
  const [language = '', ...caption] = info.trim().split(' ');
  const lines = code
    .trimEnd()
    .split('\n')
    .map((line) => [{ role: 'plain' as const, text: line }]);
  return { kind: 'code', language, caption: caption.join(' '), lines };
}

/** `` `code` `` and `**strong**` within a line of text. */
export function inlineSpans(text: string): readonly LessonSpan[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map(spanOf);
}

function spanOf(part: string): LessonSpan {
  if (part.startsWith('`') && part.length > 2) return { kind: 'code', text: part.slice(1, -1) };
  if (part.startsWith('**') && part.length > 4) return { kind: 'strong', text: part.slice(2, -2) };
  return { kind: 'text', text: part.replaceAll('\n', ' ') };
}

import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import python from 'highlight.js/lib/languages/python';
import yaml from 'highlight.js/lib/languages/yaml';
import type { CodeRole, CodeToken } from '../core/lesson.ts';

hljs.registerLanguage('bash', bash);
hljs.registerLanguage('dockerfile', dockerfile);
hljs.registerLanguage('python', python);
hljs.registerLanguage('yaml', yaml);

/** Code as lines of tokens, each with its colour role. A language that is not known gives plain lines. */
export function highlight(code: string, language: string): readonly (readonly CodeToken[])[] {
  if (!hljs.getLanguage(language)) return linesOf([{ role: 'plain', text: code }]);
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  const tokens = tokensOf(value);
  return linesOf(language === 'dockerfile' ? tokens.map(withoutNumber) : tokens);
}

/** In a Dockerfile nearly every number is a piece of something longer: `python:3.11-slim`, `0.0.0.0`. */
function withoutNumber(token: CodeToken): CodeToken {
  return token.role === 'number' ? { role: 'plain', text: token.text } : token;
}

/** highlight.js's class to our colour role; what is not here is plain. */
const roles: Readonly<Record<string, CodeRole>> = {
  attr: 'key',
  keyword: 'key',
  meta: 'key',
  section: 'key',
  string: 'string',
  number: 'number',
  literal: 'number',
  comment: 'comment',
};

/** Reads highlight.js's output, the only form of it that is public: nested `<span class="hljs-…">` around escaped text. */
function tokensOf(html: string): readonly CodeToken[] {
  const tokens: CodeToken[] = [];
  const open: CodeRole[] = [];
  for (const part of html.split(/(<span class="[^"]*">|<\/span>)/)) {
    const role = open.at(-1) ?? 'plain';
    const opened = /^<span class="(?:hljs-)?([^" ]*)/.exec(part);
    if (opened) open.push(roles[opened[1] ?? ''] ?? inherited(opened[1] ?? '', role));
    else if (part === '</span>') open.pop();
    else if (part !== '') tokens.push({ role, text: unescapeHtml(part) });
  }
  return tokens;
}

/** What stands inside an f-string's braces, or in a language embedded in another, has the terminal's own colour. */
function inherited(name: string, around: CodeRole): CodeRole {
  return name === 'subst' || name.startsWith('language-') || name === 'params' ? 'plain' : around;
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}

/** Cuts tokens at line ends; neighbours of one role become one. */
function linesOf(tokens: readonly CodeToken[]): readonly (readonly CodeToken[])[] {
  const lines: CodeToken[][] = [[]];
  for (const { role, text } of tokens) {
    for (const [at, piece] of text.split('\n').entries()) {
      if (at > 0) lines.push([]);
      if (piece === '') continue;
      const line = lines.at(-1) ?? [];
      const last = line.at(-1);
      if (last?.role === role) line[line.length - 1] = { role, text: last.text + piece };
      else line.push({ role, text: piece });
    }
  }
  return lines;
}

import type { Span } from '../core/span.ts';
import type { PythonReading, Route } from '../project/python/reading.ts';

/**
 * When a piece of the app is run: `import`: whenever the app starts; `page`: whenever the page is asked for;
 * `perhaps`: behind a condition, in a handler of exceptions, or in a function of which nobody can say when it is called.
 */
export type Reached = 'import' | 'page' | 'perhaps';

const HEADER = /^(async\s+)?(def|class|if|elif|else|except|finally|while|for|with|try|match|case)\b/;

const GUARD = /^\s*if\s+__name__\s*==\s*["']__main__["']\s*:/;

/** Says when the text at a place is run, from the blocks around it. `text`: of its file; `startedAs`: `main` where Python runs the file itself. */
export function reachOf(text: string, at: Span, reading: PythonReading, startedAs: 'main' | 'module'): Reached {
  const view = rootRoute(reading)?.view;
  let start = lineStart(text, at.start);
  // A handler's own condition is looked at only once something was raised.
  if (/^\s*(?:except|elif|case)\b/.test(text.slice(start, at.start + 1))) return 'perhaps';
  let depth = depthAt(text, start);
  while (depth > 0 && start > 0) {
    start = lineStart(text, start - 1);
    const line = text.slice(start, lineEnd(text, start));
    const indent = depthAt(text, start);
    if (line.trim() === '' || line.trimStart().startsWith('#') || indent >= depth) continue;
    depth = indent;
    const header = HEADER.exec(line.trimStart())?.[2];
    if (startedAs === 'main' && GUARD.test(line)) continue;
    if (header === undefined || header === 'with' || header === 'try' || header === 'class') continue;
    if (header !== 'def') return 'perhaps';
    const name = /^(?:async\s+)?def\s+(\w+)/.exec(line.trimStart())?.[1];
    return name === view && indent === 0 ? 'page' : 'perhaps';
  }
  return 'import';
}

/** The route that answers at `/`. */
function rootRoute({ routes }: PythonReading): Route | undefined {
  return routes.find((route) => route.path === '/');
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Units of white space before the first letter of the line. */
function depthAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

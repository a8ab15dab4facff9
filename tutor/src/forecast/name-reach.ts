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
  const start = lineStart(text, at.start);
  // A handler's own condition is looked at only once something was raised.
  if (/^\s*(?:except|elif|case)\b/.test(text.slice(start, at.start + 1))) return 'perhaps';
  let reached: Reached = 'import';
  for (const block of blocksAround(text, start)) {
    if (startedAs === 'main' && GUARD.test(block.line)) continue;
    const header = HEADER.exec(block.line.trimStart())?.[2];
    if (header === undefined || header === 'with' || header === 'try' || header === 'class') continue;
    if (header !== 'def') return 'perhaps';
    reached = insideFunction(block, reading, reached);
    if (reached === 'perhaps' || block.indent === 0) return reached;
  }
  return reached;
}

type Around = { readonly line: string; readonly indent: number };

/** The lines that begin the blocks around a line, innermost first. */
function* blocksAround(text: string, from: number): Generator<Around> {
  let start = from;
  let depth = depthAt(text, start);
  while (depth > 0 && start > 0) {
    start = lineStart(text, start - 1);
    const line = text.slice(start, lineEnd(text, start));
    const indent = depthAt(text, start);
    if (line.trim() === '' || line.trimStart().startsWith('#') || indent >= depth) continue;
    depth = indent;
    yield { line, indent };
  }
}

/** The page's own function is run when it is asked for; a factory, in which that function may stand, when the app starts. */
function insideFunction({ line, indent }: Around, reading: PythonReading, inner: Reached): Reached {
  const name = /^(?:async\s+)?def\s+(\w+)/.exec(line.trimStart())?.[1];
  if (name === rootRoute(reading)?.view && inner === 'import') return 'page';
  return indent === 0 && reading.applications.some(({ factory }) => factory === name) ? inner : 'perhaps';
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

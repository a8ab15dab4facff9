import type { Scalar } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';

/** A Dockerfile that stands inside the Compose file, so that offsets in `text` are offsets of that file. */
export type InlineDockerfile = {
  readonly file: string;
  /** The Compose file with blanks in place of all that is not the Dockerfile; its lines keep their indentation, which Docker passes over. */
  readonly text: string;
  /** Blanks before each of its lines. */
  readonly indent: number;
};

/**
 * Lays `dockerfile_inline: |` bare. Undefined where the block and its value differ (variables, folded lines), and where
 * blanks before a line count: a heredoc ends at a line that holds its name alone.
 */
export function inlineDockerfile({ files }: Project, { value, style, span }: Scalar): InlineDockerfile | undefined {
  const read = files.read(span.file);
  if (style !== 'literal' || typeof value !== 'string' || read.kind !== 'text' || value.includes('<<'))
    return undefined;
  const start = blockStart(read.text, span.start);
  const block = read.text.slice(start, span.end);
  const indent = /^[ ]*(?=\S)/m.exec(block)?.[0].length ?? 0;
  const lines = block.split('\n').map((line) => line.slice(indent));
  if (block.includes('\r') || lines.join('\n').trimEnd() !== value.trimEnd()) return undefined;
  const text = blanked(read.text.slice(0, start)) + block + blanked(read.text.slice(span.end));
  return { file: span.file, text, indent };
}

/** Where the first line behind `|` begins; a span may begin at that sign or at the block itself. */
function blockStart(text: string, at: number): number {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return line.trim() === '' && !/^[|]/.test(text.slice(at, at + 1)) ? at - line.length : text.indexOf('\n', at) + 1;
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import type { Recipe } from './recipe.ts';

/** Edits that add instructions to the stage that runs: above its start command, else at its end. */
export function addedInstruction(project: Project, recipe: Recipe, ...lines: readonly string[]): readonly Edit[] {
  const { stage } = recipe;
  const start = stage.instructions.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  if (start !== undefined) return linesAbove(project, start.span, lines);
  const { span } = stage.instructions.at(-1) ?? stage.from;
  const indent = indentOf(project, span);
  return linesBelow(
    span,
    lines.map((line) => indent + line),
  );
}

/** Blanks before an instruction: inside a Compose file they belong to the block. */
function indentOf({ files }: Project, { file, start }: Span): string {
  const read = files.read(file);
  if (read.kind !== 'text') return '';
  return /^[ \t]*/.exec(read.text.slice(read.text.lastIndexOf('\n', start - 1) + 1, start))?.[0] ?? '';
}

/** Edits that add lines above an instruction. */
export function linesAbove(project: Project, instruction: Span, lines: readonly string[]): readonly Edit[] {
  const read = project.files.read(instruction.file);
  if (read.kind !== 'text') return [];
  const indent = indentOf(project, instruction);
  let start = read.text.lastIndexOf('\n', instruction.start - 1) + 1;
  // Comments right above speak of the instruction: what is added goes above them.
  for (let before = lineBefore(read.text, start); /^\s*#/.test(before); before = lineBefore(read.text, start))
    start -= before.length + 1;
  return [
    { span: { file: instruction.file, start, end: start }, text: lines.map((line) => `${indent}${line}\n`).join('') },
  ];
}

function lineBefore(text: string, start: number): string {
  return start === 0 ? '' : text.slice(text.lastIndexOf('\n', start - 2) + 1, start - 1);
}

/** Edits that add lines below an instruction. */
export function linesBelow({ file, end }: Span, lines: readonly string[]): readonly Edit[] {
  return [{ span: { file, start: end, end }, text: lines.map((line) => `\n${line}`).join('') }];
}

/** Words as an exec form, as Docker reads it. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

import type { Variable } from '../project/compose/project.ts';

/** Whether a variable of a list keeps quotes that were meant for YAML: `- NAME="value"`. Around the whole item they are taken off. */
export function keepsQuotes({ item, value }: Variable): boolean {
  return item !== undefined && value !== null && value.length > 1 && /^(["'])[\s\S]*\1$/.test(value);
}

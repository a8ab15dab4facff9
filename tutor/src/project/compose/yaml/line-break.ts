/** Where the line break that ends in `\n` at an offset begins: before its `\r`, where it has one. */
export function lineBreak(text: string, newline: number): number {
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

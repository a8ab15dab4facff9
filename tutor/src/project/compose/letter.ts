/** Whether a text is one letter, as Go's `unicode.IsLetter` knows it. ASCII first: Unicode's tables are slow to make ready. */
export function isLetter(text: string): boolean {
  return text < '\x80' ? /^[A-Za-z]$/.test(text) : /^\p{L}$/u.test(text);
}
